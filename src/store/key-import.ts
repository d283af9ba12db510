import type { Knex } from 'knex'
import type { ImportedKey, ImportOutcome } from '../keys/key-store.js'
import { writeAudit } from './audit-trail.js'
import { inParts, rowsAtOnce } from './parts.js'
import { neverUsed, tables, toKeyRow } from './rows.js'

export async function importKeys(
  transaction: Knex.Transaction,
  batch: readonly ImportedKey[],
): Promise<ImportOutcome[]> {
  const outcomes = await importOutcomes(transaction, batch)
  const added = batch.filter((_, index) => outcomes[index] === 'imported')
  for (const part of inParts(added, rowsAtOnce)) {
    await transaction(tables.keys).insert(
      part.map(({ key }) => ({
        ...toKeyRow(key),
        latest_query_at: key.latestQueryAt ?? neverUsed,
        total_queries: key.totalQueries,
      })),
    )
  }
  // In one order, so that imports of the same keys wait for each other and not in a circle.
  const byDigest = [...added].sort((one, other) => (one.digest < other.digest ? -1 : 1))
  for (const part of inParts(byDigest, rowsAtOnce)) {
    await transaction(tables.secrets).insert(
      part.map(({ key, digest, entry }) => ({ digest, key_id: key.id, created_at: entry.at, ends_at: null })),
    )
  }
  await writeAudit(
    transaction,
    added.map(({ entry }) => entry),
  )
  return outcomes
}

/** What becomes of each key of a batch when it is imported. Changes nothing. */
export async function importOutcomes(db: Knex, batch: readonly ImportedKey[]): Promise<ImportOutcome[]> {
  const digests = batch.map(({ digest }) => digest)
  const ids = batch.map(({ key }) => key.id)
  const knownDigests = new Set<string>(await db(tables.secrets).whereIn('digest', digests).pluck('digest'))
  const knownIds = new Set<string>(await db(tables.keys).whereIn('id', ids).pluck('id'))
  return batch.map(({ key, digest }) => {
    if (knownDigests.has(digest)) return 'exists'
    if (knownIds.has(key.id)) return 'id_taken'
    knownDigests.add(digest)
    knownIds.add(key.id)
    return 'imported'
  })
}
