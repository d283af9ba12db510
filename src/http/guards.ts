import type { IncomingMessage } from 'node:http'
import type { Context } from 'koa'
import type { RefusalCode } from '../errors.js'
import type { ApiKey } from '../keys/api-key.js'
import type { Verify } from '../verification/verifier.js'
import { type CredentialPlaces, readCredential } from './credential.js'

/** Decides whether a request may go on; undefined when it may. */
export type Guard = (ctx: Context, places: CredentialPlaces) => Promise<RefusalCode | undefined>

/** Where a key may stand in a request. */
export const apiKeyPlaces: CredentialPlaces = { name: 'api-key', in: ['header', 'query'] }

export function createSecretGuard(isSecret: (text: string) => boolean): Guard {
  return async (ctx, places) => {
    const credential = readCredential(ctx, places)
    if (!credential.ok) return credential.reason === 'missing' ? 'missing_secret' : 'repeated_credential'
    return isSecret(credential.value) ? undefined : 'invalid_secret'
  }
}

/** Leaves the key in `ctx.state.apiKey`. However many guards of an instance a request passes, it is one use of the key. */
export function createKeyGuard(verify: Verify): Guard {
  const verified = new WeakMap<IncomingMessage, ApiKey>()
  return async (ctx, places) => {
    let key = verified.get(ctx.req)
    if (key === undefined) {
      const credential = readCredential(ctx, places)
      if (!credential.ok) return credential.reason === 'missing' ? 'missing_api_key' : 'repeated_credential'
      const verification = await verify(credential.value)
      if (!verification.ok) return verification.code
      key = verification.key
      verified.set(ctx.req, key)
    }
    ctx.state.apiKey = key
    // No rule of HTTP keeps a shared cache from answering others with what only an API key opened.
    if (!ctx.response.get('Cache-Control')) ctx.set('Cache-Control', 'private')
    return undefined
  }
}
