import type { Workplace } from '../bench/workplace.js'
import type { FleetDatabase } from './databases.js'

/** One promise, and what was found of it. */
export interface Finding {
  promise: string
  measured: string
  limit: string
  held: boolean
}

/** How much of everything is done. */
export interface Sizes {
  starts: number
  killedStarts: number
  revocations: number
  renewals: number
  loads: number
  loadMs: number
  /** For how long cached keys outlive the database in the first outage, in seconds. */
  graceS: number
  /** The same in the others. */
  shortGraceS: number
  cuts: number
  writeLockMs: number
  costMs: number
  /** Requests per second and replica. */
  costRates: [low: number, high: number]
}

export const full: Sizes = {
  starts: 20,
  killedStarts: 20,
  revocations: 200,
  renewals: 20,
  loads: 3,
  loadMs: 4_500,
  graceS: 30,
  shortGraceS: 3,
  cuts: 24,
  writeLockMs: 35_000,
  costMs: 10_000,
  costRates: [100, 1_000],
}

export const short: Sizes = {
  starts: 3,
  killedStarts: 2,
  revocations: 40,
  renewals: 6,
  loads: 1,
  loadMs: 2_400,
  graceS: 3,
  shortGraceS: 3,
  cuts: 6,
  writeLockMs: 3_000,
  costMs: 4_000,
  costRates: [100, 800],
}

/** What every part of the test works with. */
export interface Trial {
  workplace: Workplace
  database: FleetDatabase
  sizes: Sizes
  note(finding: Finding): void
}
