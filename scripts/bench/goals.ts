import { firstUseOf, hitOf, number } from './cases.js'
import type { Results } from './results.js'

/** What the package promises of its cost. A goal that is missed fails no run: machines differ, and share. */
export interface Goal {
  goal: string
  atMost: number
  measured: number
  unit: 'times' | 'ms'
  met: boolean
}

/** Those that this run has measured. */
export function goalsOf({ cases, sizes, startUps }: Results): Goal[] {
  const [smallest = 0] = sizes
  const largest = sizes.at(-1) ?? 0
  const caseOf = (name: string) => cases.find((one) => one.name === name)
  const cpuRatioOf = (name: string) => caseOf(name)?.cpuRatio?.median
  const startUp = startUps.find(({ stored }) => stored === largest)
  return [
    ...goal('good key in the header, CPU against bare Koa', 1.05, cpuRatioOf('key in header')),
    ...goal('good key in the query, CPU against bare Koa', 1.05, cpuRatioOf('key in query')),
    ...goal('unknown key, CPU against bare Koa with that answer', 1.1, cpuRatioOf('unknown well-formed key')),
    ...goal(`first use among ${number(largest)} keys, p99`, 2, caseOf(firstUseOf(largest))?.p99Ms, 'ms'),
    ...goal(`good key, ${number(largest)} stored against ${number(smallest)}, CPU`, 1.03, cpuRatioOf(hitOf(largest))),
    ...goal(`start with ${number(largest)} keys, until it listens`, 500, startUp?.listeningMs.median, 'ms'),
  ]
}

/** None where it was not measured. */
export function goal(text: string, atMost: number, measured: number | undefined, unit: Goal['unit'] = 'times'): Goal[] {
  if (measured === undefined || Number.isNaN(measured)) return []
  return [{ goal: text, atMost, measured, unit, met: measured <= atMost }]
}
