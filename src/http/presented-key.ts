import type { CredentialPlaces } from './credential.js'
import type { Check, KeyGuard } from './guards.js'

/** Checks a key that may stand under one of several names. Under two of them, it is not guessed which one is meant. */
export function createPresentedKeyCheck(keyGuard: KeyGuard, places: readonly CredentialPlaces[]): Check {
  const known = places.map((credential) => ({
    read: keyGuard.readerOf(credential),
    check: keyGuard({ credential, requiredScopes: [] }),
  }))
  return (ctx) => {
    const presented = known.filter(({ read }) => {
      const credential = read(ctx)
      return credential.ok || credential.reason === 'repeated'
    })
    const [only, ...others] = presented
    if (only === undefined) return known[0]?.check(ctx) ?? { code: 'missing_api_key' }
    return others.length > 0 ? { code: 'repeated_credential' } : only.check(ctx)
  }
}
