import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Lifetime } from './temporary.js'

export interface Answer {
  status: number
  headers: http.IncomingHttpHeaders
  text: string
  bytes: Buffer
  /** The body as JSON; throws where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  json: () => any
}

export interface RequestOptions {
  method?: string
  /** A list sends a header once for each value. */
  headers?: Record<string, string | string[]>
  body?: string | Buffer
}

/** One request on a connection of its own, without what a friendlier client would mend on the way. */
export function request(url: string, { method = 'GET', headers = {}, body }: RequestOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const path = url.slice(url.indexOf('/', 'http://'.length))
    const outgoing = http.request({ hostname, port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const bytes = Buffer.concat(chunks)
        const text = bytes.toString('utf8')
        const { statusCode: status = 0, headers } = response
        resolve({ status, headers, text, bytes, json: () => JSON.parse(text) })
      })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** Listens on a free port of the loopback interface until the test, or what else it is for, ends. */
export async function listen(
  t: Lifetime,
  listener: http.RequestListener,
  settings: Partial<Pick<http.Server, 'maxHeadersCount'>> = {},
): Promise<string> {
  const server = Object.assign(http.createServer(listener), settings)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
