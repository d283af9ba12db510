import type { AddressInfo } from 'node:net'
import Router from '@koa/router'
import Koa from 'koa'
import { simpleSecurity } from 'koa-simple-security'

const { apiKeyRouter, apiKeySecurity, close, docs, keys, ready } = simpleSecurity()
const reports: string[] = []

const router = new Router()
router.get('/reports', apiKeySecurity({ scopes: ['reports:read'] }), (ctx) => {
  ctx.body = reports
})
router.post('/reports', apiKeySecurity({ scopes: ['reports:write'] }), (ctx) => {
  reports.push(`by ${ctx.state.apiKey.name}`)
  ctx.status = 201
})

await ready()
// Keys are made in code as well as in the docs. reports:* is every scope that begins with "reports:".
const reader = await keys.create({
  name: 'reader',
  scopes: ['reports:read'],
  expiresAt: new Date(Date.now() + 3_600_000),
})
const editor = await keys.create({ name: 'editor', scopes: ['reports:*'], expiresAt: new Date(Date.now() + 3_600_000) })
console.log(`reader ${reader.key}\neditor ${editor.key}`)

const app = new Koa()
app.use(docs())
app.use(apiKeyRouter.routes())
app.use(router.routes())
const server = app.listen(Number(process.env.PORT ?? 8080), () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/docs`)
})
process.once('SIGTERM', () => server.close(() => close())) // writes the last counts
