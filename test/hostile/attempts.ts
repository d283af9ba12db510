import assert from 'node:assert/strict'
import { appendFileSync } from 'node:fs'
import fc from 'fast-check'
import { examplesVariable, type Finding, findingsVariable, seedVariable } from '../../scripts/hostile/findings.js'

/** What the table of the run has a row for. */
export type Group =
  | 'credential confusion'
  | 'no oracle'
  | 'injection'
  | 'HTTP'
  | 'browser'
  | 'brute force'
  | 'exhaustion'
  | 'parsers'
  | 'fuzzing'
  | 'crash and corruption'
  | 'supply chain'
  | 'defaults'

/**
 * Makes every attempt, so that one run tells of all that do not hold, and enters them into the table of the run.
 * @param attempts by their names; each rejects, with an assertion that says why, where it does not hold
 */
export async function attempt(
  group: Group,
  attempts: Iterable<readonly [name: string, make: () => void | Promise<void>]>,
): Promise<void> {
  const failures: string[] = []
  let tried = 0
  for (const [name, make] of attempts) {
    tried++
    try {
      await make()
    } catch (error) {
      failures.push(`${name}: ${(error as Error).message}`)
    }
  }
  conclude(group, tried, failures)
}

/** How many examples a property of what reads input is tried with: a multiple of what `--examples` says. */
const examples = 5 * Number(process.env[examplesVariable] ?? 1_000)
const seed = Number(process.env[seedVariable] ?? 1)

/**
 * Tries each property with many examples, and enters the examples into the table of the run.
 * @param properties by their names, with what part of the usual number of examples is enough where one takes long
 */
export async function attemptProperties(
  group: Group,
  properties: Iterable<readonly [name: string, property: fc.IRawProperty<unknown>, share?: number]>,
): Promise<void> {
  const failures: string[] = []
  let tried = 0
  for (const [name, property, share = 1] of properties) {
    const result = await fc.check(property, { numRuns: Math.ceil(examples * share), seed })
    tried += result.numRuns
    if (result.failed) failures.push(`${name}: ${fc.defaultReportMessage(result)}`)
  }
  conclude(group, tried, failures)
}

function conclude(group: Group, tried: number, failures: readonly string[]): void {
  note({ group, tried, held: tried - failures.length })
  assert.ok(tried > 0, 'nothing was tried')
  assert.deepEqual(failures, [])
}

function note(finding: Finding & { group: Group }): void {
  const file = process.env[findingsVariable]
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(finding)}\n`)
}
