import type { TestContext } from 'node:test'
import type { DatabaseLocation } from '../../../src/database-location.js'
import { isSimpleSecurityError } from '../../../src/errors.js'
import { foldCase, type KeyRecord } from '../../../src/keys/api-key.js'
import type { AuditAction, AuditEntry } from '../../../src/keys/audit.js'
import { openDatabase } from '../../../src/store/open-database.js'
import { openStore, type Store } from '../../../src/store/store.js'
import { locationOf, type TestedDatabase } from '../../support/databases.js'

/** What every store must do is tested through this. */
export interface Setting {
  location: DatabaseLocation
  store: Store
  /** Another process's store on the same database. */
  open(): Promise<Store>
  insert(...keys: KeyRecord[]): Promise<void>
}

export const hourMs = 60 * 60 * 1000

export async function setUp(t: TestContext, database: TestedDatabase): Promise<Setting> {
  const opened: Store[] = []
  // Before the database goes: what is to be done after a test is done in the order in which it was asked for.
  t.after(() => Promise.all(opened.map((store) => store.close())))
  const location = locationOf(await database.fresh(t))
  const open = async () => {
    const store = await openStore(() => openDatabase(location))
    opened.push(store)
    return store
  }
  const store = await open()
  return {
    location,
    store,
    open,
    async insert(...keys) {
      for (let at = 0; at < keys.length; at += 250) {
        const part = keys.slice(at, at + 250)
        await store.importKeys(
          part.map((key) => ({ key, digest: digestOf(key.id), entry: entryOf(key.id, 'imported') })),
        )
      }
    },
  }
}

export function keyRecord(id: string, changes: Partial<KeyRecord> = {}): KeyRecord {
  return {
    id,
    start: `kss_${id}`,
    name: undefined,
    scopes: [],
    metadata: {},
    neverExpires: false,
    expiresAt: 2_000_000_000_123,
    createdAt: 1_700_000_000_001,
    renewedAt: 1_700_000_000_002,
    revokedAt: undefined,
    latestQueryAt: undefined,
    totalQueries: 0,
    ...changes,
  }
}

export function entryOf(
  keyId: string,
  action: AuditAction = 'created',
  changes: AuditEntry['changes'] = [],
): AuditEntry {
  return { at: 1_700_000_000_003, action, keyId, actor: { via: 'code' }, changes }
}

/** Does again what a busy database refused, as those do who write counts: SQLite has no queue, and some wait in vain. */
export async function untilFree<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!isSimpleSecurityError(error, 'database_unavailable') || attempt === 20) throw error
    }
  }
}

export function digestOf(text: string): string {
  return `digest of ${text}`
}

/** As databases sort that compare bytes. */
export function compareNames(one: string | undefined, other: string | undefined): number {
  return Buffer.compare(Buffer.from(foldCase(one ?? '')), Buffer.from(foldCase(other ?? '')))
}
