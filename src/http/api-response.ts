import type { Context } from 'koa'
import type { Api, ApiOperation } from '../openapi/api.js'
import { readResponses, responseFor } from '../openapi/declared-responses.js'
import { escapeFragment, type Json, type JsonObject, object, resolve } from '../openapi/json.js'
import {
  bareType,
  type DeclaredMediaType,
  isJsonType,
  type MediaTypes,
  readMediaTypes,
} from '../openapi/media-types.js'
import { type Parameter, readResponseHeader } from '../openapi/parameters.js'
import type { ApiSchemas } from './api-validation.js'
import { invalidResponse } from './response-fault.js'
import { validate } from './validation.js'

/** @throws SimpleSecurityError `invalid_response` where the answer is none that the document declares */
export type CheckResponse = (ctx: Context) => void

interface DeclaredResponse {
  readonly headers: readonly Parameter[]
  readonly mediaTypes: MediaTypes
}

/** Statuses whose answers have no body, whatever the handler has set (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5). */
const bodiless = new Set([204, 205, 304])

/**
 * Makes the check of an operation's answers: status, content type, headers, and a body that is in memory.
 * @throws DocumentError
 */
export function createResponseCheck(api: Api, operation: ApiOperation, schemas: ApiSchemas): CheckResponse {
  const responses = readResponses(api.document, operation, readResponse(api))

  return (ctx) => {
    const where = `${operation.method} ${operation.path} answered ${ctx.status}`
    const declared = responseFor(responses, ctx.status)
    if (declared === undefined) throw invalidResponse(`${where}, which the document does not declare`)
    for (const header of declared.headers) checkHeader(ctx, header, schemas, where)
    if (ctx.method === 'HEAD' || bodiless.has(ctx.status)) return
    const contentType = ctx.response.get('Content-Type') || ''
    const { names, find } = declared.mediaTypes
    if (ctx.body === null || ctx.body === undefined) {
      if (names.length > 0) throw invalidResponse(`${where} without a body, which must be ${names.join(' or ')}`)
      return
    }
    const mediaType = find(contentType)
    if (mediaType === undefined) {
      const type = bareType(contentType)
      throw invalidResponse(`${where} with the content type ${type}, which the document does not declare`)
    }
    checkBody(ctx, mediaType, schemas, where)
  }
}

/** All schemas of an operation's answers, to see whether they compile. */
export function compileResponses(api: Api, operation: ApiOperation, schemas: ApiSchemas): void {
  for (const { headers, mediaTypes } of readResponses(api.document, operation, readResponse(api)).values()) {
    for (const header of headers) compileHeader(header, schemas)
    for (const mediaType of mediaTypes.all) compileContent(mediaType, schemas)
  }
}

function readResponse({ document }: Api): (given: JsonObject, pointer: string) => DeclaredResponse {
  return (given, pointer) => {
    const headers = Object.entries(object(given.headers ?? {}, `${pointer}/headers`))
      // The content type is described by `content` (OpenAPI 3.0.3, section 4.7.17.1).
      .filter(([name]) => name.toLowerCase() !== 'content-type')
      .map(([name, value]) =>
        readResponseHeader(name, ...resolve(document, value, `${pointer}/headers/${escapeFragment(name)}`)),
      )
    return { headers, mediaTypes: readMediaTypes(given.content, `${pointer}/content`) }
  }
}

function checkHeader(ctx: Context, header: Parameter, schemas: ApiSchemas, where: string): void {
  const given = ctx.response.headers[header.name.toLowerCase()]
  if (given === undefined) {
    if (header.isRequired) throw invalidResponse(`${where} without the header ${header.name}`)
    return
  }
  const found = schemas.parameters.fromText(header, Array.isArray(given) ? given.join(', ') : String(given))
  const checked = found?.ok === false ? found : validate(compileHeader(header, schemas), found?.value, '')
  if (!checked.ok) {
    const [error] = checked.errors
    throw invalidResponse(`${where} with a header ${header.name} that does not fit: it ${error?.detail}`)
  }
}

function checkBody(ctx: Context, mediaType: DeclaredMediaType, schemas: ApiSchemas, where: string): void {
  const text = textOf(ctx.body)
  const type = bareType(ctx.response.get('Content-Type') || '')
  const validator = compileContent(mediaType, schemas)
  if (text === undefined || validator === undefined) return
  const isJson = isJsonType(type)
  // Of other types only plain text is a value that a schema can speak of.
  if (!isJson && (type !== 'text/plain' || mediaType.isRange)) return
  const checked = validate(validator, isJson ? parse(text, where) : text, '')
  if (!checked.ok) {
    const [error] = checked.errors
    throw invalidResponse(`${where} with a body that does not fit: ${error?.pointer || 'it'} ${error?.detail}`)
  }
}

/** The body as it is sent; undefined for a stream, which can be read only once. */
function textOf(body: unknown): string | undefined {
  if (typeof body === 'string') return body
  if (Buffer.isBuffer(body)) return body.toString('utf8')
  const isStream =
    body instanceof Blob ||
    body instanceof ReadableStream ||
    body instanceof Response ||
    typeof (body as { pipe?: unknown } | null)?.pipe === 'function'
  return isStream ? undefined : JSON.stringify(body)
}

function parse(text: string, where: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    throw invalidResponse(`${where} with a body that is not JSON`)
  }
}

function compileHeader(header: Parameter, schemas: ApiSchemas) {
  return schemas.compile({ ...header, direction: 'response', allErrors: false })
}

function compileContent({ schema, pointer }: DeclaredMediaType, schemas: ApiSchemas) {
  return schema === undefined
    ? undefined
    : schemas.compile({ schema, pointer, direction: 'response', allErrors: false })
}
