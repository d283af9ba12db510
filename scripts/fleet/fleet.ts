import { existsSync, rmSync } from 'node:fs'
import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { type OwnPostgres, startPostgres } from '../../test/support/postgres-server.js'
import { builtCli, createWorkplace, type Workplace } from '../bench/workplace.js'
import { changes } from './changes.js'
import { cost } from './cost.js'
import { counts } from './counts.js'
import { cutCommits } from './cuts.js'
import { type DatabaseKind, type FleetDatabase, fleetDatabases } from './databases.js'
import { outages } from './outage.js'
import { type DatabaseFindings, describeEnvironment, type FleetResults, report } from './report.js'
import { startUp } from './start-up.js'
import { type Finding, full, type Sizes, short, type Trial } from './trial.js'
import { workers } from './workers.js'
import { writeLock } from './write-lock.js'

// `npm run test:fleet`: what is promised of several processes on one database, with real ones of both, in figures.
const failed = 1
const wrongUse = 2

/** Longer than everything that is waited for in here can take: whatever hangs then is a fault of this program's. */
const limitMinutes = { short: 10, full: 45 }

const names = ['sqlite', 'postgres', 'mysql'] as const satisfies DatabaseKind[]

interface Arguments {
  short?: boolean
  json?: boolean
  only?: DatabaseKind
  part?: string
}

const everywhere = { 'start-up': startUp, changes, counts, cost, workers }
const parts: Record<DatabaseKind, Record<string, (trial: Trial) => Promise<void>>> = {
  sqlite: { ...everywhere, 'write-lock': writeLock },
  postgres: { ...everywhere, outages, 'cut-commits': cutCommits },
  mysql: { ...everywhere, outages, 'cut-commits': cutCommits },
}

const partNames = [...new Set(Object.values(parts).flatMap((some) => Object.keys(some)))]

const command = new Command('test:fleet')
  .description('what several processes on one database promise, measured on SQLite, PostgreSQL, and MySQL or MariaDB')
  .option('--short', 'less than three minutes, with fewer and shorter rounds')
  .option('--json', 'print one JSON document')
  .option('--only <database>', `one of ${names.join(', ')}`, readName)
  .option('--part <part>', `one of ${partNames.join(', ')}`, readPart)
  .helpOption('--help', 'show this help')
  .addHelpText(
    'after',
    `
PostgreSQL is started for the test unless TEST_POSTGRES_URL names one; MySQL or MariaDB is tested when TEST_MYSQL_URL
names one. The users must be allowed to make databases. Ends with 1 when a promise does not hold.`,
  )
  .allowExcessArguments(false)
  .exitOverride()
  .action(run)

try {
  await command.parseAsync()
} catch (error) {
  // Commander has said what is wrong by itself.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : wrongUse
  else fail((error as Error).message)
}

async function run({ short: isShort = false, json, only, part }: Arguments): Promise<void> {
  if (!existsSync(builtCli)) throw new Error('There is nothing to test in dist/. Run npm run build first.')
  const isWanted = (kind: DatabaseKind) => only === undefined || only === kind
  const notTested: string[] = []
  if (isWanted('mysql') && !process.env.TEST_MYSQL_URL) {
    const text = 'MySQL and MariaDB are NOT TESTED: TEST_MYSQL_URL is not set.'
    if (only === 'mysql') throw new Error(text)
    notTested.push(text)
    progress(text)
  }
  const minutes = isShort ? limitMinutes.short : limitMinutes.full
  const watchdog = setTimeout(() => {
    fail(`The test is not over after ${minutes} minutes.`)
    process.exit(failed)
  }, minutes * 60_000)
  const workplace = createWorkplace(undefined, 'fleet')
  const postgres = isWanted('postgres') ? await ownPostgres() : undefined
  try {
    const databases: DatabaseFindings[] = []
    for (const database of fleetDatabases(postgres)) {
      if (isWanted(database.kind)) databases.push(await testOn(workplace, database, isShort ? short : full, part))
    }
    const results: FleetResults = { environment: describeEnvironment(), short: isShort, notTested, databases }
    print(json ? JSON.stringify(results) : await report(results))
    const broken = databases.flatMap(({ findings }) => findings).filter(({ held }) => !held).length
    if (broken > 0) fail(`${broken} promises do not hold.`)
  } finally {
    clearTimeout(watchdog)
    await postgres?.stop()
    workplace.close()
  }
}

async function ownPostgres(): Promise<OwnPostgres | undefined> {
  if (process.env.TEST_POSTGRES_URL) return undefined
  const postgres = await startPostgres()
  process.env.TEST_POSTGRES_URL = postgres.url
  // When the test is broken off, there is no time left for an orderly stop.
  process.on('exit', () => {
    if (!existsSync(postgres.folder)) return
    try {
      for (const pid of postgres.pids()) process.kill(pid, 'SIGKILL')
    } catch {
      // It is halted just now, or ended meanwhile.
    }
    rmSync(postgres.folder, { recursive: true, force: true, maxRetries: 3 })
  })
  return postgres
}

async function testOn(
  workplace: Workplace,
  database: FleetDatabase,
  sizes: Sizes,
  only: string | undefined,
): Promise<DatabaseFindings> {
  const findings: Finding[] = []
  const note = (finding: Finding) => {
    findings.push(finding)
    if (!finding.held) progress(`BROKEN: ${finding.promise}: ${finding.measured}`)
  }
  const startedAt = performance.now()
  for (const [name, part] of Object.entries(parts[database.kind])) {
    if (only !== undefined && only !== name) continue
    progress(`${database.name}: ${name}`)
    try {
      await part({ workplace, database, sizes, note })
    } catch (error) {
      note({ promise: `${name} goes through`, measured: (error as Error).message, limit: '', held: false })
    }
  }
  return { database: database.name, elapsedS: (performance.now() - startedAt) / 1000, findings }
}

function progress(text: string): void {
  process.stderr.write(`fleet: ${text}\n`)
}

function fail(text: string): void {
  progress(text)
  process.exitCode = failed
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

function readName(text: string): DatabaseKind {
  const name = names.find((one) => one === text)
  if (name === undefined) throw new InvalidArgumentError(`Use one of ${names.join(', ')}.`)
  return name
}

function readPart(text: string): string {
  if (!partNames.includes(text)) throw new InvalidArgumentError(`Use one of ${partNames.join(', ')}.`)
  return text
}
