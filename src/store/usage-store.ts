import type { UsageStore } from '../usage/usage-store.js'
import type { Queries } from './key-store.js'
import { tables } from './rows.js'

export function createUsageStore({ write }: Queries): UsageStore {
  return {
    addUsage: (increments) =>
      write(async (transaction) => {
        for (const { keyId, hour, queries, latestQueryAt } of increments) {
          const found = await transaction(tables.keys)
            .where({ id: keyId })
            .update({
              total_queries: transaction.raw('total_queries + ?', [queries]),
              latest_query_at: transaction.raw('CASE WHEN latest_query_at < ? THEN ? ELSE latest_query_at END', [
                latestQueryAt,
                latestQueryAt,
              ]),
            })
          if (found === 0) continue
          await transaction(tables.usage)
            .insert({ key_id: keyId, hour, queries })
            .onConflict(['key_id', 'hour'])
            .merge({ queries: transaction.raw('??.queries + excluded.queries', [tables.usage]) })
        }
      }),

    removeUsage: (before) =>
      write(async (transaction) => {
        await transaction(tables.usage).where('hour', '<', before).delete()
      }),
  }
}
