import { cpus } from 'node:os'
import { table } from '../../src/cli/output.js'
import type { Finding } from './trial.js'

export interface DatabaseFindings {
  database: string
  elapsedS: number
  findings: Finding[]
}

export interface FleetResults {
  environment: { node: string; cpu: string; cores: number; date: string }
  short: boolean
  notTested: string[]
  databases: DatabaseFindings[]
}

export function describeEnvironment(): FleetResults['environment'] {
  const [cpu] = cpus()
  return {
    node: process.versions.node,
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    date: new Date().toISOString().slice(0, 10),
  }
}

export async function report({ environment, notTested, databases }: FleetResults): Promise<string> {
  const { node, cpu, cores, date } = environment
  const sections = [`node ${node} · ${cpu}, ${cores} cores · ${date}`]
  for (const { database, elapsedS, findings } of databases) {
    const head = [database.toUpperCase(), 'MEASURED', 'LIMIT', '']
    const rows = findings.map(({ promise, measured, limit, held }) => [
      promise,
      measured,
      limit,
      held ? 'held' : 'BROKEN',
    ])
    const broken = findings.filter(({ held }) => !held).length
    const sum = broken === 0 ? `all ${findings.length} held` : `${broken} of ${findings.length} broken`
    sections.push(await table(head, rows), `${database}: ${sum}, in ${Math.round(elapsedS)} s`)
  }
  return [...sections, ...notTested].join('\n\n')
}
