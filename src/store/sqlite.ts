import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import knex from 'knex'
import type { Database as SqliteConnection } from 'sqlite3'
import { memoryLocation } from '../config.js'
import { SimpleSecurityError } from '../errors.js'
import type { Database } from './database.js'

// Below the 2 s within which a request must be told that the database is away.
const busyTimeoutMs = 1_500
const acquireTimeoutMs = 1_800

// SQLite's primary result codes (https://sqlite.org/rescode.html).
const unavailable = new Set(['SQLITE_BUSY', 'SQLITE_LOCKED', 'SQLITE_IOERR', 'SQLITE_FULL', 'SQLITE_NOMEM'])
const unusable = new Set(['SQLITE_NOTADB', 'SQLITE_CORRUPT', 'SQLITE_CANTOPEN', 'SQLITE_READONLY', 'SQLITE_PERM'])

/** @param location an absolute path, or `:memory:` */
export function openSqlite(location: string): Database {
  if (location !== memoryLocation) prepareFile(location)
  const client = knex({
    client: 'sqlite3',
    connection: { filename: location },
    useNullAsDefault: true,
    // Every error reaches a caller here, who says more about it; knex would print it a second time.
    log: { warn: () => {}, error: () => {}, deprecate: () => {}, debug: () => {} },
    acquireConnectionTimeout: acquireTimeoutMs,
    // One connection: within a process, writers then queue here instead of waiting for each other's locks, and a database
    // in memory is one database. It is never closed for being idle.
    pool: { min: 1, max: 1, afterCreate: configureConnection },
  })
  return {
    client,
    name: location,

    // A transaction that reads before it writes would fail at once, without waiting, when another process wrote in between
    // (SQLITE_BUSY_SNAPSHOT). Knex has only the deferred BEGIN, so it is replaced by one that takes the write lock.
    write: (work) =>
      client.transaction(async (transaction) => {
        await transaction.raw('ROLLBACK')
        await transaction.raw('BEGIN IMMEDIATE')
        return work(transaction)
      }),

    classify(error) {
      const code = (error as { code?: unknown } | null)?.code
      if (typeof code !== 'string') return undefined
      return unavailable.has(code) ? 'database_unavailable' : unusable.has(code) ? 'database_unusable' : undefined
    },
  }
}

// What each connection needs, since SQLite keeps none but the journal mode in the file. FULL: a commit that was answered
// survives a power cut, which NORMAL does not promise in WAL mode (https://sqlite.org/pragma.html#pragma_synchronous).
function configureConnection(connection: SqliteConnection, done: (error: Error | null, connection: unknown) => void) {
  connection.configure('busyTimeout', busyTimeoutMs)
  connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;', (error) =>
    done(error, connection),
  )
}

function prepareFile(location: string): void {
  try {
    if (statSync(location, { throwIfNoEntry: false })?.isDirectory()) throw new Error('it is a folder')
    mkdirSync(dirname(location), { recursive: true })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new SimpleSecurityError('database_unusable', `The database ${location} cannot be opened: ${reason}.`, {
      cause: error,
    })
  }
}
