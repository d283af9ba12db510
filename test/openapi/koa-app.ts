import type { TestContext } from 'node:test'
import Koa, { type Context, type Middleware } from 'koa'
import Koa2 from 'koa2'
import type { SimpleSecurity, SimpleSecurityOptions } from '../../src/index.js'
import { type Answer, listen, type RequestOptions, request } from '../support/http.js'
import { createInstance, documentOf } from './enforced-app.js'

export const koas = [
  ['3', Koa],
  ['2', Koa2 as typeof Koa],
] as const

const book = {
  type: 'object',
  required: ['title'],
  properties: { title: { type: 'string' }, pages: { type: 'integer' } },
  additionalProperties: false,
}
const bookId = { name: 'bookId', in: 'path', required: true, schema: { type: 'integer' } }
const newBook = {
  content: { 'application/json': { schema: book }, 'application/x-www-form-urlencoded': { schema: book } },
}

const answers = { '200': { description: 'Done', content: { 'application/json': {} } } }

/** A shop where everything but its health asks for a key. */
export function shopDocument(part: object = {}): object {
  const named = (operationId: string, members = {}) => ({ operationId, responses: answers, ...members })
  return documentOf('3.1.0', {
    security: [{ ApiKeyHeader: [] }],
    paths: {
      '/health': { get: named('getHealth', { security: [] }) },
      '/books': { get: named('listBooks'), post: named('addBook', { requestBody: newBook }) },
      '/books/{bookId}': { get: named('getBook', { parameters: [bookId] }) },
      '/covers': { post: named('addCover', { requestBody: { content: { 'image/*': {} } } }) },
    },
    ...part,
  })
}

/** Answers with what the middleware before it left. */
export function answerSeen(ctx: Context): void {
  const { body } = ctx.request as { body?: unknown }
  ctx.body = { key: ctx.state.apiKey?.name, id: ctx.state.validated?.path.bookId, body }
}

export interface Shop {
  url: string
  app: Koa
  instance: SimpleSecurity
  /** A key named `mine`, and the header that carries it. */
  key: string
  mine: { 'api-key': string }
  /** What the app's listener of errors was told. */
  faults: Error[]
  ask(path: string, options?: RequestOptions): Promise<Answer>
  post(body: string, headers?: Record<string, string>, path?: string): Promise<Answer>
}

export type Build = (app: Koa, instance: SimpleSecurity) => void

/** An app of a version of Koa, on a server of HTTP/1.1, with the document of the shop unless given. */
export async function startShop(
  t: TestContext,
  App: typeof Koa,
  build: Build,
  options: SimpleSecurityOptions = {},
): Promise<Shop> {
  const instance = createInstance(t, { document: shopDocument(), ...options } as SimpleSecurityOptions)
  const app = new App()
  const faults: Error[] = []
  app.on('error', (error: Error) => faults.push(error))
  build(app, instance)
  const url = await listen(t, app.callback())
  const { key } = await instance.keys.create({ name: 'mine' })
  const mine = { 'api-key': key }
  const ask: Shop['ask'] = (path, given) => request(url + path, given)
  return {
    url,
    app,
    instance,
    key,
    mine,
    faults,
    ask,
    post(body, headers = {}, path = '/books') {
      const given: Record<string, string> = { 'content-type': 'application/json', ...mine, ...headers }
      if (given['transfer-encoding'] === undefined) given['content-length'] = String(Buffer.byteLength(body))
      return ask(path, { method: 'POST', headers: given, body })
    },
  }
}

/** `enforce()` that validates, in front of what answers everything that it lets pass. */
export const guardAll: Build = (app, instance) => {
  app.use(instance.enforce({ validate: true }))
  app.use(answerSeen as Middleware)
}
