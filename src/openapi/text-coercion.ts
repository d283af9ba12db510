import { escapePointer, type Json, type JsonObject } from './json.js'
import type { JsonType, SchemaReader } from './schema-reader.js'
import type { Parts } from './serialized-text.js'

/** What is wrong at a place within a value, by its JSON Pointer. */
export interface ValueError {
  readonly pointer: string
  readonly detail: string
}

export type Coerced = { ok: true; value: Json } | { ok: false; errors: readonly ValueError[] }

/** Text that belongs to a place in an object: `color[R]=100` has the path `R`. */
export interface Entry {
  readonly path: readonly string[]
  readonly text: string
}

export interface Coercion {
  /** Gives a text the type that its schemas want. */
  text(schemas: readonly Json[], text: string): Coerced
  parts(schemas: readonly Json[], parts: Parts): Coerced
  /** Makes an object of texts. */
  entries(schemas: readonly Json[], entries: readonly Entry[]): Coerced
}

interface TextType {
  readonly type: JsonType
  read(text: string): Json | undefined
  readonly detail: string
}

const wholeNumber = /^-?(0|[1-9]\d*)$/

// As JSON writes them: no hexadecimal, no sign of plus, no blanks, nothing behind the digits. What most fits a text is tried first.
const textTypes: readonly TextType[] = [
  {
    type: 'boolean',
    read: (text) => (text === 'true' ? true : text === 'false' ? false : undefined),
    detail: 'must be true or false',
  },
  {
    type: 'integer',
    // A larger one would reach the handler as another number than was sent.
    read: (text) => (wholeNumber.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined),
    detail: 'must be a whole number, of at most 2^53 - 1',
  },
  {
    type: 'number',
    read: (text) =>
      /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined,
    detail: 'must be a number',
  },
  { type: 'string', read: (text) => text, detail: 'must be text' },
]

/** Deeper than what people write by hand, and far from what the stack takes. */
const maximumDepth = 10

/**
 * Gives texts types.
 * @param fits whether a value is one that a schema allows
 */
export function createCoercion(reader: SchemaReader, fits: (schema: Json, value: Json) => boolean): Coercion {
  function text(schemas: readonly Json[], given: string): Coerced {
    const types = reader.typesOf(schemas)
    if (types === undefined) return { ok: true, value: given }
    const wanted = textTypes.filter(({ type }) => types.has(type))
    const candidates = wanted.map((type) => type.read(given)).filter((value) => value !== undefined)
    const [first, ...others] = candidates
    if (first === undefined) return wrong(detailOf(wanted, types))
    const [schema, ...more] = schemas
    if (others.length === 0 || schema === undefined || more.length > 0) return { ok: true, value: first }
    // Either of them has a type that is allowed; the schema may say more.
    return { ok: true, value: candidates.find((value) => fits(schema, value)) ?? first }
  }

  function list(schemas: readonly Json[], given: readonly string[]): Coerced {
    return collect(
      given,
      (one, index) => [String(index), text(reader.itemOf(schemas, index), one)],
      (values) => values.map(([, value]) => value),
    )
  }

  function entries(schemas: readonly Json[], given: readonly Entry[], depth = 0): Coerced {
    const groups = new Map<string, Entry[]>()
    for (const entry of given) {
      const [name = ''] = entry.path
      const group = groups.get(name) ?? []
      group.push({ path: entry.path.slice(1), text: entry.text })
      groups.set(name, group)
    }
    return collect(
      [...groups],
      ([name, group]) => [name, member(reader.memberOf(schemas, name), group, depth)],
      objectOf,
    )
  }

  function member(schemas: readonly Json[], group: readonly Entry[], depth: number): Coerced {
    const types = reader.typesOf(schemas)
    const allowsList = types === undefined || types.has('array')
    const texts = group.map((entry) => entry.text)
    const nested = group.filter(({ path }) => path.length > 0)
    if (nested.length === 0) {
      const [only = ''] = texts
      const isScalar = types === undefined || textTypes.some(({ type }) => types.has(type))
      if (texts.length === 1 && isScalar) return text(schemas, only)
      return allowsList
        ? list(schemas, texts)
        : wrong(texts.length > 1 ? 'is given more than once' : 'must be an object')
    }
    if (nested.length < group.length) return wrong('is given both as a value and as an object')
    if (types?.has('array') && nested.every(({ path }) => path.length === 1 && /^\d*$/.test(path[0] ?? ''))) {
      return list(schemas, texts)
    }
    return depth < maximumDepth ? entries(schemas, group, depth + 1) : wrong('is nested too deeply')
  }

  return {
    text,
    parts(schemas, parts) {
      if (parts.kind === 'one') return text(schemas, parts.text)
      if (parts.kind === 'list') return list(schemas, parts.texts)
      return entries(
        schemas,
        parts.members.map(([name, value]) => ({ path: [name], text: value })),
      )
    },
    entries: (schemas, given) => entries(schemas, given),
  }
}

export function wrong(detail: string): Coerced {
  return { ok: false, errors: [{ pointer: '', detail }] }
}

/** Enough to mend a request by; a form of a megabyte could have hundreds of thousands. */
const maximumErrors = 20

function collect<Part>(
  parts: readonly Part[],
  read: (part: Part, index: number) => readonly [string, Coerced],
  make: (values: readonly (readonly [string, Json])[]) => Json,
): Coerced {
  const errors: ValueError[] = []
  const values: [string, Json][] = []
  for (const [index, given] of parts.entries()) {
    if (errors.length >= maximumErrors) break
    const [name, part] = read(given, index)
    if (part.ok) values.push([name, part.value])
    else
      for (const { pointer, detail } of part.errors)
        errors.push({ pointer: `/${escapePointer(name)}${pointer}`, detail })
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value: make(values) }
}

// Whatever their names are: `__proto__` is one like any other.
export function objectOf(members: readonly (readonly [string, Json])[]): JsonObject {
  return Object.fromEntries(members)
}

function detailOf(wanted: readonly TextType[], types: ReadonlySet<JsonType>): string {
  const [only, ...others] = wanted
  return only !== undefined && others.length === 0 ? only.detail : `must be of the type ${[...types].join(' or ')}`
}
