import type { Context } from 'koa'
import type { RefusalCode } from '../errors.js'
import type { Api, ApiOperation } from '../openapi/api.js'
import { pairsOfParsed, readForm } from '../openapi/form-body.js'
import { type Json, resolve } from '../openapi/json.js'
import {
  bareType,
  type DeclaredMediaType,
  isJsonType,
  type MediaTypes,
  readMediaTypes,
} from '../openapi/media-types.js'
import { type Found, readCookies, readPairs } from '../openapi/parameter-reader.js'
import { type Parameter, type Place, readParameters } from '../openapi/parameters.js'
import { isObject } from '../openapi/schema-reader.js'
import type { ApiSchemas } from './api-validation.js'
import type { MatchedOperation } from './enforce.js'
import { type BodyLimits, type BodyText, hasBody, isPlainText, jsonOf, readBodyText } from './json-body.js'
import type { Validator } from './operation.js'
import type { ProblemDetail } from './problem.js'
import { escapePointer, maximumDetails, validate } from './validation.js'

/** A request that was found to be what its operation takes, with its parameters as the types that they are declared to have. */
export interface ValidatedRequest {
  readonly path: Readonly<Record<string, unknown>>
  readonly query: Readonly<Record<string, unknown>>
  /** By their names as the document writes them. */
  readonly header: Readonly<Record<string, unknown>>
  readonly cookie: Readonly<Record<string, unknown>>
  /** Undefined where there is none, and where its media type is none that is read, such as `multipart/form-data`. */
  readonly body: unknown
}

export type RequestCheck =
  | { ok: true; value: ValidatedRequest }
  | { ok: false; code: RefusalCode; detail?: string; errors?: ProblemDetail[]; mustClose?: boolean }

export type CheckRequest = (ctx: Context, matched: MatchedOperation) => Promise<RequestCheck>

type Values = Record<Place, [string, unknown][]>
type CheckedBody = { ok: true; value: unknown; errors?: ProblemDetail[] } | Exclude<RequestCheck, { ok: true }>

/**
 * Makes the check of an operation's requests, in the order media type, size, syntax, then parameters and body together.
 * @throws DocumentError where a schema cannot be used to check anything
 */
export function createRequestCheck(
  api: Api,
  operation: ApiOperation,
  schemas: ApiSchemas,
  limits: BodyLimits,
): CheckRequest {
  const parameters = readParameters(api, operation).map((parameter) => ({
    parameter,
    validator: schemas.compile({ ...parameter, direction: 'request', allErrors: true }),
  }))
  const checkBody = createBodyCheck(api, operation, schemas, limits)
  const declaredInQuery = parameters.flatMap(({ parameter: { place, name } }) => (place === 'query' ? [name] : []))
  const credentials = operation.security
    .flat()
    .map(({ scheme }) => api.schemes[scheme])
    .flatMap((scheme) => (scheme?.in === 'query' && scheme.name !== undefined ? [scheme.name] : []))
  const reserved = new Set([...declaredInQuery, ...credentials])

  function checkParameters(ctx: Context, texts: Readonly<Record<string, string>>) {
    const query = readPairs(ctx.querystring)
    const cookies = readCookies(ctx.get('Cookie'))
    const errors: ProblemDetail[] = []
    const values: Values = { path: [], query: [], header: [], cookie: [] }
    const find = (parameter: Parameter): Found => {
      const { place, name } = parameter
      if (place === 'query') return schemas.parameters.fromPairs(parameter, query, reserved)
      if (place === 'cookie') return schemas.parameters.fromPairs(parameter, cookies, new Set())
      if (place === 'header') return findHeader(ctx, parameter, schemas)
      return schemas.parameters.fromText(parameter, texts[name] ?? '')
    }
    for (const { parameter, validator } of parameters) {
      const checked = checkParameter(parameter, validator, find(parameter))
      if (!checked.ok) errors.push(...checked.errors)
      else if (checked.value !== undefined) values[parameter.place].push([parameter.name, checked.value])
    }
    const unknown = [...query.texts.keys()].filter((name) => !query.used.has(name) && !credentials.includes(name))
    for (const name of unknown) {
      errors.push({ pointer: `/query/${escapePointer(name)}`, detail: 'is not a parameter of this operation' })
    }
    return { errors, values }
  }

  return async (ctx, { texts }) => {
    const body = await checkBody(ctx)
    if (!body.ok) return body
    const { errors, values } = checkParameters(ctx, texts)
    const all = [...errors, ...(body.errors ?? [])]
    if (all.length > 0) return { ok: false, code: 'invalid_request', errors: all.slice(0, maximumDetails) }
    const of = (place: Place) => Object.fromEntries(values[place])
    const found = { path: of('path'), query: of('query'), header: of('header'), cookie: of('cookie') }
    return { ok: true, value: { ...found, body: body.value } }
  }
}

function checkParameter({ place, name, isRequired }: Parameter, validator: Validator, found: Found) {
  const pointer = `/${place}/${escapePointer(name)}`
  if (found === undefined) {
    if (!isRequired) return { ok: true as const, value: undefined }
    return { ok: false as const, errors: [{ pointer, detail: 'is required' }] }
  }
  if (!found.ok) {
    const errors = found.errors.slice(0, maximumDetails)
    return { ok: false as const, errors: errors.map((error) => ({ ...error, pointer: pointer + error.pointer })) }
  }
  return found.isFinal ? found : validate(validator, found.value as unknown, pointer)
}

function findHeader({ req }: Context, parameter: Parameter, schemas: ApiSchemas): Found {
  const wanted = parameter.name.toLowerCase()
  const given = req.headers[wanted]
  if (given === undefined) return undefined
  const found = schemas.parameters.fromText(parameter, Array.isArray(given) ? given.join(', ') : given)
  if (found === undefined || !found.ok || typeof found.value === 'object') return found
  const lines = req.rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === wanted)
  return lines.length > 1 ? { ok: false, errors: [{ pointer: '', detail: 'is given more than once' }] } : found
}

const notText: CheckedBody = {
  ok: true,
  value: undefined,
  errors: [{ pointer: '/body', detail: 'must be text in UTF-8' }],
}

/**
 * A form has fewer pairs, for its size, than one for each of so many bytes that it may have. Each pair costs some microseconds, in
 * which nobody else is served.
 */
const bytesPerPair = 10

function hasMorePairs(form: string, maximum: number): boolean {
  let pairs = 1
  for (let at = form.indexOf('&'); at !== -1 && pairs <= maximum; at = form.indexOf('&', at + 1)) pairs++
  return pairs > maximum
}

type BodyKind = 'json' | 'form' | 'text' | 'unread'

function createBodyCheck(
  api: Api,
  operation: ApiOperation,
  schemas: ApiSchemas,
  limits: BodyLimits,
): (ctx: Context) => Promise<CheckedBody> {
  if (operation.operation.requestBody === undefined) return async () => ({ ok: true, value: undefined })
  const [declared, pointer] = resolve(api.document, operation.operation.requestBody, `${operation.pointer}/requestBody`)
  const mediaTypes = readMediaTypes(declared.content, `${pointer}/content`)
  const validators = new Map(mediaTypes.all.map((mediaType) => [mediaType, compileBody(mediaType, schemas)] as const))
  const isRequired = declared.required === true

  return async (ctx) => {
    if (!hasBody(ctx)) return missing(isRequired)
    const contentType = ctx.get('Content-Type')
    const mediaType = mediaTypes.find(contentType)
    const kind = mediaType && kindOf(mediaType, contentType)
    if (mediaType === undefined || kind === undefined) return unsupported(mediaTypes)
    if (kind === 'unread') return { ok: true, value: undefined }
    if (!isPlainText(ctx)) return unsupported(mediaTypes)
    const read = await readBodyText(ctx, limits)
    if (!read.ok) return kind !== 'json' && read.code === 'malformed_json' ? notText : read
    const body = readValue(read, kind, mediaType, schemas, limits)
    if (!body.ok) return body
    if (body.value === undefined && body.errors === undefined) return missing(isRequired)
    const request = ctx.request as typeof ctx.request & { body?: unknown }
    request.body = body.value
    const validator = validators.get(mediaType)
    if (body.errors !== undefined || validator === undefined) return body
    const checked = validate(validator, body.value, '/body')
    return checked.ok ? body : { ok: true, value: undefined, errors: checked.errors }
  }
}

function compileBody({ schema, pointer }: DeclaredMediaType, schemas: ApiSchemas): Validator | undefined {
  return schema === undefined ? undefined : schemas.compile({ schema, pointer, direction: 'request', allErrors: false })
}

function missing(isRequired: boolean): CheckedBody {
  const errors = [{ pointer: '/body', detail: 'is required' }]
  return isRequired ? { ok: true, value: undefined, errors } : { ok: true, value: undefined }
}

function unsupported({ names }: MediaTypes): CheckedBody {
  const allowed = names.length === 0 ? 'of no media type that is known' : names.join(' or ')
  const detail = `The body must be ${allowed}, without a content encoding.`
  return { ok: false, code: 'unsupported_media_type', detail }
}

// What a range lets through is for the handler to make sense of, except JSON, which can be only one thing.
function kindOf({ isRange, schema }: DeclaredMediaType, contentType: string): BodyKind {
  const type = bareType(contentType)
  const isBinary = isObject(schema) && schema.format === 'binary'
  if (isRange) return isJsonType(type) && schema !== undefined && !isBinary ? 'json' : 'unread'
  if (isJsonType(type)) return 'json'
  if (type === 'application/x-www-form-urlencoded') return 'form'
  return type === 'text/plain' ? 'text' : 'unread'
}

function readValue(
  read: BodyText & { ok: true },
  kind: BodyKind,
  mediaType: DeclaredMediaType,
  schemas: ApiSchemas,
  { maximumBytes }: BodyLimits,
): CheckedBody {
  if (kind === 'json') return jsonOf(read)
  if (kind === 'text') return { ok: true, value: 'text' in read ? read.text || undefined : read.parsed }
  const text = 'text' in read ? (read.text ?? '') : ''
  const maximumPairs = Math.ceil(maximumBytes / bytesPerPair)
  if (hasMorePairs(text, maximumPairs)) {
    return {
      ok: true,
      value: undefined,
      errors: [{ pointer: '/body', detail: `must have at most ${maximumPairs} pairs` }],
    }
  }
  const pairs = 'text' in read ? readPairs(text) : pairsOfParsed(Object(read.parsed))
  if (pairs.texts.size === 0) return { ok: true, value: undefined }
  const form = readForm(pairs, mediaType, schemas)
  if (form.ok) return { ok: true, value: form.value as Json }
  const errors = form.errors.slice(0, maximumDetails)
  return { ok: true, value: undefined, errors: errors.map((error) => ({ ...error, pointer: `/body${error.pointer}` })) }
}
