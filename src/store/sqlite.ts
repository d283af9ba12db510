import { accessSync, closeSync, constants, mkdirSync, openSync, realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import knex, { type Knex } from 'knex'
import type { Database as SqliteConnection } from 'sqlite3'
import { memoryLocation } from '../database-location.js'
import { SimpleSecurityError } from '../errors.js'
import type { Database } from './database.js'
import { SqliteClient } from './sqlite-client.js'
import { beginningWith } from './transactions.js'

// A request must be told within 2 s that the database is away: it may wait for the connection and then for the lock.
const acquireTimeoutMs = 900
const busyTimeoutMs = 900
const newFileMode = 0o600

// https://sqlite.org/fileformat.html#the_database_header
const headerBytes = 100

// SQLite's primary result codes (https://sqlite.org/rescode.html).
const unavailable = new Set(['SQLITE_BUSY', 'SQLITE_LOCKED', 'SQLITE_IOERR', 'SQLITE_FULL', 'SQLITE_NOMEM'])
const unusable = new Set(['SQLITE_NOTADB', 'SQLITE_CORRUPT', 'SQLITE_CANTOPEN', 'SQLITE_READONLY', 'SQLITE_PERM'])

/** @param location an absolute path, or `:memory:` */
export function openSqlite(location: string): Database {
  if (location !== memoryLocation) prepareFile(location)
  // One connection writes: within a process, writers then queue here instead of waiting for each other's locks. Others read,
  // which in WAL mode waits for no writer. A database in memory is there for its one connection only.
  const client = createClient(Writer, location, { min: 1, max: 1 }, configureWriter)
  const inMemory = location === memoryLocation
  const reader = inMemory ? client : createClient(SqliteClient, location, { min: 0, max: 2 }, configureReader)
  const watcher = inMemory ? client : createClient(SqliteClient, location, { min: 0, max: 1 }, configureReader)
  const write: Database['write'] = (work) => client.transaction(work)
  return {
    client,
    reader,
    browser: reader,
    watcher,
    name: location,
    write,
    changeSchema: write,

    assertWritable() {
      if (!inMemory) assertWritableFile(location)
    },

    prepare: async () => void (await client.raw('PRAGMA journal_mode = WAL')),

    async close() {
      for (const connections of new Set([client, reader, watcher])) await connections.destroy()
    },

    classify(error) {
      const { code, name } = error as { code?: unknown; name?: unknown }
      if (name === 'KnexTimeoutError' || unavailable.has(String(code))) return { code: 'database_unavailable' }
      return unusable.has(String(code)) ? { code: 'database_unusable' } : undefined
    },
  }
}

// A transaction that reads before it writes would fail at once, without waiting, when another process wrote in between
// (SQLITE_BUSY_SNAPSHOT): it takes the write lock first. One that reads only, such as that of a copy, takes none.
const Writer = beginningWith('BEGIN IMMEDIATE', SqliteClient)

type Configure = (connection: SqliteConnection, done: (error: Error | null, connection: unknown) => void) => void

function createClient(
  client: typeof Knex.Client,
  filename: string,
  pool: { min: number; max: number },
  afterCreate: Configure,
) {
  return knex({
    client,
    connection: { filename },
    useNullAsDefault: true,
    // Every error reaches a caller here, who says more about it; knex would print it a second time.
    log: { warn: () => {}, error: () => {}, deprecate: () => {}, debug: () => {} },
    acquireConnectionTimeout: acquireTimeoutMs,
    pool: { ...pool, afterCreate },
  })
}

// What each connection needs, since SQLite keeps only the journal mode in the file. FULL: a commit that was answered
// survives a power cut, which NORMAL does not promise in WAL mode (https://sqlite.org/pragma.html#pragma_synchronous).
function configureWriter(...[connection, done]: Parameters<Configure>): void {
  connection.configure('busyTimeout', busyTimeoutMs)
  connection.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;', (error) => done(error, connection))
}

function configureReader(...[connection, done]: Parameters<Configure>): void {
  connection.configure('busyTimeout', busyTimeoutMs)
  connection.exec('PRAGMA query_only = ON;', (error) => done(error, connection))
}

// SQLite opens a file that may only be read without a word, and puts a -wal and a -shm beside it that may only be read, too: the
// database then stays read-only when the file may be written to again.
function assertWritableFile(location: string): void {
  // SQLite puts them beside the file that a link leads to.
  const file = realpathSync(location)
  for (const part of [file, `${file}-wal`, `${file}-shm`]) {
    // What is not there is made in the folder. Others that end may have removed it just now.
    const refusal = refusedWriting(part)
    const needed = refusal === 'ENOENT' ? dirname(part) : part
    const code = refusal === 'ENOENT' ? refusedWriting(needed) : refusal
    if (code !== undefined) throw new Error(`this user must be allowed to write to ${needed} (${code})`)
  }
}

/** The code of the system's error where it may not be written to. */
function refusedWriting(path: string): string | undefined {
  try {
    accessSync(path, constants.W_OK)
    return undefined
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code)
  }
}

function prepareFile(location: string): void {
  try {
    const file = statSync(location, { throwIfNoEntry: false })
    if (file?.isDirectory()) throw new Error('it is a folder')
    // SQLite takes a file of one byte for an empty one. Not to be opened here: to close a file takes away the locks that other
    // connections of this process have on it.
    if (file?.isFile() && file.size > 0 && file.size < headerBytes) throw new Error('it is too short for a database')
    mkdirSync(dirname(location), { recursive: true })
    // SQLite would let everybody on the machine read it. What it puts beside the file gets the mode of the file.
    if (file === undefined) closeSync(openSync(location, 'a', newFileMode))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new SimpleSecurityError('database_unusable', `The database ${location} cannot be opened: ${reason}.`, {
      cause: error,
    })
  }
}
