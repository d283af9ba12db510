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

export function createStoreConnection(open: () => Database | Promise<Database>): StoreConnection {
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

  return {
    store: {
      ping: async () => (await opened()).ping(),
      findByDigest: async (digest) => (await opened()).findByDigest(digest),
      insert: async (key, digest, entry) => (await opened()).insert(key, digest, entry),
      importKeys: async (batch) => (await opened()).importKeys(batch),
      findById: async (id) => (await opened()).findById(id),
      findIdByDigest: async (digest) => (await opened()).findIdByDigest(digest),
      list: async (query) => (await opened()).list(query),
      change: async (id, decide) => (await opened()).change(id, decide),
      delete: async (id, decide) => (await opened()).delete(id, decide),
      usage: async (id, from, to) => (await opened()).usage(id, from, to),
      addAudit: async (entries) => (await opened()).addAudit(entries),
      audit: async (query) => (await opened()).audit(query),
      changesAfter: async (known) => (await opened()).changesAfter(known),
      addUsage: async (batch) => (await opened()).addUsage(batch),
      removeUsage: async (before) => (await opened()).removeUsage(before),
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
