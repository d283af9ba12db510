import type { TestContext } from 'node:test'
import Koa, { type Context, type Middleware } from 'koa'
import type { EnforceOptions } from '../../src/http/document-policy.js'
import { type SimpleSecurity, type SimpleSecurityOptions, simpleSecurity } from '../../src/index.js'
import { type Answer, listen, type RequestOptions, request } from '../support/http.js'

export const versions = ['3.0.3', '3.1.0'] as const
export type Version = (typeof versions)[number]

/** Members of a document that a test is about; the rest is filled in. */
export interface Part {
  paths: Record<string, object>
  [member: string]: unknown
}

/** A whole document of a version. */
export function documentOf(version: Version, part: Part): object {
  return { openapi: version, info: { title: 'Test', version: '1' }, ...part }
}

/** An operation with what every operation must have. */
export function operation(members: object = {}): object {
  return { responses: { '200': { description: 'Done' } }, ...members }
}

export interface EnforcedApp {
  url: string
  app: Koa
  instance: SimpleSecurity
  get(path: string, options?: RequestOptions): Promise<Answer>
}

/** An instance without a server. */
export function createInstance(t: TestContext, options: SimpleSecurityOptions): SimpleSecurity {
  const logger = { warn() {}, error() {} }
  const instance = simpleSecurity({ secret: 'TEST_SECRET', dbLocation: ':memory:', env: {}, logger, ...options })
  t.after(() => instance.close())
  return instance
}

/** An app with `enforce()` in front of what answers all that it lets pass: with what is known of the caller, unless given. */
export async function startEnforced(
  t: TestContext,
  options: SimpleSecurityOptions,
  parts: { enforce?: EnforceOptions; before?: Middleware[]; routes?: (instance: SimpleSecurity) => Middleware[] } = {},
): Promise<EnforcedApp> {
  const instance = createInstance(t, options)
  const app = new Koa()
  app.silent = true
  for (const middleware of parts.before ?? []) app.use(middleware)
  app.use(instance.enforce(parts.enforce))
  for (const middleware of parts.routes?.(instance) ?? [answerCaller]) app.use(middleware)
  const url = await listen(t, app.callback())
  return { url, app, instance, get: (path, given) => request(url + path, given) }
}

function answerCaller(ctx: Context): void {
  ctx.body = { passed: true, key: ctx.state.apiKey?.name }
}
