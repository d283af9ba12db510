import { existsSync } from 'node:fs'
import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { goalsOf } from './goals.js'
import { pinLoad } from './pinning.js'
import { report } from './report.js'
import { describeEnvironment, summarizeRun } from './results.js'
import { builtModule, type RunOptions, runAll } from './run.js'
import { builtCli, createWorkplace } from './workplace.js'

// `npm run bench`: what the guard costs, side by side with bare Koa. README.md beside this file tells how it is measured.
const failed = 1
const wrongUse = 2

const full = { rounds: 10, sliceMs: 1000, sizes: [10, 10_000, 1_000_000], warmUpRequests: 10_000, starts: 10 }
const short = { rounds: 2, sliceMs: 250, sizes: [10, 10_000], warmUpRequests: 2_000, starts: 2 }

interface Arguments {
  short?: boolean
  rounds?: number
  sizes?: number[]
  json?: boolean
}

const command = new Command('bench')
  .description('what guarding a route costs, against bare Koa in the same run')
  .option('--short', `less than a minute, with few and short rounds: to see that every answer and count is right`)
  .option('--rounds <number>', `how often each request is measured (${full.rounds})`, readCount)
  .option('--sizes <numbers>', `how many keys are stored, separated by commas (${full.sizes.join()})`, readSizes)
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

async function run({ short: isShort, rounds, sizes, json }: Arguments): Promise<void> {
  if (!existsSync(builtCli)) throw new Error('There is nothing to measure in dist/. Run npm run build first.')
  const pinning = pinLoad()
  const chosen = isShort ? short : full
  const options: RunOptions = {
    ...chosen,
    rounds: rounds ?? chosen.rounds,
    sizes: sizes ?? chosen.sizes,
    module: builtModule,
    progress: (text) => process.stderr.write(`bench: ${text}\n`),
  }
  const results = summarizeRun(await runAll(createWorkplace(pinning), options), options, describeEnvironment(pinning))
  print(json ? JSON.stringify({ ...results, goals: goalsOf(results) }) : await report(results))
  for (const failure of results.failures) fail(failure)
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

// Ten keys are in use at a time.
function readSizes(text: string): number[] {
  const sizes = text.split(',').map(readCount)
  if (sizes.some((size) => size < 10)) throw new InvalidArgumentError('Use 10 keys or more.')
  return [...new Set(sizes)].sort((one, other) => one - other)
}
