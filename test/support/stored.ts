import sqlite3 from 'sqlite3'
import { tables } from '../../src/store/rows.js'
import { administer } from './databases.js'

export type Row = Record<string, unknown>

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

/** What was done to each key, the first change first, as the audit trail tells. */
export async function storedTrails(url: string): Promise<Map<string, string[]>> {
  const rows = await textRowsOf(url, `SELECT key_id, action FROM ${tables.audit} ORDER BY revision`)
  const trails = new Map<string, string[]>()
  for (const { key_id = '', action = '' } of rows) trails.set(key_id, [...(trails.get(key_id) ?? []), action])
  return trails
}

/** What a key must be like after all that the audit trail tells of it. */
interface Told {
  isThere: boolean
  isRevoked: boolean
  secrets: number
  name: string
  scopes: number
}

function toldBy(trail: readonly { action: string; changes: string }[]): Told {
  const told: Told = { isThere: false, isRevoked: false, secrets: 0, name: '', scopes: 0 }
  for (const { action, changes } of trail) {
    if (action === 'created') told.isThere = true
    if (action === 'deleted') told.isThere = false
    if (action === 'revoked') told.isRevoked = true
    if (action === 'renewed') told.isRevoked = false
    if (action === 'created' || action === 'rotated') told.secrets++
    for (const { member, to } of JSON.parse(changes) as { member: string; to?: string | string[] }[]) {
      if (member === 'name') told.name = String(to ?? '')
      if (member === 'scopes') told.scopes = to?.length ?? 0
    }
  }
  return told
}

/**
 * What is half-done in a database: a key that is not as its audit rows tell, one of the two without the other, totals that
 * are not the sum of their hours, a revision that did not move with the change. Keys that were imported are not looked at.
 */
export async function halfDone(url: string): Promise<string[]> {
  const count = (table: string, column: string, own: string) =>
    `(SELECT count(*) FROM ${table} WHERE ${column} = ${tables.keys}.${own})`
  const keys = await textRowsOf(
    url,
    `SELECT id, name, revoked_at, total_queries, ${count(tables.secrets, 'key_id', 'id')} AS secrets,
      ${count(tables.scopes, 'key_seq', 'seq')} AS scopes FROM ${tables.keys}`,
  )
  const audit = await textRowsOf(url, `SELECT key_id, action, changes, revision FROM ${tables.audit} ORDER BY revision`)
  const hours = await textRowsOf(url, `SELECT key_id, sum(queries) AS queries FROM ${tables.usage} GROUP BY key_id`)
  const owners = await textRowsOf(url, `SELECT key_id FROM ${tables.secrets}`)
  const [last] = await rowsOf(url, `SELECT revision FROM ${tables.revision}`)
  const trails = new Map<string, { action: string; changes: string }[]>()
  for (const { key_id = '', action = '', changes = '' } of audit) {
    const trail = trails.get(key_id)
    if (trail === undefined) trails.set(key_id, [{ action, changes }])
    else trail.push({ action, changes })
  }
  const ids = new Set(keys.map(({ id }) => id))
  const used = new Map(hours.map((row) => [row.key_id, Number(row.queries)]))
  const highest = audit.reduce((most, { revision }) => Math.max(most, Number(revision)), 0)
  return [
    ...[...trails].flatMap(([id, trail]) =>
      toldBy(trail).isThere && !ids.has(id) ? [`an audit row without its key ${id}`] : [],
    ),
    ...owners.flatMap(({ key_id }) => (ids.has(key_id) ? [] : [`a secret without its key ${key_id}`])),
    ...keys.flatMap(({ id = '', name, revoked_at, total_queries, secrets, scopes }) => {
      const told = toldBy(trails.get(id) ?? [])
      return [
        ...(told.isThere ? [] : [`the key ${id} without its audit row`]),
        ...((revoked_at !== undefined) === told.isRevoked ? [] : [`half a revocation or renewal of ${id}`]),
        ...(Number(secrets) === told.secrets ? [] : [`${secrets} secrets of ${id}, ${told.secrets} told`]),
        ...(name === told.name && Number(scopes) === told.scopes ? [] : [`half an update of ${id}`]),
        ...(Number(total_queries) === (used.get(id) ?? 0)
          ? []
          : [`${total_queries} uses of ${id}, ${used.get(id)} by hours`]),
      ]
    }),
    ...(new Set(audit.map(({ revision }) => Number(revision))).size === audit.length ? [] : ['a revision twice']),
    ...(Number(last?.revision) === highest ? [] : [`the revision ${last?.revision} after ${highest}`]),
  ]
}

/**
 * The names of all tables and every row of ours, as text: equal to another dump where nothing has changed. What the audit trail
 * tells of wrong secrets is left out, since it is written in the background.
 */
export async function dumpOf(url: string): Promise<Record<string, string[]>> {
  const isFile = url.startsWith('sqlite:')
  const schema = url.startsWith('postgres') ? 'current_schema()' : 'DATABASE()'
  const names = await rowsOf(
    url,
    isFile
      ? 'SELECT name FROM sqlite_master ORDER BY name'
      : `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ${schema} ORDER BY table_name`,
  )
  const dump: Record<string, string[]> = { tables: names.map(({ name }) => String(name)) }
  for (const table of Object.values(tables)) {
    if (table === tables.names && !isFile) continue
    const rows = await rowsOf(url, `SELECT * FROM ${table}`)
    const changes = rows.filter(({ action }) => action !== 'secret_refused')
    dump[table] = changes.map((row) => JSON.stringify(row)).sort()
  }
  return dump
}
