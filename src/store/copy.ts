import { createHash, type Hash } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Knex } from 'knex'
import type { DatabaseLocation } from '../database-location.js'
import { SimpleSecurityError } from '../errors.js'
import type { Database } from './database.js'
import { translated, untilThrough } from './database-errors.js'
import { dialectOf } from './dialect.js'
import { isCurrent, migrate } from './migrate.js'
import { openDatabase } from './open-database.js'
import { rowsAtOnce } from './parts.js'
import { tables } from './rows.js'

type Column = 'number' | 'boolean' | 'text'
type Row = Record<string, unknown>

interface CopiedTable {
  name: string
  columns: Readonly<Record<string, Column>>
  /** A unique key of one or two columns: what rows are in order of. */
  order: readonly [string, string?]
}

/** In an order in which what is referred to comes first. */
const copied: readonly CopiedTable[] = [
  {
    name: tables.keys,
    columns: {
      seq: 'number',
      id: 'text',
      start: 'text',
      name: 'text',
      name_folded: 'text',
      scopes: 'text',
      metadata: 'text',
      never_expires: 'boolean',
      expires_at: 'number',
      ends_at: 'number',
      created_at: 'number',
      renewed_at: 'number',
      revoked_at: 'number',
      latest_query_at: 'number',
      total_queries: 'number',
    },
    order: ['seq'],
  },
  {
    name: tables.secrets,
    columns: { digest: 'text', key_id: 'text', created_at: 'number', ends_at: 'number' },
    order: ['digest'],
  },
  { name: tables.scopes, columns: { scope: 'text', key_seq: 'number' }, order: ['scope', 'key_seq'] },
  { name: tables.usage, columns: { key_id: 'text', hour: 'number', queries: 'number' }, order: ['key_id', 'hour'] },
  {
    name: tables.audit,
    columns: {
      seq: 'number',
      at: 'number',
      action: 'text',
      key_id: 'text',
      via: 'text',
      address: 'text',
      changes: 'text',
      revision: 'number',
    },
    order: ['seq'],
  },
  { name: tables.flushes, columns: { recorder: 'text', number: 'number', at: 'number' }, order: ['recorder'] },
]

/** How many rows of each kind were copied, and found again in the target as they are in the source. */
export type CopiedRows = Record<'keys' | 'secrets' | 'scopes' | 'usage' | 'audit', number>

/**
 * Copies everything from one database into an empty one, of whichever kinds, as it is at one moment. All of it is one
 * transaction of the target's, in which it is read again and compared: a copy that fails leaves nothing behind.
 * @throws SimpleSecurityError `database_unusable` for a source that is not there or not up to date, and for a target that has
 *   keys; `database_unavailable`
 */
export async function copyDatabase(
  from: DatabaseLocation,
  to: DatabaseLocation,
  onProgress: (done: number, total: number) => void,
): Promise<CopiedRows> {
  if (from.kind === 'sqlite' && !existsSync(from.location)) throw unusable(from.name, 'is not there')
  const source = await openDatabase(from)
  try {
    const isReady = await translated(source, () => isCurrent(source), 'database_unusable')
    if (!isReady)
      throw unusable(from.name, 'has no schema of this version. Run koa-simple-security migrate on it first')
    const target = await openDatabase(to)
    try {
      await translated(target, () => untilThrough(target, () => migrate(target)), 'database_unusable')
      return await translated(source, () => atOneMoment(source, (snapshot) => copyInto(target, snapshot, onProgress)))
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

function atOneMoment<Result>(
  { browser }: Database,
  work: (snapshot: Knex.Transaction) => Promise<Result>,
): Promise<Result> {
  return browser.transaction(async (snapshot) => {
    for (const statement of dialectOf(snapshot).beginSnapshot) await snapshot.raw(statement)
    return work(snapshot)
  })
}

function copyInto(
  target: Database,
  snapshot: Knex,
  onProgress: (done: number, total: number) => void,
): Promise<CopiedRows> {
  return translated(target, () =>
    target.write(async (transaction) => {
      for (const { name } of copied) {
        if ((await countOf(transaction, name)) > 0) throw unusable(target.name, 'is not empty. Copy into an empty one')
      }
      const counts: Record<string, number> = {}
      for (const { name } of copied) counts[name] = await countOf(snapshot, name)
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
      let done = 0
      for (const table of copied) {
        const written = createHash('sha256')
        let rows = 0
        for await (const part of partsOf(snapshot, table)) {
          await transaction(table.name).insert(part)
          addTo(written, part)
          rows += part.length
          done += part.length
          onProgress(done, total)
        }
        const found = createHash('sha256')
        for await (const part of partsOf(transaction, table)) addTo(found, part)
        const isSame = written.digest('hex') === found.digest('hex') && rows === counts[table.name]
        if (!isSame) throw unusable(target.name, `does not give back what was written into ${table.name}`)
      }
      const { revision } = await snapshot(tables.revision).where({ id: 1 }).first('revision')
      await transaction(tables.revision)
        .where({ id: 1 })
        .update({ revision: Number(revision) })
      for (const statement of dialectOf(transaction).afterCopy) await transaction.raw(statement)
      const countIn = (table: string) => counts[table] ?? 0
      return {
        keys: countIn(tables.keys),
        secrets: countIn(tables.secrets),
        scopes: countIn(tables.scopes),
        usage: countIn(tables.usage),
        audit: countIn(tables.audit),
      }
    }),
  )
}

/** Every row, in order, with values that are the same for every database. */
async function* partsOf(db: Knex, { name, columns, order }: CopiedTable): AsyncGenerator<Row[]> {
  const [first, second] = order
  const names = Object.keys(columns)
  let last: Row | undefined
  for (;;) {
    const query = db(name)
      .select(names)
      .orderBy([first, ...(second === undefined ? [] : [second])])
      .limit(rowsAtOnce)
    const { [first]: value, [second ?? '']: other } = last ?? {}
    if (last !== undefined && second === undefined) query.where(first, '>', value as never)
    if (last !== undefined && second !== undefined) {
      query.where(first, '>=', value as never).where((beyond) => {
        beyond.where(first, '>', value as never).orWhere(second, '>', other as never)
      })
    }
    const rows: Row[] = await query
    const part = rows.map((row) =>
      Object.fromEntries(names.map((column) => [column, plain(row[column], columns[column])])),
    )
    if (part.length > 0) yield part
    if (part.length < rowsAtOnce) return
    last = part.at(-1)
  }
}

function plain(value: unknown, column: Column | undefined): unknown {
  if (value === null) return null
  if (column === 'number') return Number(value)
  return column === 'boolean' ? Boolean(value) : String(value)
}

function addTo(hash: Hash, rows: readonly Row[]): void {
  for (const row of rows) hash.update(JSON.stringify(Object.values(row)))
}

async function countOf(db: Knex, table: string): Promise<number> {
  const row = await db(table).count({ count: '*' }).first()
  return Number(row?.count)
}

function unusable(name: string, reason: string): SimpleSecurityError {
  return new SimpleSecurityError('database_unusable', `The database ${name} ${reason}.`)
}
