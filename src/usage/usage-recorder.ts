import { setTimeout as sleep } from 'node:timers/promises'
import { SimpleSecurityError } from '../errors.js'
import type { UsageStore } from './usage-store.js'

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

interface Usage {
  queries: number
  latestQueryAt: number
}

/**
 * Counts in memory and writes increments in batches, one batch at a time. A batch that could not be written is counted
 * again with the next one, so that an outage loses nothing.
 */
export function createUsageRecorder(parts: {
  store: UsageStore
  onFlushError: (error: unknown) => void
}): UsageRecorder {
  const { store, onFlushError } = parts
  let pending = new Map<string, Usage>()
  let writing: Promise<void> = Promise.resolve()
  let isClosed = false
  let timer: NodeJS.Timeout | undefined

  function add(keyId: string, queries: number, at: number): void {
    const usage = pending.get(keyId)
    if (usage === undefined) {
      pending.set(keyId, { queries, latestQueryAt: at })
    } else {
      usage.queries += queries
      usage.latestQueryAt = Math.max(usage.latestQueryAt, at)
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
      await store.addUsage([...batch].map(([keyId, usage]) => ({ keyId, ...usage })))
    } catch (error) {
      for (const [keyId, usage] of batch) add(keyId, usage.queries, usage.latestQueryAt)
      schedule()
      throw error
    }
  }

  function flush(): Promise<void> {
    writing = writing.catch(() => {}).then(writePending)
    return writing
  }

  return {
    record(keyId, at) {
      if (isClosed) throw new SimpleSecurityError('database_unavailable', 'The instance is closed.')
      add(keyId, 1, at)
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
