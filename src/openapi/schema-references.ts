import { DocumentError, danglingReference, type Json, type JsonObject, pointerNames, valueAt } from './json.js'

/**
 * What a `$ref` or `$dynamicRef` of a schema leads to.
 * @param pointer where the reference stands
 * @throws DocumentError where that is nothing, no schema, or one of several
 */
export type FollowReference = (reference: string, pointer: string) => Json

/** Follows pointers and anchors. The whole document is one resource: an `$id` in it changes nothing. */
export function createReferenceFollower(document: JsonObject): FollowReference {
  let anchors: ReadonlyMap<string, ReadonlySet<JsonObject>> | undefined
  return (reference, pointer) => {
    if (!/^#[^/]/.test(reference)) {
      if (!mayBeSchema(pointerNames(reference))) {
        throw new DocumentError(pointer, `leads to what is no schema: ${reference}; put one into components.schemas`)
      }
      return valueAt(document, reference, pointer)
    }
    anchors ??= readAnchors(document)
    const [found, ...others] = anchors.get(reference.slice(1)) ?? []
    if (found === undefined) throw danglingReference(reference, pointer)
    if (others.length > 0)
      throw new DocumentError(pointer, `leads to one of several anchors: ${reference}; name each otherwise`)
    return found
  }
}

/** The schemas that have an `$anchor` or a `$dynamicAnchor` (JSON Schema 2020-12, core, section 8.2.2), by its name. */
function readAnchors(document: JsonObject): ReadonlyMap<string, ReadonlySet<JsonObject>> {
  const anchors = new Map<string, Set<JsonObject>>()
  const left: (Json | undefined)[] = [document]
  for (let value = left.pop(); left.length > 0 || value !== undefined; value = left.pop()) {
    if (value === null || typeof value !== 'object') continue
    if (!Array.isArray(value)) {
      for (const name of [value.$anchor, value.$dynamicAnchor]) {
        if (typeof name === 'string') anchors.set(name, (anchors.get(name) ?? new Set()).add(value))
      }
    }
    for (const member of Object.values(value)) left.push(member)
  }
  return anchors
}

// A parameter or a response, read as a schema, would have none of the keywords and let everything pass.
function mayBeSchema(names: readonly string[]): boolean {
  const [first, section] = names
  return names.length > 1 && !(first === 'components' && names.length <= 3 && section !== 'schemas')
}
