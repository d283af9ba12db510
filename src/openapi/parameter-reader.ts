import type { Json } from './json.js'
import type { Parameter } from './parameters.js'
import type { SchemaReader } from './schema-reader.js'
import {
  attempt,
  decodeFormText,
  delimiters,
  type Kind,
  pairOf,
  split,
  type Taken,
  takeText,
  texts as takeTexts,
} from './serialized-text.js'
import { type Coerced, type Coercion, type Entry, wrong } from './text-coercion.js'

/** What a parameter was found to be; `isFinal` where its schema has no say. Undefined where it is not there. */
export type Found = (Coerced & { isFinal?: boolean }) | undefined

/** Pairs of names and texts, as a query, a form or a cookie has them: names decoded, texts as they were sent. */
export interface Pairs {
  readonly texts: ReadonlyMap<string, readonly string[]>
  /** The names that some parameter has a use for. */
  readonly used: Set<string>
}

export interface ParameterReader {
  fromText(parameter: Parameter, text: string): Found
  /** @param others names that belong to other parameters or to nobody, and that an exploded object must not take for its own */
  fromPairs(parameter: Parameter, pairs: Pairs, others: ReadonlySet<string>): Found
}

const badEncoding = 'must be percent-encoded UTF-8'
const repeated = 'is given more than once'
const scalars = ['boolean', 'integer', 'number', 'string'] as const

/**
 * Reads parameters into values of the types that their schemas want.
 * @param fits whether a value is one that a schema allows
 */
export function createParameterReader(parts: {
  reader: SchemaReader
  coercion: Coercion
  fits: (schema: Json, value: Json) => boolean
}): ParameterReader {
  const { reader, coercion, fits } = parts

  function kindsOf(schema: Json): readonly Kind[] {
    const types = reader.typesOf([schema])
    const kinds: Kind[] = []
    if (types === undefined || scalars.some((type) => types.has(type))) kinds.push('one')
    if (types?.has('array')) kinds.push('list')
    if (types?.has('object')) kinds.push('members')
    return kinds.length === 0 ? ['one'] : kinds
  }

  /** Where a schema allows values of several kinds, the one that it finds nothing wrong with. */
  function firstFitting(schema: Json, read: (kind: Kind) => Coerced | undefined): Coerced | undefined {
    const kinds = kindsOf(schema)
    const results = kinds.map(read).filter((result) => result !== undefined)
    if (results.length <= 1) return results[0]
    const coerced = results.filter((result) => result.ok)
    return coerced.find(({ value }) => fits(schema, value)) ?? coerced[0] ?? results[0]
  }

  function coerce(schema: Json, taken: Taken): Coerced {
    return taken.ok ? coercion.parts([schema], taken.parts) : wrong(taken.detail)
  }

  function entriesOf(
    parameter: Parameter,
    { texts, used }: Pairs,
    others: ReadonlySet<string>,
  ): { path: string[]; text: string | undefined }[] {
    const { name, style, schema } = parameter
    const decode = decoderOf(parameter)
    const found: { path: string[]; text: string | undefined }[] = []
    const known = new Set(reader.membersOf([schema]))
    const takesOthers = reader.hasOtherMembers([schema])
    for (const [key, values] of texts) {
      const isMember = known.has(key) || takesOthers
      const path = style === 'deepObject' ? deepPath(name, key) : isMember && !others.has(key) ? [key] : undefined
      if (path === undefined) continue
      used.add(key)
      for (const value of values) found.push({ path, text: attempt(decode, value) })
    }
    return found
  }

  function fromPairsAs(
    kind: Kind,
    parameter: Parameter,
    pairs: Pairs,
    others: ReadonlySet<string>,
  ): Coerced | undefined {
    const { name, style, explode, schema } = parameter
    if (kind === 'members' && (style === 'deepObject' || explode)) {
      const entries = entriesOf(parameter, pairs, others)
      if (entries.length === 0) return undefined
      const isReadable = entries.every(({ text }) => text !== undefined)
      return isReadable ? coercion.entries([schema], entries as Entry[]) : wrong(badEncoding)
    }
    const given = pairs.texts.get(name)
    if (given === undefined) return undefined
    pairs.used.add(name)
    const isExplodedList = kind === 'list' && (explode || style === 'deepObject')
    const decode = decoderOf(parameter)
    if (isExplodedList) return coerce(schema, takeTexts(cookieItems(parameter, given), decode))
    const [only = '', ...more] = given
    if (more.length > 0) return wrong(repeated)
    const separator = delimiters[style] ?? ','
    return coerce(schema, split(only, kind, { separator, decode }, false))
  }

  return {
    fromText(parameter, text) {
      if (parameter.content !== undefined) {
        const decoded = parameter.place === 'path' ? attempt(decodeURIComponent, text) : text
        return decoded === undefined ? wrong(badEncoding) : fromContent(parameter, decoded)
      }
      return firstFitting(parameter.schema, (kind) => coerce(parameter.schema, takeText(parameter, kind, text)))
    },

    fromPairs(parameter, pairs, others) {
      const given = pairs.texts.get(parameter.name)
      const [only, ...more] = given ?? []
      if (only !== undefined && (parameter.content !== undefined || (only === '' && parameter.allowsEmpty))) {
        pairs.used.add(parameter.name)
        if (more.length > 0) return wrong(repeated)
        if (parameter.content === undefined) return { ok: true, value: '', isFinal: true }
        const text = attempt(decoderOf(parameter), only)
        return text === undefined ? wrong(badEncoding) : fromContent(parameter, text)
      }
      return firstFitting(parameter.schema, (kind) => fromPairsAs(kind, parameter, pairs, others))
    },
  }
}

export function readPairs(text: string): Pairs {
  return pairsOf(
    text
      .split('&')
      .filter((piece) => piece !== '')
      .map(pairOf),
  )
}

/** The pairs of a `Cookie` header (RFC 6265, section 4.2.1). */
export function readCookies(header: string): Pairs {
  const pieces = header.split(';').map((piece) => pairOf(piece.trim()))
  return pairsOf(pieces.map(([name, value]) => [name, value.replace(/^"(.*)"$/, '$1')] as const))
}

/** @param pairs names and texts as they were sent */
export function pairsOf(pairs: readonly (readonly [string, string])[]): Pairs {
  const texts = new Map<string, string[]>()
  for (const [encoded, value] of pairs) {
    const name = attempt(decodeFormText, encoded) ?? encoded
    const values = texts.get(name) ?? []
    values.push(value)
    texts.set(name, values)
  }
  return { texts, used: new Set() }
}

// Who sets a cookie may have encoded it otherwise, or not at all; what is no percent-encoding then stands for itself.
function decoderOf({ place }: Parameter): (text: string) => string {
  return place === 'cookie' ? (text) => attempt(decodeURIComponent, text) ?? text : decodeFormText
}

function fromContent({ content }: Parameter, text: string): Coerced {
  if (content === 'text') return { ok: true, value: text }
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return wrong('must be JSON')
  }
}

/** The names in the brackets of `color[R]`, or of `color[R][x]`; undefined for what is no such name. */
function deepPath(name: string, key: string): string[] | undefined {
  if (!key.startsWith(`${name}[`) || !key.endsWith(']')) return undefined
  return key.slice(name.length + 1, -1).split('][')
}

// In a cookie, an exploded list is `a=1&a=2` (OpenAPI 3.0.3, section 4.7.12.3), or what clients rather send: several cookies.
function cookieItems({ place, name }: Parameter, texts: readonly string[]): readonly string[] {
  return place === 'cookie' ? texts.flatMap((text) => text.split(`&${name}=`)) : texts
}
