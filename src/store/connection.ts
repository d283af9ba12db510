import { SimpleSecurityError } from '../errors.js'
import type { Database } from './database.js'
import { openStore, type Store } from './store.js'

/** A store that opens itself: each of its methods waits until the database is open. */
export interface StoreConnection {
  store: Omit<Store, 'close' | 'name'>
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
      insert: async (key, digest) => (await opened()).insert(key, digest),
      findById: async (id) => (await opened()).findById(id),
      findIdByDigest: async (digest) => (await opened()).findIdByDigest(digest),
      list: async () => (await opened()).list(),
      revoke: async (id, at) => (await opened()).revoke(id, at),
      renew: async (id, expiresAt) => (await opened()).renew(id, expiresAt),
      addUsage: async (increments) => (await opened()).addUsage(increments),
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
