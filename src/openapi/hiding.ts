import type { Json, JsonObject } from './json.js'
import { alongPointer, isObject, listOf, objectOf } from './structure.js'

const mark = 'x-internal'

/** What of a document is not to be shown. */
export interface Hiding {
  /** Whether an object is marked, or refers to one that is. */
  isHidden(node: JsonObject): boolean
  /** Whether a reference leads to something that is not shown. */
  leadsToHidden(reference: string): boolean
  /** Whether the member says only how to hide, and goes too. */
  isMark(member: string): boolean
  readonly schemes: ReadonlySet<string>
  readonly tags: ReadonlySet<Json | undefined>
}

/** Hides nothing. */
export const nothingHidden: Hiding = {
  isHidden: () => false,
  leadsToHidden: () => false,
  isMark: () => false,
  schemes: new Set(),
  tags: new Set(),
}

/** Hides whatever is marked `x-internal`. */
export function hidingOf(document: JsonObject): Hiding {
  const known = new Map<JsonObject, boolean>()

  function isHidden(node: JsonObject): boolean {
    const before = known.get(node)
    if (before !== undefined) return before
    // References in a circle lead to nothing that is hidden.
    known.set(node, false)
    const answer = isInternal(node) || (typeof node.$ref === 'string' && leadsToHidden(node.$ref))
    known.set(node, answer)
    return answer
  }

  function leadsToHidden(reference: string): boolean {
    if (!reference.startsWith('#/')) return false
    const along = alongPointer(document, reference)
    if (along === undefined) return false
    // A part of an operation that is hidden may be in use by one that is not.
    const [, root] = along
    const parts = root === document.components ? along.slice(2) : along.slice(4)
    const target = along.at(-1)
    return parts.some(isInternal) || (isObject(target) && isHidden(target))
  }

  const schemes = Object.entries(objectOf(objectOf(document.components).securitySchemes))
  return {
    isHidden,
    leadsToHidden,
    isMark: (member) => member === mark,
    schemes: new Set(schemes.filter(([, scheme]) => isHidden(objectOf(scheme))).map(([name]) => name)),
    tags: new Set(
      listOf(document.tags)
        .filter(isInternal)
        .map((tag) => objectOf(tag).name),
    ),
  }
}

/** A copy of a document of ours without its marks, for where what they mark is shown: generators of clients leave out what has one. */
export function withoutMarks(document: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(document, (name, value) => (name === mark ? undefined : value)))
}

/** What of the alternatives of a requirement can be shown; undefined where only hidden schemes were left to choose from. */
export function shownSecurity(security: Json | undefined, { schemes }: Hiding): Json[] | undefined {
  const alternatives = listOf(security)
  const left = alternatives.filter(
    (alternative) => !Object.keys(objectOf(alternative)).some((name) => schemes.has(name)),
  )
  return left.length === 0 && alternatives.length > 0 ? undefined : left
}

function isInternal(value: Json | undefined): boolean {
  return objectOf(value)[mark] === true
}
