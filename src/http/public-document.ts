/** A JSON value, as it stands in an OpenAPI document. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined }
type JsonObject = { [name: string]: Json | undefined }

export interface OpenApiDocument {
  openapi: string
  info: Record<string, never>
  paths: Record<string, never>
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']
/** Members whose names are somebody's own and no keywords. */
const maps = new Set(['properties', 'patternProperties', 'schemas', 'responses', 'parameters', 'headers', 'links'])
/** Members that are values and no part of the description. */
const values = new Set(['example', 'default', 'enum', 'const'])

/**
 * A copy of the document with some of its operations only, and with nothing that only the others needed: no component, tag,
 * security scheme, link or required name of theirs.
 * @param hideInternal leaves out whatever is marked `x-internal`, and what can only be called with a hidden credential
 */
export function selectOperations(
  document: OpenApiDocument,
  isSelected: (operation: { path: string; method: string }) => boolean,
  { hideInternal }: { hideInternal: boolean },
): OpenApiDocument {
  const copy = structuredClone(document) as unknown as JsonObject
  const hidden = hideInternal ? internalParts(copy) : noParts
  selectPaths(copy, hidden, isSelected)
  const gone = new Set([...hidden.pointers, ...removeLinks(copy)])
  const clean = objectOf(withoutParts(copy, gone, hideInternal))
  return pruneComponents(pruneTags(clean)) as unknown as OpenApiDocument
}

interface Parts {
  pointers: ReadonlySet<string>
  schemes: ReadonlySet<string>
  tags: ReadonlySet<Json | undefined>
}

const noParts: Parts = { pointers: new Set(), schemes: new Set(), tags: new Set() }

function internalParts(document: JsonObject): Parts {
  const components = objectOf(document.components)
  const pointers = Object.entries(components).flatMap(([section, members]) =>
    Object.entries(objectOf(members))
      .filter(([, member]) => isInternal(member))
      .map(([name]) => `#/components/${section}/${escapePointer(name)}`),
  )
  const schemes = Object.entries(objectOf(components.securitySchemes)).filter(([, scheme]) => isInternal(scheme))
  const tags = listOf(document.tags).filter(isInternal)
  return {
    pointers: new Set(pointers),
    schemes: new Set(schemes.map(([name]) => name)),
    tags: new Set(tags.map((tag) => objectOf(tag).name)),
  }
}

function selectPaths(document: JsonObject, hidden: Parts, isSelected: Parameters<typeof selectOperations>[1]): void {
  const paths = objectOf(document.paths)
  for (const [path, value] of Object.entries(paths)) {
    const item = objectOf(value)
    for (const method of methods) {
      if (item[method] === undefined) continue
      const operation = objectOf(item[method])
      const security = operation.security ?? document.security
      const left = withoutSchemes(security, hidden.schemes)
      // An operation that only hidden schemes guard must not look as if it were open.
      const isHidden = isInternal(operation) && hidden !== noParts
      if (isHidden || left === undefined || !isSelected({ path, method: method.toUpperCase() })) delete item[method]
      else if (security !== undefined) operation.security = left
      if (operation.tags !== undefined) operation.tags = listOf(operation.tags).filter((tag) => !hidden.tags.has(tag))
    }
    if (!methods.some((method) => item[method] !== undefined)) delete paths[path]
  }
  if (document.security !== undefined) document.security = withoutSchemes(document.security, hidden.schemes)
}

/** Undefined where only hidden schemes were left to choose from. */
function withoutSchemes(security: Json | undefined, schemes: ReadonlySet<string>): readonly Json[] | undefined {
  const requirements = listOf(security)
  const left = requirements.filter(
    (requirement) => !Object.keys(objectOf(requirement)).some((name) => schemes.has(name)),
  )
  return left.length === 0 && requirements.length > 0 ? undefined : left
}

/** Takes out the links that lead to operations which are not there. @returns the pointers of the components among them */
function removeLinks(document: JsonObject): string[] {
  const operations = operationsOf(document)
  const ids = new Set(operations.map(({ operation }) => operation.operationId))
  const places = new Set(operations.map(({ path, method }) => `#/paths/${escapePointer(path)}/${method}`))
  const isDead = (link: Json | undefined) => {
    const { operationId, operationRef } = objectOf(link)
    if (typeof operationRef === 'string' && operationRef.startsWith('#/')) return !places.has(operationRef)
    return operationId !== undefined && !ids.has(operationId)
  }
  const components = objectOf(document.components)
  const responses = [
    ...operations.flatMap(({ operation }) => Object.values(objectOf(operation.responses))),
    ...Object.values(objectOf(components.responses)),
  ]
  for (const response of responses) removeDead(objectOf(objectOf(response).links), isDead)
  return removeDead(objectOf(components.links), isDead).map((name) => `#/components/links/${escapePointer(name)}`)
}

function removeDead(links: JsonObject, isDead: (link: Json | undefined) => boolean): string[] {
  const dead = Object.keys(links).filter((name) => isDead(links[name]))
  for (const name of dead) delete links[name]
  return dead
}

/** A copy without what is marked, and without what refers to something that is gone. */
function withoutParts(value: Json, gone: ReadonlySet<string>, hideInternal: boolean): Json | undefined {
  const copy = (part: Json, isMap = false): Json | undefined => {
    if (part === null || typeof part !== 'object') return part
    if (Array.isArray(part)) return part.map((item) => copy(item)).filter((item) => item !== undefined)
    const source = objectOf(part)
    if (!isMap && ((hideInternal && isInternal(source)) || refersTo(source.$ref, gone))) return undefined
    const result: JsonObject = {}
    for (const [name, member] of Object.entries(source)) {
      if (member === undefined || (!isMap && name === 'x-internal' && hideInternal)) continue
      const copied = !isMap && isValue(name, member) ? member : copy(member, !isMap && maps.has(name))
      if (copied !== undefined) result[name] = copied
    }
    if (!isMap) requireKnown(source, result)
    if (!isMap && 'links' in source && Object.keys(objectOf(result.links)).length === 0) delete result.links
    return result
  }
  return copy(value)
}

function isValue(name: string, member: Json): boolean {
  return (
    values.has(name) || (name === 'examples' && Array.isArray(member)) || (name === 'value' && member !== undefined)
  )
}

function refersTo(reference: Json | undefined, gone: ReadonlySet<string>): boolean {
  return typeof reference === 'string' && gone.has(reference.split('/').slice(0, 4).join('/'))
}

// A required name whose property went would tell of it. The property may stand in a part of the same schema.
function requireKnown(source: JsonObject, result: JsonObject): void {
  if (!Array.isArray(source.required)) return
  const [before, after] = [propertyNames(source), propertyNames(result)]
  const required = source.required.filter((name) => !before.has(name) || after.has(name))
  if (required.length > 0) result.required = required
  else delete result.required
}

function propertyNames(schema: JsonObject): Set<Json> {
  const parts = listOf(schema.allOf).flatMap((part) => [...propertyNames(objectOf(part))])
  return new Set<Json>([...Object.keys(objectOf(schema.properties)), ...parts])
}

function pruneTags(document: JsonObject): JsonObject {
  if (document.tags === undefined) return document
  const used = new Set(operationsOf(document).flatMap(({ operation }) => listOf(operation.tags)))
  return { ...document, tags: listOf(document.tags).filter((tag) => used.has(objectOf(tag).name ?? null)) }
}

function pruneComponents(document: JsonObject): JsonObject {
  const { components, ...rest } = document
  if (components === undefined) return document
  const used = new Set<string>()
  const visit = (value: Json | undefined): void => {
    if (value === null || typeof value !== 'object') return
    for (const member of Object.values(value)) {
      if (typeof member === 'string' && member.startsWith('#/components/')) visitComponent(member)
      else visit(member)
    }
  }
  const visitComponent = (reference: string): void => {
    const [, , section = '', name = ''] = reference.split('/')
    const component = `${section}/${name}`
    if (used.has(component)) return
    used.add(component)
    visit(objectOf(objectOf(components)[section])[name.replaceAll('~1', '/').replaceAll('~0', '~')])
  }
  visit(rest)
  const requirements = [document, ...operationsOf(document).map(({ operation }) => operation)]
  for (const { security } of requirements) {
    for (const requirement of listOf(security)) {
      for (const scheme of Object.keys(objectOf(requirement))) used.add(`securitySchemes/${escapePointer(scheme)}`)
    }
  }
  const pruned: JsonObject = {}
  for (const [section, members] of Object.entries(objectOf(components))) {
    const left = Object.entries(objectOf(members)).filter(([name]) => used.has(`${section}/${escapePointer(name)}`))
    if (left.length > 0) pruned[section] = Object.fromEntries(left)
  }
  return Object.keys(pruned).length === 0 ? rest : { ...rest, components: pruned }
}

function operationsOf(document: JsonObject): { path: string; method: string; operation: JsonObject }[] {
  return Object.entries(objectOf(document.paths)).flatMap(([path, item]) =>
    methods
      .filter((method) => objectOf(item)[method] !== undefined)
      .map((method) => ({ path, method, operation: objectOf(objectOf(item)[method]) })),
  )
}

function isInternal(value: Json | undefined): boolean {
  return objectOf(value)['x-internal'] === true
}

function objectOf(value: Json | undefined): JsonObject {
  return value === null || typeof value !== 'object' || Array.isArray(value) ? {} : (value as JsonObject)
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
