import { isAcceptableKey } from '../credentials/brought-in-key.js'
import { digestKey } from '../credentials/digest.js'
import { missingScopes } from '../credentials/scopes.js'
import type { ApiKey } from '../keys/api-key.js'
import type { SecretLookup } from './secret-lookup.js'

/** Unknown, malformed, revoked and expired keys are not told apart, so that nothing is learned from trying. */
export type Verification =
  | {
      ok: true
      key: ApiKey
      /** When the key stops working, in the last fifth of its life and in the overlap of a rotation. */
      endsSoon: Date | undefined
    }
  | { ok: false; code: 'invalid_api_key' }
  | { ok: false; code: 'insufficient_scope'; missing: readonly string[] }

const refused: Verification = { ok: false, code: 'invalid_api_key' }

export interface VerifyOptions {
  /** What the key must have been given, each of them, itself or by a wildcard. */
  scopes?: readonly string[]
}

/** Decides whether a key is good. The promise is rejected only when the database cannot be asked. */
export type Verify = (key: string, options?: VerifyOptions) => Promise<Verification>

export function createVerifier(parts: {
  secrets: SecretLookup
  now: () => number
  /** Called once for each use of a key that is allowed. */
  onVerified: (keyId: string, at: number) => void
}): Verify {
  const { secrets, now, onVerified } = parts
  return async (key, { scopes = [] } = {}) => {
    // What could never have been stored ends here, without a query: typos of generated keys above all.
    if (!isAcceptableKey(key)) return refused
    const found = await secrets.findByDigest(digestKey(key))
    const at = now()
    if (found === undefined || found.revoked || at >= found.endsAt) return refused
    const missing = missingScopes(found.key.scopes, scopes)
    if (missing.length > 0) return { ok: false, code: 'insufficient_scope', missing }
    onVerified(found.key.id, at)
    return { ok: true, key: found.key, endsSoon: at >= found.warnFrom ? new Date(found.endsAt) : undefined }
  }
}
