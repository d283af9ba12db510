/** A JSON value, as it stands in an OpenAPI document. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json | undefined }
export type JsonObject = { [name: string]: Json | undefined }

/** What is wrong with a document, and where. */
export class DocumentError extends Error {
  /** A JSON Pointer in a URI fragment (RFC 6901, section 6): `#/paths/~1pets/get`. */
  readonly pointer: string
  readonly detail: string

  constructor(pointer: string, detail: string, options?: ErrorOptions) {
    super(`${pointer}: ${detail}`, options)
    this.name = 'DocumentError'
    this.pointer = pointer
    this.detail = detail
  }
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

/**
 * A value and where it stands, after following its `$ref`, if it is one.
 * @throws DocumentError where a reference leads outside of the document, to nothing, or in a circle
 */
export function resolve(document: JsonObject, value: Json | undefined, pointer: string): [JsonObject, string] {
  const followed = new Set<string>()
  let [at, where] = [object(value, pointer), pointer]
  while (at.$ref !== undefined) {
    const reference = text(at.$ref, `${where}/$ref`)
    if (followed.has(reference)) throw new DocumentError(`${where}/$ref`, circular(reference))
    followed.add(reference)
    const target = valueAt(document, reference, `${where}/$ref`)
    ;[at, where] = [object(target, reference), reference]
  }
  return [at, where]
}

/** What a reference into the document leads to. @param pointer where the reference stands */
export function valueAt(document: JsonObject, reference: string, pointer: string): Json {
  if (!reference.startsWith('#')) {
    const advice = 'bundle the files into one document, and refer to what is in it with #/…'
    throw new DocumentError(pointer, `leads out of this document, to ${reference}; ${advice}`)
  }
  if (!/^#(\/|$)/.test(reference)) throw danglingReference(reference, pointer)
  let target: Json | undefined = document
  for (const name of pointerNames(reference)) {
    const isContainer: boolean = target !== null && typeof target === 'object'
    target = isContainer && Object.hasOwn(target as object, name) ? (target as JsonObject)[name] : undefined
    if (target === undefined) throw danglingReference(reference, pointer)
  }
  return target as Json
}

export function danglingReference(reference: string, pointer: string): DocumentError {
  return new DocumentError(pointer, `leads to nothing: ${reference}; add what it names, or correct it`)
}

/** What is wrong with a reference that leads, by nothing but others, back to itself. */
export function circular(reference: string): string {
  return `leads in a circle: ${reference}; write out, at one of the places on it, what is meant`
}

/** The names along a pointer in a fragment. */
export function pointerNames(pointer: string): string[] {
  if (pointer === '#' || pointer === '') return []
  return pointer
    .slice(2)
    .split('/')
    .map((part) => decode(part).replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** A name in a JSON Pointer that stands by itself (RFC 6901, section 3). */
export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** A name in a JSON Pointer in a URI fragment (RFC 6901, section 6), in which a percent sign begins an encoding. */
export function escapeFragment(name: string): string {
  return escapePointer(name).replaceAll('%', '%25')
}

// Percent-encoding is that of the fragment. What is none stands for itself.
function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
