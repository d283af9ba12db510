import { hash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Router from '@koa/router'
import Koa, { type Context, type Middleware } from 'koa'
import type { SimpleSecurityOptions } from '../../src/index.js'
import type { ServerKind, ServerMessage, ServerRequest } from './server-process.js'

// The program of the server processes. It is compiled to plain JavaScript before it is started, so that neither its speed
// nor its memory has a loader in it.
const kind: ServerKind = JSON.parse(process.argv[2] ?? '')
const message = 'This is a secure endpoint'

const router = new Router()
let close = async () => {}
switch (kind.name) {
  case 'bare':
    router.get('/secure', (ctx) => {
      ctx.body = { message, key: kind.keyName }
    })
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
  case 'refusing':
    router.get('/secure', (ctx) => {
      ctx.status = kind.status
      for (const [name, value] of kind.headers) ctx.set(name, value)
      ctx.body = kind.body
    })
    break
  case 'guarded':
    router.get('/secure', await guard(kind.module, kind.options), (ctx: Context) => {
      ctx.body = { message, key: ctx.state.apiKey.name }
    })
    break
}

const app = new Koa()
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

async function guard(module: string, options: SimpleSecurityOptions): Promise<Middleware> {
  const { simpleSecurity }: typeof import('../../src/index.js') = await import(module)
  const instance = simpleSecurity(options)
  await instance.ready()
  close = instance.close
  return instance.apiKeySecurity()
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
