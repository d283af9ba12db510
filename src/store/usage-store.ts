import type { Knex } from 'knex'
import type { UsageBatch, UsageIncrement, UsageStore } from '../usage/usage-store.js'
import type { Queries } from './key-store.js'
import { tables } from './rows.js'

const rowsAtOnce = 500

export function createUsageStore({ write }: Queries): UsageStore {
  return {
    addUsage: (batch) =>
      write(async (transaction) => {
        if (!(await isNew(transaction, batch))) return
        const totals = totalsOf(batch.increments)
        for (const part of inParts(totals)) await addTotals(transaction, part)
        for (const part of inParts(batch.increments)) await addHours(transaction, part)
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
function totalsOf(increments: readonly UsageIncrement[]): UsageIncrement[] {
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
  return [...totals.values()]
}

async function addTotals(transaction: Knex.Transaction, increments: readonly UsageIncrement[]): Promise<void> {
  await transaction.raw(
    `WITH added (key_id, queries, latest) AS (VALUES ${rowsOf(increments, 3)})
     UPDATE ${tables.keys} SET
       total_queries = total_queries + added.queries,
       latest_query_at = CASE WHEN latest_query_at < added.latest THEN added.latest ELSE latest_query_at END
     FROM added WHERE ${tables.keys}.id = added.key_id`,
    increments.flatMap(({ keyId, queries, latestQueryAt }) => [keyId, queries, latestQueryAt]),
  )
}

async function addHours(transaction: Knex.Transaction, increments: readonly UsageIncrement[]): Promise<void> {
  // SQLite takes ON CONFLICT for a part of the join unless a WHERE stands in between.
  await transaction.raw(
    `WITH added (key_id, hour, queries) AS (VALUES ${rowsOf(increments, 3)})
     INSERT INTO ${tables.usage} (key_id, hour, queries)
     SELECT added.key_id, added.hour, added.queries FROM added JOIN ${tables.keys} ON ${tables.keys}.id = added.key_id
     WHERE true
     ON CONFLICT (key_id, hour) DO UPDATE SET queries = ${tables.usage}.queries + excluded.queries`,
    increments.flatMap(({ keyId, hour, queries }) => [keyId, hour, queries]),
  )
}

function rowsOf(rows: readonly unknown[], columns: number): string {
  const row = `(${Array.from({ length: columns }, () => '?').join(', ')})`
  return rows.map(() => row).join(', ')
}

function inParts<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / rowsAtOnce) }, (_, part) =>
    items.slice(part * rowsAtOnce, (part + 1) * rowsAtOnce),
  )
}
