import { type Json, type JsonObject, pointerNames } from './json.js'

/** The objects of OpenAPI 3.0 and 3.1 that have others in them, or may be referred to. */
export type Kind =
  | 'document'
  | 'components'
  | 'pathItem'
  | 'operation'
  | 'parameter'
  | 'requestBody'
  | 'media'
  | 'encoding'
  | 'response'
  | 'header'
  | 'example'
  | 'link'
  | 'callback'
  | 'securityScheme'
  | 'schema'
  | 'server'
  | 'tag'

/** What a member holds: one object, a list of them, or a map of them by names that are somebody's own. */
export interface Place {
  readonly kind: Kind
  readonly as: 'one' | 'list' | 'map'
  /** Whether names in the map that begin with `x-` are extensions. */
  readonly isExtensible?: boolean
}

const one = (kind: Kind): Place => ({ kind, as: 'one' })
const list = (kind: Kind): Place => ({ kind, as: 'list' })
const map = (kind: Kind): Place => ({ kind, as: 'map' })
const extensibleMap = (kind: Kind): Place => ({ kind, as: 'map', isExtensible: true })

/** The sections of the components, by what is in them. */
export const sections: Readonly<Record<string, Kind>> = {
  schemas: 'schema',
  responses: 'response',
  parameters: 'parameter',
  examples: 'example',
  requestBodies: 'requestBody',
  headers: 'header',
  securitySchemes: 'securityScheme',
  links: 'link',
  callbacks: 'callback',
  pathItems: 'pathItem',
}

const described: Readonly<Record<string, Place>> = {
  schema: one('schema'),
  content: map('media'),
  examples: map('example'),
}

const schemaMembers: Readonly<Record<string, Place>> = Object.fromEntries([
  ...['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'].map((name) => [
    name,
    map('schema'),
  ]),
  ...['allOf', 'anyOf', 'oneOf', 'prefixItems'].map((name) => [name, list('schema')]),
  ...['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames'].map((name) => [
    name,
    one('schema'),
  ]),
  ...['unevaluatedItems', 'unevaluatedProperties', 'contentSchema'].map((name) => [name, one('schema')]),
])

const members: Readonly<Record<Kind, Readonly<Record<string, Place>>>> = {
  document: {
    paths: extensibleMap('pathItem'),
    webhooks: map('pathItem'),
    components: one('components'),
    servers: list('server'),
    tags: list('tag'),
  },
  components: Object.fromEntries(Object.entries(sections).map(([section, kind]) => [section, map(kind)])),
  pathItem: {
    ...Object.fromEntries(
      ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'].map((method) => [method, one('operation')]),
    ),
    parameters: list('parameter'),
    servers: list('server'),
  },
  operation: {
    parameters: list('parameter'),
    requestBody: one('requestBody'),
    responses: extensibleMap('response'),
    callbacks: map('callback'),
    servers: list('server'),
  },
  parameter: described,
  header: described,
  requestBody: { content: map('media') },
  media: { schema: one('schema'), examples: map('example'), encoding: map('encoding') },
  encoding: { headers: map('header') },
  response: { headers: map('header'), content: map('media'), links: map('link') },
  link: { server: one('server') },
  // Its members are path items by expressions: see placeOf().
  callback: {},
  schema: schemaMembers,
  example: {},
  securityScheme: {},
  server: {},
  tag: {},
}

/** What a member of an object holds; undefined where it is a value, such as an example or an extension. */
export function placeOf(kind: Kind, name: string): Place | undefined {
  if (kind === 'callback') return name === '$ref' || name.startsWith('x-') ? undefined : one('pathItem')
  return Object.hasOwn(members[kind], name) ? members[kind][name] : undefined
}

/** Adds the objects right below one, with what they are, the last first. */
function addChildren(left: [Kind, JsonObject][], kind: Kind, node: JsonObject, skipped: Kind | undefined): void {
  const start = left.length
  for (const name in node) {
    const member = node[name]
    if (member === null || typeof member !== 'object') continue
    const place = placeOf(kind, name)
    if (place === undefined || place.kind === skipped) continue
    if (place.as === 'one') {
      if (isObject(member)) left.push([place.kind, member])
      continue
    }
    for (const key in member) {
      const child = (member as JsonObject)[key]
      const isExtension = place.isExtensible === true && key.startsWith('x-')
      if (!isExtension && isObject(child)) left.push([place.kind, child])
    }
  }
  reverseFrom(left, start)
}

function reverseFrom<Item>(list: Item[], start: number): void {
  for (let low = start, high = list.length - 1; low < high; low++, high--) {
    ;[list[low], list[high]] = [list[high] as Item, list[low] as Item]
  }
}

/**
 * An object and all below it, without following references.
 * @param skipped a kind that is left out, with all below it
 */
export function nodesOf(kind: Kind, node: JsonObject, skipped?: Kind): [Kind, JsonObject][] {
  const found: [Kind, JsonObject][] = []
  // A list of what is left to do instead of calls: documents may be nested deeper than the stack is.
  const left: [Kind, JsonObject][] = [[kind, node]]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    found.push(next)
    addChildren(left, ...next, skipped)
  }
  return found
}

/** What stands along a pointer, from the document on; undefined where it leads to nothing. */
export function alongPointer(document: JsonObject, pointer: string): Json[] | undefined {
  const found: Json[] = [document]
  for (const name of pointerNames(pointer)) {
    const last = found.at(-1)
    const isContainer = last !== null && typeof last === 'object' && Object.hasOwn(last, name)
    const member = isContainer ? (last as JsonObject)[name] : undefined
    if (member === undefined) return undefined
    found.push(member)
  }
  return found
}

/** The pointers of the schemas that a discriminator maps to, which it may name instead (OpenAPI 3.1, section 4.8.25). */
export function mappedSchemas(document: JsonObject, schema: JsonObject): [value: string, pointer: string][] {
  const schemas = objectOf(objectOf(document.components).schemas)
  return Object.entries(objectOf(objectOf(schema.discriminator).mapping)).flatMap(([value, target]) => {
    if (typeof target !== 'string') return []
    return [[value, Object.hasOwn(schemas, target) ? componentPointer('schemas', target) : target]]
  })
}

export function componentPointer(section: string, name: string): string {
  return `#/components/${section}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

export function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/** The value, or an empty object where it is none: what is not well-formed has nothing to tell. */
export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {}
}

export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}
