import { escapePointer, type Json } from './json.js'
import { type DeclaredMediaType, isJsonType } from './media-types.js'
import { type Pairs, type ParameterReader, pairsOf } from './parameter-reader.js'
import type { Parameter, Style } from './parameters.js'
import { isObject, type JsonType, type SchemaReader } from './schema-reader.js'
import { attempt, decodeFormText } from './serialized-text.js'
import { type Coerced, type Coercion, type Entry, objectOf, type ValueError, wrong } from './text-coercion.js'

export interface FormParts {
  readonly reader: SchemaReader
  readonly coercion: Coercion
  readonly parameters: ParameterReader
}

const styles: readonly Style[] = ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject']

/**
 * Makes an object of the pairs of a form (OpenAPI 3.0.3, section 4.7.14.1): each member is written as its Encoding Object says, or
 * else lists by repetition and objects as JSON.
 */
export function readForm(pairs: Pairs, { schema = {}, encoding }: DeclaredMediaType, parts: FormParts): Coerced {
  const { reader, coercion, parameters } = parts
  const names = reader.membersOf([schema])
  const errors: ValueError[] = []
  const members: [string, Json][] = []
  const add = (name: string, read: Coerced) => {
    if (read.ok) members.push([name, read.value])
    else for (const error of read.errors) errors.push({ ...error, pointer: `/${escapePointer(name)}${error.pointer}` })
  }
  for (const name of names) {
    const parameter = styledMember(name, reader.memberOf([schema], name), encoding[name])
    const read = parameter && parameters.fromPairs(parameter, pairs, new Set(names))
    if (read !== undefined) add(name, read)
  }
  const plain: Entry[] = []
  for (const [name, encoded] of pairs.texts) {
    if (pairs.used.has(name)) continue
    const texts = encoded.map((text) => attempt(decodeFormText, text)).filter((text) => text !== undefined)
    const of = reader.memberOf([schema], name)
    if (texts.length < encoded.length) add(name, wrong('must be percent-encoded UTF-8'))
    else if (isJsonMember(encoding[name], of, reader)) add(name, parseTexts(texts, isList(reader.typesOf(of))))
    else for (const text of texts) plain.push({ path: [name], text })
  }
  const read = coercion.entries([schema], plain)
  if (!read.ok) errors.push(...read.errors)
  if (errors.length > 0) return { ok: false, errors }
  const others = read.ok ? Object.entries(read.value as object) : []
  return { ok: true, value: objectOf([...members, ...(others as [string, Json][])]) }
}

/** The pairs of a form that a body parser in front has read: nothing in it has a type but text, list and object. */
export function pairsOfParsed(body: object): Pairs {
  const pairs: [string, string][] = []
  const left: [string, unknown][] = Object.entries(body).reverse()
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [name, value] = next
    if (Array.isArray(value)) for (const item of [...value].reverse()) left.push([name, item])
    else if (value !== null && typeof value === 'object') {
      for (const [key, item] of Object.entries(value)) left.push([`${name}[${key}]`, item])
    } else pairs.push([encodeURIComponent(name), encodeURIComponent(String(value ?? ''))])
  }
  return pairsOf(pairs)
}

function styledMember(name: string, schemas: readonly Json[], encoding: Json | undefined): Parameter | undefined {
  if (!isObject(encoding) || (encoding.style === undefined && encoding.explode === undefined)) return undefined
  const style = styles.find((one) => one === encoding.style) ?? 'form'
  const [only = {}, ...others] = schemas
  return {
    place: 'query',
    name,
    isRequired: false,
    style,
    explode: typeof encoding.explode === 'boolean' ? encoding.explode : style === 'form',
    content: undefined,
    allowsEmpty: false,
    schema: others.length === 0 ? only : { allOf: [...schemas] },
    pointer: '#',
  }
}

function isJsonMember(encoding: Json | undefined, schemas: readonly Json[], reader: SchemaReader): boolean {
  if (isObject(encoding) && typeof encoding.contentType === 'string') return isJsonType(encoding.contentType)
  const types = reader.typesOf(schemas)
  if (isList(types)) return isOnly(reader.typesOf(reader.itemOf(schemas, 0)), 'object')
  return isOnly(types, 'object')
}

function isList(types: ReadonlySet<JsonType> | undefined): boolean {
  return isOnly(types, 'array')
}

function isOnly(types: ReadonlySet<JsonType> | undefined, type: JsonType): boolean {
  return types?.has(type) === true && [...types].every((one) => one === type || one === 'null')
}

function parseTexts(texts: readonly string[], isListed: boolean): Coerced {
  if (texts.length > 1 && !isListed) return wrong('is given more than once')
  try {
    const values = texts.map((text) => JSON.parse(text) as Json)
    // A list may be written as one text too.
    const [only = null] = values
    return { ok: true, value: isListed && !(values.length === 1 && Array.isArray(only)) ? values : only }
  } catch {
    return wrong('must be JSON')
  }
}
