import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtCli, createWorkplace, root, type Workplace } from '../bench/workplace.js'
import { type Finding, findingsVariable, reportFindings } from './findings.js'

// `npm run test:hostile [-- PART-OF-A-PATH …]`: everything in test/hostile, and a table of what was tried and what held.
const parts = process.argv.slice(2)
const files = readdirSync(join(root, 'test/hostile'), { encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => join('test/hostile', file))
  .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)))
  .sort()
if (files.length === 0) {
  process.stderr.write(`No test file in test/hostile has one of these in its path: ${parts.join(', ')}\n`)
  process.exit(2)
}
if (!existsSync(builtCli)) throw new Error('There is nothing to test in dist/. Run npm run build first.')

const workplace = createWorkplace(undefined, 'hostile')
try {
  const { status, findings } = await runSuite(workplace)
  console.log(`\n${await reportFindings(findings)}`)
  const doHold = findings.length > 0 && findings.every(({ tried, held }) => tried === held)
  process.exitCode = status === 0 && doHold ? 0 : 1
} finally {
  workplace.close()
}

async function runSuite({ folder }: Workplace): Promise<{ status: number; findings: Finding[] }> {
  const found = join(folder, 'findings')
  // One after the other: what is measured in one is not to be slowed by another.
  const runner = ['--import', 'tsx', '--test', '--test-concurrency=1', '--test-timeout=300000']
  const env = { ...process.env, [findingsVariable]: found }
  const child = spawn(process.execPath, [...runner, ...files], { cwd: root, stdio: 'inherit', env })
  const [status] = await once(child, 'close')
  const lines = existsSync(found) ? readFileSync(found, 'utf8').split('\n').filter(Boolean) : []
  return { status: status ?? 1, findings: lines.map((line) => JSON.parse(line)) }
}
