import cluster, { type Worker } from 'node:cluster'
import { SimpleSecurityError } from '../errors.js'
import type { RunningServer, SharedServing } from '../server.js'
import type { FromWorker, ToWorker } from './messages.js'

// What each worker of `serve --workers` runs: a program of its own, since a process can be the worker of somebody else's
// cluster too, and has no primary of ours then.

/** A stop takes less, see `server.ts`: this is for one that hangs and has no primary any more that would end it. */
const orphanMs = 10_000

function runWorker(worker: Worker): void {
  let starting: Promise<RunningServer> | undefined
  const stop = () => {
    if (starting === undefined) process.exit(0)
    starting.then((server) => server.stop().then(() => process.exit(0), fail)).catch(() => {})
  }
  process.on('message', (message: ToWorker) => {
    if (message.type === 'stop') return stop()
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

async function start(shared: SharedServing): Promise<RunningServer> {
  const { serve } = await import('../server.js')
  let startBlock = ''
  const server = await serve(
    process.env,
    (text) => {
      startBlock += text
    },
    shared,
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
