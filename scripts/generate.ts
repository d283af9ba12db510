import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { DocumentError } from '../src/openapi/json.js'
import { generate, generateTypes } from './generator/generate.js'

// `npm run generate` writes generated/ from openapi.yaml, and the types of the examples from their documents; with --check it
// writes nothing, and fails on any difference.
const root = new URL('../', import.meta.url)
const check = process.argv.includes('--check')
/** What is in these folders is ours alone: what nobody wants there is removed. */
const generated = 'generated/'
const examples = ['examples/bookshop/']

try {
  const differences = await update(generated, await generate(await read('openapi.yaml')))
  const surplus = (await readdir(new URL(generated, root))).filter((name) => !differences.wanted.has(name))
  for (const name of surplus) if (!check) await rm(new URL(generated + name, root), { recursive: true })
  const changed = [...differences.changed, ...surplus.map((name) => generated + name)]
  for (const folder of examples) {
    const types = new Map([['openapi.d.ts', await generateTypes(await read(`${folder}openapi.yaml`))]])
    changed.push(...(await update(folder, types)).changed)
  }
  if (check && changed.length > 0) {
    console.error(`Not what the documents say: ${changed.join(', ')}. Run \`npm run generate\`.`)
    process.exitCode = 1
  }
} catch (error) {
  if (!(error instanceof DocumentError)) throw error
  console.error(`openapi.yaml ${error.message}`)
  process.exitCode = 1
}

/** Writes what is not as it is wanted. */
async function update(folder: string, wanted: ReadonlyMap<string, string>) {
  const changed: string[] = []
  await mkdir(new URL(folder, root), { recursive: true })
  for (const [name, content] of wanted) {
    const current = await read(folder + name).catch(() => undefined)
    if (current === content) continue
    changed.push(folder + name)
    if (!check) await writeFile(new URL(folder + name, root), content)
  }
  return { wanted, changed }
}

function read(path: string): Promise<string> {
  return readFile(new URL(path, root), 'utf8')
}
