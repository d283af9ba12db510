/** For how long failures count, and for how long a sender who had too many of them must wait. */
const windowMs = 60_000
/** 200 bytes each. */
const maximumSenders = 10_000

export interface AttemptLimiter {
  /** For how many milliseconds the sender must not try again; 0 who may try. */
  waitMs(sender: string): number
  /** Notes an attempt that failed. */
  fail(sender: string): void
}

interface Failures {
  count: number
  /** When the first one was, or the one that was too many. */
  since: number
}

/**
 * Lets nobody fail more than so many times in a minute; who does waits for a minute, whatever they do meanwhile. It remembers
 * 10,000 senders. While as many have failed within a minute, all others count as one: whoever has more addresses than that gains
 * nothing by them.
 */
export function createAttemptLimiter(parts: { maximumFailures: number; now: () => number }): AttemptLimiter {
  const { maximumFailures, now } = parts
  /** In the order of their times. */
  const known = new Map<string, Failures>()
  let others: Failures = { count: 0, since: 0 }

  // A clock that is set back ends a wait rather than making it longer.
  const isOver = ({ since }: Failures) => now() >= since + windowMs || now() < since

  function isFull(): boolean {
    if (known.size < maximumSenders) return false
    for (const [sender, failures] of known) {
      if (!isOver(failures)) break
      known.delete(sender)
    }
    return known.size >= maximumSenders
  }

  function failuresOf(sender: string): Failures | undefined {
    const failures = known.get(sender) ?? (isFull() ? others : undefined)
    return failures === undefined || isOver(failures) ? undefined : failures
  }

  function begin(sender: string): Failures {
    const failures = { count: 0, since: now() }
    known.delete(sender)
    if (isFull()) others = failures
    else known.set(sender, failures)
    return failures
  }

  return {
    waitMs(sender) {
      const failures = failuresOf(sender)
      return failures === undefined || failures.count < maximumFailures ? 0 : failures.since + windowMs - now()
    },

    fail(sender) {
      const failures = failuresOf(sender) ?? begin(sender)
      failures.count += 1
      if (failures.count === maximumFailures) begin(sender).count = maximumFailures
    },
  }
}
