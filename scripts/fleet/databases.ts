import sqlite3 from 'sqlite3'
import { tables } from '../../src/store/rows.js'
import { administer, testedDatabases } from '../../test/support/databases.js'
import type { OwnPostgres } from '../../test/support/postgres-server.js'
import type { Lifetime } from '../../test/support/temporary.js'

export type Row = Record<string, unknown>

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

/** Reads beside the replicas. */
export async function rowsOf(url: string, statement: string): Promise<Row[]> {
  if (url.startsWith('sqlite:')) return sqliteRows(url.slice('sqlite:'.length), statement)
  return administer(url, async ({ run }) => {
    const answer = await run(statement)
    return (Array.isArray(answer) ? answer[0] : (answer as { rows: Row[] }).rows) as Row[]
  })
}

function sqliteRows(path: string, statement: string): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    const database = new sqlite3.Database(path)
    database.configure('busyTimeout', 5_000)
    database.all<Row>(statement, (error, rows) => {
      database.close()
      if (error) reject(error)
      else resolve(rows)
    })
  })
}

/** MySQL gives what is compared byte by byte as bytes. */
async function textRowsOf(url: string, statement: string): Promise<Record<string, string | undefined>[]> {
  const rows = await rowsOf(url, statement)
  const textOf = (value: unknown) => (value === null ? undefined : String(value))
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, textOf(value)])))
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

/**
 * What is half-done in a database: a key without its audit row, an audit row without its key, a revocation without the
 * other half of it, totals that are not the sum of their hours.
 */
export async function halfDone(url: string): Promise<string[]> {
  const keys = await textRowsOf(
    url,
    `SELECT id, revoked_at, total_queries, (SELECT count(*) FROM ${tables.secrets} WHERE key_id = ${tables.keys}.id) AS secrets FROM ${tables.keys}`,
  )
  const audit = await textRowsOf(url, `SELECT key_id, action, revision FROM ${tables.audit}`)
  const hours = await textRowsOf(url, `SELECT key_id, sum(queries) AS queries FROM ${tables.usage} GROUP BY key_id`)
  const [last] = await rowsOf(url, `SELECT revision FROM ${tables.revision}`)
  const told = (action: string) => new Set(audit.filter((row) => row.action === action).map((row) => row.key_id))
  const [created, revoked] = [told('created'), told('revoked')]
  const ids = new Set(keys.map(({ id }) => id))
  const used = new Map(hours.map((row) => [row.key_id, Number(row.queries)]))
  const highest = audit.reduce((most, { revision }) => Math.max(most, Number(revision)), 0)
  return [
    ...[...created].filter((id) => !ids.has(id)).map((id) => `an audit row without its key ${id}`),
    ...keys.flatMap(({ id, revoked_at, total_queries, secrets }) => [
      ...(created.has(id) ? [] : [`the key ${id} without its audit row`]),
      ...((revoked_at === undefined) === revoked.has(id) ? [`half a revocation of ${id}`] : []),
      ...(Number(secrets) === 1 ? [] : [`${secrets} secrets of ${id}`]),
      ...(Number(total_queries) === (used.get(id) ?? 0)
        ? []
        : [`${total_queries} uses of ${id}, ${used.get(id)} by hours`]),
    ]),
    ...(new Set(audit.map(({ revision }) => Number(revision))).size === audit.length ? [] : ['a revision twice']),
    ...(Number(last?.revision) === highest ? [] : [`the revision ${last?.revision} after ${highest}`]),
  ]
}
