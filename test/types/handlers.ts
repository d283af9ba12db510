// Compiled by `tsc` and by handlers.test.ts, never run: each directive fails the compilation when its error is gone.
import type { Handler, Handlers } from '../../src/http/handler.js'
import type { createHandlers } from '../../src/http/handlers/index.js'
import type { createRouterOf } from '../../src/http/routers.js'

declare const handlers: ReturnType<typeof createHandlers>
declare const guards: Parameters<typeof createRouterOf>[1]['guards']
const { getSecure, ...withoutSecure } = handlers

export const complete = { ...withoutSecure, getSecure } satisfies Handlers

// @ts-expect-error a handler is left out
export const incomplete = withoutSecure satisfies Handlers

export const misspelt = {
  ...handlers,
  // @ts-expect-error an operationId is misspelt
  getSecur: getSecure,
} satisfies Handlers

// @ts-expect-error a status that the operation does not declare
export const wrongStatus: Handler<'getSecure'> = () => ({ status: 201, body: { message: 'made' } })

// @ts-expect-error a body of the wrong type
export const wrongBody: Handler<'getSecure'> = () => ({ status: 200, body: { message: 5 } })

// @ts-expect-error a body without a required member
export const missingMember: Handler<'getSecure'> = () => ({ status: 200, body: {} })

// @ts-expect-error no body at all
export const missingBody: Handler<'getSecure'> = () => ({ status: 200 })

// @ts-expect-error a refusal whose status the operation does not declare
export const wrongProblem: Handler<'getUnsecured'> = () => ({ problem: 'key_not_found' })

export const declaredProblem: Handler<'renewApiKey'> = () => ({ problem: 'key_not_found' })

// @ts-expect-error a required header is left out
export const missingHeader: Handler<'getOpenapiYaml'> = () => ({ status: 200, type: 'application/yaml', body: '' })

// @ts-expect-error a content type that the operation does not declare
export const wrongType: Handler<'getOpenapiYaml'> = () => ({
  status: 200,
  type: 'text/html',
  body: '',
  headers: { ETag: '""' },
})

// @ts-expect-error a parameter that the operation does not declare
export const wrongParameter: Handler<'renewApiKey'> = ({ query }) => ({ status: 200, body: query.apiKey })

const { 'api-key': keyGuard, ...withoutKeyGuard } = guards

export const allGuards = { ...withoutKeyGuard, 'api-key': keyGuard } satisfies typeof guards

// @ts-expect-error nothing checks the api-key credential
export const missingGuard: typeof guards = withoutKeyGuard
