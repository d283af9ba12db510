import { escapePointer, type Json, type JsonObject, valueAt } from './json.js'

/** Members that are values and no part of the description. */
const values = new Set(['example', 'examples', 'default', 'enum', 'const'])
/** Members whose names are somebody's own and no keywords. */
const maps = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'])

/**
 * Looks at every reference of a document.
 * @throws DocumentError where one leads outside of the document, or to nothing
 */
export function checkReferences(document: JsonObject): void {
  const anchors = new Set<Json | undefined>()
  const references: { reference: string; pointer: string }[] = []
  // A list of what is left to do instead of calls: documents may be nested deeper than the stack is.
  const left: { value: Json | undefined; pointer: string; isMap: boolean }[] = [
    { value: document, pointer: '#', isMap: false },
  ]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value, pointer, isMap } = next
    if (value === null || typeof value !== 'object') continue
    for (const [name, member] of Object.entries(value)) {
      const at = `${pointer}/${escapePointer(name)}`
      if (!isMap && name === '$ref' && typeof member === 'string') references.push({ reference: member, pointer: at })
      else if (!isMap && (name === '$anchor' || name === '$dynamicAnchor')) anchors.add(member)
      else if (isMap || !isValue(name, member))
        left.push({ value: member, pointer: at, isMap: !isMap && maps.has(name) })
    }
  }
  for (const { reference, pointer } of references) {
    if (/^#[^/]/.test(reference) && anchors.has(reference.slice(1))) continue
    valueAt(document, reference, pointer)
  }
}

// The examples of a parameter are a map of objects, which may be references; those of a schema are a list of values.
function isValue(name: string, member: Json | undefined): boolean {
  if (name === 'examples') return Array.isArray(member)
  return values.has(name) || name === 'value' || name.startsWith('x-')
}
