import { table } from '../../src/cli/output.js'

/** What was tried against a server, of one kind, and how much of it held. */
export interface Finding {
  group: string
  tried: number
  held: number
}

/** The variable that names the file to which tests add their findings, a line of JSON each. */
export const findingsVariable = 'HOSTILE_FINDINGS'
/** The variables that tell tests what `--examples` and `--seed` say. */
export const examplesVariable = 'HOSTILE_EXAMPLES'
export const seedVariable = 'HOSTILE_SEED'

/** One row for each group, in the order in which they first came. */
export function reportFindings(findings: readonly Finding[]): Promise<string> {
  const groups = [...new Set(findings.map(({ group }) => group))]
  const sum = (group: string, member: 'tried' | 'held') =>
    findings.filter((one) => one.group === group).reduce((total, one) => total + one[member], 0)
  const rows = groups.map((group) => {
    const [tried, held] = [sum(group, 'tried'), sum(group, 'held')]
    return [group, tried.toLocaleString('en'), held.toLocaleString('en'), tried === held ? '' : 'DOES NOT HOLD']
  })
  return table(['CASES', 'TRIED', 'HELD', ''], rows, ['TRIED', 'HELD'])
}
