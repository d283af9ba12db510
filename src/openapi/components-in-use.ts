import { type JsonObject, pointerNames } from './json.js'
import { componentPointer, type Kind, listOf, mappedSchemas, nodesOf, objectOf, sections } from './structure.js'

/** The pointers of all components of a document. */
export function componentsOf(document: JsonObject): string[] {
  const components = objectOf(document.components)
  return Object.keys(sections).flatMap((section) =>
    Object.keys(objectOf(components[section])).map((name) => componentPointer(section, name)),
  )
}

/**
 * The pointers of the components that a document uses: by a reference, by the mapping of a discriminator, by inheritance from a
 * schema that has a discriminator, or as a security scheme.
 * @param isNeeded tells of components that count as used whether or not something uses them
 * @param anchors those of the document, or of one that this is a part of
 */
export function componentsInUse(
  document: JsonObject,
  isNeeded: (pointer: string) => boolean,
  anchors = anchorsOf(document),
): Set<string> {
  const components = objectOf(document.components)
  const used = new Set<string>()
  const followed = new Set<string>()
  const left: [Kind, JsonObject][] = [['document', { ...document, components: undefined }]]
  const use = (reference: unknown): void => {
    if (typeof reference !== 'string' || followed.has(reference)) return
    followed.add(reference)
    const [root, section = '', name = ''] = pointerNames(anchors.get(reference) ?? reference)
    const kind = sections[section]
    const pointer = componentPointer(section, name)
    if (root !== 'components' || kind === undefined || used.has(pointer)) return
    used.add(pointer)
    const component = objectOf(objectOf(components[section])[name])
    if (kind === 'schema' && component.discriminator !== undefined) heirsOf(document, pointer).forEach(use)
    left.push([kind, component])
  }
  for (const pointer of componentsOf(document)) if (isNeeded(pointer)) use(pointer)
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    for (const [kind, node] of nodesOf(...next)) {
      use(node.$ref)
      if (kind === 'schema') {
        use(node.$dynamicRef)
        for (const [, pointer] of mappedSchemas(document, node)) use(pointer)
      }
      if (kind === 'operation' || kind === 'document') {
        for (const requirement of listOf(node.security)) {
          for (const scheme of Object.keys(objectOf(requirement))) use(componentPointer('securitySchemes', scheme))
        }
      }
    }
  }
  return used
}

/** The document without the components that these pointers name, nor sections that have none left. */
export function withoutComponents(document: JsonObject, pointers: ReadonlySet<string>): JsonObject {
  if (pointers.size === 0) return document
  const { components, ...rest } = document
  const left = Object.entries(objectOf(components)).flatMap(([section, members]) => {
    if (sections[section] === undefined) return [[section, members]]
    const kept = Object.entries(objectOf(members)).filter(([name]) => !pointers.has(componentPointer(section, name)))
    const isEmptied = kept.length === 0 && Object.keys(objectOf(members)).length > 0
    return isEmptied ? [] : [[section, Object.fromEntries(kept)]]
  })
  return left.length === 0 ? rest : { ...document, components: Object.fromEntries(left) }
}

/** The pointers of the schemas that extend one, as OpenAPI's discriminators without a mapping have it. */
function heirsOf(document: JsonObject, pointer: string): string[] {
  const schemas = Object.entries(objectOf(objectOf(document.components).schemas))
  return schemas
    .filter(([, schema]) => listOf(objectOf(schema).allOf).some((part) => objectOf(part).$ref === pointer))
    .map(([name]) => componentPointer('schemas', name))
}

/** The pointers of the components in which an anchor stands, by the references to it (OpenAPI 3.1). */
export function anchorsOf(document: JsonObject): ReadonlyMap<string, string> {
  const anchors = new Map<string, string>()
  for (const [name, schema] of Object.entries(objectOf(objectOf(document.components).schemas))) {
    for (const [, { $anchor, $dynamicAnchor }] of nodesOf('schema', objectOf(schema))) {
      for (const anchor of [$anchor, $dynamicAnchor]) {
        if (typeof anchor === 'string') anchors.set(`#${anchor}`, componentPointer('schemas', name))
      }
    }
  }
  return anchors
}
