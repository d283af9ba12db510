import type { Connection, ConnectionPool } from './http-client.js'
import { type Expected, enter, type Ledger } from './ledger.js'

export interface PreparedRequest {
  bytes: Buffer
  /** The stored key that it carries, if any. */
  keyNumber: number | undefined
}

/** Where requests come from, what must be answered to them, and where that is entered. */
export interface Requests {
  next(): PreparedRequest
  expected: Expected
  ledger: Ledger
}

/** Each connection asks again as soon as it has its answer: what a server can do at most. */
export async function closedLoop(
  pool: ConnectionPool,
  { next, expected, ledger }: Requests,
  limit: { ms?: number; requests?: number },
): Promise<{ answers: number; elapsedMs: number }> {
  const { ms = Number.POSITIVE_INFINITY, requests = Number.POSITIVE_INFINITY } = limit
  const start = performance.now()
  let asked = 0
  const run = (connection: Connection) =>
    new Promise<void>((resolve) => {
      let request: PreparedRequest
      const ask = () => {
        if (asked >= requests || performance.now() - start >= ms) return resolve()
        asked++
        request = next()
        connection.exchange(request.bytes, (answer) => {
          enter(ledger, answer, expected, request.keyNumber)
          ask()
        })
      }
      ask()
    })
  await Promise.race([Promise.all(pool.connections.map(run)), pool.failed])
  return { answers: asked, elapsedMs: performance.now() - start }
}

/**
 * Asks at a fixed rate, however slowly the server answers: what independent users see. Each latency, in milliseconds, is
 * taken from the time at which the request was due, so that one that had to wait for a connection behind a stall shows it.
 */
export async function openLoop(
  pool: ConnectionPool,
  { next, expected, ledger }: Requests,
  { perSecond, ms }: { perSecond: number; ms: number },
): Promise<number[]> {
  const latencies: number[] = []
  const idle = [...pool.connections]
  const total = Math.round((perSecond * ms) / 1000)
  const start = performance.now()
  const dueAt = (index: number) => start + (index * 1000) / perSecond
  let asked = 0
  const done = new Promise<void>((resolve) => {
    const ask = (connection: Connection) => {
      const due = dueAt(asked)
      const { bytes, keyNumber } = next()
      asked++
      connection.exchange(bytes, (answer) => {
        latencies.push(performance.now() - due)
        enter(ledger, answer, expected, keyNumber)
        idle.push(connection)
        if (latencies.length === total) resolve()
      })
    }
    // Timers are late by up to a millisecond, which is more than most answers take.
    const step = () => {
      while (asked < total && dueAt(asked) <= performance.now()) {
        const connection = idle.shift()
        if (connection === undefined) break
        ask(connection)
      }
      if (asked < total && !pool.hasFailed()) setImmediate(step)
    }
    step()
  })
  await Promise.race([done, pool.failed])
  return latencies
}
