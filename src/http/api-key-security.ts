import type { Context, Middleware, Next } from 'koa'
import { checkInput } from '../keys/key-input.js'
import { apiKeyPlaces, type Guard, type Refusal } from './guards.js'
import { writeFault, writeProblem } from './problem.js'

export interface ApiKeySecurityOptions {
  /** Scopes that the key must have been given, each of them, itself or by a wildcard. */
  scopes?: readonly string[]
}

/** A guard as middleware. Where the check needs to wait for nothing, the request passes without a promise of ours. */
export function createApiKeySecurity(keyGuard: Guard): (options?: ApiKeySecurityOptions) => Middleware {
  return (options = {}) => {
    const check = keyGuard({ credential: apiKeyPlaces, requiredScopes: checkedScopes(options) })
    return (ctx, next) => {
      let refusal: ReturnType<typeof check>
      try {
        refusal = check(ctx)
      } catch (fault) {
        return writeFault(ctx, fault)
      }
      if (refusal === undefined) return next()
      if (refusal instanceof Promise) return passLater(ctx, next, refusal)
      writeProblem(ctx, refusal.code, refusal)
    }
  }
}

async function passLater(ctx: Context, next: Next, checking: Promise<Refusal | undefined>): Promise<void> {
  let refusal: Refusal | undefined
  try {
    refusal = await checking
  } catch (fault) {
    writeFault(ctx, fault)
    return
  }
  if (refusal === undefined) await next()
  else writeProblem(ctx, refusal.code, refusal)
}

// A scope that no key can have would refuse every request, and a misspelt option would let every key pass: better told at
// the start than found out later.
function checkedScopes(options: ApiKeySecurityOptions): readonly string[] {
  checkInput(options, ['scopes'])
  return [...(options.scopes ?? [])]
}
