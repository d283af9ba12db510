import { execFileSync } from 'node:child_process'
import { chmod, copyFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { compressedFiles } from '../src/http/docs-page.js'

// `npm run build`: dist/ from the sources, with the page of the docs. The few files of Swagger UI that the page needs are
// copied, so that whoever installs the package does not install swagger-ui-dist and its install script.
const root = fileURLToPath(new URL('../', import.meta.url))
const page = join(root, 'src/http/docs-page')
const dist = join(root, 'dist')
const require = createRequire(import.meta.url)
const swaggerUi = dirname(require.resolve('swagger-ui-dist/package.json'))

await rm(dist, { recursive: true, force: true })
execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
})

await mkdir(page, { recursive: true })
for (const file of compressedFiles) {
  await writeFile(join(page, `${file}.gz`), gzipSync(await readFile(join(swaggerUi, file)), { level: 9 }))
  // Of a build that did not compress them.
  await rm(join(page, file), { force: true })
}
for (const [file, copy] of [
  ['favicon-32x32.png', 'favicon-32x32.png'],
  ['LICENSE', 'swagger-ui.LICENSE.txt'],
  ['NOTICE', 'swagger-ui.NOTICE.txt'],
  ['swagger-ui-bundle.js.LICENSE.txt', 'swagger-ui-bundle.js.LICENSE.txt'],
] as const) {
  await copyFile(join(swaggerUi, file), join(page, copy))
}
await cp(page, join(dist, 'src/http/docs-page'), { recursive: true })
await chmod(join(dist, 'src/cli.js'), 0o755)
