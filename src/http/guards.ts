import type { IncomingMessage } from 'node:http'
import type { Context } from 'koa'
import { missingScopes } from '../credentials/scopes.js'
import type { RefusalCode } from '../errors.js'
import type { ApiKey } from '../keys/api-key.js'
import type { Decide, Verification } from '../verification/verifier.js'
import { type CredentialPlaces, createCredentialReader } from './credential.js'
import { problems } from './problem.js'

export interface Requirement {
  credential: CredentialPlaces
  requiredScopes: readonly string[]
  /** Whether it must be a key in these places, and not one that the request was let pass with by another guard. */
  isExact?: boolean
}

export interface Refusal {
  code: RefusalCode
  /** Where the code's usual detail does not say enough. */
  detail?: string
}

/** Decides whether a request may go on; undefined when it may. No promise where nothing has to be waited for. */
export type Check = (ctx: Context) => Refusal | undefined | Promise<Refusal | undefined>

/** Makes the check of a requirement, once for all requests. */
export type Guard = (requirement: Requirement) => Check

/** Where a key may stand in a request. */
export const apiKeyPlaces: CredentialPlaces = { name: 'api-key', in: ['header', 'query'] }

export function createSecretGuard(isSecret: (text: string) => boolean): Guard {
  return ({ credential: places }) => {
    const readCredential = createCredentialReader(places)
    return (ctx) => {
      const credential = readCredential(ctx)
      if (!credential.ok) return { code: credential.reason === 'missing' ? 'missing_secret' : 'repeated_credential' }
      return isSecret(credential.value) ? undefined : { code: 'invalid_secret' }
    }
  }
}

/** Leaves the key in `ctx.state.apiKey`. However many guards of an instance a request passes, it is one use of the key. */
export function createKeyGuard(decide: Decide): Guard {
  // On the request itself: a WeakMap of requests costs 0.14 µs for each, a member next to nothing.
  const verified = Symbol('the key that this instance verified')
  type Marked = IncomingMessage & { [mark: symbol]: ApiKey | undefined }
  const marks = new Map<string, symbol>()

  function markOf({ credential, isExact }: Requirement): symbol {
    if (isExact !== true) return verified
    const place = `${credential.name.toLowerCase()} ${[...credential.in].sort().join(' ')}`
    const mark = marks.get(place) ?? Symbol(`the key that this instance verified in ${place}`)
    marks.set(place, mark)
    return mark
  }

  function pass(ctx: Context, verification: Verification, mark: symbol): Refusal | undefined {
    if (!verification.ok) {
      return verification.code === 'insufficient_scope' ? insufficientScope(verification.missing) : verification
    }
    const { key, endsSoon } = verification
    const req = ctx.req as Marked
    if (mark !== verified) {
      req[mark] = key
      // The first of several keys is the caller's.
      if (req[verified] !== undefined) return undefined
    }
    req[verified] = key
    ctx.state.apiKey = key
    // RFC 8594: from then on, this caller gets no other answer here, which is what a client has to know.
    if (endsSoon !== undefined) ctx.set('Sunset', endsSoon.toUTCString())
    // No rule of HTTP keeps a shared cache from answering others with what only an API key opened.
    if (!ctx.res.hasHeader('cache-control')) ctx.res.setHeader('Cache-Control', 'private')
    return undefined
  }

  return (requirement) => {
    const { credential: places, requiredScopes } = requirement
    const readCredential = createCredentialReader(places)
    const mark = markOf(requirement)
    return (ctx) => {
      const known = (ctx.req as Marked)[mark]
      if (known !== undefined) {
        const missing = missingScopes(known.scopes, requiredScopes)
        if (missing.length === 0) return undefined
        // It was set for the answer that the first guard let happen.
        ctx.remove('Sunset')
        return insufficientScope(missing)
      }
      const credential = readCredential(ctx)
      if (!credential.ok) return { code: credential.reason === 'missing' ? 'missing_api_key' : 'repeated_credential' }
      const verification = decide(credential.value, requiredScopes)
      return verification instanceof Promise
        ? verification.then((decided) => pass(ctx, decided, mark))
        : pass(ctx, verification, mark)
    }
  }
}

function insufficientScope(missing: readonly string[]): Refusal {
  return { code: 'insufficient_scope', detail: `${problems.insufficient_scope.detail} Missing: ${missing.join(', ')}.` }
}
