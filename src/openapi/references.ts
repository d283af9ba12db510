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
  const references = new Map<string, Place>()
  // A list of what is left to do instead of calls: documents may be nested deeper than the stack is.
  const left: (Place & { value: object; isMap: boolean })[] = [
    { value: document, isMap: false, above: undefined, name: '#' },
  ]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value, isMap } = next
    const isPaths = next.name === 'paths' && next.above?.above === undefined
    for (const [name, member] of Object.entries(value)) {
      if (member === null || (typeof member !== 'object' && typeof member !== 'string')) continue
      if (name.startsWith('x-') && (!isMap || isPaths)) continue
      if (typeof member === 'string') {
        if (isMap) continue
        if (name === '$anchor' || name === '$dynamicAnchor') anchors.set(`#${member}`, value as JsonObject)
        else if ((name === '$ref' || name === '$dynamicRef') && !references.has(member)) {
          references.set(member, { above: next, name })
        }
      } else if (isMap || !isValue(name, member)) {
        left.push({ value: member, isMap: !isMap && maps.has(name), above: next, name })
      }
    }
  }
  for (const [reference, place] of references) {
    checkCircle(reference, pointerOf(place), (to, at) => anchors.get(to) ?? valueAt(document, to, at))
  }
}

/** Where something stands, as a chain: of most places nobody wants the pointer, which takes longer to make than all the rest. */
interface Place {
  readonly above: Place | undefined
  readonly name: string
}

function pointerOf({ above, name }: Place): string {
  const names: string[] = []
  let [at, last] = [above, name]
  while (at !== undefined) {
    names.unshift(escapeFragment(last))
    ;[at, last] = [at.above, at.name]
  }
  return ['#', ...names].join('/')
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
