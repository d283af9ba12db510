import type { Api, ApiOperation } from './api.js'
import { DocumentError, escapeFragment, type Json, type JsonObject, list, object, resolve, text } from './json.js'
import { isObject } from './schema-reader.js'

export const places = ['path', 'query', 'header', 'cookie'] as const
export type Place = (typeof places)[number]

const styles = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form'],
} as const
export type Style = (typeof styles)[Place][number]

/** How a value is written as text (OpenAPI 3.0.3, section 4.7.12), and what it must be. */
export interface Parameter {
  readonly place: Place
  readonly name: string
  readonly isRequired: boolean
  readonly style: Style
  readonly explode: boolean
  /** Whether it is JSON, or text as it is, whatever the style. */
  readonly content: 'json' | 'text' | undefined
  /** Whether an empty value stands for itself. */
  readonly allowsEmpty: boolean
  readonly schema: Json
  /** Of the schema. */
  readonly pointer: string
}

/** These are described by other parts of an operation (OpenAPI 3.0.3, section 4.7.12.1). */
const otherwiseDescribed = new Set(['accept', 'content-type', 'authorization'])

/**
 * The parameters of an operation: its own, and those of its path that it does not replace.
 * @throws DocumentError
 */
export function readParameters({ document }: Pick<Api, 'document'>, operation: ApiOperation): Parameter[] {
  const known = new Map<string, Parameter>()
  const itemPointer = operation.pointer.slice(0, operation.pointer.lastIndexOf('/'))
  for (const [owner, pointer] of [
    [operation.pathItem, itemPointer],
    [operation.operation, operation.pointer],
  ] as const) {
    for (const [index, value] of list(owner.parameters ?? [], `${pointer}/parameters`).entries()) {
      const [given, at] = resolve(document, value, `${pointer}/parameters/${index}`)
      const parameter = readParameter(given, at)
      if (parameter.place === 'path' && !operation.path.includes(`{${parameter.name}}`)) {
        throw new DocumentError(`${at}/name`, `is no parameter of the path ${operation.path}`)
      }
      known.set(`${parameter.place} ${parameter.name}`, parameter)
    }
  }
  return [...known.values()].filter(({ place, name }) => place !== 'header' || !otherwiseDescribed.has(name))
}

function readParameter(given: JsonObject, pointer: string): Parameter {
  const place = places.find((one) => one === given.in)
  if (place === undefined) throw new DocumentError(`${pointer}/in`, `must be ${places.join(', ')}`)
  const name = text(given.name, `${pointer}/name`)
  return {
    ...readSerialization(given, place, pointer),
    // Headers have no letter case, and are found under their name in small letters.
    name: place === 'header' && otherwiseDescribed.has(name.toLowerCase()) ? name.toLowerCase() : name,
    isRequired: given.required === true,
  }
}

/** A header of a response is written as a header of a request is. */
export function readResponseHeader(name: string, given: JsonObject, pointer: string): Parameter {
  return { ...readSerialization(given, 'header', pointer), name, isRequired: given.required === true }
}

function readSerialization(given: JsonObject, place: Place, pointer: string): Omit<Parameter, 'name' | 'isRequired'> {
  const allowed: readonly Style[] = styles[place]
  const [usual] = allowed
  const style = given.style === undefined ? usual : allowed.find((one) => one === given.style)
  if (style === undefined) throw new DocumentError(`${pointer}/style`, `must be ${allowed.join(', ')} in ${place}`)
  const [content, ...others] = Object.entries(isObject(given.content) ? given.content : {})
  // Which of them a client goes by is not known.
  if (content !== undefined && given.schema !== undefined) {
    throw new DocumentError(pointer, 'has a schema and a content; keep one of them')
  }
  if (others.length > 0) throw new DocumentError(`${pointer}/content`, 'must have one media type only')
  const schemaAt =
    content === undefined
      ? { schema: given.schema ?? {}, pointer: `${pointer}/schema` }
      : {
          schema: object(content[1], `${pointer}/content/${escapeFragment(content[0])}`).schema ?? {},
          pointer: `${pointer}/content/${escapeFragment(content[0])}/schema`,
        }
  return {
    place,
    style,
    explode: typeof given.explode === 'boolean' ? given.explode : style === 'form',
    content: content === undefined ? undefined : /[/+]json\b/i.test(content[0]) ? 'json' : 'text',
    allowsEmpty: place === 'query' && given.allowEmptyValue === true,
    ...schemaAt,
  }
}
