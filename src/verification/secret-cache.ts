import { LRUCache } from 'lru-cache'
import { isSimpleSecurityError } from '../errors.js'
import type { FoundSecret, SecretLookup } from './secret-lookup.js'

/** Another process's revocation is seen after this time and one query: within the second that is promised. */
const freshMs = 500
/** How long a key that is already known outlives the database. */
const staleMs = 30_000
/** About 1 kB each. */
const maximumEntries = 10_000

export interface SecretCache extends SecretLookup {
  /** From here on, no request sees what was known of the key before. */
  forget(keyId: string): void
}

/**
 * Keeps what the lookup found. Only keys that exist are kept, so that made-up ones can neither fill the memory nor push
 * others out, and a new key works at once.
 */
export function createSecretCache({ lookup, now }: { lookup: SecretLookup; now: () => number }): SecretCache {
  const entries = new LRUCache<string, { found: FoundSecret; loadedAt: number }>({ max: maximumEntries })
  const loads = new Map<string, { found: Promise<FoundSecret | undefined>; startedAt: number }>()

  // A clock that was set back makes an entry old, not new for longer.
  const age = ({ loadedAt }: { loadedAt: number }) => Math.abs(now() - loadedAt)

  // What a load that hangs for long will say is as old as its beginning.
  function joinable(digest: string): Promise<FoundSecret | undefined> | undefined {
    const load = loads.get(digest)
    return load !== undefined && age({ loadedAt: load.startedAt }) < freshMs ? load.found : undefined
  }

  async function load(digest: string): Promise<FoundSecret | undefined> {
    const startedAt = now()
    const loading = { found: lookup.findByDigest(digest), startedAt }
    loads.set(digest, loading)
    try {
      const found = await loading.found
      // A load that was under way when its key changed is answered to those who waited for it, and to nobody later.
      if (loads.get(digest) === loading) {
        if (found === undefined) entries.delete(digest)
        else entries.set(digest, { found, loadedAt: startedAt })
      }
      return found
    } finally {
      if (loads.get(digest) === loading) loads.delete(digest)
    }
  }

  return {
    async findByDigest(digest) {
      const entry = entries.get(digest)
      if (entry !== undefined && age(entry) < freshMs) return entry.found
      try {
        return await (joinable(digest) ?? load(digest))
      } catch (error) {
        // Fails closed: what was forgotten or replaced meanwhile is not used, nor what has grown too old while waiting.
        const isKnown = entry !== undefined && entries.get(digest) === entry && age(entry) < staleMs
        if (isKnown && isSimpleSecurityError(error, 'database_unavailable')) return entry.found
        throw error
      }
    },

    forget(keyId) {
      // Loads under way may have read the old state, of whichever key they are.
      loads.clear()
      for (const [digest, { found }] of entries) if (found.key.id === keyId) entries.delete(digest)
    },
  }
}
