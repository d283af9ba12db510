import { setTimeout as sleep } from 'node:timers/promises'
import { SimpleSecurityError } from '../errors.js'
import type { UsageIncrement, UsageStore } from './usage-store.js'

/** How often counts are written: what a kill -9 can lose is at most this much traffic and one write's duration. */
const flushIntervalMs = 500
const retryMs = 100

export interface UsageRecorder {
  /**
   * Counts one use of a key. Costs a map access; writes nothing.
   * @throws SimpleSecurityError `database_unavailable` once closed: a use that cannot be counted must not be allowed
   */
  record(keyId: string, at: number): void
  /** Resolves once everything that was recorded before the call is written; rejects when it cannot be. */
  flush(): Promise<void>
  /**
   * The last flush, tried again until it succeeds or the time is over.
   * @param deadline in milliseconds of `performance.now()`
   */
  close(deadline: number): Promise<void>
}

const hourMs = 60 * 60 * 1000
/** How often usage is looked for that need not be kept any longer. */
const removalIntervalMs = hourMs

/**
 * Counts in memory and writes increments in batches, one batch at a time. A batch that could not be written is counted
 * again with the next one, so that an outage loses nothing.
 */
export function createUsageRecorder(parts: {
  store: UsageStore
  now: () => number
  /** For how long hourly usage is kept. */
  retentionMs: number
  onFlushError: (error: unknown) => void
}): UsageRecorder {
  const { store, now, retentionMs, onFlushError } = parts
  let pending = new Map<string, UsageIncrement>()
  let removedAt = Number.NEGATIVE_INFINITY
  let writing: Promise<void> = Promise.resolve()
  let isClosed = false
  let timer: NodeJS.Timeout | undefined

  function add({ keyId, hour, queries, latestQueryAt }: UsageIncrement): void {
    const id = `${keyId} ${hour}`
    const usage = pending.get(id)
    if (usage === undefined) {
      pending.set(id, { keyId, hour, queries, latestQueryAt })
    } else {
      usage.queries += queries
      usage.latestQueryAt = Math.max(usage.latestQueryAt, latestQueryAt)
    }
  }

  function schedule(): void {
    if (isClosed) return
    timer ??= setTimeout(() => {
      timer = undefined
      flush().catch(onFlushError)
    }, flushIntervalMs)
  }

  async function writePending(): Promise<void> {
    if (pending.size === 0) return
    const batch = pending
    pending = new Map()
    try {
      await store.addUsage([...batch.values()])
    } catch (error) {
      for (const usage of batch.values()) add(usage)
      schedule()
      throw error
    }
    await removeOld()
  }

  // Together with a flush, so that a process in which nothing happens writes nothing. What stays behind for longer than it
  // must does no harm, and the counts are written already: a failure is only told.
  async function removeOld(): Promise<void> {
    if (now() - removedAt < removalIntervalMs) return
    removedAt = now()
    // An hour is kept as long as any of it is not too old.
    await store.removeUsage(hourOf(now() - retentionMs)).catch(onFlushError)
  }

  function flush(): Promise<void> {
    writing = writing.catch(() => {}).then(writePending)
    return writing
  }

  return {
    record(keyId, at) {
      if (isClosed) throw new SimpleSecurityError('database_unavailable', 'The instance is closed.')
      add({ keyId, hour: hourOf(at), queries: 1, latestQueryAt: at })
      schedule()
    },
    flush,
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
