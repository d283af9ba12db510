import { table } from '../../src/cli/output.js'
import { number } from './cases.js'
import { type Goal, goalsOf } from './goals.js'
import type { CaseResult, Environment, Results } from './results.js'
import type { Summary } from './statistics.js'

const absent = '–'

export async function report(results: Results): Promise<string> {
  const { environment, sets, rounds, sliceMs, otherCores, cases, beside, memory, startUps, answers, uses } = results
  const sections = [
    heading(environment),
    measuring({ sets, rounds, sliceMs, otherCores }),
    await caseTable(cases),
    await table(
      ['BESIDE REQUESTS, 10 a second', 'CPU ms/s'],
      beside.map(({ name, msPerSecond }) => [name, msPerSecond.toFixed(1)]),
      ['CPU ms/s'],
    ),
    await table(
      ['MEMORY, MiB', 'IDLE', 'WARM', 'END'],
      memory.map((one) => [one.server, ...[one.idleMiB, one.warmMiB, one.endMiB].map((size) => size.toFixed(0))]),
      ['IDLE', 'WARM', 'END'],
    ),
    startUps.every(({ listeningMs }) => Number.isNaN(listeningMs.median))
      ? undefined
      : await table(
          ['START, ms', 'LISTENING', 'QUARTILES', 'ANSWERED', 'MEMORY, MiB'],
          startUps.map((one) => [
            `${number(one.stored)} stored`,
            one.listeningMs.median.toFixed(0),
            quartiles(one.listeningMs, 0),
            one.answeredMs.median.toFixed(0),
            one.residentMiB?.toFixed(0) ?? absent,
          ]),
          ['LISTENING', 'QUARTILES', 'ANSWERED', 'MEMORY, MiB'],
        ),
    await goalTable(goalsOf(results)),
    `${number(answers.right)} right answers, ${number(answers.wrong)} wrong; ${number(uses)} uses of keys`,
  ]
  return sections.filter((section) => section !== undefined).join('\n\n')
}

export function heading({ node, cpu, cores, conditions, date }: Environment): string {
  return `node ${node} · ${cpu}, ${cores} cores · ${conditions} · ${date}`
}

/** How it was measured, and what disturbed it. */
export function measuring({ sets, rounds, sliceMs, otherCores }: Measuring): string {
  return `servers started ${sets} ×, ${rounds} rounds each time, ${sliceMs} ms for each request in 10 turns: medians, and quartiles of the ratios; other programs kept ${otherCores.toFixed(2)} cores busy`
}

type Measuring = Pick<Results, 'sets' | 'rounds' | 'sliceMs' | 'otherCores'>

export function caseTable(cases: readonly CaseResult[]): Promise<string> {
  const head = ['REQUEST', 'REQ/S', 'CPU µs', 'P50 ms', 'P99 ms', 'AT/S', 'CPU ×', 'QUARTILES', 'AGAINST']
  return table(head, cases.map(caseRow), head.slice(1, -1))
}

export function goalTable(goals: readonly Goal[]): Promise<string> {
  const head = ['GOAL', 'AT MOST', 'MEASURED', '']
  return table(head, goals.map(goalRow), head.slice(1, -1))
}

function caseRow(one: CaseResult): string[] {
  return [
    one.name,
    number(Math.round(one.requestsPerSecond.median)),
    one.cpuUs.median.toFixed(1),
    one.p50Ms.toFixed(2),
    one.p99Ms.toFixed(2),
    number(one.offeredPerSecond),
    one.cpuRatio?.median.toFixed(3) ?? absent,
    one.cpuRatio === undefined ? absent : quartiles(one.cpuRatio, 3),
    one.against ?? absent,
  ]
}

function goalRow({ goal, atMost, measured, unit, met }: Goal): string[] {
  const shown =
    unit === 'ms' ? [`${atMost} ms`, `${measured.toFixed(1)} ms`] : [`× ${atMost}`, `× ${measured.toFixed(3)}`]
  return [goal, ...shown, met ? 'met' : 'missed']
}

function quartiles({ lower, upper }: Summary, digits: number): string {
  return `${lower.toFixed(digits)}–${upper.toFixed(digits)}`
}
