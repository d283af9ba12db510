/** What package-lock.json says of a package. */
export interface LockedPackage {
  version: string
  license?: string
  integrity?: string
  resolved?: string
  hasInstallScript?: boolean
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  peerDependenciesMeta?: Record<string, { optional?: boolean }>
}

export interface Lockfile {
  packages: Record<string, LockedPackage>
}

/** The name of the package that is installed at a path of the lockfile. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

/**
 * What a user installs, by its paths in the lockfile: dependencies, also optional ones, and the peers that must be there, of
 * the root and of all that these need. Walked rather than read from the marks that npm leaves.
 * @param without dependencies of the root that are left out
 * @throws Error when something that is needed is not in the lockfile
 */
export function productionTree(
  { packages }: Lockfile,
  without: readonly string[] = [],
): ReadonlyMap<string, LockedPackage> {
  const found = new Map<string, LockedPackage>()
  const waiting = needsOf(packages[''])
    .filter(({ name }) => !without.includes(name))
    .map((need) => ({ ...need, from: '' }))
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const path = resolveFrom(next.from, next.name, packages)
    const locked = path === undefined ? undefined : packages[path]
    if (path === undefined || locked === undefined) {
      if (next.isOptional) continue
      throw new Error(`${next.name}, which ${next.from || 'the root'} needs, is not in the lockfile`)
    }
    if (found.has(path)) continue
    found.set(path, locked)
    waiting.push(...needsOf(locked).map((need) => ({ ...need, from: path })))
  }
  return found
}

function needsOf(locked: LockedPackage | undefined): { name: string; isOptional: boolean }[] {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = locked ?? {}
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => peerDependenciesMeta?.[name]?.optional !== true)
  const optional = Object.keys(optionalDependencies ?? {})
  return [
    ...[...Object.keys(dependencies ?? {}), ...peers].map((name) => ({ name, isOptional: optional.includes(name) })),
    ...optional.map((name) => ({ name, isOptional: true })),
  ]
}

/** As Node looks for a package: beside the one that asks, and then ever further up. */
function resolveFrom(from: string, name: string, packages: Lockfile['packages']): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`
    if (packages[path] !== undefined) return path
    if (folder === '') return undefined
  }
}
