import type { Context } from 'koa'
import { SimpleSecurityError } from '../errors.js'
import type { Api, ApiOperation } from '../openapi/api.js'
import { readResponses, responseFor } from '../openapi/declared-responses.js'
import { readHeaders } from '../openapi/response-headers.js'
import type { MatchedOperation } from './enforce.js'
import { type UntypedHandler, writeResponse } from './response.js'

/** Answers a request that was matched, authorized and validated, with the handler of its operation, and throws what that throws. */
export type Dispatch = (ctx: Context, matched: MatchedOperation) => Promise<void>

/**
 * Finds the handler of each operation.
 * @throws SimpleSecurityError `invalid_configuration` where a handler is missing, or one is there for nothing
 */
export function createDispatch(
  { document }: Pick<Api, 'document'>,
  operations: readonly ApiOperation[],
  handlers: Readonly<Record<string, UntypedHandler>>,
): Dispatch {
  const byOperation = new Map<ApiOperation, ReturnType<typeof answerOf>>()
  for (const operation of operations)
    byOperation.set(operation, answerOf(document, operation, handlerOf(operation, handlers)))
  const ids = new Set(operations.map(({ operationId }) => operationId))
  const surplus = Object.keys(handlers).find((id) => !ids.has(id))
  if (surplus !== undefined)
    throw invalid(`There is a handler for ${surplus}, which is no operationId of the document.`)
  return async (ctx, { operation }) => byOperation.get(operation)?.(ctx)
}

function handlerOf({ operationId, method, path }: ApiOperation, handlers: Readonly<Record<string, UntypedHandler>>) {
  if (operationId === undefined)
    throw invalid(`${method} ${path} has no operationId, by which its handler would be found.`)
  const handler = Object.hasOwn(handlers, operationId) ? handlers[operationId] : undefined
  if (handler === undefined) throw invalid(`There is no handler for ${operationId}, which is ${method} ${path}.`)
  return handler
}

function answerOf(document: Api['document'], operation: ApiOperation, handler: UntypedHandler) {
  const headers = readResponses(document, operation, (response, at) => readHeaders(document, response, at))
  const constantHeaders = (status: number) => responseFor(headers, status)?.constantHeaders
  return async (ctx: Context): Promise<void> => {
    const request = { ...ctx.state.validated, ctx }
    writeResponse(ctx, await handler(request as Parameters<UntypedHandler>[0]), constantHeaders)
  }
}

function invalid(message: string): SimpleSecurityError {
  return new SimpleSecurityError('invalid_configuration', message)
}
