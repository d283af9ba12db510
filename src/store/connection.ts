import { setTimeout as sleep } from 'node:timers/promises'
import { SimpleSecurityError } from '../errors.js'
import type { Database } from './database.js'
import { openStore, type Store } from './store.js'

/** A store that opens itself: each of its methods waits until the database is open. */
export interface StoreConnection {
  store: Omit<Store, 'close'>
  /** Opens the database, unless it is open. A failed attempt is made again by the next call. */
  ready(): Promise<void>
  close(): Promise<void>
}

const waitingMs = 1_500

/** @param onError told of each operation that failed, whoever asked for it */
export function createStoreConnection(
  open: () => Database | Promise<Database>,
  onError: (error: unknown) => void = () => {},
): StoreConnection {
  let opening: Promise<Store> | undefined
  let store: Store | undefined
  let isClosed = false

  function begin(): Promise<Store> {
    if (isClosed) return Promise.reject(new SimpleSecurityError('database_unavailable', 'The instance is closed.'))
    if (opening === undefined) {
      const attempt = openStore(open)
      opening = attempt
      attempt.then(
        (opened) => {
          store = opened
        },
        () => {
          if (opening === attempt) opening = undefined
        },
      )
    }
    return opening
  }

  /** Nobody who needs the store waits for as long as its opening may be tried. */
  async function opened(): Promise<Store> {
    if (store !== undefined && !isClosed) return store
    const attempt = begin()
    const timer = new AbortController()
    const late = sleep(waitingMs, undefined, { signal: timer.signal }).catch(() => undefined)
    const first = await Promise.race([attempt, late]).finally(() => timer.abort())
    if (first === undefined) throw new SimpleSecurityError('database_unavailable', 'The database is not open yet.')
    return first
  }

  async function run<Result>(operation: (store: Store) => Promise<Result>): Promise<Result> {
    try {
      return await operation(await opened())
    } catch (error) {
      onError(error)
      throw error
    }
  }

  return {
    store: {
      ping: () => run((store) => store.ping()),
      findByDigest: (digest) => run((store) => store.findByDigest(digest)),
      insert: (key, digest, entry) => run((store) => store.insert(key, digest, entry)),
      importKeys: (batch) => run((store) => store.importKeys(batch)),
      findById: (id) => run((store) => store.findById(id)),
      findIdByDigest: (digest) => run((store) => store.findIdByDigest(digest)),
      list: (query) => run((store) => store.list(query)),
      change: (id, decide) => run((store) => store.change(id, decide)),
      delete: (id, decide) => run((store) => store.delete(id, decide)),
      usage: (id, from, to) => run((store) => store.usage(id, from, to)),
      addAudit: (entries) => run((store) => store.addAudit(entries)),
      audit: (query) => run((store) => store.audit(query)),
      changesAfter: (known) => run((store) => store.changesAfter(known)),
      addUsage: (batch) => run((store) => store.addUsage(batch)),
      removeUsage: (before) => run((store) => store.removeUsage(before)),
    },
    ready: async () => void (await begin()),
    async close() {
      const current = isClosed ? undefined : opening
      isClosed = true
      const last = await current?.catch(() => undefined)
      await last?.close()
    },
  }
}
