import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { type Environment, readConfig, readListenConfig } from './config.js'
import { SimpleSecurityError } from './errors.js'
import { createStandAloneApp } from './http/stand-alone-app.js'
import { assemble } from './simple-security.js'

// Node's own defaults are 60 s and 300 s, checked every 30 s: enough for a few slow clients to hold every connection.
const headersTimeout = 10_000
const requestTimeout = 30_000
const connectionsCheckingInterval = 1_000
/** What is in flight gets this long to finish: with the last flush, within the 10 s that a stop may take. */
const drainMs = 7_000

export interface RunningServer {
  /** Where it listens, such as `http://127.0.0.1:8080`. */
  url: string
  /** Finishes what is in flight, writes the last counts, closes the database. Resolves when all is done. */
  stop(): Promise<void>
}

/**
 * Starts the stand-alone server and prints where it is.
 * @throws SimpleSecurityError when the configuration, the database or the address cannot be used
 */
export async function serve(env: Environment, print: (text: string) => void): Promise<RunningServer> {
  const { host, port } = readListenConfig(env)
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime })
  const config = readConfig({
    env,
    logger: { warn: (message) => logger.warn(message), error: (message) => logger.error(message) },
  })
  const assembly = assemble(config)
  const { instance, beginShutdown } = assembly
  const app = createStandAloneApp(assembly, logger)
  const server = createServer({ headersTimeout, requestTimeout, connectionsCheckingInterval }, app.callback())
  // Node drops header lines after the 2,000th, and with them a credential that is given twice. Their size stays bounded.
  server.maxHeadersCount = 0
  try {
    await instance.ready()
    await listen(server, port, host)
  } catch (error) {
    await instance.close()
    throw error
  }
  const url = urlOf(server.address() as AddressInfo)
  print(startBlock({ url, database: config.sqliteLocation, generatedSecret: config.generatedSecret }))

  let stopping: Promise<void> | undefined
  return {
    url,
    stop() {
      stopping ??= stopServer(server, beginShutdown).then(instance.close)
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

async function stopServer(server: Server, beginShutdown: () => void): Promise<void> {
  beginShutdown()
  // A connection that is kept alive would bring new requests for as long as its client likes.
  server.prependListener('request', (_, response) => response.setHeader('Connection', 'close'))
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), drainMs)
  await closed
  clearTimeout(timer)
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

function startBlock(parts: { url: string; database: string; generatedSecret: string | undefined }): string {
  const { url, database, generatedSecret } = parts
  const lines = [
    'koa-simple-security is listening',
    `  address   ${url}`,
    `  docs      ${url}/docs`,
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
