import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { DocumentError } from '../src/openapi/json.js'
import { generate } from './generator/generate.js'

// `npm run generate` writes generated/ from openapi.yaml; with --check it writes nothing, and fails on any difference.
const root = new URL('../', import.meta.url)
const folder = new URL('generated/', root)
const check = process.argv.includes('--check')

try {
  const wanted = await generate(await readFile(new URL('openapi.yaml', root), 'utf8'))
  await mkdir(folder, { recursive: true })
  const present = await readdir(folder)
  const differences: string[] = []
  for (const [name, content] of wanted) {
    const current = present.includes(name) ? await readFile(new URL(name, folder), 'utf8') : undefined
    if (current === content) continue
    differences.push(name)
    if (!check) await writeFile(new URL(name, folder), content)
  }
  for (const name of present.filter((name) => !wanted.has(name))) {
    differences.push(name)
    if (!check) await rm(new URL(name, folder), { recursive: true })
  }
  if (check && differences.length > 0) {
    console.error(`generated/ is not what openapi.yaml says: ${differences.join(', ')}. Run \`npm run generate\`.`)
    process.exitCode = 1
  }
} catch (error) {
  if (!(error instanceof DocumentError)) throw error
  console.error(`openapi.yaml ${error.message}`)
  process.exitCode = 1
}
