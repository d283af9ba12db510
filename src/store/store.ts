import { setTimeout } from 'node:timers/promises'
import { isSimpleSecurityError } from '../errors.js'
import type { KeyRecord } from '../keys/api-key.js'
import type { KeyStore } from '../keys/key-store.js'
import type { UsageStore } from '../usage/usage-store.js'
import type { ChangeFeed } from '../verification/change-feed.js'
import type { FoundSecret, SecretLookup } from '../verification/secret-lookup.js'
import { createChangeFeed } from './change-feed.js'
import type { Database } from './database.js'
import { translated, untilThrough } from './database-errors.js'
import { gathering } from './gathering.js'
import { createKeyStore, type Queries } from './key-store.js'
import { migrate } from './migrate.js'
import { rowsAtOnce } from './parts.js'
import { fromKeyRow, type KeyRow, optionalNumber, tables } from './rows.js'
import { createUsageStore } from './usage-store.js'

/**
 * Everything that is kept. Methods reject with a `SimpleSecurityError` of the code `database_unavailable` when the
 * database cannot be reached, and `database_unusable` when it can never work.
 */
export interface Store extends KeyStore, SecretLookup, UsageStore, ChangeFeed {
  /** Resolves when the database answers. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** For how long another replica may keep the database busy while it brings the schema up to date. */
const openingMs = 10_000
const retryMs = 100

/** Fewer than a database has readers, which then are there for others. */
const lookUpsUnderWay = 2

interface SecretRow extends KeyRow {
  digest: string
  secret_ends_at: number | string | null
}

/** Opens the database and brings its schema up to date. */
export async function openStore(open: () => Database | Promise<Database>): Promise<Store> {
  const deadline = performance.now() + openingMs
  for (;;) {
    const database = await open()
    try {
      await translated(database, () => untilThrough(database, () => migrate(database)), 'database_unusable')
      return createStore(database)
    } catch (error) {
      await database.close()
      if (!isSimpleSecurityError(error, 'database_unavailable') || performance.now() > deadline) throw error
      await setTimeout(retryMs)
    }
  }
}

function createStore(database: Database): Store {
  const queries: Queries = {
    read: (query) => translated(database, () => query(database.reader)),
    browse: (query) => translated(database, () => query(database.browser)),
    write: (work) => translated(database, () => untilThrough(database, () => database.write(work))),
  }
  const secretOf = gathering(
    (digests) =>
      queries.read(async (db) => {
        const rows: SecretRow[] = await db(tables.secrets)
          .join(tables.keys, `${tables.keys}.id`, `${tables.secrets}.key_id`)
          .whereIn(`${tables.secrets}.digest`, digests)
          .select(`${tables.keys}.*`, `${tables.secrets}.digest`, `${tables.secrets}.ends_at as secret_ends_at`)
        return new Map(rows.map((row) => [row.digest, row]))
      }),
    { queries: lookUpsUnderWay, atOnce: rowsAtOnce },
  )
  return {
    ...createKeyStore(queries),
    ...createUsageStore(queries),
    ...createChangeFeed((query) => translated(database, () => query(database.watcher))),

    ping: () => queries.read(async (db) => void (await db.raw('SELECT 1'))),

    async findByDigest(digest) {
      const row = await secretOf(digest)
      return row === undefined ? undefined : foundSecret(fromKeyRow(row), optionalNumber(row.secret_ends_at))
    },

    close: database.close,
  }
}

/** Everything that a decision needs, parsed once, when the cache is filled. */
function foundSecret(key: KeyRecord, secretEndsAt: number | undefined): FoundSecret {
  const { id, start, name, scopes, metadata, neverExpires, expiresAt, renewedAt, revokedAt } = key
  const keyEndsAt = neverExpires ? Number.POSITIVE_INFINITY : expiresAt
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
    endsAt: Math.min(secretEndsAt ?? Number.POSITIVE_INFINITY, keyEndsAt),
    // The last fifth of a life; all of the time that a replaced secret has left.
    warnFrom: secretEndsAt === undefined ? keyEndsAt - (keyEndsAt - renewedAt) / 5 : 0,
  }
}
