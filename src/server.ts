import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { pino } from 'pino'
import { type Environment, readConfig, readListenConfig } from './config.js'
import { SimpleSecurityError } from './errors.js'
import { refuseAmbiguous } from './http/request-framing.js'
import { createStandAloneApp } from './http/stand-alone-app.js'
import type { Measurement, WorkerMetrics } from './observation/metrics.js'
import { assemble } from './simple-security.js'

// Node's own defaults are 60 s and 300 s, checked every 30 s, and none for what stands still in the middle of a body or an
// answer: enough for a few slow clients to hold every connection.
const headersTimeout = 10_000
const requestTimeout = 30_000
const connectionsCheckingInterval = 1_000
const stillstandTimeout = 12_000
// A stop may take 10 s: what is in flight gets this long to finish, and the last counts until then to be written.
const drainMs = 6_000
const stopMs = 9_000
const closeIdleEveryMs = 50

export interface RunningServer {
  /** Where it listens, such as `http://127.0.0.1:8080`. */
  url: string
  /** Finishes what is in flight, writes the last counts, closes the database. Resolves when all is done. */
  stop(): Promise<void>
  /** The metrics of this process. */
  measure(): Promise<Measurement>
}

/** What one of several processes that serve at one address is told by the one that started it. */
export interface SharedServing {
  /** The admin secret that was made once for all of them. */
  generatedSecret: string | undefined
  /** Where others listen already. Not there for the first of them, which finds out what the address is. */
  port: number | undefined
  /** Which of them it is, from 1 on; one that replaces another has its number. */
  number: number
}

/** The same, with what it can ask of the one that started it. */
export interface WorkerServing extends SharedServing, Pick<WorkerMetrics, 'gather'> {}

/**
 * Starts the stand-alone server and prints where it is.
 * @throws SimpleSecurityError when the configuration, the database or the address cannot be used
 */
export async function serve(
  env: Environment,
  print: (text: string) => void,
  shared?: WorkerServing,
): Promise<RunningServer> {
  const { host, port } = readListenConfig(env)
  const logger = pino({
    base: shared === undefined ? null : { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
  })
  const config = readConfig(
    { env, logger: { warn: (message) => logger.warn(message), error: (message) => logger.error(message) } },
    shared?.generatedSecret,
  )
  const assembly = assemble(config, { ownsProcess: true, worker: shared })
  const { instance, beginShutdown, close, measure } = assembly
  const app = createStandAloneApp(assembly, logger)
  const timeouts = { headersTimeout, requestTimeout, connectionsCheckingInterval }
  const server = createServer(timeouts, refuseAmbiguous(app.callback()))
  server.timeout = stillstandTimeout
  // Node drops header lines after the 2,000th, and with them a credential that is given twice. Their size stays bounded.
  server.maxHeadersCount = 0
  const unusedSockets = trackUnusedSockets(server)
  try {
    // First of all, so that an address that cannot be used leaves no new database behind.
    if (shared?.port === undefined) await listen(server, port, host)
    await instance.ready()
    // Last of all, so that what the others can answer at once does not wait for this one's database.
    if (shared?.port !== undefined) await listenWithOthers(server, port, host, shared.port)
  } catch (error) {
    server.close()
    server.closeAllConnections()
    await instance.close()
    throw error
  }
  const url = urlOf(server.address() as AddressInfo)
  print(
    startBlock({ url, hasDocs: config.docs, database: config.database.name, generatedSecret: config.generatedSecret }),
  )

  let stopping: Promise<void> | undefined
  return {
    url,
    measure,
    stop() {
      const deadline = performance.now() + stopMs
      beginShutdown()
      stopping ??= stopServer(server, unusedSockets).then(() => close(deadline))
      return stopping
    },
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const hint = error.code === 'EADDRINUSE' ? 'Choose another PORT.' : 'Choose another HOST or PORT.'
      const message = `The server cannot listen on ${host} port ${port}: ${error.code ?? error.message}. ${hint}`
      reject(new SimpleSecurityError('invalid_configuration', message, { cause: error }))
    })
    server.listen(port, host, resolve)
  })
}

// With PORT=0, the system chooses a port for the first process, and those that join get the same. It chooses another one when
// all had ended meanwhile, but clients know the first.
async function listenWithOthers(server: Server, port: number, host: string, known: number): Promise<void> {
  await listen(server, port, host)
  if ((server.address() as AddressInfo).port === known) return
  await new Promise((resolve) => server.close(resolve))
  await listen(server, known, host)
}

async function stopServer(server: Server, unusedSockets: () => Socket[]): Promise<void> {
  // A connection that is kept alive would bring new requests for as long as its client likes.
  server.prependListener('request', (_, response) => response.setHeader('Connection', 'close'))
  const closed = new Promise((resolve) => server.close(resolve))
  // Those that become idle after an answer that was under way, and those on which nothing was ever sent, which Node does
  // not take for idle: browsers open them in advance.
  const idle = setInterval(() => {
    server.closeIdleConnections()
    for (const socket of unusedSockets()) socket.destroy()
  }, closeIdleEveryMs)
  const timer = setTimeout(() => server.closeAllConnections(), drainMs)
  await closed
  clearInterval(idle)
  clearTimeout(timer)
}

function trackUnusedSockets(server: Server): () => Socket[] {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return () => [...sockets].filter((socket) => socket.bytesRead === 0)
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

function startBlock(parts: {
  url: string
  hasDocs: boolean
  database: string
  generatedSecret: string | undefined
}): string {
  const { url, hasDocs, database, generatedSecret } = parts
  const lines = [
    'koa-simple-security is listening',
    `  address   ${url}`,
    ...(hasDocs ? [`  docs      ${url}/docs`] : []),
    `  database  ${database}`,
  ]
  if (generatedSecret !== undefined) {
    lines.push(
      `  secret    ${generatedSecret}`,
      '            (for this run; set KOA_SIMPLE_SECURITY_SECRET to choose your own)',
    )
  }
  return `${lines.join('\n')}\n`
}
