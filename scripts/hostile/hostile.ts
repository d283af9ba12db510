import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { startPostgres } from '../../test/support/postgres-server.js'
import { builtCli, createWorkplace, root, type Workplace } from '../bench/workplace.js'
import { examplesVariable, type Finding, findingsVariable, reportFindings, seedVariable } from './findings.js'
import { type FuzzingOptions, fuzz } from './fuzzing.js'

// `npm run test:hostile [-- PART-OF-A-PATH …]`: everything in test/hostile, requests that are made up from the document, and
// a table of what was tried and what held. It starts a PostgreSQL, unless TEST_POSTGRES_URL names one; MySQL and MariaDB are
// attacked where TEST_MYSQL_URL names one.
const wrongUse = 2
const fuzzing = 'fuzzing'

const command = new Command('test:hostile')
  .description('attacks on the stand-alone server and on what reads its input')
  .argument(
    '[parts...]',
    `only test files of test/hostile with one of these in their path; "${fuzzing}" is the fuzzing`,
    [],
  )
  .option('--without-fuzzing', 'leave it out')
  .option('--examples <number>', 'how many requests are made up for each operation', readWhole, 1_000)
  .option('--seed <number>', 'what they are made up from', readWhole, 1)
  .helpOption('--help', 'show this help')
  .exitOverride()
  .action(run)

try {
  await command.parseAsync()
} catch (error) {
  // Commander has said what is wrong by itself.
  if (!(error instanceof CommanderError)) throw error
  process.exitCode = error.exitCode === 0 ? 0 : wrongUse
}

interface Options extends FuzzingOptions {
  withoutFuzzing?: boolean
}

async function run(parts: readonly string[], options: Options): Promise<void> {
  const files = readdirSync(join(root, 'test/hostile'), { encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join('test/hostile', file))
    .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)))
    .sort()
  const isFuzzed = options.withoutFuzzing !== true && (parts.length === 0 || parts.includes(fuzzing))
  if (files.length === 0 && !isFuzzed) {
    command.error(`No test file in test/hostile has one of these in its path: ${parts.join(', ')}`)
  }
  if (!existsSync(builtCli)) throw new Error('There is nothing to test in dist/. Run npm run build first.')

  if (!process.env.TEST_MYSQL_URL) console.error('MySQL and MariaDB are not attacked: TEST_MYSQL_URL is not set.')

  const workplace = createWorkplace(undefined, 'hostile')
  const postgres = process.env.TEST_POSTGRES_URL || files.length === 0 ? undefined : await startPostgres()
  try {
    const given = { ...options, postgresUrl: postgres?.url }
    const suite = files.length > 0 ? await runSuite(workplace, files, given) : { status: 0, findings: [] }
    const findings = [...suite.findings, ...(isFuzzed ? await fuzz(workplace, options) : [])]
    console.log(`\n${await reportFindings(findings)}`)
    const doHold = findings.length > 0 && findings.every(({ tried, held }) => tried === held)
    process.exitCode = suite.status === 0 && doHold ? 0 : 1
  } finally {
    await postgres?.stop()
    workplace.close()
  }
}

function readWhole(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number above 0.')
  return Number(text)
}

async function runSuite(
  { folder }: Workplace,
  files: readonly string[],
  { examples, seed, postgresUrl }: FuzzingOptions & { postgresUrl: string | undefined },
): Promise<{ status: number; findings: Finding[] }> {
  const found = join(folder, 'findings')
  // One after the other: what is measured in one is not to be slowed by another.
  const runner = ['--import', 'tsx', '--test', '--test-concurrency=1', '--test-timeout=300000']
  const env = {
    ...process.env,
    TEST_POSTGRES_URL: process.env.TEST_POSTGRES_URL || postgresUrl,
    [findingsVariable]: found,
    [examplesVariable]: String(examples),
    [seedVariable]: String(seed),
  }
  const child = spawn(process.execPath, [...runner, ...files], { cwd: root, stdio: 'inherit', env })
  const [status] = await once(child, 'close')
  const lines = existsSync(found) ? readFileSync(found, 'utf8').split('\n').filter(Boolean) : []
  return { status: status ?? 1, findings: lines.map((line) => JSON.parse(line)) }
}
