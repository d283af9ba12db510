import type { Knex } from 'knex'
import type { KeyRecord } from '../keys/api-key.js'
import type { KeyChange, KeyStore } from '../keys/key-store.js'
import { insertAudit, writeAudit } from './audit-trail.js'
import { importKeys } from './key-import.js'
import { listKeys } from './key-list.js'
import { type AuditTableRow, fromAuditRow, fromKeyRow, type KeyRow, neverUsed, tables, toKeyRow } from './rows.js'

/** Queries on a database that is open. */
export interface Queries {
  read<Result>(query: (db: Knex) => Promise<Result>): Promise<Result>
  /** A read that may take longer. */
  browse<Result>(query: (db: Knex) => Promise<Result>): Promise<Result>
  /** A transaction. It is begun again when another one was in its way, such as one that wrote the same key. */
  write<Result>(work: (transaction: Knex.Transaction) => Promise<Result>): Promise<Result>
}

export function createKeyStore({ read, browse, write }: Queries): KeyStore {
  return {
    insert: (key, digest, entry) =>
      write(async (transaction) => {
        const known = await transaction(tables.secrets).where({ digest }).orWhere({ key_id: key.id }).first('digest')
        if (known !== undefined) return false
        const counts = { latest_query_at: key.latestQueryAt ?? neverUsed, total_queries: key.totalQueries }
        await transaction(tables.keys).insert({ ...toKeyRow(key), ...counts })
        await transaction(tables.secrets).insert({ digest, key_id: key.id, created_at: entry.at, ends_at: null })
        await writeScopes(transaction, key)
        await writeAudit(transaction, [entry])
        return true
      }),

    importKeys: (batch) => write((transaction) => importKeys(transaction, batch)),

    findById: (id) => read((db) => findKey(db, id)),

    findIdByDigest: (digest) =>
      read(async (db) => {
        const row: { key_id: string } | undefined = await db(tables.secrets).where({ digest }).first('key_id')
        return row?.key_id
      }),

    list: (query) => browse((db) => listKeys(db, query)),

    change: (id, decide) =>
      write(async (transaction) => {
        const before = await lockKey(transaction, id)
        if (before === undefined) return undefined
        const change = decide(before)
        if (change === undefined) return { before, after: before }
        await writeChange(transaction, before, change)
        return { before, after: change.after }
      }),

    delete: (id, decide) =>
      write(async (transaction) => {
        const before = await lockKey(transaction, id)
        if (before === undefined) return false
        await transaction(tables.keys).where({ id }).delete()
        await writeAudit(transaction, [decide(before)])
        return true
      }),

    usage: (id, from, to) =>
      browse(async (db) => {
        const rows: { hour: number | string; queries: number | string }[] = await db(tables.usage)
          .where('key_id', id)
          .where('hour', '>=', from)
          .where('hour', '<', to)
          .orderBy('hour')
          .select('hour', 'queries')
        return rows.map(({ hour, queries }) => ({ hour: Number(hour), queries: Number(queries) }))
      }),

    addAudit: (entries) => write((transaction) => insertAudit(transaction, entries, 0)),

    audit: ({ limit, before, keyId }) =>
      browse(async (db) => {
        const query = db(tables.audit).orderBy('seq', 'desc')
        if (Number.isFinite(limit)) query.limit(limit)
        if (before !== undefined) query.where('seq', '<', before)
        if (keyId !== undefined) query.where('key_id', keyId)
        const rows: AuditTableRow[] = await query
        return rows.map(fromAuditRow)
      }),
  }
}

async function findKey(db: Knex, id: string): Promise<KeyRecord | undefined> {
  const row: KeyRow | undefined = await db(tables.keys).where({ id }).first()
  return row === undefined ? undefined : fromKeyRow(row)
}

/** From here on, nobody else changes the key, not its counts either: what is decided on it stays true. */
async function lockKey(transaction: Knex.Transaction, id: string): Promise<KeyRecord | undefined> {
  const row: KeyRow | undefined = await transaction(tables.keys).where({ id }).forUpdate().first()
  return row === undefined ? undefined : fromKeyRow(row)
}

async function writeChange(transaction: Knex.Transaction, before: KeyRecord, change: KeyChange): Promise<void> {
  const { after, entry, endSecretsAt, endReplacedOnly, addDigest } = change
  await transaction(tables.keys).where({ id: after.id }).update(toKeyRow(after))
  if (after.scopes !== before.scopes) await writeScopes(transaction, after)
  if (endSecretsAt !== undefined) {
    const ending = transaction(tables.secrets).where({ key_id: after.id })
    if (endReplacedOnly) ending.where('ends_at', '>', endSecretsAt)
    else ending.where((secret) => secret.whereNull('ends_at').orWhere('ends_at', '>', endSecretsAt))
    await ending.update({ ends_at: endSecretsAt })
  }
  if (addDigest !== undefined) {
    await transaction(tables.secrets).insert({
      digest: addDigest,
      key_id: after.id,
      created_at: entry.at,
      ends_at: null,
    })
  }
  await writeAudit(transaction, [entry])
}

async function writeScopes(transaction: Knex.Transaction, { id, scopes }: KeyRecord): Promise<void> {
  const { seq } = await transaction(tables.keys).where({ id }).first('seq')
  await transaction(tables.scopes).where({ key_seq: seq }).delete()
  if (scopes.length > 0) {
    await transaction(tables.scopes).insert(scopes.map((scope) => ({ scope, key_seq: seq })))
  }
}
