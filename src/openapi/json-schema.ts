import type { Api } from './api.js'
import { DocumentError, escapeFragment, type Json, type JsonObject, list, object, text } from './json.js'
import { isRegularExpression } from './schema-keywords.js'
import { isObject, schemasIn } from './schema-reader.js'
import type { FollowReference } from './schema-references.js'

/** Which way a value goes. Neither of them in what is only a condition, such as `not`. */
export type Direction = 'request' | 'response' | 'neither'

export interface Translation {
  readonly version: Api['version']
  readonly direction: Direction
  readonly follow: FollowReference
  /** The name under which the translated target of a reference is found. */
  refer(reference: string, pointer: string, parts: { direction: Direction; hidden: ReadonlySet<string> }): string
}

const copied = [
  ...['type', 'enum', 'const', 'multipleOf', 'maximum', 'minimum', 'exclusiveMaximum', 'exclusiveMinimum'],
  ...['maxLength', 'minLength', 'pattern', 'maxItems', 'minItems', 'uniqueItems', 'maxContains', 'minContains'],
  ...['maxProperties', 'minProperties', 'dependentRequired', 'format'],
]
const ofOthers = [
  'items',
  'additionalProperties',
  'contains',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
]
const ofTheSame = ['then', 'else']
const conditions = ['not', 'if']
const listsOfTheSame = ['allOf', 'anyOf', 'oneOf']
const nobody: ReadonlySet<string> = new Set()

/**
 * A schema of the document as one of JSON Schema 2020-12, with the keywords of it that check something. In OpenAPI 3.0,
 * `nullable` adds to the `type` beside it (3.0.3, section 4.7.24.1), the `exclusive…` are booleans, and what stands beside a `$ref` is
 * ignored. What is read-only is left out of requests, and what is write-only out of responses, also where it is required.
 * @param hidden members that a schema around this one leaves out of the same object
 * @throws DocumentError
 */
export function translate(
  schema: Json | undefined,
  pointer: string,
  parts: Translation,
  hidden: ReadonlySet<string> = nobody,
): boolean | JsonObject {
  if (typeof schema === 'boolean') return schema
  const given = object(schema, pointer)
  const { version, direction } = parts
  if (version === '3.0' && given.$ref !== undefined) {
    return { $ref: parts.refer(text(given.$ref, `${pointer}/$ref`), `${pointer}/$ref`, { direction, hidden }) }
  }
  const left = new Set([...hidden, ...hiddenMembers(given, parts)])
  const translated: JsonObject = {}
  checkPattern(given.pattern, `${pointer}/pattern`)
  for (const keyword of copied) if (given[keyword] !== undefined) translated[keyword] = given[keyword]
  if (version === '3.0') readNullable(given, translated)
  readExclusive(given, translated)
  addSubschemas(given, translated, { pointer, parts, left })
  const references = ['$ref', '$dynamicRef'].flatMap((keyword): JsonObject[] => {
    const at = `${pointer}/${keyword}`
    const reference = version === '3.1' ? given[keyword] : undefined
    return reference === undefined ? [] : [{ $ref: parts.refer(text(reference, at), at, { direction, hidden: left }) }]
  })
  if (references.length > 0) translated.allOf = [...references, ...schemasIn(translated.allOf)]
  if (given.required !== undefined) {
    const names = new Set(list(given.required, `${pointer}/required`))
    translated.required = [...names].filter((name) => typeof name !== 'string' || !left.has(name))
  }
  return translated
}

function checkPattern(pattern: Json | undefined, pointer: string): void {
  if (typeof pattern === 'string' && !isRegularExpression(pattern)) {
    throw new DocumentError(pointer, 'must be a regular expression of ECMAScript')
  }
}

function readNullable({ type, nullable }: JsonObject, translated: JsonObject): void {
  if (nullable === true && typeof type === 'string' && type !== 'null') translated.type = [type, 'null']
}

// Documents that were moved on to 3.1 often keep the booleans, which can mean one thing only.
function readExclusive(given: JsonObject, translated: JsonObject): void {
  for (const [exclusive, limit] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof given[exclusive] !== 'boolean') continue
    delete translated[exclusive]
    if (given[exclusive] !== true || given[limit] === undefined) continue
    translated[exclusive] = given[limit]
    delete translated[limit]
  }
}

function addSubschemas(
  given: JsonObject,
  translated: JsonObject,
  { pointer, parts, left }: { pointer: string; parts: Translation; left: ReadonlySet<string> },
): void {
  const condition: Translation = { ...parts, direction: 'neither' }
  const add = (keywords: readonly string[], work: (schema: Json, at: string) => Json) => {
    for (const keyword of keywords) {
      const value = given[keyword]
      if (value !== undefined) translated[keyword] = work(value, `${pointer}/${keyword}`)
    }
  }
  const same = (schema: Json, at: string) => translate(schema, at, parts, left)
  add(ofOthers, (schema, at) => translate(schema, at, parts))
  add(ofTheSame, same)
  add(conditions, (schema, at) => translate(schema, at, condition))
  add(listsOfTheSame, (schemas, at) => list(schemas, at).map((schema, index) => same(schema, `${at}/${index}`)))
  add(['prefixItems'], (schemas, at) =>
    list(schemas, at).map((schema, index) => translate(schema, `${at}/${index}`, parts)),
  )
  add(['dependentSchemas'], (schemas, at) => mapSchemas(schemas, at, (_, schema, where) => same(schema, where)))
  add(['patternProperties'], (schemas, at) =>
    mapSchemas(schemas, at, (name, schema, where) => {
      checkPattern(name, where)
      return translate(schema, where, parts)
    }),
  )
  add(['properties'], (schemas, at) =>
    mapSchemas(
      plainFirst(schemas, parts),
      at,
      (_, schema, where) => !isHidden(schema, parts) && translate(schema, where, parts),
    ),
  )
}

const nesting = ['properties', 'additionalProperties', 'items', 'prefixItems', 'allOf', 'anyOf', 'oneOf', '$ref']

/**
 * The members of an object with the plain ones first, so that what tells alternatives apart is looked at before what is deep.
 * Otherwise each of two alternatives would check what is below it, and whatever is there twice again: 2^30 times for 30 levels.
 */
function plainFirst(schemas: Json, parts: Translation): Json {
  if (!isObject(schemas)) return schemas
  const isPlain = (schema: Json | undefined) => {
    const isReference = isObject(schema) && typeof schema.$ref === 'string'
    const target = isReference ? peek(schema.$ref as string, parts) : schema
    return isObject(target) && nesting.every((keyword) => target[keyword] === undefined)
  }
  const entries = Object.entries(schemas)
  const [plain, deep] = [entries.filter(([, one]) => isPlain(one)), entries.filter(([, one]) => !isPlain(one))]
  return Object.fromEntries([...plain, ...deep])
}

function mapSchemas(value: Json, pointer: string, work: (name: string, schema: Json, at: string) => Json): JsonObject {
  return Object.fromEntries(
    Object.entries(object(value, pointer)).map(([name, schema]) => [
      name,
      work(name, schema as Json, `${pointer}/${escapeFragment(name)}`),
    ]),
  )
}

/** The members of an object that are left out in a direction, by this schema and what it is put together of. */
function hiddenMembers(schema: JsonObject, parts: Translation): string[] {
  if (parts.direction === 'neither') return []
  const seen = new Set<JsonObject>()
  const names: string[] = []
  const left: (Json | undefined)[] = [schema]
  while (left.length > 0) {
    const part = left.pop()
    if (!isObject(part) || seen.has(part)) continue
    seen.add(part)
    if (typeof part.$ref === 'string') left.push(peek(part.$ref, parts))
    if (parts.version === '3.0' && part.$ref !== undefined) continue
    left.push(...schemasIn(part.allOf))
    for (const [name, member] of Object.entries(isObject(part.properties) ? part.properties : {})) {
      if (isHidden(member, parts)) names.push(name)
    }
  }
  return names
}

function isHidden(schema: Json | undefined, parts: Translation, seen: ReadonlySet<Json> = new Set()): boolean {
  const { direction, version } = parts
  if (direction === 'neither' || !isObject(schema) || seen.has(schema)) return false
  const within = new Set([...seen, schema])
  if (typeof schema.$ref === 'string' && isHidden(peek(schema.$ref, parts), parts, within)) return true
  if (version === '3.0' && schema.$ref !== undefined) return false
  if (schema[direction === 'request' ? 'readOnly' : 'writeOnly'] === true) return true
  return schemasIn(schema.allOf).some((part) => isHidden(part, parts, within))
}

// One that leads to nothing is told of, with its place, when the schema that it stands in is translated.
function peek(reference: string, { follow }: Translation): Json | undefined {
  try {
    return follow(reference, reference)
  } catch {
    return undefined
  }
}
