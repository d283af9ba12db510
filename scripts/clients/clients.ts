import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { table } from '../../src/cli/output.js'
import { builtCli, createWorkplace, killGroup, root, type Workplace } from '../bench/workplace.js'
import { type Replica, startReplica } from '../fleet/replica.js'
import { type Judgement, judge, steps } from './judgement.js'

// `npm run test:clients [-- PART-OF-A-NAME …]`: for each folder of test/clients, generates a client from the document that a
// stand-alone server serves, builds it, and lets a program of that language do with it what users do. What a client needs is
// said in docs/clients.md; one whose tools are missing fails.
const clients = join(root, 'test/clients')
const limitMs = 10 * 60_000
const wrongUse = 2

interface Result extends Judgement {
  client: string
  seconds: number
}

const parts = process.argv.slice(2)
const names = readdirSync(clients)
  .filter((name) => existsSync(join(clients, name, 'run')))
  .filter((name) => parts.length === 0 || parts.some((part) => name.includes(part)))
  .sort()
if (names.length === 0) {
  console.error(`No client in test/clients has one of these in its name: ${parts.join(', ')}`)
  process.exit(wrongUse)
}
if (!existsSync(builtCli)) throw new Error('There is nothing to test in dist/. Run npm run build first.')

const workplace = createWorkplace(undefined, 'clients')
try {
  const results: Result[] = []
  // One after the other: building takes every core.
  for (const name of names) results.push(await tryClient(workplace, name))
  console.log(`\n${await report(results)}`)
  process.exitCode = results.every(({ faults }) => faults.length === 0) ? 0 : 1
} finally {
  workplace.close()
}

async function tryClient(workplace: Workplace, client: string): Promise<Result> {
  const folder = join(workplace.folder, client)
  const work = join(folder, 'work')
  mkdirSync(work, { recursive: true })
  const secret = randomBytes(24).toString('base64url')
  const server = await startReplica(workplace, { url: `sqlite:${join(folder, 'keys.db')}`, secret, hasNoErrors: true })
  const startedAt = performance.now()
  const { output, said, ...ending } = await runClient(workplace, client, {
    SPEC: await fetchDocument(server, folder),
    WORK: work,
    BASE_URL: urlOf(server),
    SECRET_KEY: secret,
  })
  const seconds = (performance.now() - startedAt) / 1000
  await server.stop()
  const judgement = judge({ output, ...ending })
  const faults = [...judgement.faults, ...server.complaints().map((complaint) => `the server: ${complaint}`)]
  console.log(`${client}: ${faults.length === 0 ? 'works' : faults.join('; ')}`)
  if (faults.length > 0) console.log(said.replace(/^/gm, '    '))
  return { ...judgement, client, seconds, faults }
}

async function fetchDocument(server: Replica, folder: string): Promise<string> {
  const answer = await fetch(`${urlOf(server)}/openapi.json`)
  if (!answer.ok) throw new Error(`The document was answered with ${answer.status}.`)
  const file = join(folder, 'openapi.json')
  writeFileSync(file, await answer.text())
  return file
}

function urlOf({ port }: Replica): string {
  return `http://127.0.0.1:${port}`
}

/** @returns what it printed, and with what it complained besides */
async function runClient({ start }: Workplace, client: string, given: Record<string, string>) {
  const child = start(['bash', join(clients, client, 'run')], {
    cwd: given.WORK,
    env: { ...process.env, NODE_ENV: undefined, ...given },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that nothing is left of what it started.
    detached: true,
  })
  const watchdog = setTimeout(() => killGroup(child), limitMs)
  let output = ''
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text
    said += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const [code, signal] = await once(child, 'close')
  clearTimeout(watchdog)
  return { output, said, code, signal }
}

async function report(results: readonly Result[]): Promise<string> {
  const head = ['CLIENT', 'TOOL', 'LANGUAGE', 'STEPS', 'SECONDS', '']
  const rows = results.map(({ client, tool, language, done, seconds, faults }) => [
    client,
    tool,
    language,
    `${done}/${steps.length}`,
    seconds.toFixed(0),
    faults.length === 0 ? 'works' : 'FAILS',
  ])
  return table(head, rows, ['STEPS', 'SECONDS'])
}
