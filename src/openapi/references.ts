import { circular, DocumentError, escapeFragment, type Json, type JsonObject, valueAt } from './json.js'

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
  const anchors = new Map<string, JsonObject>()
  const references: { reference: string; pointer: string }[] = []
  // A list of what is left to do instead of calls: documents may be nested deeper than the stack is.
  const left: { value: Json; pointer: string; isMap: boolean }[] = [{ value: document, pointer: '#', isMap: false }]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value, pointer, isMap } = next
    if (value === null || typeof value !== 'object') continue
    for (const [name, member] of Object.entries(value)) {
      if (member === null || (typeof member !== 'object' && typeof member !== 'string')) continue
      if (name.startsWith('x-') && (!isMap || pointer === '#/paths')) continue
      const at = `${pointer}/${escapeFragment(name)}`
      if (!isMap && typeof member === 'string') {
        if (name === '$ref' || name === '$dynamicRef') references.push({ reference: member, pointer: at })
        else if (name === '$anchor' || name === '$dynamicAnchor') anchors.set(`#${member}`, value as JsonObject)
      } else if (isMap || !isValue(name, member)) {
        left.push({ value: member, pointer: at, isMap: !isMap && maps.has(name) })
      }
    }
  }
  const checked = new Set<string>()
  for (const { reference, pointer } of references) {
    if (checked.has(reference)) continue
    checked.add(reference)
    checkCircle(reference, pointer, (to, at) => anchors.get(to) ?? valueAt(document, to, at))
  }
}

// A schema may contain itself, but must not be nothing but itself.
function checkCircle(first: string, pointer: string, follow: (reference: string, pointer: string) => Json): void {
  const followed = new Set<string>()
  let target = follow(first, pointer)
  while (target !== null && typeof target === 'object' && !Array.isArray(target)) {
    const { $ref: next } = target
    // One that leads elsewhere is looked at where it stands.
    if (typeof next !== 'string' || !next.startsWith('#')) return
    if (followed.has(next)) throw new DocumentError(pointer, circular(first))
    followed.add(next)
    target = follow(next, pointer)
  }
}

// The examples of a parameter are a map of objects, which may be references; those of a schema are a list of values.
function isValue(name: string, member: Json | undefined): boolean {
  if (name === 'examples') return Array.isArray(member)
  return values.has(name) || name === 'value'
}
