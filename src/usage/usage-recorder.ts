import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { SimpleSecurityError } from '../errors.js'
import type { UsageBatch, UsageIncrement, UsageStore } from './usage-store.js'

/** How often counts are written. What a kill -9 can lose is this much traffic and one write's duration: below a second. */
const flushIntervalMs = 800
const retryMs = 100
const hourMs = 60 * 60 * 1000
/** How often usage is looked for that need not be kept any longer. */
const removalIntervalMs = hourMs

/** The uses of one key in one hour that are not written yet: none of them most of the time for most keys. */
export interface UsageCounter {
  readonly keyId: string
  /** When the hour began. */
  hour: number
  queries: number
  latestQueryAt: number
}

/** How far writing is behind counting. */
export interface UsageProgress {
  /** Counters that are not written yet, one for a key and an hour. */
  pendingCounters: number
  /** Age of the oldest use that is not written yet; 0 where all are. */
  lagMs: number
  /** Attempts to write a batch, since the start, and those of them that failed. */
  flushes: number
  failures: number
}

export interface UsageRecorder {
  /** The counter of a key, to be kept by who counts: finding it costs more than counting. */
  counterOf(keyId: string): UsageCounter
  /**
   * Counts one use. Writes nothing, and allocates nothing.
   * @param at milliseconds since 1970-01-01T00:00:00Z
   * @throws SimpleSecurityError `database_unavailable` once closed: a use that cannot be counted must not be allowed
   */
  count(counter: UsageCounter, at: number): void
  /** Resolves once everything that was counted before the call is written; rejects when it cannot be. */
  flush(): Promise<void>
  progress(): UsageProgress
  /**
   * The last flush, tried again until it succeeds or the time is over.
   * @param deadline in milliseconds of `performance.now()`
   */
  close(deadline: number): Promise<void>
}

/**
 * Counts in memory, one counter for each key, and writes increments in batches, one batch at a time. A batch of which it is
 * not known whether it was written is sent again as it was, under its own number, so that an outage neither loses a use nor
 * counts one twice. What waits in memory grows with the number of keys in use, not with that of requests.
 */
export function createUsageRecorder(parts: {
  store: UsageStore
  now: () => number
  /** For how long hourly usage is kept. */
  retentionMs: number
  onFlushError: (error: unknown) => void
}): UsageRecorder {
  const { store, now, retentionMs, onFlushError } = parts
  const recorder = randomUUID()
  /** The counters that are not at zero. */
  const pending = new Map<string, UsageCounter>()
  /** Of hours that are over for the counters of their keys. */
  let endedHours: UsageIncrement[] = []
  let unwritten: UsageBatch | undefined
  /** When the first use of what is pending was, and of the batch. */
  let pendingSince = 0
  let unwrittenSince = 0
  let batches = 0
  let flushes = 0
  let failures = 0
  let removedAt = Number.NEGATIVE_INFINITY
  let writing: Promise<void> = Promise.resolve()
  let queued: Promise<void> | undefined
  let isClosed = false
  let timer: NodeJS.Timeout | undefined

  function schedule(): void {
    if (isClosed) return
    timer ??= setTimeout(() => {
      timer = undefined
      flush().catch(onFlushError)
    }, flushIntervalMs)
  }

  // Several secrets of a key have counters of their own: only one of them is pending, and the others count on it.
  function begin(counter: UsageCounter, at: number): UsageCounter {
    const known = pending.get(counter.keyId)
    if (known !== undefined) return known
    if (pending.size === 0) pendingSince = at
    counter.hour = hourOf(at)
    pending.set(counter.keyId, counter)
    schedule()
    return counter
  }

  // A clock that is set back can bring an hour again: the increments of one hour are added up in the batch.
  function changeHour(counter: UsageCounter, at: number): void {
    endedHours.push({ ...counter })
    counter.queries = 0
    counter.hour = hourOf(at)
  }

  function takeBatch(): UsageBatch | undefined {
    if (pending.size === 0) return undefined
    const increments = new Map<string, UsageIncrement>()
    for (const increment of [...endedHours, ...pending.values()]) {
      const { keyId, hour, queries, latestQueryAt } = increment
      const sum = increments.get(`${keyId} ${hour}`)
      if (sum === undefined) increments.set(`${keyId} ${hour}`, { keyId, hour, queries, latestQueryAt })
      else {
        sum.queries += queries
        sum.latestQueryAt = Math.max(sum.latestQueryAt, latestQueryAt)
      }
    }
    for (const counter of pending.values()) counter.queries = 0
    pending.clear()
    endedHours = []
    unwrittenSince = pendingSince
    batches += 1
    return { recorder, number: batches, at: now(), increments: [...increments.values()] }
  }

  async function writeOut(): Promise<void> {
    const isRepeated = unwritten !== undefined
    unwritten ??= takeBatch()
    if (unwritten === undefined) return
    flushes += 1
    try {
      await store.addUsage(unwritten)
    } catch (error) {
      failures += 1
      schedule()
      throw error
    }
    unwritten = undefined
    if (isRepeated) await writeOut()
    else await removeOld()
  }

  // Together with a flush, so that a process in which nothing happens writes nothing. What stays behind for longer than it
  // must does no harm, and the counts are written already: a failure is only told.
  async function removeOld(): Promise<void> {
    // Absolute, for a clock that was set back.
    if (Math.abs(now() - removedAt) < removalIntervalMs) return
    removedAt = now()
    // An hour is kept as long as any of it is not too old.
    await store.removeUsage(hourOf(now() - retentionMs)).catch(onFlushError)
  }

  // One that has not begun yet writes all that is counted until then. Were each call to have its own, those of an outage would
  // wait in a line that grows for as long as it lasts.
  function flush(): Promise<void> {
    queued ??= writing
      .catch(() => {})
      .then(() => {
        queued = undefined
        return writeOut()
      })
    writing = queued
    return queued
  }

  return {
    counterOf: (keyId) => pending.get(keyId) ?? { keyId, hour: 0, queries: 0, latestQueryAt: 0 },

    count(counter, at) {
      if (isClosed) throw new SimpleSecurityError('database_unavailable', 'The instance is closed.')
      const counting = counter.queries === 0 ? begin(counter, at) : counter
      if (at < counting.hour || at >= counting.hour + hourMs) changeHour(counting, at)
      counting.queries += 1
      if (at > counting.latestQueryAt) counting.latestQueryAt = at
    },

    flush,

    progress() {
      const isBehind = unwritten !== undefined || pending.size > 0
      return {
        pendingCounters: pending.size + endedHours.length + (unwritten?.increments.length ?? 0),
        // A clock that was set back makes nothing younger than new.
        lagMs: isBehind ? Math.max(0, now() - (unwritten === undefined ? pendingSince : unwrittenSince)) : 0,
        flushes,
        failures,
      }
    },

    async close(deadline) {
      isClosed = true
      clearTimeout(timer)
      for (;;) {
        try {
          return await flush()
        } catch (error) {
          if (performance.now() > deadline) throw error
          await sleep(retryMs)
        }
      }
    },
  }
}

function hourOf(time: number): number {
  return Math.floor(time / hourMs) * hourMs
}
