import Router from '@koa/router'
import Koa from 'koa'
import { simpleSecurity } from 'koa-simple-security'

const { apiKeyRouter, apiKeySecurity, docs } = simpleSecurity() // nothing to configure

const router = new Router()
router.get('/secure', apiKeySecurity(), (ctx) => {
  ctx.body = { message: 'This is a secure endpoint', key: ctx.state.apiKey.name }
})

const app = new Koa()
app.use(docs()) // /docs, /openapi.json, /openapi.yaml
app.use(apiKeyRouter.routes()) // /auth/…
app.use(router.routes())
app.listen(8080)
