import type { AuditEntry } from '../keys/audit.js'

/** How often it is looked whether something is to be written. */
const lookMs = 500
/** For how long a sender who was written down is not written down again. */
const intervalMs = 60_000
/** Those beyond are counted together. */
const maximumSenders = 20
const others = 'others'

export interface AttemptTrail {
  /** Notes an attempt that was refused. Writes nothing now. */
  note(sender: string, address: string | undefined): void
  /** Writes what is not written yet, where the database can be written to. Never rejects. */
  close(): Promise<void>
}

interface Attempts {
  address: string | undefined
  count: number
  /** When the first of them was. */
  at: number
  writtenAt: number | undefined
}

/**
 * Tells the audit trail of refused secrets, in the background: soon after the first one of a sender, and then once a minute for
 * as long as it goes on. Of 20 senders, that is; more of them share one event, so that nobody fills the database: it is 21
 * events in a minute at most. What cannot be written waits and is tried again, and may be there twice when only the answer of
 * the database got lost.
 */
export function createAttemptTrail(parts: {
  write: (entries: readonly AuditEntry[]) => Promise<void>
  now: () => number
  /** Told once for each time that the database cannot be written to. */
  onError: (error: unknown) => void
}): AttemptTrail {
  const { write, now, onError } = parts
  const senders = new Map<string, Attempts>()
  let isFailing = false
  let isClosed = false
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  // A clock that is set back ends the interval.
  const isQuiet = ({ writtenAt }: Attempts) =>
    writtenAt !== undefined && now() >= writtenAt && now() < writtenAt + intervalMs

  function schedule(): void {
    if (isClosed || senders.size === 0) return
    timer ??= setTimeout(() => {
      writing = writeOut([...senders.values()].filter((attempts) => !isQuiet(attempts))).then(() => {
        timer = undefined
        schedule()
      })
    }, lookMs).unref()
  }

  async function writeOut(due: readonly Attempts[]): Promise<void> {
    for (const [sender, attempts] of senders) {
      if (attempts.count === 0 && !isQuiet(attempts)) senders.delete(sender)
    }
    const taken = due.filter(({ count }) => count > 0).map((attempts) => ({ attempts, count: attempts.count }))
    if (taken.length === 0) return
    try {
      await write(taken.map(({ attempts, count }) => entryOf(attempts, count)))
      isFailing = false
    } catch (error) {
      if (!isFailing) onError(error)
      isFailing = true
      return
    }
    for (const { attempts, count } of taken) {
      attempts.writtenAt = now()
      attempts.count -= count
      attempts.at = now()
    }
  }

  return {
    note(sender, address) {
      const name = senders.has(sender) || senders.size < maximumSenders ? sender : others
      let attempts = senders.get(name)
      if (attempts === undefined) {
        attempts = { address: name === others ? undefined : address, count: 0, at: now(), writtenAt: undefined }
        senders.set(name, attempts)
      }
      if (attempts.count === 0) attempts.at = now()
      attempts.count += 1
      schedule()
    },

    async close() {
      isClosed = true
      clearTimeout(timer)
      await writing
      await writeOut([...senders.values()])
    },
  }
}

function entryOf({ address, at }: Attempts, count: number): AuditEntry {
  return {
    at,
    action: 'secret_refused',
    keyId: undefined,
    actor: { via: 'http', address },
    changes: [{ member: 'attempts', to: count }],
  }
}
