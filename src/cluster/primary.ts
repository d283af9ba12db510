import cluster from 'node:cluster'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { type Environment, readConfig, readListenConfig } from '../config.js'
import { memoryLocation } from '../database-location.js'
import { SimpleSecurityError } from '../errors.js'
import type { Measurement } from '../observation/metrics.js'
import { type Ending, faultOf, startWorker, type WorkerProcess } from './worker-process.js'

/** A worker takes 9 s at most, and the whole stop may take 10 s: one that is left then hangs. */
const stopMs = 9_500
/** A worker that did not live this long is taken for one that fails at its start. */
const settledMs = 10_000
const firstDelayMs = 100
const maximumDelayMs = 5_000

export interface ServingWorkers {
  /** Resolves when all listen; rejects when one of them cannot, with all of them ended. */
  started: Promise<void>
  /**
   * Ends all workers, each as a server of one process ends, and resolves when they are gone.
   * @throws SimpleSecurityError when one of them did not end well
   */
  stop(): Promise<void>
}

/**
 * Serves with several processes at one address, and replaces those that end. This one opens no database and answers no
 * request: it accepts connections and hands them out in turn (`node:cluster`).
 * @throws SimpleSecurityError when the configuration cannot be used
 */
export function serveWithWorkers(count: number, env: Environment, print: (text: string) => void): ServingWorkers {
  const { generatedSecret } = readSharedConfig(count, env)
  const logger = pino({ base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime })
  cluster.setupPrimary({ exec: fileURLToPath(new URL('./worker.js', import.meta.url)), args: [] })
  const workers = new Set<WorkerProcess>()
  const stopRequest = new AbortController()
  const isStopping = () => stopRequest.signal.aborted
  let port: number | undefined
  let stopping: Promise<void> | undefined

  async function gather(): Promise<readonly Measurement[]> {
    const measurements = await Promise.all([...workers].map((worker) => worker.measure()))
    return measurements.filter((measurement) => measurement !== undefined)
  }

  /** @param number of the worker, and of the one that replaces it */
  function add(number: number): WorkerProcess {
    const worker = startWorker({ generatedSecret, port, number }, gather)
    workers.add(worker)
    worker.ended.then(() => workers.delete(worker))
    return worker
  }

  // The first one alone, so that what makes a start impossible is met and told once, and a new database is made once.
  async function start(): Promise<void> {
    const first = add(1)
    const { url, startBlock } = await first.listening
    port = Number(new URL(url).port || 80)
    if (isStopping()) return
    const others = Array.from({ length: count - 1 }, (_, index) => add(index + 2))
    await Promise.all(others.map(({ listening }) => listening))
    if (isStopping()) return
    print(startBlock)
    for (const [index, worker] of [first, ...others].entries()) keepUp(worker, index + 1)
  }

  async function keepUp(first: WorkerProcess, number: number): Promise<void> {
    let earlyEnds = 0
    for (let worker = first; ; worker = add(number)) {
      const startedAt = performance.now()
      const { code, signal, failure } = await worker.ended
      if (isStopping()) return
      earlyEnds = performance.now() - startedAt < settledMs ? earlyEnds + 1 : 0
      const delayMs = earlyEnds === 0 ? 0 : Math.min(firstDelayMs * 2 ** (earlyEnds - 1), maximumDelayMs)
      logger.error(
        { worker: worker.pid, code, signal, reason: failure?.message, delayMs },
        'a worker ended, and is replaced',
      )
      await sleep(delayMs, undefined, { signal: stopRequest.signal }).catch(() => {})
      if (isStopping()) return
    }
  }

  async function stopAll(): Promise<void> {
    stopRequest.abort()
    const all = [...workers]
    for (const worker of all) worker.stop()
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      for (const worker of all) worker.kill()
    }, stopMs)
    const endings = await Promise.all(all.map(({ ended }) => ended))
    clearTimeout(timer)
    const failed = endings.find((ending) => !endedWell(ending))
    if (failed !== undefined)
      throw failed.failure ?? faultOf(`A worker did not end ${isLate ? 'in time' : 'well'}`, failed)
  }

  function stop(): Promise<void> {
    stopping ??= stopAll()
    return stopping
  }

  const started = start().catch(async (error) => {
    // A signal that reaches all processes can end a worker before it listens.
    if (isStopping()) return
    await stop().catch(() => {})
    throw error
  })
  return { started, stop }
}

/** What would stop every worker stops the command before there is one. */
function readSharedConfig(count: number, env: Environment): { generatedSecret: string | undefined } {
  readListenConfig(env)
  const { generatedSecret, database } = readConfig({ env })
  const refusal = (message: string) => new SimpleSecurityError('invalid_configuration', message)
  if (database.kind === 'sqlite' && database.location === memoryLocation) {
    throw refusal(`The database ${memoryLocation} is one process's own, but ${count} workers must share one.`)
  }
  if (cluster.isWorker) throw refusal('A process that is a worker of a cluster can serve with 1 worker only.')
  return { generatedSecret }
}

// One that a signal reached while it was loading ends by that signal, and had nothing to finish.
function endedWell({ code, signal, failure }: Ending): boolean {
  return failure === undefined && (code === 0 || signal === 'SIGTERM' || signal === 'SIGINT')
}
