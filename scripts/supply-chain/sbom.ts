import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Lockfile, productionTree } from './production-tree.js'

// `npm run sbom [-- FILE]`: the bill of materials of what users receive, as CycloneDX, in sbom.cdx.json or in that file.
// `npm sbom --omit=dev` in this folder leaves out every package that a development dependency needs too, such as Ajv. So it
// is asked in a folder that has nothing but what users receive.
const root = fileURLToPath(new URL('../../', import.meta.url))
const file = resolve(process.argv[2] ?? join(root, 'sbom.cdx.json'))

/** Not a dependency: the build copies its files, so that users receive them with the package, and nothing that it needs. */
const copied = 'swagger-ui-dist'

const folder = mkdtempSync(join(tmpdir(), 'koa-simple-security-sbom-'))
try {
  const { devDependencies, ...manifest } = readJson('package.json')
  const lock = readJson('package-lock.json')
  const { devDependencies: _, ...lockedRoot } = lock.packages['']
  const { dependencies: __, ...locked } = lock.packages[`node_modules/${copied}`]
  const dependencies = { ...manifest.dependencies, [copied]: devDependencies[copied] }
  const packages = {
    '': { ...lockedRoot, dependencies },
    ...Object.fromEntries(productionTree(lock as Lockfile)),
    [`node_modules/${copied}`]: { ...locked, dev: false },
  }
  // npm names what it describes by the folder.
  const project = join(folder, manifest.name)
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), JSON.stringify({ ...manifest, dependencies }))
  writeFileSync(join(project, 'package-lock.json'), JSON.stringify({ ...lock, packages }))
  const written = execFileSync('npm', ['sbom', '--package-lock-only', '--sbom-format=cyclonedx'], {
    cwd: project,
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  })
  writeFileSync(file, written)
  console.log(`${JSON.parse(written).components.length} packages in ${file}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

// biome-ignore lint/suspicious/noExplicitAny: files of npm
function readJson(name: string): any {
  return JSON.parse(readFileSync(join(root, name), 'utf8'))
}
