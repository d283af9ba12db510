import { setTimeout as sleep } from 'node:timers/promises'
import type { Knex } from 'knex'
import { connect, isBusy } from './original-file.js'
import { openSqlite } from './sqlite.js'

const beginTurns = 10
const checkpointTurns = 10
const checkpointPauseMs = 200
// Whoever waits for readers to end keeps writers from beginning, and a writer of the original gives up after 5 s.
const busyTimeoutMs = 2_500
const shortBusyTimeoutMs = 500

/**
 * Deletes all rows, in a transaction that keeps others from writing, if `mayEmpty` says so in it.
 * @returns whether it did
 */
export async function emptyTable(
  path: string,
  table: string,
  mayEmpty: (transaction: Knex.Transaction) => Promise<boolean>,
): Promise<boolean> {
  const database = openSqlite(path)
  try {
    await database.client.raw(`PRAGMA busy_timeout = ${busyTimeoutMs}`)
    // Bytes of deleted rows are overwritten (https://sqlite.org/pragma.html#pragma_secure_delete).
    await database.client.raw('PRAGMA secure_delete = ON')
    for (let turn = 1; ; turn++) {
      let hasBegun = false
      try {
        const isEmptied = await database.write(async (transaction) => {
          hasBegun = true
          const isAllowed = await mayEmpty(transaction)
          if (isAllowed) await transaction(table).delete()
          return isAllowed
        })
        if (isEmptied) await emptyLog(database.client)
        return isEmptied
      } catch (error) {
        if (hasBegun || !isBusy(error) || turn === beginTurns) throw error
      }
    }
  } finally {
    await database.close()
  }
}

// The log keeps what the pages held before. While somebody reads it cannot be cut off; `compact` then tells so.
async function emptyLog(client: Knex): Promise<void> {
  await client.raw(`PRAGMA busy_timeout = ${shortBusyTimeoutMs}`)
  for (let turn = 0; turn < checkpointTurns; turn++) {
    const rows: { busy: number }[] = await client.raw('PRAGMA wal_checkpoint(TRUNCATE)')
    if (rows[0]?.busy === 0) return
    await sleep(checkpointPauseMs)
  }
}

/**
 * Writes the file anew, since free pages may hold what was deleted long ago.
 * @returns why that was not possible
 */
export async function compact(path: string): Promise<string | undefined> {
  // In exclusive mode even a log cannot be shared: the lock is had only when nobody else is connected.
  const setup = 'PRAGMA locking_mode = EXCLUSIVE; PRAGMA secure_delete = ON;'
  const client = connect(path, 'mode=rw', { busyTimeoutMs: shortBusyTimeoutMs, setup })
  try {
    await client.raw('BEGIN EXCLUSIVE')
    await client.raw('COMMIT')
    await client.raw('VACUUM')
    await client.raw('PRAGMA wal_checkpoint(TRUNCATE)')
    return undefined
  } catch (error) {
    return isBusy(error)
      ? 'another program has it open'
      : String((error as Error).message)
          .split(' - ')
          .at(-1)
  } finally {
    await client.destroy()
  }
}
