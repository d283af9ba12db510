import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import sqlite3 from 'sqlite3'
import { keyStart } from '../../src/credentials/api-key-format.js'
import { encodeBase62 } from '../../src/credentials/base62.js'
import { digestKey } from '../../src/credentials/digest.js'
import { builtCli, type Workplace } from './workplace.js'

const prefix = 'kss'
export const keyName = 'bench'
/** Of the stored ones, the first so many are asked with in turn. */
export const keysInUse = 10
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const idLength = 12
const secretLength = 27
const batchSize = 20_000
const dayMs = 24 * 60 * 60 * 1000

/** Key number n, always the same: a million of them need not be kept to be used. Below 2^32, no two are alike. */
export function keyOf(number: number): { id: string; start: string; key: string } {
  let state = mix(number)
  let text = ''
  while (text.length < idLength + secretLength) {
    // Marsaglia's xorshift, https://www.jstatsoft.org/v08/i14
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    text += alphabet.charAt((state >>> 8) % alphabet.length)
  }
  const id = text.slice(0, idLength)
  const start = keyStart(prefix, id)
  const body = `${start}_${text.slice(idLength)}`
  return { id, start, key: body + encodeBase62(crc32(body), 6) }
}

// One to one, and never 0, from which xorshift would not move on, for the numbers that are used.
function mix(number: number): number {
  let state = (number + 0x9e3779b9) | 0
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
  return state ^ (state >>> 16)
}

/** A new database with the keys 0 to count - 1, in the schema that the product's own migration makes. */
export async function fillDatabase({ folder }: Workplace, count: number): Promise<string> {
  const location = join(folder, `${count}.db`)
  await promisify(execFile)(process.execPath, [builtCli, 'migrate'], {
    cwd: folder,
    env: { PATH: process.env.PATH, KOA_SIMPLE_SECURITY_DB_LOCATION: location },
  })
  const database = openDatabase(location)
  await database.run('PRAGMA synchronous = OFF')
  await database.run('PRAGMA cache_size = -500000')
  await database.run('BEGIN')
  const now = Date.now()
  for (let from = 0; from < count; from += batchSize) {
    const rows = Array.from({ length: Math.min(batchSize, count - from) }, (_, index) => {
      const { id, start, key } = keyOf(from + index)
      return [id, start, digestKey(key)]
    })
    // One parameter for the whole batch: binding each value would take longer than storing it.
    await database.run(
      `INSERT INTO simple_security_keys
         (id, start, name, name_folded, scopes, metadata, never_expires, expires_at, ends_at, created_at, renewed_at)
       SELECT value ->> 0, value ->> 1, ?2, ?2, '[]', '{}', 0, ?3, ?3, ?4, ?4 FROM json_each(?1)`,
      [JSON.stringify(rows), keyName, now + 365 * dayMs, now],
    )
    await database.run(
      `INSERT INTO simple_security_secrets (digest, key_id, created_at)
       SELECT value ->> 2, value ->> 0, ?2 FROM json_each(?1) ORDER BY 1`,
      [JSON.stringify(rows), now],
    )
  }
  await database.run('COMMIT')
  await database.run('PRAGMA wal_checkpoint(TRUNCATE)')
  await database.close()
  return location
}

export function openDatabase(location: string) {
  const database = new sqlite3.Database(location)
  type Done = (error: Error | null, rows?: unknown) => void
  const promised = <Result>(start: (done: Done) => void) =>
    new Promise<Result>((resolve, reject) => {
      start((error, rows) => (error === null ? resolve(rows as Result) : reject(error)))
    })
  return {
    run: (sql: string, values: unknown[] = []) => promised<void>((done) => database.run(sql, values, done)),
    all: <Row>(sql: string) => promised<Row[]>((done) => database.all(sql, done)),
    close: () => promised<void>((done) => database.close(done)),
  }
}
