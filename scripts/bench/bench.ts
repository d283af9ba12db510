import { existsSync } from 'node:fs'
import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { goalsOf } from './goals.js'
import { pinLoad } from './pinning.js'
import { report } from './report.js'
import { describeEnvironment, summarizeRun } from './results.js'
import { builtModule, runAll } from './run.js'
import { reportSoak, soak } from './soak.js'
import { builtCli, createWorkplace, type Workplace } from './workplace.js'

// `npm run bench`: what the guard costs, side by side with bare Koa. README.md beside this file tells how it is measured.
const failed = 1
const wrongUse = 2

const full = {
  sets: 6,
  rounds: 3,
  sliceMs: 1000,
  sizes: [10, 10_000, 1_000_000],
  warmUpRequests: 10_000,
  starts: 10,
}
const short = { sets: 1, rounds: 2, sliceMs: 250, sizes: [10, 10_000], warmUpRequests: 2_000, starts: 2 }

interface Arguments {
  short?: boolean
  sets?: number
  rounds?: number
  sizes?: number[]
  soak?: number
  json?: boolean
}

const command = new Command('bench')
  .description('what guarding a route costs, against bare Koa in the same run')
  .option('--short', `less than a minute, with few and short rounds: to see that every answer and count is right`)
  .option('--sets <number>', `how often all servers are started anew (${full.sets})`, readCount)
  .option('--rounds <number>', `how often each request is measured with a set of servers (${full.rounds})`, readCount)
  .option('--sizes <numbers>', `how many keys are stored, separated by commas (${full.sizes.join()})`, readSizes)
  .option('--soak <minutes>', 'instead: what a flood of unknown keys does to memory and to a good key', readMinutes)
  .option('--json', 'print one JSON document')
  .helpOption('--help', 'show this help')
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

async function run(given: Arguments): Promise<void> {
  if (!existsSync(builtCli)) throw new Error('There is nothing to measure in dist/. Run npm run build first.')
  const workplace = createWorkplace(pinLoad())
  try {
    const failures =
      given.soak === undefined ? await compareAll(workplace, given) : await soakFor(workplace, given.soak, given)
    for (const failure of failures) fail(failure)
  } finally {
    workplace.close()
  }
}

async function compareAll(
  workplace: Workplace,
  { short: isShort, sets, rounds, sizes, json }: Arguments,
): Promise<string[]> {
  const chosen = isShort ? short : full
  const options = {
    ...chosen,
    sets: sets ?? chosen.sets,
    rounds: rounds ?? chosen.rounds,
    sizes: sizes ?? chosen.sizes,
    module: builtModule,
    progress,
  }
  const results = summarizeRun(await runAll(workplace, options), options, describeEnvironment(workplace.pinning))
  print(json ? JSON.stringify({ ...results, goals: goalsOf(results) }) : await report(results))
  return results.failures
}

async function soakFor(workplace: Workplace, minutes: number, { sizes, json }: Arguments): Promise<string[]> {
  const [size = 0] = sizes ?? full.sizes
  const environment = describeEnvironment(workplace.pinning)
  const soaked = await soak(workplace, { minutes, size, module: builtModule, progress })
  print(json ? JSON.stringify({ environment, ...soaked }) : await reportSoak(soaked, environment))
  return soaked.failures
}

function progress(text: string): void {
  process.stderr.write(`bench: ${text}\n`)
}

function fail(text: string): void {
  process.stderr.write(`bench: ${text}\n`)
  process.exitCode = failed
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

function readCount(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('Use a whole number from 1 to 9,999,999.')
  return Number(text)
}

function readMinutes(text: string): number {
  const minutes = /^\d{1,4}(\.\d+)?$/.test(text) ? Number(text) : 0
  if (minutes === 0) throw new InvalidArgumentError('Use a number of minutes above 0.')
  return minutes
}

// Ten keys are in use at a time.
function readSizes(text: string): number[] {
  const sizes = text.split(',').map(readCount)
  if (sizes.some((size) => size < 10)) throw new InvalidArgumentError('Use 10 keys or more.')
  return [...new Set(sizes)].sort((one, other) => one - other)
}
