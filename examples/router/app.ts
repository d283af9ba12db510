import type { AddressInfo } from 'node:net'
import Router from '@koa/router'
import Koa from 'koa'
import { simpleSecurity } from 'koa-simple-security'

const { apiKeyRouter, apiKeySecurity, close, docs } = simpleSecurity()

// Every route of this router needs a key, whoever adds one later.
const reports = new Router({ prefix: '/reports' })
reports.use(apiKeySecurity())
reports.get('/', (ctx) => {
  const { id, name, metadata } = ctx.state.apiKey // of the key that made this request, never the key itself
  ctx.body = { id, name, team: metadata.team ?? 'no team' }
})

const app = new Koa()
app.use(docs())
app.use(apiKeyRouter.routes())
app.use(reports.routes())
const server = app.listen(Number(process.env.PORT ?? 8080), () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/docs`)
})
process.once('SIGTERM', () => server.close(() => close())) // writes the last counts
