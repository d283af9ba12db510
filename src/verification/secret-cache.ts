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
  const loads = new Map<string, Promise<FoundSecret | undefined>>()

  async function load(digest: string): Promise<FoundSecret | undefined> {
    const startedAt = now()
    const loading = lookup.findByDigest(digest)
    loads.set(digest, loading)
    try {
      const found = await loading
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
      // A clock that was set back makes an entry old, not new for longer.
      const ageMs = entry === undefined ? Number.POSITIVE_INFINITY : Math.abs(now() - entry.loadedAt)
      if (entry !== undefined && ageMs < freshMs) return entry.found
      try {
        return await (loads.get(digest) ?? load(digest))
      } catch (error) {
        const known = entries.get(digest)
        if (
          known === entry &&
          known !== undefined &&
          ageMs < staleMs &&
          isSimpleSecurityError(error, 'database_unavailable')
        ) {
          return known.found
        }
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
