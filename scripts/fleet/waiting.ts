import { setTimeout as sleep } from 'node:timers/promises'

/** Resolves with what is found, and rejects with a line that says what was not there in time. */
export async function eventually<Found>(
  what: string,
  limitMs: number,
  look: () => Found | undefined | Promise<Found | undefined>,
  everyMs = 5,
): Promise<Found> {
  const deadline = performance.now() + limitMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (performance.now() > deadline) throw new Error(`${what}: not within ${seconds(limitMs)}`)
    await sleep(everyMs)
  }
}

export async function within<Result>(what: string, limitMs: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${seconds(limitMs)}`)), limitMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

export function milliseconds(ms: number): string {
  return `${Math.round(ms).toLocaleString('en-US')} ms`
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms % 1000 === 0 ? 0 : 1)} s`
}
