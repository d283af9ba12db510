import cluster, { type Worker } from 'node:cluster'
import { EventEmitter, once } from 'node:events'
import { SimpleSecurityError } from '../errors.js'
import type { Measurement } from '../observation/metrics.js'
import type { RunningServer, SharedServing } from '../server.js'
import type { FromWorker, ToWorker } from './messages.js'

// What each worker of `serve --workers` runs: a program of its own, since a process can be the worker of somebody else's
// cluster too, and has no primary of ours then.

/** A stop takes less, see `server.ts`: this is for one that hangs and has no primary any more that would end it. */
const orphanMs = 10_000
/** Longer than the primary waits for any worker. */
const gatheringMs = 2_000

function runWorker(worker: Worker): void {
  let starting: Promise<RunningServer> | undefined
  const stop = () => {
    if (starting === undefined) process.exit(0)
    starting.then((server) => server.stop().then(() => process.exit(0), fail)).catch(() => {})
  }
  process.on('message', (message: ToWorker) => {
    if (message.type === 'stop') return stop()
    if (message.type === 'gathered') return gathered.emit('gathered', message.measurements)
    if (message.type === 'measure') {
      // One that cannot tell is left out, and one that is not ready has nothing to tell.
      return starting
        ?.then((server) => server.measure())
        .then(
          (measurement) => tell({ type: 'measured', measurement }),
          () => {},
        )
    }
    starting = start(message)
    starting.catch(fail)
  })
  // From now on, before the server's modules are loaded. A terminal sends its signals to all processes.
  process.on('SIGTERM', stop).on('SIGINT', stop)
  worker.on('disconnect', () => {
    // The primary is gone. Node would end this process now, with what is in flight and with the counts in memory.
    worker.exitedAfterDisconnect = true
    setTimeout(() => process.exit(1), orphanMs)
    stop()
  })
  // What could not be sent to a primary that is gone. Unheard, it would end this process as well.
  worker.on('error', () => {})
  tell({ type: 'waiting' })
}

const gathered = new EventEmitter<{ gathered: [readonly Measurement[]] }>()

/** Of several that ask at once, each is told by the first answer: they ask for the same. */
async function gather(): Promise<readonly Measurement[]> {
  const answered = once(gathered, 'gathered', { signal: AbortSignal.timeout(gatheringMs) })
  tell({ type: 'gather' })
  const [measurements] = await answered
  return measurements
}

async function start(shared: SharedServing): Promise<RunningServer> {
  const { serve } = await import('../server.js')
  let startBlock = ''
  const server = await serve(
    process.env,
    (text) => {
      startBlock += text
    },
    { ...shared, gather },
  )
  await tell({ type: 'listening', url: server.url, startBlock })
  return server
}

async function fail(error: unknown): Promise<void> {
  const code = error instanceof SimpleSecurityError ? error.code : 'internal_error'
  await tell({ type: 'failed', code, message: String((error as { message?: unknown }).message ?? error) })
  process.exit(1)
}

/** Resolves when it is sent, or cannot be. */
function tell(message: FromWorker): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => resolve())
    else resolve()
  })
}

if (cluster.worker !== undefined) runWorker(cluster.worker)
