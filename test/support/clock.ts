export interface Clock {
  now: () => number
  advance(ms: number): void
}

export const secondMs = 1000
export const dayMs = 24 * 60 * 60 * secondMs

/** A time that moves only when a test says so. */
export function createClock(start = '2026-01-01T00:00:00Z'): Clock {
  let time = Date.parse(start)
  return {
    now: () => time,
    advance(ms) {
      time += ms
    },
  }
}
