import { isAcceptableKey } from '../credentials/brought-in-key.js'
import { digestKey } from '../credentials/digest.js'
import type { ApiKey } from '../keys/api-key.js'
import type { SecretLookup } from './secret-lookup.js'

/** Unknown, malformed, revoked and expired keys are not told apart, so that nothing is learned from trying. */
export type Verification = { ok: true; key: ApiKey } | { ok: false; code: 'invalid_api_key' }

const refused: Verification = { ok: false, code: 'invalid_api_key' }

/** Decides whether a key is good. The promise is rejected only when the database cannot be asked. */
export type Verify = (key: string) => Promise<Verification>

export function createVerifier(parts: {
  secrets: SecretLookup
  now: () => number
  /** Called once for each key that was found good. */
  onVerified: (keyId: string, at: number) => void
}): Verify {
  const { secrets, now, onVerified } = parts
  return async (key) => {
    // What could never have been stored ends here, without a query: typos of generated keys above all.
    if (!isAcceptableKey(key)) return refused
    const found = await secrets.findByDigest(digestKey(key))
    const at = now()
    if (found === undefined || found.revoked || at >= found.endsAt) return refused
    onVerified(found.key.id, at)
    return { ok: true, key: found.key }
  }
}
