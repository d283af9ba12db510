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

export function createStoreConnection(open: () => Database): StoreConnection {
  let opening: Promise<Store> | undefined
  let isClosed = false

  function opened(): Promise<Store> {
    if (isClosed) return Promise.reject(new SimpleSecurityError('database_unavailable', 'The instance is closed.'))
    if (opening === undefined) {
      const attempt = openStore(open)
      opening = attempt
      attempt.catch(() => {
        if (opening === attempt) opening = undefined
      })
    }
    return opening
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
      audit: async (query) => (await opened()).audit(query),
      changesAfter: async (known) => (await opened()).changesAfter(known),
      addUsage: async (batch) => (await opened()).addUsage(batch),
      removeUsage: async (before) => (await opened()).removeUsage(before),
    },
    ready: async () => void (await opened()),
    async close() {
      const current = isClosed ? undefined : opening
      isClosed = true
      const store = await current?.catch(() => undefined)
      await store?.close()
    },
  }
}
