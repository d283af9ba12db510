import { hash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Router from '@koa/router'
import Koa, { type Context, type Middleware } from 'koa'
import sqlite3 from 'sqlite3'
import type { ApiKey, SimpleSecurity, SimpleSecurityOptions } from '../../src/index.js'
import type { PlainAnswer, ServerKind, ServerMessage, ServerRequest } from './server-process.js'

// The program of the server processes. It is compiled to plain JavaScript before it is started, so that neither its speed
// nor its memory has a loader in it.
const kind: ServerKind = JSON.parse(process.argv[2] ?? '')
const message = 'This is a secure endpoint'

const app = new Koa()
const router = new Router()
let close = async () => {}
switch (kind.name) {
  case 'bare':
    router.get('/secure', (ctx) => {
      ctx.body = { message, key: kind.keyName }
    })
    break
  case 'routes':
    await serveRoutes(kind)
    break
  case 'empty middleware':
    router.get(
      '/secure',
      (_, next) => next(),
      (ctx) => {
        ctx.body = { message, key: kind.keyName }
      },
    )
    break
  case 'least guard': {
    const counts = new Map<string, number>()
    router.get(
      '/secure',
      (ctx, next) => {
        const digest = hash('sha256', ctx.get('api-key'), 'hex')
        counts.set(digest, (counts.get(digest) ?? 0) + 1)
        ctx.set('Cache-Control', 'private')
        return next()
      },
      (ctx) => {
        ctx.body = { message, key: kind.keyName }
      },
    )
    break
  }
  case 'by hand':
    router.get('/secure', await guardByHand(kind), (ctx: Context) => {
      ctx.body = { message, key: ctx.state.apiKey.name }
    })
    break
  case 'looking up':
    router.get('/secure', lookUp(kind.database), (ctx: Context) => {
      ctx.body = { message, key: ctx.state.apiKey.name }
    })
    break
  case 'refusing':
    router.get('/secure', (ctx) => {
      answerPlainly(ctx, kind)
    })
    break
  case 'guarded':
    router.get('/secure', await guard(kind.module, kind.options), (ctx: Context) => {
      ctx.body = { message, key: ctx.state.apiKey.name }
    })
    break
}

app.use(router.routes())
const server = createServer(app.callback())
server.listen(0, '127.0.0.1', () => send({ port: (server.address() as AddressInfo).port }))

process.on('message', (request: ServerRequest) => {
  if (request === 'usage') {
    const { user, system } = process.cpuUsage()
    send({ cpuUs: user + system, residentBytes: process.memoryUsage.rss() })
  } else {
    stop()
  }
})
// Whoever started this is gone.
process.on('disconnect', () => process.exit(1))

/**
 * What the guard checks for a key that it knows, in one function, without parts that can be tested and replaced, and with
 * nothing beside it: neither a database nor anything that writes the counts down or looks for changes.
 */
async function guardByHand({
  format,
  keyName: name,
  digests,
  refused,
}: ServerKind & { name: 'by hand' }): Promise<Middleware> {
  const { isGeneratedKey }: typeof import('../../src/credentials/api-key-format.js') = await import(format)
  const seen = Symbol('seen')
  const hourMs = 3_600_000
  const freshMs = 950
  const newEntry = () => ({ key: { name } as ApiKey, endsAt: Number.POSITIVE_INFINITY, hour: 0, queries: 0, latest: 0 })
  const entries = new Map(digests.map((digest) => [digest, newEntry()]))
  let confirmedAt = Date.now()
  setInterval(() => {
    confirmedAt = Date.now()
  }, freshMs / 2).unref()
  return (ctx, next) => {
    const req = ctx.req as typeof ctx.req & { [seen]?: ApiKey }
    const text = req.headers['api-key']
    if (req[seen] !== undefined || typeof text !== 'string' || text.includes(',')) return ctx.throw(403)
    if (ctx.querystring !== '' || !isGeneratedKey(text)) return ctx.throw(403)
    const digest = hash('sha256', text, 'hex')
    const at = Date.now()
    if (Math.abs(at - confirmedAt) > freshMs) return ctx.throw(503)
    const entry = entries.get(digest)
    if (entry === undefined) return answerPlainly(ctx, refused)
    if (at >= entry.endsAt) return ctx.throw(403)
    if (at >= entry.hour + hourMs) entry.hour = at - (at % hourMs)
    entry.queries += 1
    if (at > entry.latest) entry.latest = at
    req[seen] = entry.key
    ctx.state.apiKey = entry.key
    if (!ctx.res.hasHeader('cache-control')) ctx.res.setHeader('Cache-Control', 'private')
    return next()
  }
}

/** What finding the key of a request costs who has nothing else to do, and so the limit for a first use. */
function lookUp(database: string): Middleware {
  const statement = new sqlite3.Database(database, sqlite3.OPEN_READONLY).prepare(
    `SELECT simple_security_keys.*, simple_security_secrets.ends_at AS secret_ends_at FROM simple_security_secrets
     JOIN simple_security_keys ON simple_security_keys.id = simple_security_secrets.key_id
     WHERE simple_security_secrets.digest = ?`,
  )
  return async (ctx, next) => {
    const digest = hash('sha256', ctx.get('api-key'), 'hex')
    ctx.state.apiKey = await new Promise<ApiKey>((resolve, reject) => {
      statement.all([digest], (error: Error | null, rows: ApiKey[]) => {
        const [row] = rows ?? []
        if (row === undefined) reject(error ?? new Error('There is no such key.'))
        else resolve(row)
      })
    })
    ctx.set('Cache-Control', 'private')
    return next()
  }
}

function answerPlainly(ctx: Context, { status, headers, body }: PlainAnswer): void {
  ctx.status = status
  for (const [name, value] of headers) ctx.set(name, value)
  ctx.body = body
}

async function guard(module: string, options: SimpleSecurityOptions): Promise<Middleware> {
  return (await open(module, options)).apiKeySecurity()
}

async function open(module: string, options: SimpleSecurityOptions): Promise<SimpleSecurity> {
  const { simpleSecurity }: typeof import('../../src/index.js') = await import(module)
  const instance = simpleSecurity(options)
  await instance.ready()
  close = instance.close
  return instance
}

/** Many routes that all answer alike, with nothing in front of them or with one of the ways to guard them. */
async function serveRoutes({ routes, keyName, guarded }: ServerKind & { name: 'routes' }): Promise<void> {
  const answer = (ctx: Context) => {
    ctx.body = { message, key: keyName }
  }
  if (guarded !== undefined) {
    const { by, module, options } = guarded
    const instance = await open(module, options)
    if (by === 'operations') {
      // Which operations there are is not known to the compiler.
      const handlers = Object.fromEntries(
        routes.map(({ operationId }) => [operationId, () => ({ status: 200, body: { message, key: keyName } })]),
      )
      app.use(instance.operations(handlers as never))
      return
    }
    if (by === 'enforce') app.use(instance.enforce())
    else router.use(instance.apiKeySecurity())
  }
  for (const { method, path } of routes) router.register(path.replaceAll(/\{(\w+)\}/g, ':$1'), [method], answer)
}

async function stop(): Promise<void> {
  server.close()
  server.closeAllConnections()
  await close()
  process.exit(0)
}

function send(answer: ServerMessage): void {
  process.send?.(answer)
}
