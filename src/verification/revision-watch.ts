import { isSimpleSecurityError } from '../errors.js'
import type { ChangeFeed } from './change-feed.js'

/** What was known to be true this long ago may be gone by: below the second in which a change must be seen everywhere. */
const freshMs = 950

export interface RevisionWatch {
  /** Whether a request may go by what is in memory. @param at milliseconds since 1970-01-01T00:00:00Z */
  isCurrent(at: number): boolean
  /**
   * Looks for changes now, so that a request may go by what is in memory afterwards.
   * @throws SimpleSecurityError `database_unavailable` when it is too old to go by
   */
  refresh(): Promise<void>
  /** For how long what is in memory has not been confirmed, in milliseconds; 0 before the first time, when nothing is. */
  ageMs(): number
  close(): void
}

/**
 * Keeps what is in memory as new as it must be: looks for changes at intervals, from the first request on, and says what
 * changed. While the database cannot be reached, what is known goes on to hold for a bounded time.
 */
export function createRevisionWatch(parts: {
  feed: ChangeFeed
  now: () => number
  /** How often the database is asked whether another process changed a key. */
  pollIntervalMs: number
  /** For how long what is known outlives the database. */
  outageGraceMs: number
  /** Called with the keys that changed; with undefined when any may have. */
  onChange: (keyIds: readonly string[] | undefined) => void
}): RevisionWatch {
  const { feed, now, pollIntervalMs, outageGraceMs, onChange } = parts
  let revision: number | undefined
  /** When everything that is in memory was known to be true. */
  let confirmedAt = Number.NEGATIVE_INFINITY
  let isAway = false
  let isClosed = false
  let polling: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let fresh = createTimeLimit(freshMs)
  let grace = createTimeLimit(outageGraceMs)

  // A clock that was set back makes what is known old. Nor can it make that new for longer: timers, which it does not move, end
  // it too.
  function isCurrent(at: number): boolean {
    const age = Math.abs(at - confirmedAt)
    return (age < freshMs && !fresh.isOver()) || (isAway && age < outageGraceMs && !grace.isOver())
  }

  async function look(): Promise<void> {
    const startedAt = now()
    const [freshNext, graceNext] = [createTimeLimit(freshMs), createTimeLimit(outageGraceMs)]
    try {
      const changes = await feed.changesAfter(revision)
      revision = changes.revision
      if (changes.keyIds === undefined || changes.keyIds.length > 0) onChange(changes.keyIds)
      fresh = freshNext
      grace = graceNext
      confirmedAt = startedAt
      isAway = false
    } catch (error) {
      isAway = isSimpleSecurityError(error, 'database_unavailable')
      throw error
    }
  }

  function poll(): Promise<void> {
    clearTimeout(timer)
    polling ??= look().finally(() => {
      polling = undefined
      if (isClosed) return
      // Its failure is that of the requests that need it, and is told to them.
      timer = setTimeout(() => poll().catch(() => {}), pollIntervalMs).unref()
    })
    return polling
  }

  return {
    isCurrent,

    async refresh() {
      // One under way began before this request: it is enough when it did so just now.
      for (const attempt of polling === undefined ? [poll] : [poll, poll]) {
        try {
          await attempt()
        } catch (error) {
          if (!isCurrent(now())) throw error
        }
        if (isCurrent(now())) return
      }
    },

    // Of a clock that was set back, too, as far as what is in memory goes by it.
    ageMs: () => (confirmedAt === Number.NEGATIVE_INFINITY ? 0 : Math.abs(now() - confirmedAt)),

    close() {
      isClosed = true
      clearTimeout(timer)
    },
  }
}

/** A time that passes whatever the clock is set to. */
function createTimeLimit(ms: number): { isOver(): boolean } {
  let isOver = false
  setTimeout(() => {
    isOver = true
  }, ms).unref()
  return { isOver: () => isOver }
}
