import { escapeFragment, type Json, type JsonObject, object } from './json.js'

/** A media type that a request or a response may have, with what the document says of it. */
export interface DeclaredMediaType {
  /** As the document writes it. */
  readonly name: string
  readonly isRange: boolean
  /** Undefined where anything of this type will do. */
  readonly schema: Json | undefined
  readonly encoding: JsonObject
  /** Of the schema. */
  readonly pointer: string
}

export interface MediaTypes {
  readonly names: readonly string[]
  readonly all: readonly DeclaredMediaType[]
  /** The most specific one that a `Content-Type` fits (OpenAPI 3.0.3, section 4.7.13.1); an absent one fits the widest range only. */
  find(contentType: string): DeclaredMediaType | undefined
}

interface Parsed {
  readonly type: string
  readonly parameters: ReadonlyMap<string, string>
}

/**
 * The media types of a `content`.
 * @throws DocumentError
 */
export function readMediaTypes(content: Json | undefined, pointer: string): MediaTypes {
  const all = Object.entries(object(content ?? {}, pointer)).map(([name, value]) => {
    const at = `${pointer}/${escapeFragment(name)}`
    const { schema, encoding } = object(value, at)
    const parsed = parse(name)
    return {
      name,
      isRange: parsed.type.endsWith('/*'),
      schema,
      encoding: object(encoding ?? {}, `${at}/encoding`),
      pointer: `${at}/schema`,
      parsed,
    }
  })
  // Exact ones before ranges, and among them those that say more of parameters.
  const bySpecificity = [...all].sort((one, other) => weight(other.parsed) - weight(one.parsed))
  return {
    names: all.map(({ name }) => name),
    all,
    find(contentType) {
      const given = parse(contentType)
      return bySpecificity.find(({ parsed }) => fits(given, parsed))
    },
  }
}

/** `application/json`, and what is JSON by its suffix (RFC 6839, section 3.1). */
export function isJsonType(contentType: string): boolean {
  return /^application\/json$|\+json$/.test(parse(contentType).type)
}

/** The type and subtype of a `Content-Type`, in small letters. */
export function bareType(contentType: string): string {
  return parse(contentType).type
}

function parse(text: string): Parsed {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim())
  const pairs = parameters.map((parameter): [string, string] => {
    const [name = '', value = ''] = parameter.split('=', 2)
    return [
      name.trim().toLowerCase(),
      value
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .toLowerCase(),
    ]
  })
  // In which characters a text is written says nothing of what it is.
  return { type: type.toLowerCase(), parameters: new Map(pairs.filter(([name]) => name !== 'charset' && name !== '')) }
}

function weight({ type, parameters }: Parsed): number {
  return (type === '*/*' ? 0 : type.endsWith('/*') ? 1 : 2) * 1000 + parameters.size
}

function fits(given: Parsed, declared: Parsed): boolean {
  const isOfType =
    declared.type === '*/*' ||
    (declared.type.endsWith('/*') && given.type.startsWith(declared.type.slice(0, -1))) ||
    declared.type === given.type
  return isOfType && [...declared.parameters].every(([name, value]) => given.parameters.get(name) === value)
}
