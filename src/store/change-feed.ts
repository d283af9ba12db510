import type { Knex } from 'knex'
import type { ChangeFeed } from '../verification/change-feed.js'
import { tables } from './rows.js'

/** When more changed since the last look, it is cheaper to read again what is needed. */
const maximumChanges = 1_000

export function createChangeFeed(watch: <Result>(query: (db: Knex) => Promise<Result>) => Promise<Result>): ChangeFeed {
  return {
    changesAfter: (known) =>
      watch(async (db) => {
        const row = await db(tables.revision).where({ id: 1 }).first('revision')
        const revision = Number(row.revision)
        if (known === undefined || revision === known) return { revision, keyIds: [] }
        const rows: { revision: number | string; key_id: string }[] = await db(tables.audit)
          .where('revision', '>', known)
          .orderBy('revision')
          .limit(maximumChanges + 1)
          .select('revision', 'key_id')
        // A number that went back, or one that is missing, is that of a database which was put in this one's place.
        const reached = rows.map((change) => Number(change.revision))
        const isWhole = reached.every((number, index) => number - (reached[index - 1] ?? known) <= 1)
        const last = reached.at(-1) ?? known
        if (!isWhole || rows.length > maximumChanges || last < revision || revision < known) {
          return { revision, keyIds: undefined }
        }
        return { revision: last, keyIds: [...new Set(rows.map(({ key_id }) => key_id))] }
      }),
  }
}
