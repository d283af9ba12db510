import { setTimeout as sleep } from 'node:timers/promises'
import { startOf, storedCounts } from './databases.js'
import type { Link, Reply } from './link.js'

/** What was answered to clients that use keys. */
export interface Tally {
  sent: number
  /** When each request was answered with 200, in milliseconds of `performance.now()`. */
  answeredAt: number[]
  byKey: Map<string, { answered: number; firstPossible: number; lastPossible: number }>
  /** How many of each other status, and of those that were not answered. */
  others: Map<number | 'lost', number>
}

export function createTally(): Tally {
  return { sent: 0, answeredAt: [], byKey: new Map(), others: new Map() }
}

export interface LoadOptions {
  keys: readonly string[]
  /** Whether to go on. */
  isOn: () => boolean
  /** Requests per second on each connection; as many as there can be when left out. */
  perSecond?: number
  onReply?: (reply: Reply) => void
}

/** Uses the keys in turn until told to stop, or until the server is gone. */
export async function useKeys(link: Link, tally: Tally, { keys, isOn, perSecond, onReply }: LoadOptions) {
  const startedAt = performance.now()
  for (let number = 0; isOn(); number++) {
    if (perSecond !== undefined) {
      const due = startedAt + (number * 1000) / perSecond
      const early = due - performance.now()
      if (early > 1) await sleep(early)
    }
    const key = keys[number % keys.length] as string
    const reply = await useKey(link, tally, key)
    if (reply === undefined) return
    onReply?.(reply)
  }
}

/** One request with a key. Gives nothing when it was not answered. */
export async function useKey(link: Link, tally: Tally, key: string): Promise<Reply | undefined> {
  // The clock that the server counts with.
  const sentAt = Date.now()
  tally.sent++
  const reply = await link.ask('/secure', { key }).catch(() => undefined)
  if (reply?.status === 200) enter(tally, key, sentAt, reply.receivedAt)
  else {
    const what = reply?.status ?? 'lost'
    tally.others.set(what, (tally.others.get(what) ?? 0) + 1)
  }
  return reply
}

function enter(tally: Tally, key: string, sentAt: number, receivedAt: number): void {
  tally.answeredAt.push(receivedAt)
  const known = tally.byKey.get(key)
  if (known === undefined) {
    tally.byKey.set(key, { answered: 1, firstPossible: sentAt, lastPossible: Date.now() })
  } else {
    known.answered++
    // The latest use is no earlier than any was sent, and no later than the last was answered.
    known.firstPossible = Math.max(known.firstPossible, sentAt)
    known.lastPossible = Math.max(known.lastPossible, Date.now())
  }
}

/** The keys of which something else is written than was answered. */
export async function miscounted(url: string, tally: Tally, keys: readonly string[]): Promise<string[]> {
  const stored = await storedCounts(url)
  return keys.flatMap((key) => {
    const answered = tally.byKey.get(key)?.answered ?? 0
    const written = stored.get(startOf(key))?.queries
    return answered === written ? [] : [`${written} written of ${answered}`]
  })
}

/** For how long before its death a process lost what it had answered, so that so many are missing. */
export function lostMs(answeredAt: readonly number[], stored: number, diedAt: number): number {
  const lost = answeredAt.length - stored
  if (lost <= 0) return 0
  const first = answeredAt.toSorted((one, other) => one - other)[stored]
  // What was under way at its death can still arrive.
  return Math.max(0, diedAt - (first ?? diedAt))
}
