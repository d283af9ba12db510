import type { AddressInfo } from 'node:net'
import Koa from 'koa'
import type { SimpleSecurityOptions } from '../../src/index.js'

/** How an app is started. */
export interface DocumentStart {
  /** The URL of the built package. */
  module: string
  /** A file; undefined for an app without a document. */
  document: string | undefined
  /** The scopes of keys that ask for what they may call, one after the other. */
  asking: string[][]
}

export interface DocumentTimes {
  /** User and system time of the process until it listened. */
  cpuMs: number
  listeningMs: number
  /** User and system time of the process for each document that it was asked for: for everybody, then for each key. */
  askedMs: number[]
}

// The program of a process that is measured once: it is compiled to plain JavaScript before.
const { module, document, asking }: DocumentStart = JSON.parse(process.argv[2] ?? '')
const { simpleSecurity } = (await import(module)) as typeof import('../../src/index.js')
const options: SimpleSecurityOptions = { secret: 'bench', dbLocation: ':memory:', env: {} }
const { apiKeyRouter, docs, enforce, keys, close } = simpleSecurity(
  document === undefined ? options : { ...options, document },
)
const app = new Koa()
if (document !== undefined) app.use(enforce({ validate: true }))
app.use(docs()).use(apiKeyRouter.routes())
const server = app.listen(0, '127.0.0.1', async () => {
  const times: DocumentTimes = { cpuMs: cpuMs(), listeningMs: performance.now(), askedMs: [] }
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const given = await Promise.all(asking.map((scopes) => keys.create({ scopes })))
  // The client's code is loaded when it is first used.
  await fetch(`${url}/none`)
  if (given.length > 0) times.askedMs.push(await costOf(`${url}/openapi.json`))
  for (const { key } of given) times.askedMs.push(await costOf(`${url}/openapi.json?for=key`, { 'api-key': key }))
  process.send?.(times)
  server.closeAllConnections()
  server.close()
  await close()
})

async function costOf(url: string, headers: Record<string, string> = {}): Promise<number> {
  const before = cpuMs()
  const response = await fetch(url, { headers })
  await response.arrayBuffer()
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}.`)
  return cpuMs() - before
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
