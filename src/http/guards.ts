import type { IncomingMessage } from 'node:http'
import type { Context } from 'koa'
import { missingScopes } from '../credentials/scopes.js'
import type { RefusalCode } from '../errors.js'
import type { ApiKey } from '../keys/api-key.js'
import type { Verify } from '../verification/verifier.js'
import { type CredentialPlaces, readCredential } from './credential.js'
import { problems } from './problem.js'

export interface Requirement {
  credential: CredentialPlaces
  requiredScopes: readonly string[]
}

export interface Refusal {
  code: RefusalCode
  /** Where the code's usual detail does not say enough. */
  detail?: string
}

/** Decides whether a request may go on; undefined when it may. */
export type Guard = (ctx: Context, requirement: Requirement) => Promise<Refusal | undefined>

/** Where a key may stand in a request. */
export const apiKeyPlaces: CredentialPlaces = { name: 'api-key', in: ['header', 'query'] }

export function createSecretGuard(isSecret: (text: string) => boolean): Guard {
  return async (ctx, { credential: places }) => {
    const credential = readCredential(ctx, places)
    if (!credential.ok) return { code: credential.reason === 'missing' ? 'missing_secret' : 'repeated_credential' }
    return isSecret(credential.value) ? undefined : { code: 'invalid_secret' }
  }
}

/** Leaves the key in `ctx.state.apiKey`. However many guards of an instance a request passes, it is one use of the key. */
export function createKeyGuard(verify: Verify): Guard {
  const verified = new WeakMap<IncomingMessage, ApiKey>()
  return async (ctx, { credential: places, requiredScopes: scopes }) => {
    const known = verified.get(ctx.req)
    if (known !== undefined) {
      const missing = missingScopes(known.scopes, scopes)
      if (missing.length === 0) return undefined
      // It was set for the answer that the first guard let happen.
      ctx.remove('Sunset')
      return insufficientScope(missing)
    }
    const credential = readCredential(ctx, places)
    if (!credential.ok) return { code: credential.reason === 'missing' ? 'missing_api_key' : 'repeated_credential' }
    const verification = await verify(credential.value, { scopes })
    if (!verification.ok) {
      return verification.code === 'insufficient_scope' ? insufficientScope(verification.missing) : verification
    }
    const { key, endsSoon } = verification
    verified.set(ctx.req, key)
    ctx.state.apiKey = key
    // RFC 8594: from then on, this caller gets no other answer here, which is what a client has to know.
    if (endsSoon !== undefined) ctx.set('Sunset', endsSoon.toUTCString())
    // No rule of HTTP keeps a shared cache from answering others with what only an API key opened.
    if (!ctx.response.get('Cache-Control')) ctx.set('Cache-Control', 'private')
    return undefined
  }
}

function insufficientScope(missing: readonly string[]): Refusal {
  return { code: 'insufficient_scope', detail: `${problems.insufficient_scope.detail} Missing: ${missing.join(', ')}.` }
}
