import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import Koa from 'koa'
import { simpleSecurity } from '../../src/index.js'
import { serve } from '../../src/server.js'
import type { FromWatched, ToWatched, WatchedApp } from './watched-server.js'

// A server in a process of its own, which says for how long its event loop stood still, and how much memory is in use.

/** Several of these pass before a measurement begins, and before it ends. */
const resolutionMs = 1
const settleMs = 8

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')
const delay = monitorEventLoopDelay({ resolution: resolutionMs })

function tell(message: FromWatched): void {
  process.send?.(message)
}

process.on('message', async (question: ToWatched) => {
  if (question === 'heap') {
    collectGarbage()
    return tell({ heap: process.memoryUsage().heapUsed })
  }
  await sleep(settleMs)
  if (question === 'blocked?') return tell({ blockedMs: Math.max(0, delay.max / 1e6 - resolutionMs) })
  delay.reset()
  tell({ watching: true })
})

const text = { schema: { type: 'string' } }
const list = { type: 'array', items: { type: 'integer' } }
const tree = { $ref: '#/components/schemas/Tree' }
const item = {
  type: 'object',
  additionalProperties: false,
  required: ['id'],
  properties: {
    id: { type: 'integer' },
    tags: { ...list, uniqueItems: true },
    at: { type: 'string', format: 'date-time' },
  },
}
const object = { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'string' } } }
const answers = { responses: { 200: { description: 'Done' } }, security: [] }
const document = {
  openapi: '3.0.3',
  info: { title: 'Items', version: '1' },
  components: {
    schemas: {
      Tree: { type: 'object', additionalProperties: tree, properties: { children: { type: 'array', items: tree } } },
    },
  },
  paths: {
    '/items': {
      get: {
        ...answers,
        parameters: [
          { name: 'ids', in: 'query', schema: list },
          { name: 'piped', in: 'query', style: 'pipeDelimited', explode: false, schema: list },
          { name: 'spaced', in: 'query', style: 'spaceDelimited', explode: false, schema: list },
          { name: 'deep', in: 'query', style: 'deepObject', schema: object },
          {
            name: 'any',
            in: 'query',
            schema: { anyOf: [list, { type: 'integer' }, { type: 'string', format: 'date-time' }] },
          },
          { name: 'json', in: 'query', content: { 'application/json': { schema: list } } },
          { name: 'X-Ids', in: 'header', schema: list },
          { name: 'crumbs', in: 'cookie', schema: list },
        ],
      },
      post: {
        ...answers,
        requestBody: {
          content: {
            'application/json': { schema: { type: 'array', items: item } },
            'application/x-www-form-urlencoded': {
              schema: {
                type: 'object',
                properties: { ids: list, one: { type: 'integer' }, deep: object, any: { oneOf: [list, object] } },
              },
            },
            'text/plain': text,
          },
        },
      },
    },
    '/trees': { post: { ...answers, requestBody: { content: { 'application/json': { schema: tree } } } } },
    '/items/{id}/{name}': {
      get: {
        ...answers,
        parameters: [
          { name: 'id', in: 'path', required: true, style: 'matrix', explode: true, schema: list },
          { name: 'name', in: 'path', required: true, ...text },
        ],
      },
    },
    '/files/{a}-{b}-{c}.{d}': {
      get: {
        ...answers,
        parameters: ['a', 'b', 'c', 'd'].map((name) => ({ name, in: 'path', required: true, ...text })),
      },
    },
  },
}

async function start(app: WatchedApp): Promise<string> {
  const env = {
    PORT: '0',
    KOA_SIMPLE_SECURITY_SECRET: 'TEST_SECRET',
    KOA_SIMPLE_SECURITY_DB_LOCATION: ':memory:',
  }
  if (app === 'stand-alone') return (await serve({ ...env, ...process.env }, () => {})).url
  const { enforce, ready } = simpleSecurity({
    secret: 'TEST_SECRET',
    dbLocation: ':memory:',
    env: {},
    document,
  })
  await ready()
  const koa = new Koa()
  koa.use(enforce({ validate: true, maximumBodyBytes: Number(process.env.MAXIMUM_BODY_BYTES ?? 102_400) }))
  koa.use((ctx) => {
    ctx.body = 'passed'
  })
  const server = createServer(koa.callback())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const url = await start(process.argv[2] as WatchedApp)
delay.enable()
tell({ url })
