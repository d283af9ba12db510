import { connect, type Socket } from 'node:net'
import type { TestContext } from 'node:test'

/** Sends a request and resolves with the milliseconds until its answer, which is a JSON object, is there. */
export type Stopwatch = (bytes: string) => Promise<number>

/** A connection that is kept alive, on which answers are waited for one after the other. */
export async function openStopwatch(t: TestContext, url: string): Promise<Stopwatch> {
  const socket: Socket = connect(Number(new URL(url).port), '127.0.0.1')
  t.after(() => socket.destroy())
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  socket.setNoDelay(true).setEncoding('latin1')
  return (bytes) =>
    new Promise((resolve, reject) => {
      let received = ''
      const take = (text: string) => {
        received += text
        if (!/\r\n\r\n\{.*\}$/.test(received)) return
        const ms = performance.now() - startedAt
        socket.off('data', take).off('error', reject)
        if (received.startsWith('HTTP/1.1 403 ')) resolve(ms)
        else reject(new Error(received))
      }
      socket.on('data', take).once('error', reject)
      const startedAt = performance.now()
      socket.write(bytes)
    })
}

/** Asks for both by turns, which of the two is first being left to chance, and tells how far apart they are. */
export async function compareTimes(
  ask: Stopwatch,
  pairs: Iterable<readonly [one: string, other: string]>,
): Promise<string> {
  const times: [one: number[], other: number[]] = [[], []]
  for (const pair of pairs) {
    const first = Math.random() < 0.5 ? 0 : 1
    for (const which of first === 0 ? ([0, 1] as const) : ([1, 0] as const)) times[which].push(await ask(pair[which]))
  }
  const [one, other] = times.map(quickest) as [number[], number[]]
  const microseconds = (ms: number) => `${(ms * 1000).toFixed(1)} µs`
  const [median, otherMedian] = [medianOf(one), medianOf(other)]
  return (
    `${times[0].length} of each, medians ${microseconds(median)} and ${microseconds(otherMedian)}, ` +
    `${microseconds(otherMedian - median)} apart; Welch's t of the quickest nine tenths ${welch(one, other).toFixed(2)}`
  )
}

// What a busy machine held up says nothing about what was asked.
function quickest(times: number[]): number[] {
  return times.sort((one, other) => one - other).slice(0, Math.ceil(times.length * 0.9))
}

function medianOf(sorted: readonly number[]): number {
  return sorted[sorted.length >> 1] ?? Number.NaN
}

/** https://doi.org/10.1093/biomet/34.1-2.28: beyond ±4.5, a difference in the mean is commonly taken for real. */
function welch(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [momentsOf(one), momentsOf(other)]
  return (b.mean - a.mean) / Math.sqrt(a.variance / one.length + b.variance / other.length)
}

function momentsOf(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, variance: squares / (values.length - 1) }
}
