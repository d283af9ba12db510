import type { Context } from 'koa'
import type { Alternative, Api, ApiOperation, Scheme, SchemeRequirement } from '../openapi/api.js'
import { DocumentError } from '../openapi/json.js'
import { type Check, type Guard, type KeyGuard, type Refusal, tokenPlaces } from './guards.js'

/**
 * Decides whether a request meets a security scheme of the document that this package knows nothing of, such as a bearer token.
 * What it throws ends the request, as with any middleware: `ctx.throw(401)`.
 * @param scopes what the document's requirement lists for the scheme
 */
export type SchemeHandler = (ctx: Context, scopes: readonly string[]) => boolean | Promise<boolean>

export interface PolicyParts {
  /** By the name of the scheme. They go before what this package does itself. */
  handlers: Readonly<Record<string, SchemeHandler>>
  keyGuard: KeyGuard
  secretGuard: Guard
  /** Of bearer tokens; undefined for operations of the user's, whose tokens are theirs to check. */
  tokenGuard: Guard | undefined
  /** The header of the admin secret. */
  secretName: string
}

/** Whether a scheme asks for one of the keys of this package, in a header or in the query. */
export function isKeyScheme(
  name: string,
  scheme: Scheme | undefined,
  { handlers, secretName }: Pick<PolicyParts, 'handlers' | 'secretName'>,
): boolean {
  if (Object.hasOwn(handlers, name) || scheme?.name === undefined) return false
  if (scheme.in === 'header') return scheme.name.toLowerCase() !== secretName
  return scheme.in === 'query'
}

/** The refusals that say most to whoever called, first. */
const byMeaning: readonly Refusal['code'][] = [
  'repeated_credential',
  'too_many_attempts',
  'insufficient_scope',
  'invalid_api_key',
  'invalid_secret',
]

/**
 * Makes the check of an operation: one of its alternatives must be met, wholly. Undefined where anybody may call.
 * @throws DocumentError where a scheme is named that nothing checks
 */
export function createPolicyCheck(
  { security }: Pick<ApiOperation, 'security'>,
  { schemes }: Pick<Api, 'schemes'>,
  parts: PolicyParts,
): Check | undefined {
  // Whoever brings a good key is known by it, also where nobody needs one.
  const isOptional = security.some((alternative) => alternative.length === 0)
  const checks = combinePlaces(security, schemes, parts)
    .filter((alternative) => alternative.length > 0)
    .map((alternative) => allOf(alternative, parts))
  const [first, ...others] = checks
  if (first === undefined) return undefined
  if (others.length === 0 && !isOptional) return first
  return anyOf(checks, isOptional)
}

/** A scheme of an alternative, ready to be checked. */
type Part = { check: Check } | { guard: Guard; name: string; in: ('header' | 'query')[]; scopes: readonly string[] }

// A key in the header or in the query is one credential: two of them must agree, and which one is wrong is not guessed.
function combinePlaces(security: readonly Alternative[], schemes: Api['schemes'], parts: PolicyParts): Part[][] {
  const combined: Part[][] = []
  for (const alternative of security) {
    const ready = alternative.map((requirement) => partOf(requirement, schemes, parts))
    const [only] = ready
    const same =
      ready.length === 1 && only !== undefined && 'guard' in only
        ? combined.find(([other], index) => combined[index]?.length === 1 && other !== undefined && isSame(other, only))
        : undefined
    const [known] = same ?? []
    if (known !== undefined && 'guard' in known && only !== undefined && 'guard' in only) known.in.push(...only.in)
    else combined.push(ready)
  }
  return combined
}

function isSame(one: Part, other: Part): boolean {
  if (!('guard' in one && 'guard' in other)) return false
  const isSameCredential = one.guard === other.guard && one.name === other.name
  return isSameCredential && [...one.scopes].sort().join(' ') === [...other.scopes].sort().join(' ')
}

function partOf({ scheme: name, scopes }: SchemeRequirement, schemes: Api['schemes'], parts: PolicyParts): Part {
  const { handlers, keyGuard, secretGuard, tokenGuard } = parts
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined
  if (handler !== undefined) return { check: checkOf(handler, scopes) }
  const scheme = schemes[name] as Scheme
  if (scheme.type === 'http' && tokenGuard !== undefined) {
    return { guard: tokenGuard, name: tokenPlaces.name, in: [...tokenPlaces.in], scopes }
  }
  if (!isCheckedHere(scheme)) {
    const kind = scheme.type === 'apiKey' ? 'an API key in a cookie' : `of the type ${scheme.type}`
    const member = /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`
    throw new DocumentError(
      scheme.pointer,
      `${name} is ${kind}, which nothing checks; give simpleSecurity the option \`schemes: { ${member}: (ctx) => … }\``,
    )
  }
  const { in: place, name: credential } = scheme
  const guard = isKeyScheme(name, scheme, parts) ? keyGuard : secretGuard
  return { guard, name: credential, in: [place], scopes }
}

/** Whether this package checks a scheme by itself, without a handler of the user's. */
export function isCheckedHere(scheme: Scheme): scheme is Scheme & { in: 'header' | 'query'; name: string } {
  return scheme.name !== undefined && (scheme.in === 'header' || scheme.in === 'query')
}

function checkOf(handler: SchemeHandler, scopes: readonly string[]): Check {
  const refused: Refusal = { code: 'credential_refused' }
  const judge = (isMet: boolean) => (isMet === true ? undefined : refused)
  return (ctx) => {
    const isMet: unknown = handler(ctx, scopes)
    if (typeof isMet === 'boolean') return judge(isMet)
    // Whatever can be waited for: promises of libraries, too.
    return Promise.resolve(isMet as Promise<boolean>).then(judge)
  }
}

function allOf(parts: readonly Part[], { keyGuard }: PolicyParts): Check {
  const checks = parts.map((part) => {
    if ('check' in part) return part.check
    const { guard, name, in: places, scopes } = part
    return guard({ credential: { name, in: places }, requiredScopes: scopes, isExact: true })
  })
  const [first, ...others] = checks
  if (first !== undefined && others.length === 0) return first
  return async (ctx) => {
    const forget = keyGuard.remember(ctx)
    let isMet = false
    try {
      for (const check of checks) {
        const refusal = await check(ctx)
        if (refusal !== undefined) return refusal
      }
      isMet = true
      return undefined
    } finally {
      // A key of what was not met as a whole says nothing of the caller.
      if (!isMet) forget()
    }
  }
}

/** One of several checks must let the request pass. */
export function anyOf(checks: readonly Check[], isOptional = false): Check {
  return async (ctx) => {
    const refusals: Refusal[] = []
    for (const check of checks) {
      const refusal = await check(ctx)
      if (refusal === undefined) return undefined
      refusals.push(refusal)
    }
    if (isOptional) return undefined
    const told = byMeaning.flatMap((code) => refusals.filter((refusal) => refusal.code === code))
    return told[0] ?? refusals[0]
  }
}
