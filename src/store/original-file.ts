import { closeSync, existsSync, openSync, readSync, realpathSync, statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import knex, { type Knex } from 'knex'
import type { Database as SqliteConnection } from 'sqlite3'

/** A file as it was found before any connection to it was opened. */
export interface FoundFile {
  /** Without symbolic links, as SQLite itself names the files beside it. */
  path: string
  dev: bigint
  ino: bigint
  /** The file of its write-ahead log, where it has one, is somebody's who is connected or was when it crashed. */
  hasLog: boolean
  /** Nobody is connected, and a connection of the usual kind would make files beside it, even for reading only. */
  isDormant: boolean
}

/**
 * To be called before any connection is opened: closing a file takes away the locks that this process has on it
 * (https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_).
 */
export function findFile(file: string): { ok: true; found: FoundFile } | { ok: false; problem: string } {
  try {
    const path = realpathSync(file)
    const stats = statSync(path, { bigint: true })
    if (stats.isDirectory()) return { ok: false, problem: 'is a folder' }
    if (!stats.isFile()) return { ok: false, problem: 'is not a file' }
    const hasLog = existsSync(logOf(path))
    return { ok: true, found: { path, dev: stats.dev, ino: stats.ino, hasLog, isDormant: !hasLog && hasLogMode(path) } }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return { ok: false, problem: code === 'ENOENT' ? 'does not exist' : `cannot be read: ${message}` }
  }
}

export function isSameFile(a: FoundFile, b: FoundFile): boolean {
  return a.dev === b.dev && a.ino === b.ino
}

export function logOf(path: string): string {
  return `${path}-wal`
}

// https://sqlite.org/fileformat2.html#file_format_version_numbers
function hasLogMode(path: string): boolean {
  const header = Buffer.alloc(20)
  const file = openSync(path, 'r')
  try {
    readSync(file, header, 0, header.length, 0)
  } finally {
    closeSync(file)
  }
  return header[18] === 2
}

/** One connection. `immutable` reads without locks and without making files: for a file that nobody is connected to. */
export function connect(
  path: string,
  mode: 'mode=rw' | 'mode=ro' | 'mode=ro&immutable=1',
  { busyTimeoutMs, setup = '' }: { busyTimeoutMs: number; setup?: string },
): Knex {
  return knex({
    client: 'sqlite3',
    // Knex adds the flags to those for reading and writing: only the name can say that it is for reading.
    connection: { filename: `${pathToFileURL(path).href}?${mode}`, flags: ['OPEN_URI'] },
    useNullAsDefault: true,
    log: { warn: () => {}, error: () => {}, deprecate: () => {}, debug: () => {} },
    pool: {
      min: 1,
      max: 1,
      afterCreate(connection: SqliteConnection, done: (error: Error | null, connection: unknown) => void) {
        connection.configure('busyTimeout', busyTimeoutMs)
        connection.exec(setup, (error) => done(error, connection))
      },
    },
  })
}

/** What an error of the driver says of a file, without the statement that knex puts in front. */
export function problemOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (code === 'SQLITE_NOTADB') return 'is not a SQLite database'
  if (isBusy(error)) return 'is locked by another program'
  if (isHalfWritten(error)) {
    return 'was left half written by a program that broke off. Whoever writes to it next mends it, such as the import without --dry-run'
  }
  return `cannot be used: ${String(message).split(' - ').at(-1)}`
}

export function isBusy(error: unknown): boolean {
  return ['SQLITE_BUSY', 'SQLITE_LOCKED'].includes(String((error as { code?: unknown }).code))
}

/** The error of a reader that meets a hot journal (https://sqlite.org/rescode.html#readonly_rollback). */
export function isHalfWritten(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'SQLITE_READONLY'
}
