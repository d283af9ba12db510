import { parse } from 'yaml'

/** A JSON value, as it stands in an OpenAPI document. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json | undefined }
export type JsonObject = { [name: string]: Json | undefined }

export const httpMethods = ['get', 'put', 'post', 'delete', 'patch'] as const
export type HttpMethod = (typeof httpMethods)[number]

/** Methods that OpenAPI knows and the server would not answer. */
export const refusedMethods = ['options', 'head', 'trace']

/** What is wrong with a document, with the JSON Pointer of the place. */
export class DocumentError extends Error {
  constructor(pointer: string, detail: string) {
    super(`${pointer}: ${detail}`)
    this.name = 'DocumentError'
  }
}

export function parseDocument(yaml: string): JsonObject {
  return object(parse(yaml, { prettyErrors: true, uniqueKeys: true }), '#')
}

export function object(value: Json | undefined, pointer: string): JsonObject {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new DocumentError(pointer, 'must be an object')
  }
  return value
}

export function list(value: Json | undefined, pointer: string): Json[] {
  if (!Array.isArray(value)) throw new DocumentError(pointer, 'must be a list')
  return value
}

export function text(value: Json | undefined, pointer: string): string {
  if (typeof value !== 'string') throw new DocumentError(pointer, 'must be a string')
  return value
}

/** A value and where it stands, after following its `$ref`, if it is one. */
export function resolve(document: JsonObject, value: Json | undefined, pointer: string): [JsonObject, string] {
  const at = object(value, pointer)
  if (at.$ref === undefined) return [at, pointer]
  const reference = text(at.$ref, `${pointer}/$ref`)
  if (!reference.startsWith('#/')) throw new DocumentError(`${pointer}/$ref`, 'must point into this document')
  let target: Json | undefined = document
  for (const part of reference.slice(2).split('/')) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    target = object(target, reference)[name]
  }
  return resolve(document, target, reference)
}

export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
