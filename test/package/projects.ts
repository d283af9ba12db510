import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compile, root } from './workplace.js'

export interface ProjectKind {
  name: string
  isModule: boolean
  /** What a project of this kind has instead of the example as it is printed. */
  adapt?: (example: string) => string
  /** Of TypeScript, beside `strict`. */
  compilerOptions?: object
}

export const projectKinds: readonly ProjectKind[] = [
  { name: 'JavaScript, ES modules', isModule: true },
  { name: 'TypeScript, nodenext', isModule: true, compilerOptions: { module: 'nodenext' } },
  {
    name: 'TypeScript, bundler',
    isModule: true,
    compilerOptions: { module: 'esnext', moduleResolution: 'bundler' },
  },
  { name: 'CommonJS, import()', isModule: false, adapt: toCommonJs },
]

/** Types that have become `any` would let these pass, and the directives be errors. */
const wrongUses = `
import Router from '@koa/router'
import { type ApiKey, simpleSecurity } from 'koa-simple-security'

const { apiKeySecurity } = simpleSecurity({ secret: 'secret' })
new Router().get('/secure', apiKeySecurity({ scopes: ['read'] }), (ctx) => {
  const key: ApiKey = ctx.state.apiKey
  const scopes: readonly string[] = ctx.state.apiKey.scopes
  // @ts-expect-error The key itself is not there.
  ctx.body = [key, scopes, ctx.state.apiKey.key]
})
// @ts-expect-error There is no such option.
simpleSecurity({ sekret: 'secret' })
// @ts-expect-error Scopes are a list.
apiKeySecurity({ scopes: 'read' })
`

/** The first program of the README, as it is printed. */
async function readExample(): Promise<string> {
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const example = /^```ts\n(import .*?)^```$/ms.exec(readme)?.[1]
  if (example === undefined) throw new Error('The README has no example.')
  return example
}

/**
 * A project of this kind that runs the example of the README as `app.js`.
 * @param folder of the project, below one in which the package is installed
 */
export async function createProject(
  folder: string,
  { isModule, adapt = (example) => example, compilerOptions }: ProjectKind,
): Promise<void> {
  await mkdir(folder)
  await writeFile(join(folder, 'package.json'), JSON.stringify(isModule ? { type: 'module' } : {}))
  const source = adapt(await readExample())
  if (compilerOptions === undefined) {
    await writeFile(join(folder, 'app.js'), source)
    return
  }
  await writeFile(join(folder, 'app.ts'), source)
  await writeFile(join(folder, 'wrong-uses.ts'), wrongUses)
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { strict: true, target: 'es2022', skipLibCheck: false, ...compilerOptions } }),
  )
  await compile(folder)
}

function toCommonJs(example: string): string {
  const body = example
    .replace(/^import (\w+) from (.+)$/gm, 'const { default: $1 } = await import($2)')
    .replace(/^import (\{.+\}) from (.+)$/gm, 'const $1 = await import($2)')
  return `'use strict'\nasync function main() {\n${body}}\nmain()\n`
}
