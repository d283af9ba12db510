/** A JSON value, as it stands in an OpenAPI document. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined }
type JsonObject = { [name: string]: Json | undefined }

export interface OpenApiDocument {
  openapi: string
  info: Record<string, never>
  paths: Record<string, never>
}

export interface DocumentedOperation {
  path: string
  /** In upper case. */
  method: string
  isInternal: boolean
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/**
 * A copy of the document with some of its operations only, and with nothing that only the others needed: no component, tag,
 * security scheme, link or required name of theirs. Where internal parts are left out, whatever else is marked
 * `x-internal` goes too.
 */
export function selectOperations(
  document: OpenApiDocument,
  isSelected: (operation: DocumentedOperation) => boolean,
  { hideInternal }: { hideInternal: boolean },
): OpenApiDocument {
  const source: JsonObject = { ...document }
  const kept = hideInternal ? withoutInternal(source) : structuredClone(source)
  const selected = { ...kept, paths: selectPaths(objectOf(kept.paths), isSelected) }
  return pruneComponents(pruneTags(pruneLinks(selected))) as unknown as OpenApiDocument
}

function selectPaths(paths: JsonObject, isSelected: (operation: DocumentedOperation) => boolean): JsonObject {
  const selected: JsonObject = {}
  for (const [path, value] of Object.entries(paths)) {
    const item = { ...objectOf(value) }
    for (const method of methods) {
      if (item[method] === undefined) continue
      const isInternal = objectOf(item[method])['x-internal'] === true
      if (!isSelected({ path, method: method.toUpperCase(), isInternal })) delete item[method]
    }
    if (methods.some((method) => item[method] !== undefined)) selected[path] = item
  }
  return selected
}

function withoutInternal(document: JsonObject): JsonObject {
  const removed = new Set<string>()
  collectInternal(document, '#', removed)
  const schemes = [...removed].flatMap((pointer) => pointer.match(/^#\/components\/securitySchemes\/(.*)$/)?.[1] ?? [])
  return objectOf(copyWithout(document, removed, new Set(schemes)))
}

function collectInternal(value: Json | undefined, pointer: string, found: Set<string>): void {
  if (value === null || typeof value !== 'object') return
  if (isInternal(value)) found.add(pointer)
  for (const [name, member] of Object.entries(value)) {
    collectInternal(member, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, found)
  }
}

const gone = Symbol('gone')

function copyWithout(value: Json, removed: Set<string>, schemes: Set<string>): Json {
  const copy = (part: Json | undefined): Json | typeof gone => {
    if (part === null || typeof part !== 'object') return part ?? gone
    if (isInternal(part) || removed.has(String(objectOf(part).$ref))) return gone
    if (Array.isArray(part)) return part.map(copy).filter((item): item is Json => item !== gone)
    const source = objectOf(part)
    const result: JsonObject = {}
    for (const [name, member] of Object.entries(source)) {
      const copied = name === 'security' && Array.isArray(member) ? copySecurity(member, schemes) : copy(member)
      if (copied !== gone && name !== 'x-internal') result[name] = copied
    }
    // An operation that only hidden schemes guard must not look as if it were open.
    if (source.security !== undefined && result.security === undefined) return gone
    return withKnownRequired(source, result)
  }
  const copied = copy(value)
  return copied === gone ? {} : copied
}

function copySecurity(requirements: readonly Json[], schemes: Set<string>): Json | typeof gone {
  const left = requirements.filter(
    (requirement) => !Object.keys(objectOf(requirement)).some((name) => schemes.has(name)),
  )
  return left.length === 0 && requirements.length > 0 ? gone : structuredClone(left)
}

function withKnownRequired(source: JsonObject, result: JsonObject): JsonObject {
  if (!Array.isArray(source.required) || source.properties === undefined) return result
  const before = objectOf(source.properties)
  const after = objectOf(result.properties)
  const required = source.required.filter((name) => !(String(name) in before) || String(name) in after)
  return { ...result, required }
}

function pruneLinks(document: JsonObject): JsonObject {
  const operationIds = new Set(operationsOf(document).map((operation) => operation.operationId))
  const prune = (value: Json | undefined): Json | undefined => {
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map((item) => prune(item) ?? null)
    const result: JsonObject = {}
    for (const [name, member] of Object.entries(objectOf(value))) {
      result[name] = name === 'links' ? knownLinks(objectOf(member), operationIds) : prune(member)
    }
    return result
  }
  return objectOf(prune(document))
}

function knownLinks(links: JsonObject, operationIds: Set<Json | undefined>): JsonObject | undefined {
  const known = Object.entries(links).filter(([, link]) => {
    const { operationId } = objectOf(link)
    return operationId === undefined || operationIds.has(operationId)
  })
  return known.length === 0 ? undefined : Object.fromEntries(known)
}

function pruneTags(document: JsonObject): JsonObject {
  if (!Array.isArray(document.tags)) return document
  const used = new Set(operationsOf(document).flatMap(({ tags }) => (Array.isArray(tags) ? tags : [])))
  return { ...document, tags: document.tags.filter((tag) => used.has(objectOf(tag).name ?? null)) }
}

function pruneComponents(document: JsonObject): JsonObject {
  const { components, ...rest } = document
  if (components === undefined) return document
  const used = new Set<string>()
  const schemes = new Set<string>()
  const visit = (value: Json | undefined): void => {
    if (value === null || typeof value !== 'object') return
    for (const [name, member] of Object.entries(value)) {
      if (name === 'security' && Array.isArray(member)) {
        for (const requirement of member) for (const scheme of Object.keys(objectOf(requirement))) schemes.add(scheme)
      }
      if (typeof member === 'string' && member.startsWith('#/components/') && !used.has(member)) {
        used.add(member)
        const [section = '', component = ''] = member.split('/').slice(2)
        visit(objectOf(objectOf(components)[section])[component])
      }
      visit(member)
    }
  }
  visit(rest)
  const pruned: JsonObject = {}
  for (const [section, members] of Object.entries(objectOf(components))) {
    const left = Object.entries(objectOf(members)).filter(([name]) =>
      section === 'securitySchemes' ? schemes.has(name) : used.has(`#/components/${section}/${name}`),
    )
    if (left.length > 0) pruned[section] = Object.fromEntries(left)
  }
  return Object.keys(pruned).length === 0 ? rest : { ...rest, components: pruned }
}

function operationsOf(document: JsonObject): JsonObject[] {
  return Object.values(objectOf(document.paths)).flatMap((item) =>
    methods.map((method) => objectOf(objectOf(item)[method])).filter((operation) => 'responses' in operation),
  )
}

function isInternal(value: Json | undefined): boolean {
  return objectOf(value)['x-internal'] === true
}

function objectOf(value: Json | undefined): JsonObject {
  return value === null || typeof value !== 'object' || Array.isArray(value) ? {} : (value as JsonObject)
}
