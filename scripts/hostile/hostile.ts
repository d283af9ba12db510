import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startPostgres } from '../../test/support/postgres-server.js'
import { builtCli, createWorkplace, root, type Workplace } from '../bench/workplace.js'
import { type Finding, findingsVariable, reportFindings } from './findings.js'

// `npm run test:hostile [-- PART-OF-A-PATH …]`: everything in test/hostile, and a table of what was tried and what held.
// It starts a PostgreSQL, unless TEST_POSTGRES_URL names one; MySQL and MariaDB are attacked where TEST_MYSQL_URL names one.
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

if (!process.env.TEST_MYSQL_URL) console.error('MySQL and MariaDB are not attacked: TEST_MYSQL_URL is not set.')

const workplace = createWorkplace(undefined, 'hostile')
const postgres = process.env.TEST_POSTGRES_URL ? undefined : await startPostgres()
try {
  const { status, findings } = await runSuite(workplace)
  console.log(`\n${await reportFindings(findings)}`)
  const doHold = findings.length > 0 && findings.every(({ tried, held }) => tried === held)
  process.exitCode = status === 0 && doHold ? 0 : 1
} finally {
  await postgres?.stop()
  workplace.close()
}

async function runSuite({ folder }: Workplace): Promise<{ status: number; findings: Finding[] }> {
  const found = join(folder, 'findings')
  // One after the other: what is measured in one is not to be slowed by another.
  const runner = ['--import', 'tsx', '--test', '--test-concurrency=1', '--test-timeout=300000']
  const databases = { TEST_POSTGRES_URL: process.env.TEST_POSTGRES_URL || postgres?.url }
  const env = { ...process.env, ...databases, [findingsVariable]: found }
  const child = spawn(process.execPath, [...runner, ...files], { cwd: root, stdio: 'inherit', env })
  const [status] = await once(child, 'close')
  const lines = existsSync(found) ? readFileSync(found, 'utf8').split('\n').filter(Boolean) : []
  return { status: status ?? 1, findings: lines.map((line) => JSON.parse(line)) }
}
