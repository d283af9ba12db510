/** A database in memory, for tests and trials: gone with the instance. */
export const memoryLocation = ':memory:'

/** Where the keys are. `name` is for people: kind and place, without credentials. */
export type DatabaseLocation =
  /** The location is an absolute path, or `:memory:`. */
  | { readonly kind: 'sqlite'; readonly name: string; readonly location: string }
  | { readonly kind: 'postgres' | 'mysql'; readonly name: string; readonly url: string }

const kinds = {
  'postgres:': { kind: 'postgres', title: 'PostgreSQL', port: 5432 },
  'postgresql:': { kind: 'postgres', title: 'PostgreSQL', port: 5432 },
  'mysql:': { kind: 'mysql', title: 'MySQL', port: 3306 },
  'mariadb:': { kind: 'mysql', title: 'MariaDB', port: 3306 },
} as const

export function sqliteAt(location: string): DatabaseLocation {
  return Object.freeze({ kind: 'sqlite', name: location, location })
}

/**
 * Reads `sqlite:data/keys.db`, `sqlite:/var/keys.db`, `sqlite:///var/keys.db`, and the URL of a server's database.
 * @returns undefined for what is none of these
 */
export function readDatabaseUrl(
  value: unknown,
  readLocation: (path: unknown) => string | undefined,
): DatabaseLocation | undefined {
  if (typeof value !== 'string') return undefined
  const path = /^sqlite:(?:\/\/(?=\/))?(.+)$/.exec(value)?.[1]
  const location = path === undefined ? undefined : readLocation(path)
  return location === undefined ? readServerUrl(value) : sqliteAt(location)
}

function readServerUrl(value: string): DatabaseLocation | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined
  const known = url === undefined ? undefined : kinds[url.protocol as keyof typeof kinds]
  if (url === undefined || known === undefined) return undefined
  const { kind, title, port } = known
  const database = decoded(url.pathname.slice(1))
  // PostgreSQL's driver takes the folder of a socket as a parameter.
  const host = url.hostname || (kind === 'postgres' ? url.searchParams.get('host') : '')
  if (!host || !database || [url.username, url.password].some((part) => decoded(part) === undefined)) return undefined
  const name = `${title} ${host}:${url.port || port}/${database}`
  return Object.freeze({ kind, name, url: value })
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
