import { DocumentError, escapePointer, type Json, type JsonObject, valueAt } from './json.js'

/** Members that are values and no part of the description. */
const values = new Set(['example', 'examples', 'default', 'enum', 'const'])
/** Members whose names are somebody's own and no keywords. */
const maps = new Set(
  (
    'properties patternProperties $defs definitions dependentSchemas ' +
    'schemas responses parameters examples requestBodies headers securitySchemes links callbacks pathItems paths webhooks ' +
    'content encoding variables'
  ).split(' '),
)

/**
 * Looks at every reference of a document.
 * @throws DocumentError where one leads outside of the document, to nothing, or by other references only back to itself
 */
export function checkReferences(document: JsonObject): void {
  const anchors = new Set<Json | undefined>()
  const references: { reference: string; pointer: string }[] = []
  // A list of what is left to do instead of calls: documents may be nested deeper than the stack is.
  const left: { value: Json; pointer: string; isMap: boolean }[] = [{ value: document, pointer: '#', isMap: false }]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value, pointer, isMap } = next
    if (value === null || typeof value !== 'object') continue
    for (const [name, member] of Object.entries(value)) {
      if (member === null || (typeof member !== 'object' && typeof member !== 'string')) continue
      if (name.startsWith('x-') && (!isMap || pointer === '#/paths')) continue
      const at = `${pointer}/${escapePointer(name)}`
      if (!isMap && name === '$ref' && typeof member === 'string') references.push({ reference: member, pointer: at })
      else if (!isMap && (name === '$anchor' || name === '$dynamicAnchor')) anchors.add(member)
      else if (isMap || !isValue(name, member)) {
        left.push({ value: member, pointer: at, isMap: !isMap && maps.has(name) })
      }
    }
  }
  const checked = new Set<string>()
  for (const { reference, pointer } of references) {
    if (checked.has(reference)) continue
    checked.add(reference)
    const isAnchor = /^#[^/]/.test(reference) && anchors.has(reference.slice(1))
    if (!isAnchor) checkCircle(document, reference, pointer)
  }
}

// A schema may contain itself, but must not be nothing but itself.
function checkCircle(document: JsonObject, first: string, pointer: string): void {
  const followed = new Set<string>()
  let target = valueAt(document, first, pointer)
  while (target !== null && typeof target === 'object' && !Array.isArray(target)) {
    const { $ref: next } = target
    // One that leads elsewhere is looked at where it stands.
    if (typeof next !== 'string' || !next.startsWith('#/')) return
    if (followed.has(next)) throw new DocumentError(pointer, `leads in a circle: ${first}`)
    followed.add(next)
    target = valueAt(document, next, pointer)
  }
}

// The examples of a parameter are a map of objects, which may be references; those of a schema are a list of values.
function isValue(name: string, member: Json | undefined): boolean {
  if (name === 'examples') return Array.isArray(member)
  return values.has(name) || name === 'value'
}
