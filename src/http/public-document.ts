import { componentsInUse, componentsOf, withoutComponents } from '../openapi/components-in-use.js'
import { hidingOf, nothingHidden } from '../openapi/hiding.js'
import type { Json, JsonObject } from '../openapi/json.js'
import { type IsSelected, selectionOf } from '../openapi/operation-selection.js'
import { shownCopy } from '../openapi/shown-copy.js'
import { listOf, nodesOf, objectOf } from '../openapi/structure.js'

export interface OpenApiDocument {
  openapi: string
  info: Record<string, never>
  paths: Record<string, never>
}

/**
 * A copy of the document with some of its operations only, and with nothing that only the others needed: no component, tag,
 * security scheme, link or required name of theirs. What nothing used before stays.
 * @param hideInternal leaves out whatever is marked `x-internal`, and what can only be called with a hidden credential
 */
export function selectOperations(
  document: OpenApiDocument,
  isSelected: IsSelected,
  { hideInternal }: { hideInternal: boolean },
): OpenApiDocument {
  const source = document as unknown as JsonObject
  const hiding = hideInternal ? hidingOf(source) : nothingHidden
  const copy = shownCopy(source, hiding, selectionOf(source, hiding, isSelected))
  if (operationsOf(source).some(isGuardedByAll) && !operationsOf(copy).some(isGuardedByAll)) delete copy.security
  return withoutTags(withoutUnused(copy, source), source) as unknown as OpenApiDocument
}

function withoutUnused(copy: JsonObject, source: JsonObject): JsonObject {
  const before = componentsInUse(source, () => false)
  const after = componentsInUse(copy, (component) => !before.has(component))
  return withoutComponents(copy, new Set(componentsOf(copy).filter((component) => !after.has(component))))
}

function withoutTags(copy: JsonObject, source: JsonObject): JsonObject {
  const [before, after] = [tagsInUse(source), tagsInUse(copy)]
  const left = listOf(copy.tags).filter((tag) => {
    const name = objectOf(tag).name
    return after.has(name) || !before.has(name)
  })
  const names = new Set([...after, ...left.map((tag) => objectOf(tag).name)])
  const isGone = (name: Json) => !names.has(name) && (before.has(name) || declares(source, name))
  const result: JsonObject = { ...copy, tags: [...left] }
  if (left.length === 0 && (copy.tags === undefined || listOf(copy.tags).length > 0)) delete result.tags
  // How Redoc groups tags: a name that went would stay there.
  if (Array.isArray(copy['x-tagGroups'])) {
    result['x-tagGroups'] = copy['x-tagGroups'].flatMap((group) => {
      const tags = listOf(objectOf(group).tags)
      const shown = tags.filter((name) => !isGone(name))
      return shown.length === 0 && tags.length > 0 ? [] : [{ ...objectOf(group), tags: shown }]
    })
  }
  return result
}

function declares(document: JsonObject, name: Json): boolean {
  return listOf(document.tags).some((tag) => objectOf(tag).name === name)
}

function tagsInUse(document: JsonObject): Set<Json | undefined> {
  return new Set(operationsOf(document).flatMap(({ tags }) => listOf(tags)))
}

function isGuardedByAll({ security }: JsonObject): boolean {
  return security === undefined
}

function operationsOf(document: JsonObject): JsonObject[] {
  return nodesOf('document', document).flatMap(([kind, node]) => (kind === 'operation' ? [node] : []))
}
