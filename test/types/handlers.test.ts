import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../support/temporary.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const proofs = join(root, 'test/types/handlers.ts')

it('leaving out or misspelling a handler, and answering with a wrong status or body, does not compile', async (t) => {
  assert.deepEqual(await compile(t, proofs), [])

  // The same file without its directives: each of them stands before an error of its own.
  const folder = await temporaryFolder(t)
  const bare = join(folder, 'handlers.ts')
  const text = (await readFile(proofs, 'utf8')).replaceAll('../../src', join(root, 'src'))
  const directives = text.match(/@ts-expect-error/g) ?? []
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await writeFile(bare, text.replaceAll('@ts-expect-error', 'an error:'))
  const errors = await compile(t, bare)
  assert.equal(errors.length, directives.length, errors.join('\n'))
})

async function compile(t: Parameters<typeof temporaryFolder>[0], file: string): Promise<string[]> {
  const project = join(await temporaryFolder(t), 'tsconfig.json')
  const typeRoots = [join(root, 'node_modules/@types')]
  await writeFile(
    project,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { typeRoots, rootDir: '/' },
      include: [file],
    }),
  )
  const { stdout } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project], {
    encoding: 'utf8',
  })
  return stdout.split('\n').filter((line) => /error TS\d+/.test(line))
}
