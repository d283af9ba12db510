import type { AddressInfo } from 'node:net'
import Router from '@koa/router'
import Koa from 'koa'
import { simpleSecurity } from '../../src/index.js'

// An app that serves whether its database can be opened or not.
const { apiKeyRouter, apiKeySecurity, close } = simpleSecurity()
const router = new Router().get('/secure', apiKeySecurity(), (ctx) => {
  ctx.body = {}
})
const app = new Koa()
// Koa would print them, with their stacks.
app.on('error', () => {})
app.use(apiKeyRouter.routes()).use(router.routes())

const server = app.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  console.log(`address http://127.0.0.1:${port}\ndatabase not asked yet`)
})
process.once('SIGTERM', () => server.close(() => void close()))
