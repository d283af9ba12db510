import { STATUS_CODES } from 'node:http'
import type { Context } from 'koa'
import { type ErrorCode, type RefusalCode, SimpleSecurityError } from '../errors.js'

/** One place of a request that is wrong. */
export interface ProblemDetail {
  /** A JSON Pointer into `{"path": {}, "query": {}, "body": {}}`. */
  pointer: string
  detail: string
}

/** Every code, as HTTP sees it. Forgetting one does not compile. */
export const problems = {
  missing_secret: { status: 403, detail: 'The admin secret is missing. Pass it in the secret-key header.' },
  invalid_secret: {
    status: 403,
    detail: 'The admin secret is wrong. Pass the configured secret in the secret-key header.',
  },
  missing_api_key: { status: 403, detail: 'An API key must be passed as query or header.' },
  invalid_api_key: { status: 403, detail: 'The API key is wrong, revoked or expired.' },
  insufficient_scope: { status: 403, detail: 'The API key lacks a scope that this request needs.' },
  repeated_credential: { status: 403, detail: 'The credential is given more than once. Pass it once.' },
  credential_refused: { status: 403, detail: 'This request needs a credential that is missing or not good.' },
  not_found: { status: 404, detail: 'There is nothing at this path.' },
  key_not_found: { status: 404, detail: 'There is no such API key.' },
  method_not_allowed: {
    status: 405,
    detail: 'This path does not take this method. The Allow header names those it takes.',
  },
  malformed_json: { status: 400, detail: 'The body is not valid JSON in UTF-8.' },
  payload_too_large: { status: 413, detail: 'The body is too large.' },
  unsupported_media_type: { status: 415, detail: 'The body must be application/json, without a content encoding.' },
  too_many_attempts: {
    status: 429,
    detail: 'Too many wrong admin secrets came from this address. Wait, then try again.',
  },
  invalid_request: { status: 422, detail: 'The request does not fit the operation.' },
  shutting_down: { status: 503, detail: 'The server is shutting down.' },
  invalid_configuration: { status: 500, detail: 'The server failed to answer this request.' },
  invalid_argument: { status: 422, detail: 'The request does not fit the operation.' },
  key_exists: { status: 409, detail: 'This key exists already.' },
  database_unusable: { status: 503, detail: 'The database cannot be reached. Try again shortly.' },
  database_unavailable: { status: 503, detail: 'The database cannot be reached. Try again shortly.' },
  invalid_response: { status: 500, detail: 'The server failed to answer this request.' },
  internal_error: { status: 500, detail: 'The server failed to answer this request.' },
} as const satisfies Record<ErrorCode, { status: number; detail: string }>

/** The codes whose problem has one of these statuses. */
export type CodeOfStatus<Status> = {
  [Code in RefusalCode]: (typeof problems)[Code]['status'] extends Status ? Code : never
}[RefusalCode]

const usualRetryAfterSeconds = 1
// RFC 9110 renamed two statuses that Node still calls by their old names.
const titles: Record<number, string> = { 413: 'Content Too Large', 422: 'Unprocessable Content' }

/** The bodies that need nothing of the request, made once: a wrong key must cost no more than a good one. */
const usualBodies = Object.fromEntries(
  (Object.keys(problems) as ErrorCode[]).map((code) => [code, problemBody(code, {})]),
) as Record<ErrorCode, string>

/**
 * Answers with a problem (RFC 9457) and keeps it out of every cache. The type is `about:blank`, as section 4.2.1 has it
 * for problems that the status and an extension member, here `code`, already tell apart.
 */
export function writeProblem(ctx: Context, code: ErrorCode, given: ProblemParts = {}): void {
  const { status } = problems[code]
  ctx.status = status
  ctx.set('Content-Type', 'application/problem+json')
  ctx.set('Cache-Control', 'no-store')
  ctx.set('X-Content-Type-Options', 'nosniff')
  const retryAfterSeconds = given.retryAfterSeconds ?? (status === 503 ? usualRetryAfterSeconds : undefined)
  if (retryAfterSeconds !== undefined) ctx.set('Retry-After', String(retryAfterSeconds))
  ctx.body = given.detail === undefined && given.errors === undefined ? usualBodies[code] : problemBody(code, given)
}

interface ProblemParts {
  /** Where the code's usual detail does not say enough. */
  detail?: string | undefined
  errors?: readonly ProblemDetail[] | undefined
  /** When to try again, where that is not the usual time. */
  retryAfterSeconds?: number | undefined
}

function problemBody(code: ErrorCode, { detail, errors }: ProblemParts): string {
  const { status, detail: usualDetail } = problems[code]
  const title = titles[status] ?? STATUS_CODES[status]
  return JSON.stringify({ type: 'about:blank', title, status, detail: detail ?? usualDetail, code, errors })
}

/** Answers for something that was thrown, and tells the app, as Koa does for what its middleware throws. */
export function writeFault(ctx: Context, fault: unknown): void {
  const code = fault instanceof SimpleSecurityError ? fault.code : 'internal_error'
  // Whether a database is away or beyond repair is for the operator's log only.
  writeProblem(ctx, code === 'database_unusable' ? 'database_unavailable' : code)
  // Koa's own listener throws at what is no Error.
  const error = fault instanceof Error ? fault : new Error(`Something was thrown that is no Error: ${String(fault)}`)
  if (problems[code].status >= 500) ctx.app.emit('error', error, ctx)
}
