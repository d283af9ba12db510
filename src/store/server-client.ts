import { setTimeout as sleep } from 'node:timers/promises'
import type { Knex } from 'knex'
import type { Meaning } from './database.js'
import { beginningWith } from './transactions.js'

// A caller must be told within 2 s that the database is away: it may wait for a connection, then for an answer, then for
// whether the server answers anybody. By itself, knex waits for 60 s in the first of these, and for ever in the second.
export const acquireTimeoutMs = 700
const connectTimeoutMs = 650
const silentMs = 600
const aliveTimeoutMs = 400
const endTimeoutMs = 500
/** What was not used for longer may have been dropped on the way, without a word to either end: it is looked at first. */
const idleMs = 5_000

/** What differs between drivers. */
export interface Driver<Connection extends object> {
  /** What knex calls the driver. */
  module: unknown
  /** Opens a connection. `onLost` is called whenever it is found not to work any more. */
  connect(settings: object, onLost: (error: unknown) => void): { connection: Connection; opened: Promise<unknown> }
  /** Ends the session as the protocol has it. */
  end(connection: Connection): Promise<unknown>
  /** Cuts the connection off, whatever the server does. */
  abandon(connection: Connection): void
  /** Whether the server said so, so that the connection is in order. */
  isAnswer(error: unknown): boolean
  /** What an error of the server means. */
  classify(error: unknown): Meaning | undefined
  /** How a transaction begins. */
  begin: string
}

/** The connection was lost, or never made. */
export class ConnectionError extends Error {
  readonly meaning: Meaning

  constructor(code: Meaning['code'], reason: string, cause?: unknown) {
    super(reason, { cause })
    this.name = 'ConnectionError'
    this.meaning = { code, reason }
  }
}

/** Errors of the network's, by their codes in Node. Others come of settings: a certificate, a name, a protocol. */
const networkErrors = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOST|ENET|ENOENT|EMFILE|PROTOCOL_)/

interface Marked {
  openedAt: number
  usedAt: number
  lost: unknown
}

/** Of knex's client, which its types leave out. */
interface DialectClient {
  connectionSettings: object
  _driver(): unknown
  acquireRawConnection(): Promise<unknown>
  validateConnection(connection: object): unknown
  destroyRawConnection(connection: object): Promise<unknown>
  _query(connection: object, query: unknown): Promise<unknown>
}

type Wrapped<Connection> = Connection & { __knex__disposed?: unknown }

/**
 * One of knex's clients for which no server and no network can be so broken that a caller waits for long. A connection
 * that does not answer is cut off and never used again, nor is any that was opened before it.
 * @param statementMs for how long a statement may work on a server that answers others
 */
export function createServerClient<Connection extends object>(
  Dialect: typeof Knex.Client,
  driver: Driver<Connection>,
  statementMs: number,
): typeof Knex.Client {
  const marks = new WeakMap<Connection, Marked>()
  let trustedFrom = Number.NEGATIVE_INFINITY

  function lose(connection: Wrapped<Connection>, error: unknown): void {
    const mark = marks.get(connection)
    if (mark !== undefined) mark.lost ??= error
    // Knex's own mark.
    connection.__knex__disposed ??= error
  }

  async function open(settings: object, limitMs: number): Promise<Connection> {
    const { connection, opened } = driver.connect(settings, (error) => lose(connection, error))
    const now = performance.now()
    marks.set(connection, { openedAt: now, usedAt: now, lost: undefined })
    try {
      await within(limitMs, opened, 'it does not answer')
      return connection
    } catch (error) {
      driver.abandon(connection)
      throw driver.isAnswer(error) ? error : connectionError(error, 'database_unusable')
    }
  }

  async function close(connection: Connection): Promise<void> {
    const ended = driver.end(connection).catch(() => {})
    if (marks.get(connection)?.lost === undefined) await settlesWithin(endTimeoutMs, ended)
    driver.abandon(connection)
  }

  async function isAlive(settings: object): Promise<boolean> {
    try {
      const connection = await open(settings, aliveTimeoutMs)
      close(connection)
      return true
    } catch (error) {
      return driver.isAnswer(error)
    }
  }

  /** Waits for as long as the server answers others. */
  async function patiently<Result>(answer: Promise<Result>, settings: object): Promise<Result> {
    const deadline = performance.now() + statementMs
    for (;;) {
      const isThere = await settlesWithin(Math.min(silentMs, statementMs), answer)
      if (isThere) return answer
      if (performance.now() >= deadline || !(await isAlive(settings))) break
    }
    if (await settlesWithin(0, answer)) return answer
    throw new ConnectionError('database_unavailable', 'it does not answer')
  }

  class ServerClient extends (Dialect as unknown as new (settings: Knex.Config) => DialectClient) {
    override _driver() {
      return driver.module
    }

    override acquireRawConnection() {
      return open(this.connectionSettings, connectTimeoutMs)
    }

    override async validateConnection(connection: Connection) {
      const mark = marks.get(connection)
      if (mark === undefined || mark.lost !== undefined || mark.openedAt < trustedFrom) return false
      if (performance.now() - mark.usedAt < idleMs) return true
      const answer = super._query(connection, { sql: 'SELECT 1' })
      if (await settlesWithin(aliveTimeoutMs, answer)) {
        return answer.then(
          () => true,
          () => false,
        )
      }
      trustedFrom = performance.now()
      lose(connection, new ConnectionError('database_unavailable', 'it does not answer'))
      return false
    }

    override destroyRawConnection(connection: Connection) {
      return close(connection)
    }

    override async _query(connection: Connection, query: unknown) {
      const mark = marks.get(connection)
      if (mark?.lost !== undefined) throw connectionError(mark.lost, 'database_unavailable')
      try {
        const answer = await patiently(super._query(connection, query), this.connectionSettings)
        if (mark !== undefined) mark.usedAt = performance.now()
        return answer
      } catch (error) {
        if (driver.isAnswer(error)) throw error
        trustedFrom = performance.now()
        lose(connection, error)
        driver.abandon(connection)
        throw connectionError(error, 'database_unavailable')
      }
    }
  }
  return beginningWith(driver.begin, ServerClient as unknown as typeof Knex.Client)
}

/** @param otherwise what an error means that the network did not make */
function connectionError(error: unknown, otherwise: Meaning['code']): ConnectionError {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (error instanceof ConnectionError) return new ConnectionError(error.meaning.code, error.message, error)
  const isNetwork = networkErrors.test(String(code)) || /^(Connection terminated|timeout)/.test(String(message))
  return new ConnectionError(isNetwork ? 'database_unavailable' : otherwise, String(code ?? message), error)
}

async function settlesWithin(limitMs: number, work: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController()
  const settled = work.then(
    () => true,
    () => true,
  )
  const late = sleep(limitMs, false, { signal: timer.signal }).catch(() => false)
  try {
    return await Promise.race([settled, late])
  } finally {
    timer.abort()
  }
}

async function within<Result>(limitMs: number, work: Promise<Result>, reason: string): Promise<Result> {
  if (await settlesWithin(limitMs, work)) return work
  throw new ConnectionError('database_unavailable', reason)
}
