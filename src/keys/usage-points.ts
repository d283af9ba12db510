import { invalidArgument } from './key-input.js'

export type UsageInterval = 'hour' | 'day'

export interface UsagePoint {
  start: Date
  queries: number
}

const hourMs = 60 * 60 * 1000
const lengthMs = { hour: hourMs, day: 24 * hourMs } as const satisfies Record<UsageInterval, number>
/** How many intervals before the end are given when no beginning is asked for. */
const usualPoints = { hour: 24, day: 30 } as const satisfies Record<UsageInterval, number>
const maximumPoints = 2_400

/** Whole intervals in UTC: from the one that `from` is in to the one before or around `to`. */
export function usageRange(
  input: { from?: Date; to?: Date; interval?: UsageInterval },
  now: number,
): { from: number; to: number; interval: UsageInterval } {
  const { interval = 'hour' } = input
  const length = lengthMs[interval]
  const floor = (time: number) => Math.floor(time / length) * length
  // Now is in the last interval; a given end is no part of it.
  const end = input.to?.getTime()
  const to = end === undefined ? floor(now) + length : Math.ceil(end / length) * length
  const begin = input.from?.getTime() ?? Math.max(0, to - usualPoints[interval] * length)
  const from = floor(begin)
  if (begin >= (end ?? to)) throw invalidArgument('from', 'must be before to')
  if ((to - from) / length > maximumPoints) {
    throw invalidArgument('from', `must be at most ${maximumPoints} intervals before to`)
  }
  return { from, to, interval }
}

/** A point for each interval of the range, those without any use included. */
export function usagePoints(
  hours: readonly { hour: number; queries: number }[],
  { from, to, interval }: { from: number; to: number; interval: UsageInterval },
): UsagePoint[] {
  const length = lengthMs[interval]
  const points = Array.from({ length: (to - from) / length }, (_, index) => ({
    start: new Date(from + index * length),
    queries: 0,
  }))
  for (const { hour, queries } of hours) {
    const point = points[Math.floor((hour - from) / length)]
    if (point !== undefined) point.queries += queries
  }
  return points
}
