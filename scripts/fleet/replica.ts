import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { builtCli, type Workplace } from '../bench/workplace.js'
import { createLink, type Link } from './link.js'
import { eventually, within } from './waiting.js'

export const adminSecret = 'secret-of-the-fleet'

const startLimitMs = 20_000
// The product promises 10 s.
const stopLimitMs = 12_000

/** A stand-alone server of its own process. */
export interface Replica {
  pid: number
  port: number
  /** From the start of the process until it said that it listens. */
  startMs: number
  /** A new client of it. */
  link(): Link
  /** Asks it to end in an orderly way. Rejects when it does not. */
  stop(): Promise<void>
  kill(): Promise<void>
  /** The process that answered each request to a path like `/from/1`, by that path. */
  answeredBy(): ReadonlyMap<string, number>
  /** What it should not have said, and an end that nobody asked for. */
  complaints(): string[]
}

export interface ReplicaOptions {
  url: string
  graceS?: number
  workers?: number
  secretAttempts?: number
  /** The admin secret, where it is to be another than that of the fleet. */
  secret?: string
  hasMetrics?: boolean
  /** Whether nothing is to go wrong that it would log as an error. */
  hasNoErrors?: boolean
}

/** Starts the process, and resolves at once. */
export function launch(workplace: Workplace, options: ReplicaOptions): ChildProcess {
  const { url, graceS, workers, secretAttempts, secret = adminSecret, hasMetrics = false } = options
  const env = {
    PORT: '0',
    KOA_SIMPLE_SECURITY_SECRET: secret,
    KOA_SIMPLE_SECURITY_DATABASE_URL: url,
    KOA_SIMPLE_SECURITY_METRICS: String(hasMetrics),
    ...(graceS === undefined ? {} : { KOA_SIMPLE_SECURITY_OUTAGE_GRACE: String(graceS) }),
    ...(workers === undefined ? {} : { KOA_SIMPLE_SECURITY_WORKERS: String(workers) }),
    ...(secretAttempts === undefined ? {} : { KOA_SIMPLE_SECURITY_SECRET_ATTEMPTS: String(secretAttempts) }),
  }
  return workplace.startNode([builtCli, 'serve'], undefined, { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Resolves once it listens. */
export async function startReplica(workplace: Workplace, options: ReplicaOptions): Promise<Replica> {
  const startedAt = performance.now()
  const child = launch(workplace, options)
  const ended = once(child, 'close')
  let isExpected = false
  let code: number | string | null | undefined
  ended.then(([status, signal]) => {
    code = status ?? signal
  })
  let start = ''
  let stderr = ''
  const suspicious: string[] = []
  const complaint = options.hasNoErrors ? /unhandled|uncaught|"level":[56]0/i : /unhandled|uncaught|"level":60/i
  const answeredBy = new Map<string, number>()
  let port: number | undefined
  let rest = ''
  // There is a line for each request: only what matters of them is kept.
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    if (port === undefined) {
      start += text
      const found = /address\s+http:\/\/\S+:(\d+)\n.*database/s.exec(start)
      if (found !== null) port = Number(found[1])
      return
    }
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (complaint.test(line)) suspicious.push(line)
      const url = /"url":"(\/from\/\d+)"/.exec(line)?.[1]
      if (url !== undefined) answeredBy.set(url, Number(/"pid":(\d+)/.exec(line)?.[1]))
    }
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  await eventually('A replica that listens', startLimitMs, () => {
    if (code !== undefined) throw new Error(`A replica ended with ${code} instead of listening: ${start}${stderr}`)
    return port
  })
  const links: Link[] = []
  const endIt = async (signal: NodeJS.Signals) => {
    isExpected = true
    child.kill(signal)
    await within(`The end of a replica after ${signal}`, stopLimitMs, ended)
    for (const link of links) link.close()
  }
  return {
    pid: Number(child.pid),
    port: Number(port),
    startMs: performance.now() - startedAt,
    link() {
      const link = createLink(Number(port))
      links.push(link)
      return link
    },
    async stop() {
      await endIt('SIGTERM')
      if (code !== 0) throw new Error(`A replica ended with ${code} after SIGTERM: ${stderr}`)
    },
    kill: () => endIt('SIGKILL'),
    answeredBy: () => answeredBy,
    complaints: () => [
      ...suspicious,
      ...(stderr === '' ? [] : [`stderr: ${stderr.trim()}`]),
      ...(code === undefined || isExpected ? [] : [`ended by itself with ${code}`]),
    ],
  }
}

export function startReplicas(workplace: Workplace, count: number, options: ReplicaOptions): Promise<Replica[]> {
  return Promise.all(Array.from({ length: count }, () => startReplica(workplace, options)))
}

export async function stopAll(replicas: readonly Replica[]): Promise<void> {
  await Promise.all(replicas.map((replica) => replica.stop()))
}

/** A new key, which the replica has not used yet. */
async function newKey(link: Link): Promise<string> {
  const { status, body } = await link.ask('/auth/new', { secret: adminSecret })
  if (status !== 200) throw new Error(`A new key was answered with ${status}: ${body}`)
  return JSON.parse(body)
}

export async function newKeys(link: Link, count: number): Promise<string[]> {
  const keys: string[] = []
  for (let made = 0; made < count; made++) keys.push(await newKey(link))
  return keys
}

/** Kills a process after some time, wherever it is then. */
export async function killAfter(child: ChildProcess, delayMs: number): Promise<void> {
  const ended = once(child, 'exit')
  child.stdout?.resume()
  child.stderr?.resume()
  await sleep(delayMs)
  child.kill('SIGKILL')
  await within('The end of a killed replica', stopLimitMs, ended)
}
