import { isAcceptableKey } from '../credentials/brought-in-key.js'
import { digestKey } from '../credentials/digest.js'
import { missingScopes } from '../credentials/scopes.js'
import type { ApiKey } from '../keys/api-key.js'
import type { UsageCounter, UsageRecorder } from '../usage/usage-recorder.js'
import type { DecisionCache } from './decision-cache.js'
import type { RevisionWatch } from './revision-watch.js'
import type { FoundSecret } from './secret-lookup.js'

/** Unknown, malformed, revoked and expired keys are not told apart, so that nothing is learned from trying. */
export type Verification =
  | {
      ok: true
      key: ApiKey
      /** When the key stops working, in the last fifth of its life and in the overlap of a rotation. */
      endsSoon: Date | undefined
    }
  | { ok: false; code: 'invalid_api_key' }
  | { ok: false; code: 'insufficient_scope'; keyId: string; missing: readonly string[] }

const refused: Verification = Object.freeze({ ok: false, code: 'invalid_api_key' })
const noScopes: readonly string[] = Object.freeze([])

export interface VerifyOptions {
  /** What the key must have been given, each of them, itself or by a wildcard. */
  scopes?: readonly string[]
}

/** Decides whether a key is good. The promise is rejected only when the database cannot be asked. */
export type Verify = (key: string, options?: VerifyOptions) => Promise<Verification>

/**
 * Decides at once where all that is needed is in memory, and else by a promise, which is rejected only when the database
 * cannot be asked.
 * @throws SimpleSecurityError `database_unavailable` when the instance is closed
 */
export type Decide = (key: string, requiredScopes: readonly string[]) => Verification | Promise<Verification>

/** A key that was found, with all that every request checks, parsed once. */
export interface KeyDecision {
  readonly keyId: string
  /** Milliseconds since 1970-01-01T00:00:00Z; Infinity when neither the key nor this secret of it ends by itself. */
  readonly endsAt: number
  readonly warnFrom: number
  readonly counter: UsageCounter
  /** The answer for as long as there is nothing to warn of. */
  readonly allowed: Verification & { ok: true }
}

/** @returns null for a key that was revoked */
export function decisionOf(found: FoundSecret, counterOf: UsageRecorder['counterOf']): KeyDecision | null {
  const { key, revoked, endsAt, warnFrom } = found
  if (revoked) return null
  const allowed = Object.freeze({ ok: true as const, key, endsSoon: undefined })
  return { keyId: key.id, endsAt, warnFrom, counter: counterOf(key.id), allowed }
}

export function createVerifier(parts: {
  decisions: Pick<DecisionCache<KeyDecision>, 'get' | 'load'>
  watch: Pick<RevisionWatch, 'isCurrent' | 'refresh'>
  now: () => number
  /** Called once for each use of a key that is allowed. */
  count: (counter: UsageCounter, at: number) => void
}): Decide {
  const { decisions, watch, now, count } = parts

  function judge(decision: KeyDecision | null, at: number, requiredScopes: readonly string[]): Verification {
    if (decision === null || at >= decision.endsAt) return refused
    const { allowed } = decision
    if (requiredScopes.length > 0) {
      const missing = missingScopes(allowed.key.scopes, requiredScopes)
      if (missing.length > 0) return { ok: false, code: 'insufficient_scope', keyId: decision.keyId, missing }
    }
    count(decision.counter, at)
    return at >= decision.warnFrom ? { ...allowed, endsSoon: new Date(decision.endsAt) } : allowed
  }

  async function decideLater(digest: string, requiredScopes: readonly string[]): Promise<Verification> {
    if (!watch.isCurrent(now())) await watch.refresh()
    const known = decisions.get(digest, now())
    const decision = known === undefined ? await decisions.load(digest) : known
    return judge(decision, now(), requiredScopes)
  }

  return (key, requiredScopes) => {
    // What could never have been stored ends here, without a digest and a query: typos of generated keys above all.
    if (!isAcceptableKey(key)) return refused
    const digest = digestKey(key)
    const at = now()
    if (watch.isCurrent(at)) {
      const known = decisions.get(digest, at)
      if (known !== undefined) return judge(known, at, requiredScopes)
    }
    return decideLater(digest, requiredScopes)
  }
}

/** The same for callers who need no answer at once. */
export function createVerify(decide: Decide): Verify {
  return async (key, { scopes = noScopes } = {}) => decide(key, scopes)
}
