import type { Hiding } from './hiding.js'
import type { Json, JsonObject } from './json.js'
import { alongPointer, isObject, type Kind, listOf, nodesOf, objectOf } from './structure.js'

/** What of a schema and of its values is not to be told, since a property of it is hidden. */
export interface HiddenProperties {
  /** The names of the properties that are hidden, wherever in the parts of the schema they stand. */
  namesOf(schema: JsonObject): ReadonlySet<string>
  /** A copy of a value of the schema, such as an example, without the members that are hidden. */
  valueWithout(schema: Json | undefined, value: Json): Json
}

const noNames: ReadonlySet<string> = new Set()
const nothing: HiddenProperties = { namesOf: () => noNames, valueWithout: (_, value) => value }

export function hiddenPropertiesOf(document: JsonObject, { isHidden }: Hiding): HiddenProperties {
  const isHiddenSchema = (schema: Json | undefined) => isObject(schema) && isHidden(schema)
  const hasHidden = ([kind, node]: [Kind, JsonObject]) =>
    kind === 'schema' && Object.values(objectOf(node.properties)).some(isHiddenSchema)
  if (!nodesOf('document', document).some(hasHidden)) return nothing

  // The schema itself, and those that its values must fit too.
  function partsOf(schema: Json | undefined, parts = new Set<JsonObject>()): Set<JsonObject> {
    if (!isObject(schema) || parts.has(schema)) return parts
    parts.add(schema)
    if (typeof schema.$ref === 'string') {
      const target = schema.$ref.startsWith('#/') ? alongPointer(document, schema.$ref)?.at(-1) : undefined
      partsOf(target, parts)
    }
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) for (const part of listOf(schema[keyword])) partsOf(part, parts)
    for (const keyword of ['if', 'then', 'else']) partsOf(schema[keyword], parts)
    return parts
  }

  function propertiesOf(parts: Iterable<JsonObject>): Map<string, Json[]> {
    const properties = new Map<string, Json[]>()
    for (const part of parts) {
      for (const [name, property] of Object.entries(objectOf(part.properties))) {
        properties.set(name, [...(properties.get(name) ?? []), property ?? {}])
      }
    }
    return properties
  }

  const known = new Map<JsonObject, ReadonlySet<string>>()

  function namesOf(schema: JsonObject): ReadonlySet<string> {
    const found = known.get(schema) ?? readNames(schema)
    known.set(schema, found)
    return found
  }

  function readNames(schema: JsonObject): ReadonlySet<string> {
    const names = [...propertiesOf(partsOf(schema))].filter(([, declared]) => declared.every(isHiddenSchema))
    return new Set(names.map(([name]) => name))
  }

  function valueWithout(schema: Json | undefined, value: Json): Json {
    if (value === null || typeof value !== 'object') return value
    const parts = partsOf(schema)
    if (Array.isArray(value)) {
      const items = [...parts].map((part) => part.items).find((found) => found !== undefined)
      return value.map((item) => valueWithout(items, item))
    }
    const properties = propertiesOf(parts)
    const additional = [...parts].map((part) => part.additionalProperties).find(isObject)
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, member]) => {
        const declared = properties.get(name) ?? []
        if (declared.length > 0 && declared.every(isHiddenSchema)) return []
        const shown = declared.find((one) => !isHiddenSchema(one)) ?? additional
        return [[name, valueWithout(shown, member ?? null)]]
      }),
    )
  }

  return { namesOf, valueWithout }
}
