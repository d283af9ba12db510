import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { watchBystanders } from './bystanders.js'
import { type Case, number } from './cases.js'
import { checkCounts } from './counts.js'
import { goal } from './goals.js'
import { type Answer, ask } from './http-client.js'
import { createLedger, enter, wrongAnswers } from './ledger.js'
import type { PreparedRequest } from './load.js'
import { type Measured, measureRounds, nothingMeasured, warmUp } from './measure.js'
import { pinLoad } from './pinning.js'
import { caseTable, goalTable, heading, measuring } from './report.js'
import { requestOf, rotating } from './requests.js'
import { describeEnvironment, summarizeCase } from './results.js'
import { builtModule } from './run.js'
import { compileProgram, type Route, type ServerProcess, startServer } from './server-process.js'
import { compare } from './servers.js'
import { fillDatabase, keyName, keyOf, keysInUse } from './stored-keys.js'
import { builtCli, createWorkplace, type Workplace } from './workplace.js'

// `npm run bench:enforce [-- SETS [ROUNDS]]`: what it costs to enforce a document of 150 operations, against the same routes
// with nothing in front of them, and against the guard of one router. README.md beside this file tells how it is measured.
const resources = 30
const load = { connections: 32, perSecond: 2000 }
const warmUpRequests = 10_000
const options = { sets: count(process.argv[2], 3), rounds: count(process.argv[3], 3), sliceMs: 1000 }

const routes = Array.from({ length: resources }, (_, n) => routesOf(`resource${n}`)).flat()
const readable = routes.filter(({ method }) => method === 'GET')
// From all over the document: a router of regular expressions looks through them one by one.
const targets = Array.from({ length: keysInUse }, (_, n) => {
  const { path } = readable[Math.floor((n * readable.length) / keysInUse)] as Route
  return path.replace('{id}', `${1000 + n}`)
})
const [open, withKey]: [PreparedRequest[], PreparedRequest[]] = [
  targets.map((target) => ({ bytes: requestOf(target), keyNumber: undefined })),
  targets.map((target, keyNumber) => ({ bytes: requestOf(target, keyOf(keyNumber).key), keyNumber })),
]
type Way = 'enforce' | 'operations' | 'apiKeySecurity'

interface Planned {
  name: string
  server: ServerProcess
  requests: readonly PreparedRequest[]
  baseline?: string
  expected: Answer
}

/** Of the servers that count, and of the others. */
const ledgers = [createLedger(), createLedger()] as const
const [uses, others] = ledgers
const bare = `${routes.length} bare routes`
const bareWithKey = `${bare}, key in header`
const [enforcedOpen, enforcedKey] = ['enforce(), operation open to all', 'enforce(), key in header']
const guarded = 'apiKeySecurity() on the router, key in header'
const dispatchedOpen = 'operations(), operation open to all'

if (!existsSync(builtCli)) throw new Error('There is nothing to measure in dist/. Run npm run build first.')
const workplace = createWorkplace(pinLoad())
try {
  process.exitCode = await compareAll(workplace)
} finally {
  workplace.close()
}

/** @returns 1 where an answer or a count was wrong, however slow the machine is */
async function compareAll(workplace: Workplace): Promise<0 | 1> {
  const database = await fillDatabase(workplace, keysInUse)
  const program = compileProgram(workplace, 'server')
  const measured = new Map<string, { one: Case; measured: Measured }>()
  const busy: number[] = []
  for (let set = 0; set < options.sets; set++) {
    process.stderr.write(`bench: set ${set + 1} of ${options.sets}\n`)
    const { cases, servers } = await startAll(workplace, program, database)
    for (const one of cases) if (!measured.has(one.name)) measured.set(one.name, { one, measured: nothingMeasured() })
    for (const one of cases) await warmUp(one, warmUpRequests)
    const bystanders = await watchBystanders(servers)
    const figures = new Map([...measured].map(([name, entry]) => [name, entry.measured]))
    await measureRounds(cases, options, figures, () => {})
    busy.push(await bystanders())
    await Promise.all(servers.map((server) => server.stop()))
  }
  const failures = [...ledgers.flatMap(wrongAnswers), ...(await checkCounts(uses, database, keysInUse))]

  const results = [...measured.values()].map((entry) => summarizeCase(entry.one, entry.measured))
  const ratioOf = (name: string) => results.find((one) => one.name === name)?.cpuRatio?.median
  const goals = goal(`an open one of ${routes.length} operations, CPU against bare`, 1.1, ratioOf(enforcedOpen))
  const otherCores = busy.reduce((sum, cores) => sum + cores, 0) / busy.length
  const environment = describeEnvironment(workplace.pinning)
  const sum = (member: 'right' | 'wrong') => uses[member] + others[member]
  const parts = [heading(environment), measuring({ ...options, otherCores }), await caseTable(results)]
  console.log(
    [...parts, await goalTable(goals), `${number(sum('right'))} right answers, ${number(sum('wrong'))} wrong`].join(
      '\n\n',
    ),
  )
  for (const failure of failures) process.stderr.write(`bench: ${failure}\n`)
  return failures.length === 0 ? 0 : 1
}

async function startAll(workplace: Workplace, program: string, database: string) {
  const start = async (by?: Way, security?: object[]) => {
    if (by === undefined) return startServer(workplace, program, { name: 'routes', routes, keyName })
    const document = join(workplace.folder, security === undefined ? 'open.json' : 'key.json')
    writeFileSync(document, JSON.stringify(documentOf(security)))
    const guarded = { by, module: builtModule, options: { dbLocation: database, secret: 'bench', document } }
    return startServer(workplace, program, { name: 'routes', routes, keyName, guarded })
  }
  const key = [{ ApiKeyHeader: [] }, { ApiKeyQuery: [] }]
  const server = await start()
  const planned: Omit<Planned, 'expected'>[] = [
    { name: bare, server, requests: open },
    { name: bareWithKey, server: await start(), requests: withKey },
    { name: enforcedOpen, server: await start('enforce'), requests: open, baseline: bare },
    { name: dispatchedOpen, server: await start('operations'), requests: open, baseline: bare },
    { name: guarded, server: await start('apiKeySecurity'), requests: withKey, baseline: bareWithKey },
    { name: enforcedKey, server: await start('enforce', key), requests: withKey, baseline: guarded },
  ]
  const expected = await ask(server.port, (open[0] as PreparedRequest).bytes)
  const cases: Case[] = []
  for (const one of planned) cases.push(await caseOf({ ...one, expected }))
  return { cases, servers: planned.map(({ server }) => server) }
}

/** @throws Error where the server does not answer like bare Koa */
async function caseOf({ name, server, requests, baseline, expected }: Planned): Promise<Case> {
  const [first] = requests as [PreparedRequest]
  const ledger = [guarded, enforcedKey].includes(name) ? uses : others
  const answer = await ask(server.port, first.bytes)
  // Answers of handlers have a content type of their own, and `nosniff`.
  if (name !== dispatchedOpen) compare(name, answer, expected)
  enter(ledger, answer, expected, first.keyNumber)
  return { name, server, requests: rotating(requests, expected, ledger), baseline, ...load }
}

function routesOf(name: string): Route[] {
  const [all, one] = [`/${name}`, `/${name}/{id}`]
  return [
    { operationId: `${name}_list`, method: 'GET', path: all },
    { operationId: `${name}_create`, method: 'POST', path: all },
    { operationId: `${name}_read`, method: 'GET', path: one },
    { operationId: `${name}_update`, method: 'PUT', path: one },
    { operationId: `${name}_remove`, method: 'DELETE', path: one },
  ]
}

/** The routes as an OpenAPI document. */
function documentOf(security?: object[]): object {
  const parameter = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } }
  const content = { 'application/json': { schema: { type: 'object' } } }
  const responses = { 200: { description: 'What was asked for.', content } }
  const paths: Record<string, Record<string, object>> = {}
  for (const { operationId, method, path } of routes) {
    paths[path] ??= path.includes('{id}') ? { parameters: [parameter] as object } : {}
    Object.assign(paths[path], { [method.toLowerCase()]: { operationId, responses } })
  }
  return { openapi: '3.0.3', info: { title: 'Many operations', version: '1' }, ...(security && { security }), paths }
}

function count(text: string | undefined, usual: number): number {
  return text === undefined ? usual : Math.max(1, Number.parseInt(text, 10) || usual)
}
