import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export const root = fileURLToPath(new URL('../../', import.meta.url))
const nodeVersions = fileURLToPath(new URL('./node-versions/', import.meta.url))
const run = promisify(execFile)

export interface PackedPackage {
  tarball: string
  unpackedSize: number
  files: string[]
}

/** Those that the package is tried on, as they are pinned; each by the name that it is installed under. */
export const pinnedNodes = Object.entries<string>(
  JSON.parse(readFileSync(join(nodeVersions, 'package.json'), 'utf8')).dependencies,
).map(([name, pinned]) => ({ name, version: pinned.slice(pinned.lastIndexOf('@') + 1) }))

/** The package as it would be published, of what was built last. */
export async function pack(folder: string): Promise<PackedPackage> {
  const packed = await npm(['pack', '--ignore-scripts', '--json', '--pack-destination', folder], root)
  // npm 12 answers with an object.
  const [{ filename, unpackedSize, files }] = Object.values(JSON.parse(packed)) as [
    { filename: string; unpackedSize: number; files: { path: string }[] },
  ]
  return { tarball: join(folder, filename), unpackedSize, files: files.map(({ path }) => path) }
}

/** @returns what the environment's PATH must be for commands to find each version */
export async function installNodes(folder: string): Promise<Map<string, string>> {
  await cp(nodeVersions, folder, { recursive: true })
  await npm(['ci'], folder)
  return new Map(
    pinnedNodes.map(({ name, version }) => {
      const bin = join(folder, 'node_modules', name, 'bin')
      if (!existsSync(join(bin, 'node'))) throw new Error(`There is no Node ${version} in ${bin}`)
      return [version, `${bin}${delimiter}${process.env.PATH}`]
    }),
  )
}

/**
 * Installs into an empty project what the README says to install, except that the package is the packed one.
 * @param koa the version of Koa, as a range
 * @returns the version of Koa that was installed
 */
export async function installPackage(
  folder: string,
  { tarball, koa }: { tarball: string; koa: string },
): Promise<string> {
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const command = /^npm install (.*koa-simple-security.*)$/m.exec(readme)?.[1]
  if (command === undefined) throw new Error('The README does not say how to install the package.')
  const asked = command.split(' ')
  for (const name of ['koa', 'koa-simple-security']) {
    if (!asked.includes(name)) throw new Error(`The README does not say to install ${name}: ${command}`)
  }
  const packages = asked.map((name) =>
    name === 'koa-simple-security' ? tarball : name === 'koa' ? `koa@${koa}` : name,
  )
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), '{}')
  await npm(['install', ...packages], folder)
  return JSON.parse(await readFile(join(folder, 'node_modules/koa/package.json'), 'utf8')).version
}

export async function compile(project: string): Promise<void> {
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project])
    // The compiler tells of errors on its standard output.
    .catch((error) => {
      throw new Error(`TypeScript: ${error.stdout}`)
    })
}

async function npm(args: string[], cwd: string): Promise<string> {
  // With a cache of compiled files, sqlite3 is found in it from whatever folder it is compiled in.
  const env = { ...process.env, CCACHE_BASEDIR: cwd, CCACHE_NOHASHDIR: '1' }
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--no-update-notifier']
  const { stdout } = await run('npm', [...args, ...quiet], { cwd, env, maxBuffer: 100_000_000 })
  return stdout
}
