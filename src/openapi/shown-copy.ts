import type { HiddenProperties } from './hidden-properties.js'
import { type Hiding, shownSecurity } from './hiding.js'
import type { Json, JsonObject } from './json.js'
import type { OperationSelection, ShownItem } from './operation-selection.js'
import {
  alongPointer,
  isObject,
  type Kind,
  listOf,
  mappedSchemas,
  nodesOf,
  objectOf,
  type Place,
  placeOf,
} from './structure.js'

/** Maps and lists that OpenAPI wants to be there, even with nothing left in them. */
const keptEmpty = new Set(['paths', 'content'])
/** Schemas that OpenAPI wants to be there: with nothing to say, they take everything. */
const keptSchemas = new Set(['schema', 'items'])
/** Schemas whose place in the list matters. */
const placedSchemas = 'prefixItems'
/** The parts of a schema that describe the same value. */
const inPlace = new Set(['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else'])
/** The members that are values, or hold them, by what has them. */
const valueMembers: Partial<Record<Kind, readonly string[]>> = {
  schema: ['example', 'examples', 'default'],
  media: ['example'],
  parameter: ['example'],
  header: ['example'],
}

/** A copy of the document that has only what is shown; whatever does not concern that stays as it is. */
export function shownCopy(
  source: JsonObject,
  hiding: Hiding,
  properties: HiddenProperties,
  selection: OperationSelection,
): JsonObject {
  /** Of references to components, which are in their place or not, whatever is put in elsewhere. */
  const known = new Map<string, boolean>()
  /** The copy that stands where its original stood. */
  const copies = new Map<JsonObject, JsonObject>()
  let isInOwnPlace = true

  function copy(kind: Kind, value: Json, hiddenNames = noNames): Json | undefined {
    if (!isObject(value)) return cloneOf(value)
    if (kind !== 'document' && hiding.isHidden(value)) return undefined
    if (kind === 'link' && selection.isDead(value)) return undefined
    if (kind === 'operation' && !selection.isShown(value)) return undefined
    const names = kind === 'schema' ? union(hiddenNames, properties.namesOf(value)) : hiddenNames
    const result: JsonObject = {}
    if (isInOwnPlace) copies.set(value, result)
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined || hiding.isMark(name)) continue
      const place = placeOf(kind, name)
      const copied =
        place === undefined
          ? copyValue(kind, value, name, member, properties)
          : kind === 'document' && name === 'paths'
            ? copyPaths(objectOf(member))
            : copyMember(place, name, member, inPlace.has(name) ? names : undefined)
      if (copied !== undefined) setMember(result, name, copied)
      else if (place !== undefined && keptSchemas.has(name)) result[name] = {}
    }
    return finish(kind, value, result, names)
  }

  function copyMember(place: Place, name: string, member: Json, names?: ReadonlySet<string>): Json | undefined {
    const { kind, as } = place
    if (as === 'one' || member === null || typeof member !== 'object') return copy(kind, member, names)
    const count = Object.keys(member).length
    if (Array.isArray(member)) {
      const copied = member.map((item) => copy(kind, item, names) ?? (name === placedSchemas ? {} : undefined))
      const left = copied.filter((item) => item !== undefined)
      return left.length === 0 && count > 0 ? undefined : left
    }
    const left: JsonObject = {}
    let isEmpty = true
    for (const [key, item] of Object.entries(member)) {
      const isExtension = place.isExtensible === true && key.startsWith('x-')
      const copied = isExtension ? cloneOf(item) : copy(kind, item ?? null)
      if (copied === undefined) continue
      setMember(left, key, copied)
      isEmpty = false
    }
    return isEmpty && count > 0 && !keptEmpty.has(name) ? undefined : left
  }

  function copyPaths(paths: JsonObject): JsonObject {
    const left = Object.entries(paths).flatMap(([path, given]) => {
      const shownItem = selection.items.get(path)
      if (shownItem === undefined || !isObject(given)) return [[path, cloneOf(given)]]
      const copied = copyPath(given, shownItem)
      return copied === undefined ? [] : [[path, copied]]
    })
    return Object.fromEntries(left)
  }

  function copyPath(given: JsonObject, { item, shown, isWhole }: ShownItem): Json | undefined {
    const isReference = item !== given
    // A reference to another path may lead to less than it did, or to nothing.
    const isKept = !isReference || String(given.$ref).startsWith('#/components/')
    if (isWhole && isKept) return copy('pathItem', given)
    if (shown.size === 0 && !isWhole) return undefined
    const left = Object.entries(item).filter(
      ([name]) => placeOf('pathItem', name)?.kind !== 'operation' || shown.has(name),
    )
    const rest = Object.fromEntries(left)
    if (isReference) return aside(() => copy('pathItem', rest))
    const copied = copy('pathItem', rest)
    if (isObject(copied)) copies.set(given, copied)
    return copied
  }

  function aside<Result>(work: () => Result): Result {
    const before = isInOwnPlace
    isInOwnPlace = false
    try {
      return work()
    } finally {
      isInOwnPlace = before
    }
  }

  function finish(kind: Kind, value: JsonObject, result: JsonObject, names: ReadonlySet<string>) {
    if (kind === 'operation' || kind === 'document') {
      const security = value.security === undefined ? undefined : shownSecurity(value.security, hiding)
      if (security === undefined) delete result.security
      else result.security = cloneOf(security)
    }
    if (kind === 'operation') {
      const tags = listOf(value.tags).filter((tag) => !hiding.tags.has(tag))
      if (tags.length === 0 && listOf(value.tags).length > 0) delete result.tags
      else if (value.tags !== undefined) result.tags = [...tags]
      if (value.responses !== undefined) result.responses ??= { default: { description: 'Not described.' } }
    }
    // What has had operations, and has none left, is no longer there.
    if (kind === 'pathItem' && hasOperations(value) && !hasOperations(result)) return undefined
    const isMap = kind === 'callback' || kind === 'components'
    if (isMap && Object.keys(value).length > 0 && Object.keys(result).length === 0) return undefined
    if (kind === 'schema') finishSchema(value, result, names)
    else if (valueMembers[kind] !== undefined) {
      for (const example of Object.values(objectOf(result.examples))) {
        if (isObject(example) && example.value !== undefined) {
          example.value = properties.valueWithout(value.schema, example.value)
        }
      }
    }
    return result
  }

  // A name whose property went would tell of it.
  function finishSchema(value: JsonObject, result: JsonObject, names: ReadonlySet<string>): void {
    const isLeft = (name: Json) => typeof name !== 'string' || !names.has(name)
    if (names.size > 0 && Array.isArray(value.required)) {
      const required = value.required.filter(isLeft)
      if (required.length > 0 || value.required.length === 0) result.required = required
      else delete result.required
    }
    if (names.size > 0 && isObject(value.dependentRequired)) {
      const left = Object.entries(value.dependentRequired).filter(([name]) => isLeft(name))
      result.dependentRequired = Object.fromEntries(left.map(([name, others]) => [name, listOf(others).filter(isLeft)]))
    }
    const hidden = mappedSchemas(source, value).filter(([, pointer]) => hiding.leadsToHidden(pointer))
    if (hidden.length === 0) return
    const discriminator = objectOf(result.discriminator)
    const mapping = objectOf(discriminator.mapping)
    for (const [name] of hidden) delete mapping[name]
    if (Object.keys(mapping).length === 0) delete discriminator.mapping
  }

  /** Puts in what a reference led to, where that is no longer in its place. */
  function mend(kind: Kind, node: JsonObject, target: JsonObject, followed: ReadonlySet<string>): void {
    for (const [nodeKind, part] of nodesOf(kind, node)) {
      const { $ref: reference } = part
      if (typeof reference !== 'string' || !reference.startsWith('#/') || isInPlace(reference, target)) continue
      const original = alongPointer(source, reference)?.at(-1)
      if (original === undefined) continue
      // What has itself in itself cannot be put in as a whole.
      const copied = followed.has(reference) ? {} : aside(() => copy(nodeKind, original))
      delete part.$ref
      if (isObject(copied)) {
        if (nodeKind === 'schema' && Object.keys(part).length > 0) part.allOf = [...listOf(part.allOf), copied]
        else Object.assign(part, { ...copied, ...part })
        mend(nodeKind, part, target, new Set([...followed, reference]))
      } else if (copied === false) part.not = {}
    }
  }

  function isInPlace(reference: string, target: JsonObject): boolean {
    if (!/^#\/components\/[^/]+\/[^/]+$/.test(reference)) return leadsToCopy(reference, target)
    const answer = known.get(reference) ?? leadsToCopy(reference, target)
    known.set(reference, answer)
    return answer
  }

  function leadsToCopy(reference: string, target: JsonObject): boolean {
    const original = alongPointer(source, reference)?.at(-1)
    const found = alongPointer(target, reference)?.at(-1)
    return isObject(original) ? found !== undefined && copies.get(original) === found : original === found
  }

  const result = objectOf(copy('document', source))
  mend('document', result, result, new Set())
  return result
}

function hasOperations(item: JsonObject): boolean {
  return Object.keys(item).some((name) => placeOf('pathItem', name)?.kind === 'operation') || item.$ref !== undefined
}

const noNames: ReadonlySet<string> = new Set()

function union(one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> {
  if (one.size === 0) return other
  return other.size === 0 ? one : new Set([...one, ...other])
}

// structuredClone() is made for values of every kind, and takes twenty times as long for those of JSON.
function cloneOf<Value extends Json | undefined>(value: Value): Value {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((item) => cloneOf(item)) as Value
  const clone: JsonObject = {}
  for (const [name, member] of Object.entries(value)) setMember(clone, name, cloneOf(member))
  return clone as Value
}

// Whatever its name is: `__proto__` is one like any other.
function setMember(target: JsonObject, name: string, value: Json | undefined): void {
  if (name !== '__proto__') target[name] = value
  else Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
}

function copyValue(kind: Kind, owner: JsonObject, name: string, member: Json, properties: HiddenProperties): Json {
  if (valueMembers[kind]?.includes(name) !== true) return cloneOf(member)
  const schema = kind === 'schema' ? owner : owner.schema
  const copied = cloneOf(member)
  if (name === 'examples') return listOf(copied).map((one) => properties.valueWithout(schema, one))
  return properties.valueWithout(schema, copied)
}
