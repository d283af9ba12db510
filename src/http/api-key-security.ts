import type { Context, Middleware, Next } from 'koa'
import { checkInput, invalidArgument } from '../keys/key-input.js'
import { areKeyPlaces, type KeyPlace } from './credential.js'
import { apiKeyPlaces, type Guard, type Refusal } from './guards.js'
import { writeFault, writeProblem } from './problem.js'

export interface ApiKeySecurityOptions {
  /** Scopes that the key must have been given, each of them, itself or by a wildcard. */
  scopes?: readonly string[]
  /**
   * Where the key may stand, of the places where the instance takes keys at all: one in another place is as good as none, also
   * where a guard before this one took it. Default: wherever the instance takes them.
   */
  in?: readonly KeyPlace[]
}

/** A guard as middleware. Where the check needs to wait for nothing, the request passes without a promise of ours. */
export function createApiKeySecurity(keyGuard: Guard): (options?: ApiKeySecurityOptions) => Middleware {
  return (options = {}) => {
    const { scopes = [], in: places } = checkedOptions(options)
    const check = keyGuard({
      credential: { ...apiKeyPlaces, in: places ?? apiKeyPlaces.in },
      requiredScopes: scopes,
      isExact: places !== undefined,
    })
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
function checkedOptions(options: ApiKeySecurityOptions): ApiKeySecurityOptions {
  checkInput(options, ['scopes', 'in'])
  const { scopes = [], in: places } = options
  if (places === undefined) return { scopes: [...scopes] }
  if (!areKeyPlaces(places)) throw invalidArgument('in', "must be a list of 'header' and 'query', one of them at least")
  return { scopes: [...scopes], in: [...places] }
}
