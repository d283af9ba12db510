import { cpus } from 'node:os'
import type { Case } from './cases.js'
import type { Measured } from './measure.js'
import { describePinning, type Pinning } from './pinning.js'
import type { Run, RunOptions } from './run.js'
import { quantile, ratios, type Summary, summarize } from './statistics.js'

/** Where and how something was measured. */
export interface Environment {
  node: string
  cpu: string
  cores: number
  /** What else is to be known of how. */
  conditions: string
  date: string
}

export interface CaseResult {
  name: string
  /** The name of the case that the ratios are taken against, round by round. */
  against: string | undefined
  requestsPerSecond: Summary
  /** User and system time of the server. */
  cpuUs: Summary
  cpuRatio: Summary | undefined
  requestsPerSecondRatio: Summary | undefined
  /** Over every answer of every round, at `offeredPerSecond` requests a second. */
  p50Ms: number
  p99Ms: number
  offeredPerSecond: number
}

export interface Results {
  environment: Environment
  /** How often the servers were started anew, and how many rounds each set of them had. */
  sets: number
  rounds: number
  sliceMs: number
  sizes: readonly number[]
  /** How many cores other programs kept busy meanwhile. */
  otherCores: number
  cases: CaseResult[]
  /** CPU time while next to nothing is asked, in milliseconds a second. */
  beside: { name: string; msPerSecond: number }[]
  memory: { server: string; idleMiB: number; warmMiB: number; endMiB: number }[]
  startUps: { stored: number; listeningMs: Summary; answeredMs: Summary; residentMiB: number | undefined }[]
  answers: { right: number; wrong: number }
  uses: number
  failures: string[]
}

export function describeEnvironment(pinning: Pinning | undefined): Environment {
  const processors = cpus()
  return {
    node: process.versions.node,
    cpu: processors[0]?.model ?? 'unknown processor',
    cores: processors.length,
    conditions: describePinning(pinning),
    date: `${new Date().toISOString().slice(0, 16)}Z`,
  }
}

export function summarizeRun(run: Run, options: RunOptions, environment: Environment): Results {
  const { sets, rounds, sliceMs, sizes } = options
  const { otherCores, answers, uses, failures } = run
  return {
    environment,
    sets,
    rounds,
    sliceMs,
    sizes,
    otherCores,
    cases: run.cases.map(({ one, measured }) => summarizeCase(one, measured)),
    memory: [...run.memory].map(([server, { idle, warm, end }]) => {
      return { server, idleMiB: mebibytes(idle), warmMiB: mebibytes(warm), endMiB: mebibytes(end) }
    }),
    beside: [...run.beside].map(([name, values]) => ({ name, msPerSecond: quantile(values, 0.5) / 1000 })),
    startUps: [...run.startUps].map(([stored, starts]) => {
      const resident = starts.flatMap(({ residentBytes }) => residentBytes ?? [])
      return {
        stored,
        listeningMs: summarize(starts.map(({ listeningMs }) => listeningMs)),
        answeredMs: summarize(starts.map(({ answeredMs }) => answeredMs)),
        residentMiB: resident.length === 0 ? undefined : mebibytes(quantile(resident, 0.5)),
      }
    }),
    answers,
    uses,
    failures,
  }
}

export function summarizeCase(one: Case, measured: Measured): CaseResult {
  const { name, baseline: against, perSecond: offeredPerSecond } = one
  const { perSecond, cpuUs, baseline, latenciesMs } = measured
  return {
    name,
    against,
    requestsPerSecond: summarize(perSecond),
    cpuUs: summarize(cpuUs),
    cpuRatio: against === undefined ? undefined : summarize(ratios(cpuUs, baseline.cpuUs)),
    requestsPerSecondRatio: against === undefined ? undefined : summarize(ratios(perSecond, baseline.perSecond)),
    p50Ms: quantile(latenciesMs, 0.5),
    p99Ms: quantile(latenciesMs, 0.99),
    offeredPerSecond,
  }
}

export function mebibytes(bytes: number): number {
  return bytes / 2 ** 20
}
