import { LRUCache } from 'lru-cache'

/** For how long a refusal is remembered. Changes of keys end it at once: this bounds what a change by hand can be late. */
const refusalMs = 5_000
/** A load that takes longer is not waited for by requests that come later: what it read may be older than they may see. */
const joinableMs = 500

/** What is kept of a key that a secret was found to belong to. */
export interface CachedDecision {
  readonly keyId: string
}

/** What keys that were looked for in memory were found to be, since the start. */
export interface LookupCounts {
  hits: number
  /** Known to be refused. */
  refusals: number
  /** Not in memory: the database was asked, or was being asked already. */
  misses: number
}

export interface DecisionCache<Decision extends CachedDecision> {
  /**
   * What is in memory about a digest: a decision; null when no key has it, or only one that is refused; undefined when it
   * must be loaded.
   * @param at now, in milliseconds since 1970-01-01T00:00:00Z
   */
  get(digest: string, at: number): Decision | null | undefined
  /** Asks the database, once for all who ask for the same digest meanwhile. @returns null for what is refused */
  load(digest: string): Promise<Decision | null>
  /** From here on, no request sees what was known of the key before. */
  forget(keyId: string): void
  forgetAll(): void
  readonly counts: Readonly<LookupCounts>
}

/**
 * A bounded memory of decisions, those used latest. What is refused stands apart, so that made-up keys push no good one
 * out. Nothing that was read before a change is kept after it: every change begins a generation, and a load that began in
 * an earlier one is answered to those who waited for it, and to nobody later.
 */
export function createDecisionCache<Decision extends CachedDecision>(parts: {
  load: (digest: string) => Promise<Decision | null>
  now: () => number
  maximumDecisions: number
  maximumRefusals: number
}): DecisionCache<Decision> {
  const { now, maximumDecisions, maximumRefusals } = parts
  const digestsOfKey = new Map<string, readonly string[]>()
  const decisions = new LRUCache<string, Decision>({
    max: maximumDecisions,
    dispose: (decision, digest) => {
      const others = digestsOf(decision.keyId).filter((other) => other !== digest)
      if (others.length === 0) digestsOfKey.delete(decision.keyId)
      else digestsOfKey.set(decision.keyId, others)
    },
  })
  const refusals = new LRUCache<string, { refusedAt: number }>({ max: maximumRefusals })
  const loads = new Map<string, { decision: Promise<Decision | null>; startedAt: number }>()
  const counts: LookupCounts = { hits: 0, refusals: 0, misses: 0 }
  let generation = 0

  // All secrets of a key: the former one too, in the overlap of a rotation.
  const digestsOf = (keyId: string) => digestsOfKey.get(keyId) ?? []

  // A clock that was set back makes things old, not new for longer.
  const isWithin = (time: number, at: number, limitMs: number) => at >= time && at - time < limitMs

  async function load(digest: string, startedAt: number): Promise<Decision | null> {
    const generationRead = generation
    const loading = { decision: parts.load(digest), startedAt }
    loads.set(digest, loading)
    try {
      const decision = await loading.decision
      if (generation === generationRead) keep(digest, decision, startedAt)
      return decision
    } finally {
      if (loads.get(digest) === loading) loads.delete(digest)
    }
  }

  function keep(digest: string, decision: Decision | null, readAt: number): void {
    if (decision === null) {
      refusals.set(digest, { refusedAt: readAt })
      return
    }
    decisions.set(digest, decision)
    digestsOfKey.set(decision.keyId, [...digestsOf(decision.keyId), digest])
  }

  function beginGeneration(): void {
    generation += 1
    loads.clear()
    // Which key a refusal is about is not known: it may have been made or renewed by the change.
    refusals.clear()
  }

  return {
    get(digest, at) {
      const decision = decisions.get(digest)
      if (decision !== undefined) {
        counts.hits += 1
        return decision
      }
      const refusal = refusals.get(digest)
      if (refusal === undefined || !isWithin(refusal.refusedAt, at, refusalMs)) return undefined
      counts.refusals += 1
      return null
    },

    load(digest) {
      counts.misses += 1
      const startedAt = now()
      const loading = loads.get(digest)
      return loading !== undefined && isWithin(loading.startedAt, startedAt, joinableMs)
        ? loading.decision
        : load(digest, startedAt)
    },

    forget(keyId) {
      beginGeneration()
      for (const digest of digestsOf(keyId)) decisions.delete(digest)
    },

    forgetAll() {
      beginGeneration()
      decisions.clear()
    },

    counts,
  }
}
