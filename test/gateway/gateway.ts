import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { chown, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { freePort } from '../support/free-port.js'
import { request } from '../support/http.js'
import { type Lifetime, temporaryFolder } from '../support/temporary.js'

const examples = fileURLToPath(new URL('../../examples/', import.meta.url))
const guardedServer = fileURLToPath(new URL('guarded_server.py', import.meta.url))

/** What the guarded server was sent. */
export interface Seen {
  method: string
  path: string
  headers: [name: string, value: string][]
  body: string
}

export interface Gateway {
  url: string
  /** All that it logged so far. */
  logged(): Promise<string>
}

/** Where a gateway finds what it stands between: host and port. */
export interface Neighbours {
  keys: string
  guarded: string
}

export type StartGateway = (t: TestContext, neighbours: Neighbours) => Promise<Gateway>

/** nginx, with the configuration of the example. */
export const startNginx: StartGateway = (t, neighbours) =>
  startGateway(t, async ({ folder, address }) => {
    const values = {
      GATEWAY_ADDRESS: address,
      KEYS_ADDRESS: neighbours.keys,
      UPSTREAM_ADDRESS: neighbours.guarded,
      LOG_FOLDER: folder,
    }
    // As envsubst does for nginx's Docker image.
    const template = await readFile(join(examples, 'nginx/default.conf.template'), 'utf8')
    const filled = template.replace(/\$\{(\w+)\}/g, (_, name: keyof typeof values) => values[name])
    await writeFile(join(folder, 'default.conf'), filled)
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (of) => `${of}_temp_path ${folder}/${of};`,
    )
    const main = [
      'daemon off; worker_processes 1; pid nginx.pid; error_log start.log;',
      'events { worker_connections 1024; }',
      `http { ${temporary.join(' ')} include default.conf; }`,
    ]
    await writeFile(join(folder, 'nginx.conf'), main.join('\n'))
    return {
      command: ['nginx', '-p', folder, '-e', join(folder, 'start.log'), '-c', join(folder, 'nginx.conf')],
      env: {},
    }
  })

/** Caddy, with the configuration of the example. */
export const startCaddy: StartGateway = (t, neighbours) =>
  startGateway(t, async ({ folder, address }) => ({
    command: ['caddy', 'run', '--config', join(examples, 'caddy/Caddyfile'), '--adapter', 'caddyfile'],
    env: {
      GATEWAY_ADDRESS: address,
      KEYS_ADDRESS: neighbours.keys,
      UPSTREAM_ADDRESS: neighbours.guarded,
      LOG_FOLDER: folder,
      HOME: folder,
    },
  }))

interface Prepared {
  command: string[]
  env: Record<string, string>
}

async function startGateway(
  t: TestContext,
  prepare: (place: { folder: string; address: string }) => Promise<Prepared>,
): Promise<Gateway> {
  const folder = join(await temporaryFolder(t), 'gateway')
  await mkdir(folder)
  const options: SpawnOptions = { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }
  // What guards others needs no rights of its own.
  if (process.getuid?.() === 0) {
    const nobody = 65_534
    await chown(folder, nobody, nobody)
    execFileSync('chmod', ['a+x', join(folder, '..')])
    Object.assign(options, { uid: nobody, gid: nobody })
  }
  const address = `127.0.0.1:${await freePort()}`
  const { command, env } = await prepare({ folder, address })
  const [program, ...given] = command as [string, ...string[]]
  const child = spawn(program, given, { ...options, env: { PATH: process.env.PATH, ...env } })
  const { ended, output } = endWith(t, child)
  const url = `http://${address}`
  const read = (name: string) => readFile(join(folder, name), 'utf8').catch(() => '')
  await Promise.race([
    untilItAnswers(url),
    ended.then(async () => {
      throw new Error(`${program} ended:\n${output()}${await read('start.log')}`)
    }),
  ])
  return { url, logged: async () => `${await read('access.log')}${await read('error.log')}${output()}` }
}

/** Ends a program with what it is for, and gathers what it writes. */
function endWith(t: Lifetime, child: ChildProcess): { ended: Promise<void>; output: () => string } {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => resolve())
  })
  ended.catch(() => {})
  t.after(async () => {
    child.kill('SIGTERM')
    await ended.catch(() => {})
  })
  return { ended, output: () => output }
}

async function untilItAnswers(url: string): Promise<void> {
  for (;;) {
    try {
      await request(`${url}/status`)
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

/** A server in another language, on a free port. */
export async function startGuardedServer(t: TestContext): Promise<{ address: string; seen: () => Seen[] }> {
  const written = join(await temporaryFolder(t), 'seen')
  const child = spawn('python3', [guardedServer, written], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  const port = await new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (output.endsWith('\n')) resolve(output.trim())
    })
    endWith(t, child).ended.then(() => reject(new Error('the server behind the gateway ended')), reject)
  })
  const seen = () =>
    readFileSync(written, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Seen)
      // Those by which the gateway was found to be there.
      .filter(({ path }) => path !== '/status')
  return { address: `127.0.0.1:${port}`, seen }
}
