import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { operations } from '../../generated/operations.js'
import type { Workplace } from '../bench/workplace.js'
import { adminSecret, newKeys, type Replica, startReplica } from '../fleet/replica.js'
import type { Finding } from './findings.js'
import { preparePython } from './python.js'

export interface FuzzingOptions {
  /** How many requests are made up for each operation, where it takes as many different ones. */
  examples: number
  /** The same one makes up the same requests. */
  seed: number
}

/** How many answers there were of one kind. */
interface Tally {
  method: string
  /** As the document has it. */
  path: string
  /** 0 where there was no answer. */
  status: number
  answers: number
}

const here = fileURLToPath(new URL('.', import.meta.url))

/** Where none is looked at any more, nothing else is found out. */
const mostSecretAttempts = 10_000

/** Far longer than it takes, and in proportion. */
const limitMinutes = (examples: number) => 10 + examples / 25

const everything = Object.values(operations).map(({ method, path }) => `${method} ${path}`)
/** What anybody may have a good answer from. */
const open = new Set(
  Object.values(operations)
    .filter((operation) => !('credential' in operation) || 'credentialOptional' in operation)
    .flatMap(({ method, path }) => [`${method} ${path}`, `HEAD ${path}`]),
)

/**
 * Lets schemathesis make up requests from the document that a stand-alone server serves, good ones and bad ones, and check
 * the answers against it: once with credentials, and once without or with made-up ones. Prints what does not hold.
 */
export async function fuzz(workplace: Workplace, options: FuzzingOptions): Promise<Finding[]> {
  const programs = await preparePython()
  console.log(`\nFuzzing with --examples ${options.examples} --seed ${options.seed}`)
  // Side by side, since schemathesis uses one core.
  return Promise.all([true, false].map((isAuthorized) => fuzzServer(workplace, programs, isAuthorized, options)))
}

async function fuzzServer(
  workplace: Workplace,
  programs: string,
  isAuthorized: boolean,
  options: FuzzingOptions,
): Promise<Finding> {
  const name = isAuthorized ? 'with credentials' : 'without credentials'
  const folder = join(workplace.folder, name.replace(' ', '-'))
  mkdirSync(folder)
  const url = `sqlite:${join(folder, 'keys.db')}`
  const server = await startReplica(workplace, {
    url,
    secretAttempts: mostSecretAttempts,
    // So that every operation is there.
    hasMetrics: true,
    hasNoErrors: true,
  })
  const startedAt = performance.now()
  const credentials = isAuthorized ? await credentialsOf(server) : {}
  const { problems, tally } = await runSchemathesis(workplace, { programs, folder, server, credentials }, options)
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  await server.stop()

  const found = [...problems, ...judge(tally, isAuthorized), ...server.complaints()]
  const tried = tally.reduce((sum, { answers }) => sum + answers, 0)
  console.log(`Fuzzing ${name}: ${tried.toLocaleString('en')} requests in ${seconds} s`)
  for (const problem of found) console.log(`Fuzzing ${name}: ${problem}`)
  return { group: 'fuzzing', tried: Math.max(tried, found.length), held: Math.max(tried - found.length, 0) }
}

async function credentialsOf(server: Replica): Promise<Record<string, string>> {
  const [key = ''] = await newKeys(server.link(), 1)
  return { 'secret-key': adminSecret, 'api-key': key }
}

async function runSchemathesis(
  workplace: Workplace,
  parts: { programs: string; folder: string; server: Replica; credentials: Record<string, string> },
  { examples, seed }: FuzzingOptions,
): Promise<{ problems: string[]; tally: Tally[] }> {
  const { programs, folder, server, credentials } = parts
  const found = join(folder, 'tally.json')
  const command = [
    join(programs, 'schemathesis'),
    ...['--config-file', join(here, 'schemathesis.toml')],
    ...['run', `http://127.0.0.1:${server.port}/openapi.json`],
    ...['--max-examples', String(examples), '--seed', String(seed), '--checks', 'all', '--no-color'],
    // What is asked for the document itself is left out otherwise.
    ...['--include-path-regex', '^/'],
    ...Object.entries(credentials).flatMap(([header, value]) => ['--header', `${header}: ${value}`]),
  ]
  const child = workplace.start(command, {
    cwd: folder,
    env: { FUZZING_TALLY: found, PYTHONPATH: here, PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1', PYTHONHASHSEED: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  // SIGTERM is not taken for an answer in the middle of a test.
  const watchdog = setTimeout(() => child.kill('SIGKILL'), limitMinutes(examples) * 60_000)
  const [code, signal] = await once(child, 'close')
  clearTimeout(watchdog)
  return {
    problems: code === 0 ? [] : [`schemathesis ended with ${code ?? signal}:\n${output}`],
    tally: existsSync(found) ? JSON.parse(readFileSync(found, 'utf8')) : [],
  }
}

/** What no check of a single answer sees. */
function judge(tally: readonly Tally[], isAuthorized: boolean): string[] {
  const answered = (isWanted: (status: number) => boolean) =>
    new Set(tally.filter(({ status }) => isWanted(status)).map(({ method, path }) => `${method} ${path}`))
  const good = answered((status) => status >= 200 && status < 400)
  const refused = answered((status) => status === 403)
  const failed = answered((status) => status === 0 || status >= 500)
  const mayBeGood = (operation: string) => isAuthorized || open.has(operation)
  return [
    ...[...failed].map((operation) => `${operation} FAILED`),
    ...[...good].filter((operation) => !mayBeGood(operation)).map((operation) => `${operation} NEEDED NO CREDENTIALS`),
    // Neither of these can be seen where nothing was tried.
    ...everything.filter((one) => mayBeGood(one) && !good.has(one)).map((operation) => `${operation} never succeeded`),
    ...everything.filter((one) => !mayBeGood(one) && !refused.has(one)).map((one) => `${one} was never refused`),
  ]
}
