import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { watchBystanders } from './bystanders.js'
import { besideCases, type Case, number, planCases } from './cases.js'
import { checkCounts } from './counts.js'
import { ask } from './http-client.js'
import { createLedger, enter, type Ledger, wrongAnswers } from './ledger.js'
import { type Measured, measureBeside, measureRounds, nothingMeasured, type Rounds, warmUp } from './measure.js'
import { secureRequest } from './requests.js'
import { compileProgram, type ServerProcess } from './server-process.js'
import { compare, type Servers, startServers } from './servers.js'
import { measureStartUp, type StartUp } from './start-up.js'
import { fillDatabase, keyOf } from './stored-keys.js'
import { root, type Workplace } from './workplace.js'

export interface RunOptions extends Rounds {
  /** Numbers of stored keys, in ascending order. */
  sizes: readonly number[]
  /**
   * How often all servers are started anew: two processes of one program differ by several per cent, by where their memory
   * lies and what the compiler made of the first requests.
   */
  sets: number
  warmUpRequests: number
  /** How often the stand-alone server is started on each database. */
  starts: number
  /** The URL of the package's entry. */
  module: string
  /** Told what is being done. */
  progress: (text: string) => void
}

export interface Run {
  cases: readonly { one: Case; measured: Measured }[]
  /** By the name of the server, in the last set. */
  memory: ReadonlyMap<string, Memory>
  /** CPU time beside requests, in microseconds a second, by the name of the case, for each set of servers. */
  beside: ReadonlyMap<string, number[]>
  /** By the number of stored keys. */
  startUps: ReadonlyMap<number, StartUp[]>
  /** How many cores other programs kept busy meanwhile. */
  otherCores: number
  answers: { right: number; wrong: number }
  /** Uses that were answered, each of which must have been counted. */
  uses: number
  /** What is wrong with this run, a line each: never its speed. */
  failures: string[]
}

/** Resident memory in bytes. */
export interface Memory {
  idle: number
  warm: number
  end: number
}

/** For how many slices servers are watched in what they do beside requests: several flushes. */
const besideSlices = 5

export const builtModule = pathToFileURL(join(root, 'dist/src/index.js')).href

/** @throws Error when something cannot be measured at all, such as a baseline that does not answer like ours */
export async function runAll(workplace: Workplace, options: RunOptions): Promise<Run> {
  const { sizes, progress } = options
  const databases = new Map<number, string>()
  for (const size of sizes) {
    progress(`filling a database with ${number(size)} keys`)
    databases.set(size, await fillDatabase(workplace, size))
  }
  progress('starting the stand-alone server')
  const startUps = new Map(sizes.map((size): [number, StartUp[]] => [size, []]))
  for (let start = 0; start < options.starts; start++) {
    for (const [size, values] of startUps) values.push(await measureStartUp(workplace, databases.get(size) as string))
  }

  const ledgers = new Map(sizes.map((size) => [size, createLedger()]))
  const others = createLedger()
  const measured = new Map<string, { one: Case; measured: Measured }>()
  let memory = new Map<string, Memory>()
  const busy: number[] = []
  const beside = new Map<string, number[]>()
  const program = compileProgram(workplace, 'server')
  for (let set = 0; set < options.sets; set++) {
    const servers = await startServers(workplace, databases, options.module, program)
    const { cases, warmUps } = planCases(servers, ledgers, others)
    for (const one of cases) {
      if (!measured.has(one.name)) {
        measured.set(one.name, { one, measured: nothingMeasured() })
      }
    }
    const idle = await residentBytes(servers)
    await checkGuards(servers, ledgers)
    progress(`warming up set ${set + 1} of ${options.sets}`)
    for (const one of [...cases, ...warmUps]) await warmUp(one, options.warmUpRequests)
    const warm = await residentBytes(servers)
    const bystanders = await watchBystanders(servers.all)
    await measureRounds(
      cases,
      options,
      new Map([...measured].map(([name, entry]) => [name, entry.measured])),
      (round) => progress(`round ${round + 1} of ${options.rounds}`),
    )
    for (const one of cases.filter(({ name }) => besideCases.includes(name))) {
      const values = beside.get(one.name) ?? []
      beside.set(one.name, values)
      values.push(await measureBeside(one, besideSlices * options.sliceMs))
    }
    busy.push(await bystanders())
    const end = await residentBytes(servers)
    memory = new Map(
      [...idle].map(([name, bytes]) => [name, { idle: bytes, warm: warm.get(name) ?? 0, end: end.get(name) ?? 0 }]),
    )
    await Promise.all(servers.all.map((server) => server.stop()))
  }

  const failures = [...ledgers.values(), others].flatMap(wrongAnswers)
  for (const [size, database] of databases) {
    failures.push(...(await checkCounts(ledgers.get(size) as Ledger, database, size)))
  }
  const total = (value: (ledger: Ledger) => number) => [...ledgers.values(), others].reduce((n, l) => n + value(l), 0)
  return {
    cases: [...measured.values()],
    memory,
    beside,
    startUps,
    otherCores: busy.reduce((sum, cores) => sum + cores, 0) / busy.length,
    answers: { right: total(({ right }) => right), wrong: total(({ wrong }) => wrong) },
    uses: [...ledgers.values()].flatMap(({ uses }) => [...uses.values()]).reduce((sum, used) => sum + used, 0),
    failures,
  }
}

/** What bare Koa answers to a good key must be what every guard answers to it. */
async function checkGuards(servers: Servers, ledgers: ReadonlyMap<number, Ledger>) {
  const { guarded, bySize, firstUse, answers } = servers
  const [smallest = 0] = firstUse.keys()
  const request = secureRequest({ header: keyOf(0).key })
  for (const [size, server] of [[smallest, guarded] as const, ...bySize, ...firstUse]) {
    const answer = await ask(server.port, request)
    enter(ledgers.get(size) as Ledger, answer, answers.allowed, 0)
    compare('bare Koa', answers.allowed, answer)
  }
}

async function residentBytes({ bare, guarded, bySize, firstUse }: Servers): Promise<Map<string, number>> {
  const named: [string, ServerProcess][] = [
    ['bare Koa', bare],
    ['guarded', guarded],
    ...[...bySize].map(([size, server]): [string, ServerProcess] => [`guarded, ${number(size)} stored`, server]),
    ...[...firstUse].map(([size, server]): [string, ServerProcess] => [`first use, ${number(size)} stored`, server]),
  ]
  return new Map(
    await Promise.all(
      named.map(async ([name, server]): Promise<[string, number]> => [name, await server.residentBytes()]),
    ),
  )
}
