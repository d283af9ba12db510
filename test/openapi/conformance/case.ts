import type { Context } from 'koa'
import type { JsonObject } from '../../../src/openapi/json.js'

export type Version = '3.0' | '3.1'

export interface Send {
  method?: string
  /** What follows the path of the case: parameters of the path, and the query. */
  path?: string
  headers?: Record<string, string | string[]>
  /** An object is sent as JSON. */
  body?: unknown
  /** The content type of the body; JSON where there is none. */
  type?: string
}

/**
 * What comes back: members that the handler finds in `ctx.state.validated`, the pointers of a 422, or a status. Of a 500 the app must
 * have been told.
 */
export type Expected = { [place: string]: unknown } | readonly string[] | number

export interface Case {
  it: string
  /** For what only one version can say. */
  only?: Version
  /** The rest of the path template. */
  path?: string
  method?: string
  /** Members of the operation and, as `pathItem`, of the path. */
  operation: JsonObject | ((version: Version) => JsonObject)
  schemas?: JsonObject | ((version: Version) => JsonObject)
  answer?: (ctx: Context) => void
  tries: readonly (readonly [Send, Expected])[]
}

export const parameter = (place: string, name: string, schema: JsonObject, more: JsonObject = {}): JsonObject => ({
  name,
  in: place,
  required: place === 'path',
  schema,
  ...more,
})

/** An operation with one query parameter called `a`. */
export const query = (schema: JsonObject, more: JsonObject = {}): JsonObject => ({
  parameters: [parameter('query', 'a', schema, more)],
})

/** An operation that takes a JSON body. */
export const body = (schema: JsonObject, more: JsonObject = {}): JsonObject => ({
  requestBody: { required: true, content: { 'application/json': { schema } }, ...more },
})

/** A type that may be null, as each version writes it. */
export const nullable = (version: Version, type: string, more: JsonObject = {}): JsonObject =>
  version === '3.0' ? { type, nullable: true, ...more } : { type: [type, 'null'], ...more }

export const asked = (text: string): Send => ({ path: `?${text}` })
export const sent = (value: unknown): Send => ({ body: value })
export const found = (value: unknown): Expected => ({ query: { a: value } })

export const integer: JsonObject = { type: 'integer' }
export const string: JsonObject = { type: 'string' }
export const integers: JsonObject = { type: 'array', items: integer }
export const strings: JsonObject = { type: 'array', items: string }
export const color: JsonObject = {
  type: 'object',
  properties: { R: integer, G: integer, name: string },
  additionalProperties: false,
}
