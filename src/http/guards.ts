import type { IncomingMessage } from 'node:http'
import type { Context } from 'koa'
import { containsKey } from '../credentials/api-key-format.js'
import { missingScopes, scopePattern } from '../credentials/scopes.js'
import type { CredentialRefusalCode } from '../errors.js'
import type { ApiKey } from '../keys/api-key.js'
import type { Decide, Verification } from '../verification/verifier.js'
import { type CredentialPlaces, createCredentialReader, type KeyPlace, keyPlaces } from './credential.js'
import { problems } from './problem.js'
import type { JudgeSecret } from './secret-attempt.js'

export interface Requirement {
  credential: CredentialPlaces
  requiredScopes: readonly string[]
  /** The parameter in the query by which a request asks for scopes itself, besides those. */
  scopesParameter?: string | undefined
  /** Whether it must be a key in these places, and not one that the request was let pass with by another guard. */
  isExact?: boolean
}

export interface Refusal {
  code: CredentialRefusalCode
  /** Where the code's usual detail does not say enough. */
  detail?: string
  /** When to try again, where that is not the usual time. */
  retryAfterSeconds?: number
  /** Of `insufficient_scope`: the key that lacks scopes, and which. */
  keyId?: string
  missingScopes?: readonly string[]
}

/** Decides whether a request may go on; undefined when it may. No promise where nothing has to be waited for. */
export type Check = (ctx: Context) => Refusal | undefined | Promise<Refusal | undefined>

/** Makes the check of a requirement, once for all requests. */
export type Guard = (requirement: Requirement) => Check

/** Where a key may stand in a request. */
export const apiKeyPlaces: CredentialPlaces = { name: 'api-key', in: keyPlaces }

/** The header of the admin secret. */
export const secretHeader = 'secret-key'

/** Where a bearer token stands. */
export const tokenPlaces = { name: 'authorization', in: ['header'] } as const satisfies CredentialPlaces

export function createSecretGuard(judge: JudgeSecret): Guard {
  return ({ credential: places }) => {
    const readCredential = createCredentialReader(places)
    return (ctx) => {
      const credential = readCredential(ctx)
      if (!credential.ok) return { code: credential.reason === 'missing' ? 'missing_secret' : 'repeated_credential' }
      return judge(credential.value, ctx.req)
    }
  }
}

const tokenDetails = {
  missing_secret: 'Pass the token for metrics as Authorization: Bearer, or the admin secret in the secret-key header.',
  invalid_secret: 'The token for metrics is wrong. Pass the configured one as Authorization: Bearer.',
}

/**
 * Takes a token as RFC 6750 has it (`Authorization: Bearer`). Credentials of other schemes are those of somebody else.
 * @param judge undefined where there is no token that could be right
 */
export function createTokenGuard(judge: JudgeSecret | undefined): Guard {
  return ({ credential: places }) => {
    const readCredential = createCredentialReader(places)
    return (ctx) => {
      const credential = readCredential(ctx)
      if (!credential.ok && credential.reason === 'repeated') return { code: 'repeated_credential' }
      if (judge === undefined) return { code: 'missing_secret' }
      const token = credential.ok ? /^bearer +(\S+)$/i.exec(credential.value)?.[1] : undefined
      if (token === undefined) return { code: 'missing_secret', detail: tokenDetails.missing_secret }
      const refusal = judge(token, ctx.req)
      return refusal?.code === 'invalid_secret' ? { ...refusal, detail: tokenDetails.invalid_secret } : refusal
    }
  }
}

/** Checks keys, and knows which one a request was let pass with. */
export interface KeyGuard extends Guard {
  /** Reads a key from those of the places where keys are accepted. */
  readerOf(places: CredentialPlaces): ReturnType<typeof createCredentialReader>
  /** The key that this instance let a request pass with, if there is one. */
  keyOf(ctx: Context): ApiKey | undefined
  /** @returns what takes back all that checks from here on leave in the request and its answer, save that a key was used */
  remember(ctx: Context): () => void
}

/** A key that was good in a request, and what it was given as. */
interface Use {
  readonly text: string
  readonly key: ApiKey
  readonly endsSoon: Date | undefined
  readonly before: Use | undefined
}

/**
 * Leaves the key in `ctx.state.apiKey`. However many guards of an instance a request passes, it is one use of the key.
 * @param keysIn where keys are accepted: one that stands elsewhere is not looked at
 */
export function createKeyGuard(decide: Decide, keysIn: readonly KeyPlace[] = keyPlaces): KeyGuard {
  // On the request itself: a WeakMap of requests costs 0.14 µs for each, a member next to nothing.
  const verified = Symbol('the key that this instance let the request pass with')
  const used = Symbol('the keys that this instance found to be good')
  type Marked = IncomingMessage & { [verified]?: ApiKey | undefined; [used]?: Use | undefined }

  function pass(ctx: Context, { key, endsSoon }: Omit<Use, 'text' | 'before'>): void {
    const req = ctx.req as Marked
    // The first of several keys is the caller's.
    if (req[verified] !== undefined) return
    req[verified] = key
    ctx.state.apiKey = key
    // RFC 8594: from then on, this caller gets no other answer here, which is what a client has to know.
    if (endsSoon !== undefined) ctx.set('Sunset', endsSoon.toUTCString())
    // No rule of HTTP keeps a shared cache from answering others with what only an API key opened.
    if (!ctx.res.hasHeader('cache-control')) ctx.res.setHeader('Cache-Control', 'private')
  }

  function judge(ctx: Context, text: string, verification: Verification): Refusal | undefined {
    if (!verification.ok) {
      return verification.code === 'insufficient_scope'
        ? insufficientScope(verification.keyId, verification.missing)
        : verification
    }
    const { key, endsSoon } = verification
    const req = ctx.req as Marked
    req[used] = { text, key, endsSoon, before: req[used] }
    pass(ctx, verification)
    return undefined
  }

  const acceptedOf = (places: CredentialPlaces) => places.in.filter((place) => keysIn.includes(place))
  const readerOf = (places: CredentialPlaces) => createCredentialReader({ ...places, in: acceptedOf(places) })

  function missingKey(places: CredentialPlaces): Refusal {
    const accepted = acceptedOf(places)
    if (accepted.length === keyPlaces.length) return { code: 'missing_api_key' }
    const named = accepted.length > 0 ? accepted : keysIn
    const others = keyPlaces.filter((place) => !named.includes(place))
    return { code: 'missing_api_key', detail: `An API key must be passed as ${named}, not as ${others}.` }
  }

  const guard: Guard = ({ credential: places, requiredScopes: always, scopesParameter, isExact = false }) => {
    const readCredential = readerOf(places)
    const missing = missingKey(places)
    return (ctx) => {
      const requiredScopes =
        scopesParameter === undefined ? always : [...always, ...scopesAskedFor(ctx, scopesParameter)]
      const req = ctx.req as Marked
      const known = req[verified]
      if (known !== undefined && !isExact) {
        const lacking = missingScopes(known.scopes, requiredScopes)
        if (lacking.length === 0) return undefined
        // It was set for the answer that the first guard let happen.
        ctx.remove('Sunset')
        return insufficientScope(known.id, lacking)
      }
      const credential = readCredential(ctx)
      if (!credential.ok) return credential.reason === 'missing' ? missing : { code: 'repeated_credential' }
      const { value } = credential
      for (let use = req[used]; use !== undefined; use = use.before) {
        if (use.text !== value) continue
        const lacking = missingScopes(use.key.scopes, requiredScopes)
        if (lacking.length > 0) return insufficientScope(use.key.id, lacking)
        return pass(ctx, use) as undefined
      }
      const verification = decide(value, requiredScopes)
      return verification instanceof Promise
        ? verification.then((decided) => judge(ctx, value, decided))
        : judge(ctx, value, verification)
    }
  }

  return Object.assign(guard, {
    readerOf,

    keyOf: ({ req }: Context) => (req as Marked)[verified],

    remember(ctx: Context) {
      const req = ctx.req as Marked
      const { [verified]: key } = req
      const { apiKey } = ctx.state
      const headers = ['Sunset', 'Cache-Control'].map((name) => [name, ctx.res.getHeader(name)] as const)
      return () => {
        req[verified] = key
        ctx.state.apiKey = apiKey
        for (const [name, value] of headers) {
          if (value === undefined) ctx.res.removeHeader(name)
          else ctx.res.setHeader(name, value)
        }
      }
    },
  })
}

// What is no scope is left to validation, which says so: a refusal would repeat it, and it may be a credential in a wrong place.
function scopesAskedFor({ querystring }: Context, parameter: string): string[] {
  return new URLSearchParams(querystring).getAll(parameter).filter((scope) => scopePattern.test(scope))
}

// A key in the wrong place may be a scope, too, by its characters: it is missing, but is not told.
function insufficientScope(keyId: string, lacking: readonly string[]): Refusal {
  const missingScopes = lacking.filter((scope) => !containsKey(scope))
  const named = missingScopes.length > 0 ? ` Missing: ${missingScopes.join(', ')}.` : ''
  const detail = `${problems.insufficient_scope.detail}${named}`
  return { code: 'insufficient_scope', detail, keyId, missingScopes }
}
