import { setTimeout as sleep } from 'node:timers/promises'
import { isSimpleSecurityError } from '../errors.js'
import type { ImportedKey } from '../keys/key-store.js'
import type { ImportKeys, OriginalDatabase, OriginalRow } from './original-database.js'
import { readOriginalRow } from './original-row.js'

/** For how long a database that others write to is tried again: less while the original's is locked for it. */
const patienceMs = 30_000
const patienceInLockMs = 2_000
const retryMs = 50
/** Between batches, so that whoever waits to write gets a turn: SQLite has no queue, those who wait look every so often. */
const pauseMs = 20

export interface FailedRow {
  row: number
  reason: string
}

export interface TakeOverResult {
  takenOver: number
  alreadyThere: number
  failed: FailedRow[]
  plaintextRemoved: boolean
}

/**
 * Takes over every key of the original, in batches of one transaction each, so that a break costs nothing but running it
 * again: keys that are there already are passed over. A row that cannot be taken over does not keep the others.
 * @param removePlaintext whether to empty the original's table when every row was taken over
 */
export async function takeOver(parts: {
  original: OriginalDatabase
  importKeys: ImportKeys
  keyPrefix: string
  now: () => number
  removePlaintext: boolean
  onProgress: (done: number, total: number) => void
}): Promise<TakeOverResult> {
  const { original, keyPrefix, now, removePlaintext, onProgress } = parts
  const importKeys = patient(parts.importKeys, patienceMs)
  const result: TakeOverResult = { takenOver: 0, alreadyThere: 0, failed: [], plaintextRemoved: false }

  async function take(rows: OriginalRow[], importBatch: ImportKeys): Promise<number> {
    const batch: ImportedKey[] = []
    const numbers: number[] = []
    const failed: FailedRow[] = []
    for (const row of rows) {
      const read = readOriginalRow(row, { now: now(), keyPrefix })
      if (read.ok) {
        batch.push(read.imported)
        numbers.push(row.row)
      } else {
        failed.push({ row: row.row, reason: read.reason })
      }
    }
    const outcomes = batch.length === 0 ? [] : await importBatch(batch)
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome === 'imported') result.takenOver++
      if (outcome === 'id_taken') {
        failed.push({ row: numbers[index] as number, reason: 'another key has the id in this api_key' })
      }
    }
    result.failed.push(...failed.sort((a, b) => a.row - b.row))
    return outcomes.filter((outcome) => outcome === 'exists').length
  }

  const total = await original.count()
  let done = 0
  onProgress(done, total)
  for (let rows = await original.rows(undefined); rows.length > 0; rows = await original.rows(rows.at(-1)?.row)) {
    result.alreadyThere += await take(rows, importKeys)
    done += rows.length
    onProgress(done, Math.max(done, total))
    // Rows that a running original adds come behind those that were there: it could go on for ever.
    if (done >= total) break
    await sleep(pauseMs)
  }

  if (removePlaintext && result.failed.length === 0) {
    // A running original may have added rows since: those are taken over here, while it cannot add any more.
    const importInLock = patient(parts.importKeys, patienceInLockMs)
    result.plaintextRemoved = await original.empty(importInLock, async (rows, importBatch) => {
      await take(rows, importBatch)
      return result.failed.length === 0
    })
  }
  return result
}

function patient(importKeys: ImportKeys, ms: number): ImportKeys {
  return async (batch) => {
    const deadline = performance.now() + ms
    for (;;) {
      try {
        return await importKeys(batch)
      } catch (error) {
        if (!isSimpleSecurityError(error, 'database_unavailable') || performance.now() > deadline) throw error
        await sleep(retryMs)
      }
    }
  }
}
