import cluster from 'node:cluster'
import { EventEmitter, once } from 'node:events'
import { SimpleSecurityError } from '../errors.js'
import type { Measurement } from '../observation/metrics.js'
import type { SharedServing } from '../server.js'
import type { FromWorker, ListeningMessage, ToWorker } from './messages.js'

/** For how long a worker is waited for that is asked for its metrics. */
const measuringMs = 1_000

/** A worker as the primary sees it. */
export interface WorkerProcess {
  pid: number | undefined
  /** Rejects with the reason when it ends before. */
  listening: Promise<ListeningMessage>
  ended: Promise<Ending>
  /** Asks it to finish what is in flight, write its counts and end. */
  stop(): void
  /** Ends it now. */
  kill(): void
  /** Its metrics; undefined where it does not tell them soon. */
  measure(): Promise<Measurement | undefined>
}

export interface Ending {
  code: number | null
  signal: string | null
  /** What the worker itself said of why. */
  failure: SimpleSecurityError | undefined
}

/** @param gather what the metrics of all workers are, when this one wants to know */
export function startWorker(shared: SharedServing, gather: () => Promise<readonly Measurement[]>): WorkerProcess {
  const worker = cluster.fork()
  const send = (message: ToWorker) => {
    // One that has just ended is told nothing any more: its end is what follows.
    if (worker.isConnected()) worker.send(message, () => {})
  }
  const measurements = new EventEmitter<{ measured: [Measurement] }>()
  let isStopped = false
  let failure: SimpleSecurityError | undefined
  const ended = new Promise<Ending>((resolve) => {
    worker.once('exit', (code, signal) => resolve({ code, signal, failure }))
    worker.on('error', (error) => {
      // Other errors tell of messages and connections that were on their way to a worker which ended.
      if (worker.process.pid !== undefined) return
      const message = `A worker cannot be started: ${error.message}.`
      resolve({ code: null, signal: null, failure: new SimpleSecurityError('internal_error', message) })
    })
  })
  const listening = new Promise<ListeningMessage>((resolve, reject) => {
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'waiting') send(isStopped ? { type: 'stop' } : { type: 'serve', ...shared })
      else if (message.type === 'listening') resolve(message)
      else if (message.type === 'gather') gather().then((measurements) => send({ type: 'gathered', measurements }))
      else if (message.type === 'measured') measurements.emit('measured', message.measurement)
      else failure = new SimpleSecurityError(message.code, message.message)
    })
    ended.then((ending) => reject(ending.failure ?? faultOf('A worker ended before it listened', ending)))
  })
  // Whoever waits for the end of a worker may not care whether it ever listened.
  listening.catch(() => {})
  return {
    pid: worker.process.pid,
    listening,
    ended,
    stop() {
      isStopped = true
      send({ type: 'stop' })
    },
    kill: () => worker.process.kill('SIGKILL'),
    async measure() {
      const measured = once(measurements, 'measured', { signal: AbortSignal.timeout(measuringMs) })
      send({ type: 'measure' })
      const [measurement] = await measured.catch(() => [undefined])
      return measurement as Measurement | undefined
    },
  }
}

export function faultOf(what: string, { code, signal }: Ending): SimpleSecurityError {
  return new SimpleSecurityError('internal_error', `${what} (${signal ?? `exit code ${code}`}).`)
}
