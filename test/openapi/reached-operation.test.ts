import assert from 'node:assert/strict'
import { Agent, request as send } from 'node:http'
import { it } from 'node:test'
import Router from '@koa/router'
import fc from 'fast-check'
import Koa, { type Context, type Middleware } from 'koa'
import mount from 'koa-mount'
import { document as ownDocument } from '../../generated/document.js'
import { isSimpleSecurityError } from '../../src/errors.js'
import { createDocumentPolicy } from '../../src/http/document-policy.js'
import { createKeyGuard, createSecretGuard } from '../../src/http/guards.js'
import type { JsonObject } from '../../src/openapi/json.js'
import { readDocument } from '../../src/openapi/source.js'
import { listen } from '../support/http.js'
import { type Version, versions } from './enforced-app.js'
import { recorded, routerPath } from './recorded-app.js'

// THE property of enforce(): whatever request it lets pass, the operation that a router reaches, however lax, is one that the
// request was checked against.

/** Segments that differ little, so that they meet. */
const segments = [
  'a',
  'A',
  'b',
  'a.b',
  'a-b',
  '%61',
  'é',
  '',
  '{p}',
  '{p}.json',
  'a{p}',
  '{p}-{q}',
  '{p}:a',
  'a.{p}.b',
  '{p}.b',
]
const methods = ['get', 'get', 'get', 'post', 'delete', 'head'] as const
const pieces = [
  'a',
  'A',
  'b',
  'B',
  'a.b',
  'A-b',
  'a-b-',
  'x',
  'x.json',
  'X.JSON',
  'x:a',
  '-',
  '.',
  '..',
  'a.a.b',
  '%61',
  '%41',
]
const strange = [
  '%2F',
  '%2f',
  '%5C',
  '%2e%2e',
  '%C3%A9',
  '%c3%a9',
  '%',
  '%zz',
  '%00',
  '%252F',
  '\\',
  ';',
  '//',
  '/',
  '/./',
  '',
]

/** Parameters of a name of their own each. */
const template = fc.array(fc.constantFrom(...segments), { minLength: 1, maxLength: 4 }).map((chosen) => {
  let count = 0
  return `/${chosen.join('/')}`.replace(/\{\w\}/g, () => `{p${count++}}`)
})
const operation = fc
  .tuple(fc.constantFrom(...methods), template)
  .map(([method, path]) => `${method.toUpperCase()} ${path}`)
const operations = fc.uniqueArray(operation, { minLength: 1, maxLength: 8 })

/** Paths by themselves, and such as fit a template. */
const piece = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...pieces) },
  { weight: 2, arbitrary: fc.constantFrom(...strange) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...pieces), fc.constantFrom(...strange))
      .map(([one, other]) => one + other + one),
  },
)
const path = fc.array(piece, { minLength: 1, maxLength: 5 }).map((chosen) => `/${chosen.join('/')}`)
const fitting = fc.tuple(
  fc.nat(),
  fc.array(piece, { minLength: 8, maxLength: 8 }),
  fc.constantFrom('', '', '', '/', '//', '/.'),
  fc.constantFrom('same', 'same', 'toUpperCase', 'toLowerCase'),
)
const request = fc.tuple(
  fc.constantFrom(...methods),
  fc.oneof({ weight: 1, arbitrary: path }, { weight: 3, arbitrary: fitting }),
)

/** Where the document has its paths, what is taken away from them by a mount, and what the router begins with. */
const placings = {
  here: { server: '', mounted: '', prefix: '' },
  'below a server': { server: '/v1', mounted: '', prefix: '/v1' },
  mounted: { server: '/v1', mounted: '/v1', prefix: '' },
  'mounted halfway': { server: '/a/v1', mounted: '/a', prefix: '/v1' },
}

const run = fc.record({
  operations,
  order: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
  requests: fc.array(request, { minLength: 30, maxLength: 30 }),
  placed: fc.constantFrom(...(Object.keys(placings) as (keyof typeof placings)[])),
  open: fc.boolean(),
})

for (const version of versions) {
  it(`what a lax router reaches is what was checked, of documents of ${version}`, async (t) => {
    let [passes, refusals, documents] = [0, 0, 0]
    const agent = new Agent({ keepAlive: true })
    t.after(() => agent.destroy())
    let current: Middleware = () => undefined
    const app = new Koa()
    app.silent = true
    const url = await listen(t, app.use((ctx, next) => current(ctx, next)).callback())

    await fc.assert(
      fc.asyncProperty(run, async ({ operations, order, requests, placed, open }) => {
        const middleware = createApp(version, { operations, order, placed, open })
        // Such as two templates that match the same paths: another document then.
        fc.pre(middleware !== undefined)
        documents++
        current = middleware as Middleware
        await Promise.all(
          requests.map(async ([anyMethod, wanted]) => {
            const [method, path] = typeof wanted === 'string' ? [anyMethod, wanted] : fit(operations, wanted)
            const target = placings[placed].server + path
            const { status, reached, checked } = await ask(agent, url, method.toUpperCase(), target)
            if (reached === undefined) return void refusals++
            passes++
            assert.ok(
              checked.includes(reached),
              `${method} ${target} reached ${reached} (${status}), but was checked as ${checked.join(', ') || 'nothing'}`,
            )
          }),
        )
      }),
      { numRuns: 400 },
    )
    t.diagnostic(`${documents} documents, ${passes} requests reached an operation, ${refusals} did not`)
    assert.ok(passes > 300 && refusals > 300)
  })
}

interface Placed {
  operations: readonly string[]
  order: readonly number[]
  placed: keyof typeof placings
  open: boolean
}

/** Undefined for a document that ends the start. */
function createApp(version: Version, { operations, order, placed, open }: Placed): Middleware | undefined {
  const { server, mounted, prefix } = placings[placed]
  const part = { servers: [{ url: server }] }
  try {
    const { document, schemes: handlers } = recorded(version, operations, part)
    const secretGuard = createSecretGuard(() => ({ code: 'invalid_secret' }))
    const keyGuard = createKeyGuard(() => ({ ok: false, code: 'invalid_api_key' }))
    const parts = { handlers, keyGuard, secretGuard, tokenGuard: secretGuard, secretName: 'secret-key' }
    const policy = createDocumentPolicy(readDocument(document), ownDocument as unknown as JsonObject, parts)
    const router = new Router({ prefix })
    for (const id of inOrder(operations, order)) {
      const [method = '', path = ''] = id.split(/ (.*)/)
      router.register(routerPath(path), [method], [(ctx: Context) => answer(ctx, id)])
    }
    const inner = new Koa()
    inner.use(policy.enforce(open ? { open: ['/', '/a/'] } : {}))
    inner.use(router.routes() as Middleware)
    return mount(mounted || '/', inner)
  } catch (error) {
    if (isSimpleSecurityError(error, 'invalid_configuration')) return undefined
    throw error
  }
}

function answer(ctx: Context, id: string): void {
  ctx.set({ reached: encodeURIComponent(id), checked: (ctx.state.checked ?? []).map(encodeURIComponent).join(' ') })
  ctx.body = 'x'
}

/**
 * In a random order, in which more exact templates come before others that fit the same paths, as every router that takes the
 * first that fits must have them, and HEAD before GET.
 */
function inOrder(operations: readonly string[], order: readonly number[]): string[] {
  const left = operations
    .map((id, index) => ({ id, rank: order[index] ?? 0 }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ id }) => id)
  const sorted: string[] = []
  while (left.length > 0) {
    const next = left.findIndex((id) => !left.some((other) => other !== id && isBefore(other, id)))
    assert.ok(next >= 0)
    sorted.push(...left.splice(next, 1))
  }
  return sorted
}

function isBefore(one: string, other: string): boolean {
  const [method, path = ''] = one.split(/ (.*)/)
  const [otherMethod, otherPath = ''] = other.split(/ (.*)/)
  if (path === otherPath) return method === 'HEAD' && otherMethod === 'GET'
  const theirs = otherPath.split('/')
  const relations = path.split('/').map((segment, index) => compare(segment, theirs[index]))
  return (
    theirs.length === relations.length && relations.every((more) => more >= 0) && relations.some((more) => more > 0)
  )
}

/** 1 where a segment says more than the other, 0 for the same, and -1 otherwise. */
function compare(one: string, other = ''): number {
  const [shape, otherShape] = [one, other].map((segment) => segment.replace(/\{\w+\}/g, '{}')) as [string, string]
  if (shape.toLowerCase() === otherShape.toLowerCase()) return 0
  if (!otherShape.includes('{')) return -1
  if (!shape.includes('{')) return 1
  if (otherShape === '{}') return 1
  const [[start = '', end = '', more], [otherStart = '', otherEnd = '']] = [shape.split('{}'), otherShape.split('{}')]
  return more === undefined && start.startsWith(otherStart) && end.endsWith(otherEnd) ? 1 : -1
}

function fit(
  operations: readonly string[],
  [which, values, ending, letters]: [number, string[], string, string],
): [string, string] {
  let next = 0
  const [method = '', template = ''] = (operations[which % operations.length] ?? '').split(/ (.*)/)
  const path = encodeURI(template.replace(/\{\w+\}/g, () => `\u0001${next++}\u0002`))
    .replaceAll('%25', '%')
    .replace(/%01(\d)%02/g, (_, index: string) => values[Number(index)] ?? '')
    .concat(ending)
  return [method, letters === 'toUpperCase' || letters === 'toLowerCase' ? path[letters]() : path]
}

function ask(
  agent: Agent,
  url: string,
  method: string,
  path: string,
): Promise<{ status: number | undefined; reached: string | undefined; checked: string[] }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    send({ agent, hostname, port, method, path }, (response) => {
      const { reached, checked } = response.headers as Record<string, string | undefined>
      response.resume().on('end', () =>
        resolve({
          status: response.statusCode,
          reached: reached && decodeURIComponent(reached),
          checked: (checked ?? '').split(' ').map(decodeURIComponent),
        }),
      )
    })
      .on('error', reject)
      .end()
  })
}
