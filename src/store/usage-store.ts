import type { Knex } from 'knex'
import type { UsageBatch, UsageIncrement, UsageStore } from '../usage/usage-store.js'
import { dialectOf } from './dialect.js'
import type { Queries } from './key-store.js'
import { inParts } from './parts.js'
import { tables } from './rows.js'

/** In one statement at most, for it to be of a bounded length. */
const rowsAtOnce = 5_000
/** Of which each is a value of its own. */
const idsAtOnce = 500

export function createUsageStore({ write }: Queries): UsageStore {
  return {
    addUsage: (batch) =>
      write(async (transaction) => {
        if (!(await isNew(transaction, batch))) return
        const { locksRows, addTotals, addHours } = dialectOf(transaction)
        const totals = totalsOf(batch.increments)
        if (locksRows) await lockKeys(transaction, [...totals.keys()])
        const add = async (statement: string, rows: object[]) => {
          for (const part of inParts(rows, rowsAtOnce)) await transaction.raw(statement, [JSON.stringify(part)])
        }
        await add(
          addTotals,
          [...totals.values()].map(({ keyId: id, queries, latestQueryAt: latest }) => ({ id, queries, latest })),
        )
        await add(
          addHours,
          batch.increments.map(({ keyId: id, hour, queries }) => ({ id, hour, queries })),
        )
      }),

    removeUsage: (before) =>
      write(async (transaction) => {
        await transaction(tables.usage).where('hour', '<', before).delete()
        await transaction(tables.flushes).where('at', '<', before).delete()
      }),
  }
}

/**
 * Whether this batch was not written before; notes that it is. The row is taken first of all, so that a transaction with the
 * same batch, of which nobody knows how it ended, is waited for.
 */
async function isNew(transaction: Knex.Transaction, { recorder, number, at }: UsageBatch): Promise<boolean> {
  const advance = () =>
    transaction(tables.flushes).where({ recorder }).where('number', '<', number).update({ number, at })
  if ((await advance()) > 0) return true
  await transaction(tables.flushes).insert({ recorder, number: 0, at }).onConflict('recorder').ignore()
  return (await advance()) > 0
}

/** One for each key: a statement that joins takes only one of several rows for the same key. */
function totalsOf(increments: readonly UsageIncrement[]): Map<string, UsageIncrement> {
  const totals = new Map<string, UsageIncrement>()
  for (const increment of increments) {
    const total = totals.get(increment.keyId)
    if (total === undefined) {
      totals.set(increment.keyId, { ...increment })
    } else {
      total.queries += increment.queries
      total.latestQueryAt = Math.max(total.latestQueryAt, increment.latestQueryAt)
    }
  }
  return totals
}

/** In one order, so that processes with the same keys wait for each other and not in a circle. */
async function lockKeys(transaction: Knex.Transaction, ids: string[]): Promise<void> {
  for (const part of inParts(ids.sort(), idsAtOnce)) {
    await transaction(tables.keys).whereIn('id', part).orderBy('id').forUpdate().pluck('id')
  }
}
