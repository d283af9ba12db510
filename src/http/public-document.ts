import { anchorsOf, componentsInUse, componentsOf, withoutComponents } from '../openapi/components-in-use.js'
import { hiddenPropertiesOf } from '../openapi/hidden-properties.js'
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

const noSchemes: ReadonlySet<string> = new Set()

/**
 * Makes copies of a document with some of its operations only, and with nothing that only the others needed: no component, tag,
 * security scheme, link or required name of theirs. What nothing used before stays. What all copies need to know of the document
 * is found once: a large one has a hundred thousand parts.
 * @param hideInternal leaves out whatever is marked `x-internal`, and what can only be called with a hidden credential
 * @param hiddenSchemes security schemes, by their names, that are left out as if they were marked
 */
export function createOperationSelector(
  document: OpenApiDocument,
  { hideInternal, hiddenSchemes = noSchemes }: { hideInternal: boolean; hiddenSchemes?: ReadonlySet<string> },
): (isSelected: IsSelected) => OpenApiDocument {
  const source = document as unknown as JsonObject
  const marked = hideInternal ? hidingOf(source) : nothingHidden
  const hiding = { ...marked, schemes: new Set([...marked.schemes, ...hiddenSchemes]) }
  const properties = hiddenPropertiesOf(source, hiding)
  const operations = operationsOf(source)
  const isGuardedAsAWhole = operations.some(isGuardedByAll)
  const tags = tagsOf(operations)
  const anchors = anchorsOf(source)
  const components = componentsInUse(source, () => false, anchors)
  return (isSelected) => {
    const copy = shownCopy(source, hiding, properties, selectionOf(source, hiding, isSelected))
    if (isGuardedAsAWhole && !operationsOf(copy).some(isGuardedByAll)) delete copy.security
    const used = componentsInUse(copy, (component) => !components.has(component), anchors)
    const unused = new Set(componentsOf(copy).filter((component) => !used.has(component)))
    const result = withoutComponents(copy, unused)
    return withoutTags(result, source, tags, tagsOf(operationsOf(result))) as unknown as OpenApiDocument
  }
}

type Tags = ReadonlySet<Json | undefined>

/** @param before of the operations of the source @param after of those of the copy */
function withoutTags(copy: JsonObject, source: JsonObject, before: Tags, after: Tags): JsonObject {
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

function tagsOf(operations: readonly JsonObject[]): Tags {
  return new Set(operations.flatMap(({ tags }) => listOf(tags)))
}

function isGuardedByAll({ security }: JsonObject): boolean {
  return security === undefined
}

function operationsOf(document: JsonObject): JsonObject[] {
  return nodesOf('document', document, 'schema').flatMap(([kind, node]) => (kind === 'operation' ? [node] : []))
}
