import type { Readable } from 'node:stream'
import type { Context } from 'koa'
import { type ProblemDetail, type problems, writeProblem } from './problem.js'

/** A handler as a router sees it: `HandlersOf` has the types that a document gives it. */
export type UntypedHandler = (request: {
  query: never
  path: never
  header: never
  cookie: never
  body: never
  ctx: Context
}) => UntypedResponse | Promise<UntypedResponse>

export type UntypedResponse =
  | { problem: keyof typeof problems; errors?: ProblemDetail[] }
  | {
      status: number
      type?: string
      body?: unknown
      headers?: Readonly<Record<string, string>> | undefined
    }

const isJson = /^application\/([\w.-]+\+)?json$/

/** @param constantHeaders the headers that the document gives one value for, by the status of an answer */
export function writeResponse(
  ctx: Context,
  response: UntypedResponse,
  constantHeaders: (status: number) => Readonly<Record<string, string>> | undefined,
): void {
  if ('problem' in response) {
    writeProblem(ctx, response.problem, { errors: response.errors })
    return
  }
  const { status, type = 'application/json', body, headers = {} } = response
  ctx.status = status
  ctx.set({ 'X-Content-Type-Options': 'nosniff', ...constantHeaders(status), ...headers })
  if (body === undefined) {
    ctx.body = null
    // Koa takes an empty body for 204, whatever the status was.
    ctx.status = status
    ctx.remove('Content-Type')
    return
  }
  ctx.set('Content-Type', type.startsWith('text/') ? `${type}; charset=utf-8` : type)
  // Koa would turn null into an empty answer and a string into plain text; in JSON both are values.
  ctx.body = isJson.test(type) ? JSON.stringify(body) : (body as string | Buffer | Readable)
  if (headers.ETag !== undefined && ctx.fresh) ctx.status = 304
}
