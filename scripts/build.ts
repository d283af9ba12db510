import { execFileSync } from 'node:child_process'
import { chmod, copyFile, cp, mkdir, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

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
for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css', 'favicon-32x32.png']) {
  await copyFile(join(swaggerUi, file), join(page, file))
}
for (const [file, copy] of [
  ['LICENSE', 'swagger-ui.LICENSE.txt'],
  ['NOTICE', 'swagger-ui.NOTICE.txt'],
  ['swagger-ui-bundle.js.LICENSE.txt', 'swagger-ui-bundle.js.LICENSE.txt'],
] as const) {
  await copyFile(join(swaggerUi, file), join(page, copy))
}
await cp(page, join(dist, 'src/http/docs-page'), { recursive: true })
await chmod(join(dist, 'src/cli.js'), 0o755)
