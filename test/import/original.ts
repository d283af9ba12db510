import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sqlite3 from 'sqlite3'
import { readConfig } from '../../src/config.js'
import { type ImportOptions, type ImportResult, importFile } from '../../src/import/import-file.js'

export interface Row {
  api_key: unknown
  is_active: unknown
  never_expire: unknown
  expiration_date: unknown
  latest_query_date: unknown
  total_queries: unknown
  name?: unknown
}

/** A row as the original writes it. */
export function row(changes: Partial<Row> = {}): Row {
  return {
    api_key: randomUUID(),
    is_active: 1,
    never_expire: 0,
    expiration_date: '2030-01-31T12:00:00',
    latest_query_date: null,
    total_queries: 0,
    ...changes,
  }
}

export function rows(count: number, changes: (index: number) => Partial<Row> = () => ({})): Row[] {
  return Array.from({ length: count }, (_, index) => row({ name: `key ${index}`, ...changes(index) }))
}

const columns = ['api_key', 'is_active', 'never_expire', 'expiration_date', 'latest_query_date', 'total_queries']
const types = ['TEXT PRIMARY KEY', 'INTEGER', 'INTEGER', 'TEXT', 'TEXT', 'INTEGER']

/** A file as the original makes it, or made it before there were names. */
export async function makeOriginal(
  path: string,
  content: readonly Row[],
  { names = true, journal = 'delete' }: { names?: boolean; journal?: 'delete' | 'wal' } = {},
): Promise<void> {
  const used = names ? [...columns, 'name'] : columns
  const definition = columns.map((column, index) => `${column} ${types[index]}`).join(', ')
  const database = new sqlite3.Database(path)
  const exec = promisify<string, void>(database.exec.bind(database))
  await exec(`PRAGMA journal_mode = ${journal}`)
  await exec(`CREATE TABLE fastapi_simple_security (${definition}${names ? ', name TEXT' : ''}); BEGIN`)
  const statement = database.prepare(
    `INSERT INTO fastapi_simple_security (${used.join()}) VALUES (${used.map(() => '?').join()})`,
  )
  for (const one of content) statement.run(used.map((column) => one[column as keyof Row] ?? null))
  await promisify(statement.finalize.bind(statement))()
  await exec('COMMIT')
  await promisify(database.close.bind(database))()
}

export async function query<Result>(path: string, sql: string): Promise<Result[]> {
  const database = new sqlite3.Database(path)
  const result = await promisify<string, unknown>(database.all.bind(database))(sql)
  await promisify(database.close.bind(database))()
  return result as Result[]
}

/** Keys that are in the original's table. */
export async function originalKeys(path: string): Promise<string[]> {
  const found = await query<{ api_key: string }>(path, 'SELECT api_key FROM fastapi_simple_security ORDER BY rowid')
  return found.map(({ api_key }) => api_key)
}

export function configOf(dbLocation: string) {
  return readConfig({ secret: 'x', dbLocation, env: {} })
}

export async function takeOver(
  file: string,
  dbLocation: string,
  options: Partial<ImportOptions> = {},
): Promise<ImportResult> {
  const usual = { dryRun: false, removePlaintext: false, onProgress: () => {} }
  const answer = await importFile(file, configOf(dbLocation), { ...usual, ...options })
  if (!answer.ok) throw new Error(answer.problem)
  return answer.result
}

/** Everything in a folder, byte by byte. */
export function snapshot(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())
  return new Map(files.map((file) => [file.name, readFileSync(join(file.parentPath, file.name), 'latin1')]))
}

/** How many of the UUIDs can be found in the bytes of a database and of the files beside it. */
export function keysInBytes(path: string, content: readonly Row[]): number {
  // Only the middle of a key, since its ends may have been overwritten.
  const middles = new Set<string>()
  for (const suffix of ['', '-wal', '-shm', '-journal'].filter((suffix) => existsSync(path + suffix))) {
    const text = readFileSync(path + suffix, 'latin1')
    for (const [, middle] of text.matchAll(/(?=(.{4}-.{4}-.{4}-.{8}))/gs)) middles.add(String(middle))
  }
  return content.filter(({ api_key }) => middles.has(String(api_key).slice(9, 32))).length
}
