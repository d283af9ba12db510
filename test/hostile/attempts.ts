import assert from 'node:assert/strict'
import { appendFileSync } from 'node:fs'
import { type Finding, findingsVariable } from '../../scripts/hostile/findings.js'

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
  note({ group, tried, held: tried - failures.length })
  assert.ok(tried > 0, 'nothing was tried')
  assert.deepEqual(failures, [])
}

function note(finding: Finding & { group: Group }): void {
  const file = process.env[findingsVariable]
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(finding)}\n`)
}
