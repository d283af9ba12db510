import type { IncomingMessage, Server } from 'node:http'
import type { Context } from 'koa'

/** Where in a request a credential may stand. */
export const keyPlaces = ['header', 'query'] as const
export type KeyPlace = (typeof keyPlaces)[number]

export function areKeyPlaces(given: unknown): given is readonly KeyPlace[] {
  const known: readonly unknown[] = keyPlaces
  return Array.isArray(given) && given.length > 0 && given.every((place) => known.includes(place))
}

export interface CredentialPlaces {
  readonly name: string
  readonly in: readonly KeyPlace[]
  /** Whether the query may also be that of the request which a gateway asks about. */
  readonly inOriginalUri?: boolean
}

export type PresentedCredential = { ok: true; value: string } | { ok: false; reason: 'missing' | 'repeated' }

const missing: PresentedCredential = Object.freeze({ ok: false, reason: 'missing' })
const repeated: PresentedCredential = Object.freeze({ ok: false, reason: 'repeated' })

/** What a place has: nothing, one value, or several. */
type Found = string | undefined | typeof several
const several = Symbol('several values')
const nowhere = (): Found => undefined

/** Where gateways say which request they ask about: nginx by convention, and Traefik and Caddy by themselves. */
const originalUriHeaders = ['x-original-uri', 'x-forwarded-uri'] as const

/**
 * Reads a credential from the places that may carry it. Given twice, it is refused rather than chosen from, since a proxy
 * in front may have looked at the other one; places that agree are taken as one.
 */
export function createCredentialReader(places: CredentialPlaces): (ctx: Context) => PresentedCredential {
  const { name, in: accepted, inOriginalUri = false } = places
  const isInQuery = accepted.includes('query')
  const header = accepted.includes('header') ? createHeaderReader(name) : nowhere
  const query = isInQuery ? createQueryReader(name) : nowhere
  const original = isInQuery && inOriginalUri ? createOriginalUriReader(name) : nowhere
  return (ctx) => {
    const inHeader = header(ctx)
    const inQuery = query(ctx)
    const inOriginal = original(ctx)
    if (inHeader === several || inQuery === several || inOriginal === several) return repeated
    // An empty value is what a form or a shell leaves behind where nothing was given.
    const value = inHeader || inQuery || inOriginal
    if (!value) return missing
    const isOne = (!inQuery || inQuery === value) && (!inOriginal || inOriginal === value)
    return isOne ? { ok: true, value } : repeated
  }
}

// Of these, Node keeps the first line only (https://nodejs.org/api/http.html#messageheaders).
const keptOnce = new Set(
  (
    'age authorization content-length content-type etag expires from host if-modified-since if-unmodified-since ' +
    'last-modified location max-forwards proxy-authorization referer retry-after server user-agent'
  ).split(' '),
)

type HeaderReader = (ctx: Context) => Found

// The lines of a repeated header are joined by commas, and only the raw list tells one such line from several. Going
// through it takes longer than all the rest of a verification, so that is done only where there may be several.
function createHeaderReader(name: string): HeaderReader {
  const wanted = name.toLowerCase()
  const isJoined = !keptOnce.has(wanted) && wanted !== 'cookie' && wanted !== 'set-cookie'
  return ({ req }) => {
    if (mayLackLines(req)) return several
    const joined = req.headers[wanted]
    if (isJoined && (joined === undefined || (typeof joined === 'string' && !joined.includes(',')))) return joined
    let found: string | undefined
    for (let index = 0; index < req.rawHeaders.length; index += 2) {
      if (req.rawHeaders[index]?.toLowerCase() !== wanted) continue
      if (found !== undefined) return several
      found = req.rawHeaders[index + 1] ?? ''
    }
    return found
  }
}

/** Of lines, names and values each counted, where a server sets no other: half of what Node's documentation says. */
const usualMaximum = 2_000

// Beyond the server's maximum, Node drops lines silently, and with them a credential that is given twice. HTTP/2 refuses them.
function mayLackLines({ rawHeaders, httpVersionMajor, socket }: IncomingMessage): boolean {
  if (httpVersionMajor > 1) return false
  const maximum = (socket as { server?: Server } | undefined)?.server?.maxHeadersCount
  // As Node reckons: https://github.com/nodejs/node/blob/v20.19.0/lib/_http_common.js
  const most = typeof maximum === 'number' ? 2 * maximum : usualMaximum
  return most > 0 && rawHeaders.length >= most
}

function createQueryReader(name: string): (ctx: Context) => Found {
  const find = createQuerySearch(name)
  return ({ querystring }) => find(querystring)
}

/** Where two headers name the original request, a client wrote one of them: what they say of the credential must be the same. */
function createOriginalUriReader(name: string): (ctx: Context) => Found {
  const find = createQuerySearch(name)
  // The target of a request has no fragment (RFC 9112, section 3.2): where one came, others may read the query to another end.
  const findInUri = (uri: string) => (uri.includes('#') ? several : find(queryOf(uri)))
  const [readOriginal, readForwarded] = originalUriHeaders.map(createHeaderReader) as [HeaderReader, HeaderReader]
  return (ctx) => {
    const uri = readOriginal(ctx)
    const otherUri = readForwarded(ctx)
    if (uri === several || otherUri === several) return several
    if (uri === undefined || otherUri === undefined) return findInUri(uri ?? otherUri ?? '')
    const found = findInUri(uri)
    return found === findInUri(otherUri) ? found : several
  }
}

/** The query of a URI without a fragment, be it absolute or a path (RFC 3986, section 3). */
function queryOf(uri: string): string {
  const mark = uri.indexOf('?')
  return mark === -1 ? '' : uri.slice(mark + 1)
}

// Like URLSearchParams, which takes ten times as long and is needed only where something is encoded. node:querystring, which
// Koa 2 uses, drops pairs after the thousandth.
function createQuerySearch(name: string): (querystring: string) => Found {
  return (text) => {
    if (text === '') return undefined
    if (/[%+?]/.test(text)) {
      const values = new URLSearchParams(text).getAll(name)
      return values.length > 1 ? several : values[0]
    }
    let found: string | undefined
    for (let at = 0; at < text.length; ) {
      const ampersand = text.indexOf('&', at)
      const end = ampersand === -1 ? text.length : ampersand
      const nameEnd = at + name.length
      if (text.startsWith(name, at) && (nameEnd === end || text[nameEnd] === '=')) {
        if (found !== undefined) return several
        found = text.slice(nameEnd + 1, end)
      }
      at = end + 1
    }
    return found
  }
}
