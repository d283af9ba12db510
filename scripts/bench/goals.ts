import { firstUseOf, number } from './cases.js'
import type { Results } from './results.js'

/** What the package promises of its cost. A goal that is missed fails no run: machines differ, and share. */
export interface Goal {
  goal: string
  atMost: string
  measured: string
  met: boolean
}

export function goalsOf({ cases, sizes, startUps }: Results): Goal[] {
  const largest = sizes.at(-1) ?? 0
  const cpuRatioOf = (name: string) => cases.find((one) => one.name === name)?.cpuRatio?.median
  const empty = cpuRatioOf('empty middleware')?.toFixed(3)
  const startUp = startUps.find(({ stored }) => stored === largest)
  const goal = (text: string, atMost: number, measured: number | undefined, unit = '', note = ''): Goal[] => {
    // Not measured in this run.
    if (measured === undefined || Number.isNaN(measured)) return []
    const digits = unit === '' ? 3 : 2
    const met = measured <= atMost
    return [{ goal: text, atMost: `${atMost}${unit}`, measured: `${measured.toFixed(digits)}${unit}${note}`, met }]
  }
  return [
    ...goal('good key in the header, CPU against bare Koa', 1.05, cpuRatioOf('key in header'), '', noteOn(empty)),
    ...goal('good key in the query, CPU against bare Koa', 1.05, cpuRatioOf('key in query'), '', noteOn(empty)),
    ...goal('unknown key, CPU against bare Koa with that answer', 1.1, cpuRatioOf('unknown well-formed key')),
    ...goal(
      `first use among ${number(largest)} keys, p99`,
      2,
      cases.find(({ name }) => name === firstUseOf(largest))?.p99Ms,
      ' ms',
    ),
    ...goal(
      `good key, ${number(largest)} stored against ${number(sizes[0] ?? 0)}, CPU`,
      1.03,
      cpuRatioOf(`key in header, ${number(largest)} stored`),
    ),
    ...goal(`start with ${number(largest)} keys, until it listens`, 500, startUp?.listeningMs.median, ' ms'),
  ]
}

function noteOn(empty: string | undefined): string {
  return empty === undefined ? '' : ` (an empty middleware: ${empty})`
}
