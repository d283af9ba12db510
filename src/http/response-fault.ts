import type { Context } from 'koa'
import { SimpleSecurityError } from '../errors.js'

/** What to throw where an answer breaks the promise of the document. @param message names the operation and what it answered */
export function invalidResponse(message: string): SimpleSecurityError {
  return new SimpleSecurityError('invalid_response', `${message}.`)
}

/** Removes the headers that were not there before: they described an answer that is not given. */
export function removeLaterHeaders(ctx: Context, before: readonly string[]): void {
  for (const name of Object.keys(ctx.response.headers)) if (!before.includes(name)) ctx.remove(name)
}
