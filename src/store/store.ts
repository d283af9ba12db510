import { setTimeout } from 'node:timers/promises'
import type { Knex } from 'knex'
import { isSimpleSecurityError, SimpleSecurityError } from '../errors.js'
import type { KeyRecord } from '../keys/api-key.js'
import type { KeyStore } from '../keys/key-store.js'
import type { UsageStore } from '../usage/usage-store.js'
import type { FoundSecret, SecretLookup } from '../verification/secret-lookup.js'
import type { Database } from './database.js'
import { fromKeyRow, type KeyRow, optionalNumber, toKeyRow } from './key-rows.js'
import { migrate } from './migrate.js'

const keys = 'simple_security_keys'
const secrets = 'simple_security_secrets'

/**
 * Everything that is kept. Methods reject with a `SimpleSecurityError` of the code `database_unavailable` when the
 * database cannot be reached, and `database_unusable` when it can never work.
 */
export interface Store extends KeyStore, SecretLookup, UsageStore {
  /** For people: kind and place. */
  name: string
  /** Resolves when the database answers. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** For how long another replica may keep the database busy while it brings the schema up to date. */
const openingMs = 10_000
const retryMs = 100

/** Opens the database and brings its schema up to date. */
export async function openStore(open: () => Database): Promise<Store> {
  const deadline = performance.now() + openingMs
  for (;;) {
    const database = open()
    try {
      await translated(database, () => migrate(database), 'database_unusable')
      return createStore(database)
    } catch (error) {
      await database.close()
      if (!isSimpleSecurityError(error, 'database_unavailable') || performance.now() > deadline) throw error
      await setTimeout(retryMs)
    }
  }
}

function createStore(database: Database): Store {
  const { name, reader } = database
  const read = <Result>(query: (client: Knex) => Promise<Result>) => translated(database, () => query(reader))
  const write = <Result>(work: (transaction: Knex.Transaction) => Promise<Result>) =>
    translated(database, () => database.write(work))

  return {
    name,

    ping: () => read(async (db) => void (await db.raw('SELECT 1'))),

    findByDigest: (digest) =>
      read(async (db) => {
        const row: (KeyRow & { ends_at: number | string | null }) | undefined = await db(secrets)
          .join(keys, `${keys}.id`, `${secrets}.key_id`)
          .where(`${secrets}.digest`, digest)
          .first(`${keys}.*`, `${secrets}.ends_at`)
        return row === undefined ? undefined : foundSecret(fromKeyRow(row), optionalNumber(row.ends_at))
      }),

    insert: (key, digest) =>
      write(async (transaction) => {
        const known = await transaction(secrets).where({ digest }).orWhere({ key_id: key.id }).first('digest')
        if (known !== undefined) return false
        await transaction(keys).insert(toKeyRow(key))
        await transaction(secrets).insert({ digest, key_id: key.id, created_at: key.createdAt, ends_at: null })
        return true
      }),

    findById: (id) => read((db) => findKey(db, id)),

    findIdByDigest: (digest) =>
      read(async (db) => {
        const row: { key_id: string } | undefined = await db(secrets).where({ digest }).first('key_id')
        return row?.key_id
      }),

    list: () =>
      read(async (db) => {
        const order = ['latest_query_at', 'created_at', 'id'].map((column) => ({ column, order: 'desc' as const }))
        const rows: KeyRow[] = await db(keys).orderBy(order)
        return rows.map(fromKeyRow)
      }),

    revoke: (id, at) =>
      write(async (transaction) => {
        await transaction(keys).where({ id }).whereNull('revoked_at').update({ revoked_at: at })
      }),

    renew: (id, expiresAt) =>
      write(async (transaction) => {
        const before = await findKey(transaction, id)
        await transaction(keys).where({ id }).update({ expires_at: expiresAt, revoked_at: null })
        return before
      }),

    addUsage: (increments) =>
      write(async (transaction) => {
        for (const { keyId, queries, latestQueryAt } of increments) {
          await transaction(keys)
            .where({ id: keyId })
            .update({
              total_queries: transaction.raw('total_queries + ?', [queries]),
              latest_query_at: transaction.raw(
                'CASE WHEN latest_query_at IS NULL OR latest_query_at < ? THEN ? ELSE latest_query_at END',
                [latestQueryAt, latestQueryAt],
              ),
            })
        }
      }),

    close: database.close,
  }
}

async function findKey(db: Knex, id: string): Promise<KeyRecord | undefined> {
  const row: KeyRow | undefined = await db(keys).where({ id }).first()
  return row === undefined ? undefined : fromKeyRow(row)
}

/** Everything that a decision needs, parsed once, when the cache is filled. */
function foundSecret(key: KeyRecord, secretEndsAt = Number.POSITIVE_INFINITY): FoundSecret {
  const { id, start, name, scopes, metadata, neverExpires, expiresAt, revokedAt } = key
  return {
    key: Object.freeze({
      id,
      start,
      name,
      scopes: Object.freeze(scopes),
      metadata: Object.freeze(metadata),
      expiresAt: neverExpires ? undefined : new Date(expiresAt),
    }),
    revoked: revokedAt !== undefined,
    endsAt: Math.min(secretEndsAt, neverExpires ? Number.POSITIVE_INFINITY : expiresAt),
  }
}

/** @param otherwise what an error means that the database's kind does not know; when left out, it is a fault of ours */
async function translated<Result>(
  database: Database,
  work: () => Promise<Result>,
  otherwise?: 'database_unusable',
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof SimpleSecurityError) throw error
    const code = database.classify(error) ?? otherwise
    if (code === undefined) throw error
    const reason = error instanceof Error ? error.message : String(error)
    const problem = code === 'database_unavailable' ? 'cannot be reached' : 'cannot be used'
    throw new SimpleSecurityError(code, `The database ${database.name} ${problem}: ${reason}.`, { cause: error })
  }
}
