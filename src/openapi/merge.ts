import { isDeepStrictEqual } from 'node:util'
import { methods } from './api.js'
import { componentsInUse, componentsOf, withoutComponents } from './components-in-use.js'
import { DocumentError, escapeFragment, type Json, type JsonObject, list, object, resolve } from './json.js'
import { laxShape, parseTemplate } from './path-template.js'
import { listOf, objectOf } from './structure.js'

/** What the names of our components begin with where the document has the same name for something else. */
const prefix = 'SimpleSecurity'

/** What we add to a document. */
export interface OwnPart {
  /** Our document. */
  readonly document: JsonObject
  /** The tags whose operations are added. */
  readonly tags: readonly string[]
}

/**
 * A copy of a document that has our operations too, behind its own, and those of our components that it or they need, such as
 * the schemes of our keys. Its names win: a component of ours whose name it uses for something else gets another one.
 * @throws DocumentError where both have the same path or operationId, which clients know them by
 */
export function mergeDocuments(document: JsonObject, { document: own, tags }: OwnPart): JsonObject {
  const added = pick(own, tags)
  const names = newNames(document, own)
  const renamed = object(rename(added as Json, names), '#')
  const paths = object(document.paths === undefined ? {} : document.paths, '#/paths')
  checkPaths(document, paths, object(renamed.paths, '#/paths'))
  const hasBasePath = document.servers !== undefined
  const merged = {
    ...document,
    ...mergeTags(document, list(renamed.tags, '#/tags')),
    paths: {
      ...paths,
      // Its servers may be under a path, which ours are not.
      ...Object.fromEntries(
        Object.entries(object(renamed.paths, '#/paths')).map(([path, item]) => [
          path,
          hasBasePath ? { servers: [{ url: '/' }], ...object(item, path) } : item,
        ]),
      ),
    },
    components: mergeComponents(object(document.components ?? {}, '#/components'), object(renamed.components, '#')),
  }
  const theirs = new Set(componentsOf(document))
  const used = componentsInUse(merged, (component) => theirs.has(component))
  return withoutComponents(merged, new Set(componentsOf(merged).filter((component) => !used.has(component))))
}

/** Ours are the last, so those that its operations have and it does not declare must be declared before. */
function mergeTags(document: JsonObject, ours: readonly Json[]): { tags?: Json[] } {
  if (ours.length === 0) return {}
  const theirs = list(document.tags ?? [], '#/tags')
  const ourNames = new Set(ours.map((tag) => objectOf(tag).name))
  const declared = theirs.map((tag, index) => {
    const pointer = `#/tags/${index}`
    return { name: object(tag, pointer).name, pointer: `${pointer}/name` }
  })
  const used = operationsOf(document, objectOf(document.paths)).flatMap(({ tags, pointer }) =>
    listOf(tags).map((name, index) => ({ name, pointer: `${pointer}/tags/${index}` })),
  )
  for (const { name, pointer } of [...declared, ...used]) {
    if (!ourNames.has(name)) continue
    throw new DocumentError(pointer, `${String(name)} is a tag of the key administration; name it otherwise`)
  }
  const known = new Set(declared.map(({ name }) => name))
  const undeclared = [...new Set(used.map(({ name }) => name as Json))].filter((name) => !known.has(name))
  return { tags: [...theirs, ...undeclared.map((name) => ({ name })), ...ours] }
}

function pick(own: JsonObject, tags: readonly string[]): JsonObject {
  const hasTag = (value: Json | undefined) => tags.some((tag) => list(object(value, '#').tags ?? [], '#').includes(tag))
  const paths = Object.entries(object(own.paths, '#/paths')).flatMap(([path, value]) => {
    const item = Object.entries(object(value, path)).filter(
      ([name, member]) => !(methods as readonly string[]).includes(name) || hasTag(member),
    )
    return item.some(([name]) => (methods as readonly string[]).includes(name))
      ? [[path, Object.fromEntries(item)]]
      : []
  })
  return {
    tags: list(own.tags ?? [], '#/tags').filter((tag) => tags.includes(String(object(tag, '#/tags').name))),
    paths: Object.fromEntries(paths),
    components: own.components,
  }
}

/** By the pointer of a component of ours, the name that it gets; only where that is another one. */
function newNames(document: JsonObject, own: JsonObject): Map<string, string> {
  const theirs = object(document.components ?? {}, '#/components')
  const renamed = new Map<string, string>()
  for (const [section, members] of Object.entries(object(own.components, '#/components'))) {
    const taken = object(theirs[section] ?? {}, `#/components/${section}`)
    for (const [name, member] of Object.entries(object(members, section))) {
      // However it describes them, that is where our operations take keys too.
      const isSameScheme =
        section === 'securitySchemes' &&
        name.startsWith('ApiKey') &&
        isSamePlace(objectOf(taken[name]), objectOf(member))
      if (!Object.hasOwn(taken, name) || isSameScheme) continue
      // Even one that says the same may refer to another one, which does not.
      const isSame = isDeepStrictEqual(taken[name], member) && !JSON.stringify(member).includes('"$ref"')
      if (!isSame)
        renamed.set(`#/components/${section}/${name}`, freeName(name, { ...taken, ...object(members, section) }))
    }
  }
  return renamed
}

function isSamePlace(one: JsonObject, other: JsonObject): boolean {
  return one.type === other.type && one.in === other.in && one.name === other.name
}

function freeName(name: string, taken: JsonObject): string {
  let free = prefix + name
  for (let number = 2; Object.hasOwn(taken, free); number++) free = `${prefix}${name}${number}`
  return free
}

function rename(value: Json | undefined, names: ReadonlyMap<string, string>): Json {
  const schemeName = (name: string) => names.get(`#/components/securitySchemes/${name}`) ?? name
  const visit = (part: Json | undefined, path: readonly string[]): Json => {
    if (typeof part === 'string') {
      const name = names.get(part)
      return name === undefined ? part : part.replace(/[^/]+$/, name)
    }
    if (part === null || part === undefined || typeof part !== 'object') return part ?? null
    if (Array.isArray(part)) return part.map((item) => visit(item, path))
    const isRequirement = path.at(-1) === 'security'
    return Object.fromEntries(
      Object.entries(part).map(([name, member]) => {
        const component =
          path.length === 2 && path[0] === 'components' ? names.get(`#/components/${path[1]}/${name}`) : undefined
        return [component ?? (isRequirement ? schemeName(name) : name), visit(member, [...path, name])]
      }),
    )
  }
  return visit(value, [])
}

function mergeComponents(theirs: JsonObject, ours: JsonObject): JsonObject {
  const merged: JsonObject = { ...theirs }
  for (const [section, members] of Object.entries(ours)) {
    const known = object(theirs[section] ?? {}, section)
    const added = Object.entries(object(members, section)).filter(([name]) => !Object.hasOwn(known, name))
    merged[section] = { ...known, ...Object.fromEntries(added) }
  }
  return merged
}

function checkPaths(document: JsonObject, theirs: JsonObject, ours: JsonObject): void {
  const shapes = new Map(Object.keys(ours).map((path) => [laxShape(parseTemplate(path, path)), path]))
  for (const path of Object.keys(theirs)) {
    if (path.startsWith('x-')) continue
    const pointer = `#/paths/${escapeFragment(path)}`
    const other = shapes.get(laxShape(parseTemplate(path, pointer)))
    if (other === undefined) continue
    const which = other === path ? 'is' : `matches the same requests as ${other},`
    throw new DocumentError(pointer, `${which} a path of the key administration; name it otherwise`)
  }
  const ids = new Set(operationsOf(document, ours).map(({ operationId }) => operationId))
  for (const { operationId, pointer } of operationsOf(document, theirs)) {
    if (operationId === undefined || !ids.has(operationId)) continue
    const which = `${String(operationId)} is the operationId of an operation of the key administration`
    throw new DocumentError(`${pointer}/operationId`, `${which}; name it otherwise`)
  }
}

function operationsOf(
  document: JsonObject,
  paths: JsonObject,
): { operationId: Json | undefined; tags: Json | undefined; pointer: string }[] {
  return Object.entries(paths)
    .filter(([path]) => !path.startsWith('x-'))
    .flatMap(([path, value]) => {
      const [item, at] = resolve(document, value, `#/paths/${escapeFragment(path)}`)
      return methods
        .filter((method) => item[method] !== undefined)
        .map((method) => {
          const pointer = `${at}/${method}`
          const { operationId, tags } = object(item[method], pointer)
          return { operationId, tags, pointer }
        })
    })
}
