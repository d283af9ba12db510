import { tables } from '../../src/store/rows.js'
import { testedDatabases } from '../../test/support/databases.js'
import type { OwnPostgres } from '../../test/support/postgres-server.js'
import { rowsOf } from '../../test/support/stored.js'
import type { Lifetime } from '../../test/support/temporary.js'

export type DatabaseKind = 'sqlite' | 'postgres' | 'mysql'

/** A kind of database that a fleet is tested on. */
export interface FleetDatabase {
  kind: DatabaseKind
  name: string
  /** Its server, where it is ours to stop. */
  own: OwnPostgres | undefined
  /** The URL of an empty database, which is there until the end of this part. */
  fresh(lifetime: Lifetime): Promise<string>
}

const kinds: [DatabaseKind, string][] = [
  ['sqlite', 'SQLite'],
  ['postgres', 'PostgreSQL'],
  ['mysql', 'MySQL or MariaDB'],
]

/** As the tests have it; what has no server is left out. */
export function fleetDatabases(postgres: OwnPostgres | undefined): FleetDatabase[] {
  return kinds.flatMap(([kind, name]) => {
    const tested = testedDatabases.find((database) => database.name === name)
    if (tested === undefined) return []
    return [{ kind, name, own: kind === 'postgres' ? postgres : undefined, fresh: tested.fresh }]
  })
}

export interface StoredCount {
  queries: number
  latestQueryAt: number
}

/** What is written of each key, by the start of the key that all who have it can see. */
export async function storedCounts(url: string): Promise<Map<string, StoredCount>> {
  const rows = await rowsOf(url, `SELECT start, total_queries, latest_query_at FROM ${tables.keys}`)
  return new Map(
    rows.map((row) => [
      String(row.start),
      { queries: Number(row.total_queries), latestQueryAt: Number(row.latest_query_at) },
    ]),
  )
}

/** The part of a key under which it is stored. */
export function startOf(key: string): string {
  return key.slice(0, key.lastIndexOf('_'))
}
