import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Knex } from 'knex'
import { SimpleSecurityError } from '../errors.js'
import type { ImportKeys, OriginalDatabase, OriginalRow } from '../import/original-database.js'
import { importKeys, importOutcomes } from './key-import.js'
import {
  connect,
  type FoundFile,
  findFile,
  isBusy,
  isHalfWritten,
  isSameFile,
  logOf,
  problemOf,
} from './original-file.js'
import { compact, emptyTable } from './original-removal.js'
import { tables } from './rows.js'

const table = 'fastapi_simple_security'
const columns = ['api_key', 'is_active', 'never_expire', 'expiration_date', 'latest_query_date', 'total_queries']
/** So many rows are read at once: for that long, a reader keeps the original from writing. */
const batchSize = 500
const busyTimeoutMs = 10_000
// SQLite itself comes to look ever more seldom, up to each 100 ms, and may never meet a busy original between two writes.
const shortBusyTimeoutMs = 10
const lookAgainMs = 2

const absent = { ok: false, problem: 'does not exist' } as const

type Opened =
  /** `wouldImport` takes the place of importing when nothing may be changed. */
  { ok: true; original: OriginalDatabase; wouldImport: ImportKeys | undefined } | { ok: false; problem: string }

/**
 * Opens a database of the original for reading.
 * @param targetLocation the file of our own database, which may be the same one, or not there yet; undefined where it is none
 * @returns with `ok: false` what is wrong with the file
 */
export async function openOriginalDatabase(
  file: string,
  targetLocation: string | undefined,
  { dryRun }: { dryRun: boolean },
): Promise<Opened> {
  const looked = findFile(file)
  if (!looked.ok) return { ok: false, problem: `${file} ${looked.problem}.` }
  const target = targetLocation === undefined ? absent : findFile(targetLocation)
  const isTarget = target.ok && isSameFile(looked.found, target.found)
  // By one name, since SQLite puts the log beside the name that it was given.
  const found = isTarget ? target.found : looked.found

  let reader = connectToRead(found)
  const problem = await untilFree(() => readable(reader)).catch((error) => error)
  if (problem !== undefined) {
    await reader.destroy()
    // What a program has left half written is taken back by whoever writes next. A dry run must not be the one.
    if (dryRun || !isHalfWritten(problem)) return { ok: false, problem: `${file} ${describeProblem(problem)}.` }
    await touch(found.path)
    return openOriginalDatabase(file, targetLocation, { dryRun })
  }
  if (found.isDormant && !dryRun) {
    await reader.destroy()
    reader = connect(found.path, 'mode=ro', { busyTimeoutMs: shortBusyTimeoutMs })
  }
  const told = <Result>(work: Promise<Result>): Promise<Result> =>
    work.catch((error) => {
      throw error instanceof SimpleSecurityError ? error : new Error(`${file} ${problemOf(error)}.`, { cause: error })
    })

  const targetReader =
    dryRun && !isTarget && targetLocation !== undefined ? await openTarget(targetLocation, target, reader) : undefined
  return {
    ok: true,
    wouldImport: dryRun ? await lookup(isTarget ? reader : targetReader) : undefined,
    original: {
      count: () => told(untilFree(() => countRows(reader))),
      rows: (after) => told(untilFree(() => readRows(reader, after))),
      empty: (importElsewhere, take) =>
        told(
          emptyTable(found.path, table, async (transaction) => {
            const importHere: ImportKeys = (batch) => importKeys(transaction, batch)
            let isContent = true
            let rows = await readRows(transaction, undefined)
            while (rows.length > 0) {
              // Nobody else may write now: if the keys go into the same file, then in this very transaction.
              if (!(await take(rows, isTarget ? importHere : importElsewhere))) isContent = false
              rows = await readRows(transaction, rows.at(-1)?.row)
            }
            return isContent
          }),
        ),
      async compact() {
        await reader.destroy()
        return compact(found.path)
      },
      async close() {
        await reader.destroy()
        await targetReader?.destroy()
        // A connection for reading only leaves the log's files behind.
        if (!dryRun && !found.hasLog && existsSync(logOf(found.path))) await touch(found.path).catch(() => {})
      },
    },
  }
}

function connectToRead(found: FoundFile): Knex {
  const mode = found.isDormant ? 'mode=ro&immutable=1' : 'mode=ro'
  return connect(found.path, mode, { busyTimeoutMs: shortBusyTimeoutMs })
}

/** Does what any program does that opens the file for writing: mends what was left half written, tidies the log away. */
async function touch(path: string): Promise<void> {
  const writer = connect(path, 'mode=rw', { busyTimeoutMs })
  try {
    await writer('sqlite_master').first('name')
  } finally {
    await writer.destroy()
  }
}

async function untilFree<Result>(read: () => Promise<Result>): Promise<Result> {
  const deadline = performance.now() + busyTimeoutMs
  for (;;) {
    try {
      return await read()
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error
      await sleep(lookAgainMs)
    }
  }
}

async function countRows(db: Knex): Promise<number> {
  const rows: { count: number }[] = await db(table).count({ count: '*' })
  return Number(rows[0]?.count)
}

async function readRows(db: Knex, after: number | undefined): Promise<OriginalRow[]> {
  const name = (await columnNames(db)).includes('name') ? 'name' : db.raw('NULL AS name')
  const query = db(table)
    .select({ row: 'rowid' }, ...columns, name)
    .orderBy('rowid')
    .limit(batchSize)
  if (after !== undefined) query.where('rowid', '>', after)
  return query
}

async function columnNames(db: Knex): Promise<string[]> {
  const rows: { name: string }[] = await db.raw(`PRAGMA table_info(${table})`)
  return rows.map(({ name }) => name.toLowerCase())
}

/** @returns what is wrong, be it an error or a text */
async function readable(db: Knex): Promise<unknown> {
  try {
    const found = await columnNames(db)
    if (found.length === 0) return `has no table ${table}: it is no database of the original system`
    const missing = columns.filter((column) => !found.includes(column))
    if (missing.length > 0) return `has a table ${table} without ${missing.join(', ')}`
    await readRows(db, undefined)
    return undefined
  } catch (error) {
    if (isBusy(error)) throw error
    return error
  }
}

function describeProblem(problem: unknown): string {
  return typeof problem === 'string' ? problem : problemOf(problem)
}

/** @param reader closed too when our own database cannot be read */
async function openTarget(
  location: string,
  target: ReturnType<typeof findFile>,
  reader: Knex,
): Promise<Knex | undefined> {
  if (!target.ok && target.problem === absent.problem) return undefined
  const opened = target.ok ? connectToRead(target.found) : undefined
  const problem = target.ok
    ? await opened?.schema.hasTable(tables.keys).then(() => undefined, problemOf)
    : target.problem
  if (problem === undefined) return opened
  await Promise.all([opened?.destroy(), reader.destroy()])
  throw new SimpleSecurityError('database_unusable', `The database ${location} ${problem}.`)
}

/** Tells what would become of keys in a database that may not be there yet. */
export async function lookup(db: Knex | undefined): Promise<ImportKeys> {
  if (db === undefined || !(await db.schema.hasTable(tables.secrets)))
    return async (batch) => batch.map(() => 'imported')
  return (batch) => importOutcomes(db, batch)
}
