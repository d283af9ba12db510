import type { ApiKey } from '../keys/api-key.js'

/** A key as a request presents it, found by its digest, with all that decides whether it is good. */
export interface FoundSecret {
  key: ApiKey
  revoked: boolean
  /** Milliseconds since 1970-01-01T00:00:00Z; Infinity when neither the key nor this secret of it ends by itself. */
  endsAt: number
  /** From when on its user should be told when it ends. */
  warnFrom: number
}

export interface SecretLookup {
  /** The one query of a verification. Undefined when no key has this digest. */
  findByDigest(digest: string): Promise<FoundSecret | undefined>
}
