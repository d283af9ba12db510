import type { Api } from './api.js'
import type { Json, JsonObject } from './json.js'
import { isRegularExpression, regularExpression } from './schema-keywords.js'
import type { FollowReference } from './schema-references.js'

export type JsonType = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object'

/** What texts need to know of schemas to become values: types, members and items, however a schema is put together. */
export interface SchemaReader {
  /** The types that one of these schemas allows; undefined where it may be any. */
  typesOf(schemas: readonly Json[]): ReadonlySet<JsonType> | undefined
  /** The names of the members that they describe. */
  membersOf(schemas: readonly Json[]): readonly string[]
  /** The schemas of a member. */
  memberOf(schemas: readonly Json[], name: string): readonly Json[]
  /** Whether they say of members that they do not name what these must be, or that there may be such. */
  hasOtherMembers(schemas: readonly Json[]): boolean
  /** The schemas of an item. */
  itemOf(schemas: readonly Json[], index: number): readonly Json[]
}

type Types = ReadonlySet<JsonType> | undefined

const noneAbove: ReadonlySet<JsonObject> = new Set()
const combining = ['allOf', 'anyOf', 'oneOf'] as const

export function createSchemaReader(version: Api['version'], follow: FollowReference): SchemaReader {
  const knownTypes = new WeakMap<JsonObject, Types>()
  /** Of lists of schemas, as a caller holds them, that say the same of each item. */
  const knownItems = new WeakMap<readonly Json[], readonly Json[]>()
  const knownParts = new WeakMap<JsonObject, readonly JsonObject[]>()
  const target = ({ $ref }: JsonObject) => (typeof $ref === 'string' ? follow($ref, $ref) : undefined)

  function typesOfOne(schema: Json | undefined, above: ReadonlySet<JsonObject>): Types {
    if (!isObject(schema) || above.has(schema)) return undefined
    if (knownTypes.has(schema)) return knownTypes.get(schema)
    const within = new Set([...above, schema])
    const reference = typesOfOne(target(schema), within)
    const isReplaced = version === '3.0' && schema.$ref !== undefined
    const types = isReplaced ? reference : intersection([reference, ...ownTypes(schema, within)])
    const found = types ?? guessed(schema)
    // What a circle was cut off from is known only from where it was entered.
    if (above.size === 0) knownTypes.set(schema, found)
    return found
  }

  function ownTypes(schema: JsonObject, above: ReadonlySet<JsonObject>): Types[] {
    const lists = { allOf: schemasIn(schema.allOf), anyOf: schemasIn(schema.anyOf), oneOf: schemasIn(schema.oneOf) }
    return [
      declaredTypes(schema, version),
      ...lists.allOf.map((part) => typesOfOne(part, above)),
      ...[lists.anyOf, lists.oneOf].map((list) => union(list.map((part) => typesOfOne(part, above)))),
    ]
  }

  /** All schemas that may have a say about the same value. */
  function partsOf(schema: Json): readonly JsonObject[] {
    if (!isObject(schema)) return []
    const known = knownParts.get(schema)
    if (known !== undefined) return known
    const parts = new Set<JsonObject>()
    const left: (Json | undefined)[] = [schema]
    while (left.length > 0) {
      const part = left.pop()
      if (!isObject(part) || parts.has(part)) continue
      left.push(target(part))
      if (version === '3.0' && part.$ref !== undefined) continue
      parts.add(part)
      for (const keyword of combining) left.push(...schemasIn(part[keyword]))
      if (version === '3.1') left.push(part.if, part.then, part.else)
    }
    knownParts.set(schema, [...parts])
    return [...parts]
  }

  const partsOfAll = (schemas: readonly Json[]) => {
    const [only, ...others] = schemas
    return only !== undefined && others.length === 0 ? partsOf(only) : schemas.flatMap((schema) => partsOf(schema))
  }

  return {
    typesOf: (schemas) => {
      // A form can ask for the types of one schema tens of thousands of times.
      const [only, ...others] = schemas
      if (others.length === 0) return typesOfOne(only, noneAbove)
      const known = schemas.map((schema) => typesOfOne(schema, noneAbove)).filter((types) => types !== undefined)
      return known.length === 0 ? undefined : union(known)
    },
    membersOf: (schemas) => [
      ...new Set(
        partsOfAll(schemas).flatMap(({ properties }) => (isObject(properties) ? Object.keys(properties) : [])),
      ),
    ],
    memberOf: (schemas, name) => partsOfAll(schemas).flatMap((part) => memberSchemas(part, name)),
    hasOtherMembers: (schemas) =>
      partsOfAll(schemas).some(
        ({ additionalProperties: others, patternProperties }) =>
          others === true || isObject(others) || isObject(patternProperties),
      ),
    itemOf: (schemas, index) => {
      const known = knownItems.get(schemas)
      if (known !== undefined) return known
      const parts = partsOfAll(schemas)
      const found = parts.flatMap(({ prefixItems, items }) => {
        const item = (Array.isArray(prefixItems) ? prefixItems[index] : undefined) ?? items
        return item === undefined ? [] : [item]
      })
      if (parts.every(({ prefixItems }) => prefixItems === undefined)) knownItems.set(schemas, found)
      return found
    },
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

export function schemasIn(list: Json | undefined): readonly Json[] {
  return Array.isArray(list) ? list : []
}

function declaredTypes(schema: JsonObject, version: Api['version']): Types {
  const { type, enum: values, const: value, nullable } = schema
  const given = (Array.isArray(type) ? type : [type]).filter((name) => typeof name === 'string') as JsonType[]
  const typed = given.length === 0 ? undefined : new Set(given)
  if (typed !== undefined && version === '3.0' && nullable === true) typed.add('null')
  const listed = Array.isArray(values) ? new Set(values.map(typeOf)) : undefined
  const constant = value === undefined ? undefined : new Set([typeOf(value)])
  return intersection([typed, listed, constant])
}

// Of a schema without a type: one that describes members is meant for objects, even though it lets everything else pass.
function guessed(schema: JsonObject): Types {
  if (schema.properties !== undefined || isObject(schema.additionalProperties)) return new Set(['object'])
  if (schema.items !== undefined || schema.prefixItems !== undefined) return new Set(['array'])
  return undefined
}

function typeOf(value: Json): JsonType {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value as JsonType
}

function union(all: readonly Types[]): Types {
  if (all.length === 0 || all.includes(undefined)) return undefined
  return new Set(all.flatMap((types) => [...(types ?? [])]))
}

function intersection(all: readonly Types[]): Types {
  const known = all.filter((types) => types !== undefined)
  const allows = (types: ReadonlySet<JsonType>, type: JsonType) =>
    types.has(type) || (type === 'integer' && types.has('number'))
  const [first, ...others] = known
  if (first === undefined) return undefined
  const every = new Set(known.flatMap((types) => [...types]))
  return new Set([...every].filter((type) => [first, ...others].every((types) => allows(types, type))))
}

function memberSchemas(part: JsonObject, name: string): Json[] {
  const { properties, patternProperties, additionalProperties } = part
  if (isObject(properties) && Object.hasOwn(properties, name)) return [properties[name] as Json]
  const matching = Object.entries(isObject(patternProperties) ? patternProperties : {})
    .filter(([pattern]) => matches(pattern, name))
    .map(([, schema]) => schema as Json)
  if (matching.length > 0) return matching
  return isObject(additionalProperties) ? [additionalProperties] : []
}

// One that is no regular expression is an error where the schema is compiled.
function matches(pattern: string, name: string): boolean {
  return isRegularExpression(pattern) && regularExpression(pattern).test(name)
}
