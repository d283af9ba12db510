import { scopePattern } from '../credentials/scopes.js'
import { DocumentError, escapeFragment, type Json, type JsonObject, list, object, resolve, text } from './json.js'
import { laxPath, laxShape, parseTemplate, shapeOf } from './path-template.js'
import { checkReferences } from './references.js'

export const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const

/** A scheme that must be met, and the scopes that it must be met with. */
export interface SchemeRequirement {
  readonly scheme: string
  readonly scopes: readonly string[]
}

/** Schemes that must be met together: none of them for anybody. */
export type Alternative = readonly SchemeRequirement[]

/** How a scheme is declared. */
export interface Scheme {
  readonly type: string
  /** Of an `apiKey`. */
  readonly in: string | undefined
  readonly name: string | undefined
  readonly pointer: string
}

export interface ApiOperation {
  /** In capitals. */
  readonly method: string
  /** As the document has it, without the path of a server. */
  readonly path: string
  /** Plain prefixes under which the servers have the path; an empty one for the root. */
  readonly basePaths: readonly string[]
  readonly pointer: string
  readonly operationId: string | undefined
  readonly summary: string | undefined
  readonly isInternal: boolean
  /** Whether even GET changes something, so that HEAD must not be answered by it. */
  readonly changesState: boolean
  /** One of which must be met; empty where the document asks for nothing. */
  readonly security: readonly Alternative[]
  readonly operation: JsonObject
  readonly pathItem: JsonObject
}

export interface Api {
  readonly document: JsonObject
  readonly version: '3.0' | '3.1'
  readonly operations: readonly ApiOperation[]
  readonly schemes: Readonly<Record<string, Scheme>>
}

/**
 * Reads what of a document decides about requests, and checks what would make it unclear.
 * @param isOwn whether an operation was added to it, behind all others
 * @throws DocumentError
 */
export function readApi(document: JsonObject, isOwn: (operation: { path: string }) => boolean = () => false): Api {
  const version = readHead(document)
  checkReferences(document)
  const schemes = readSchemes(document)
  const paths = document.paths === undefined ? {} : document.paths
  const operations = Object.entries(object(paths, '#/paths'))
    .filter(([path]) => !path.startsWith('x-'))
    .flatMap(([path, item]) => readPath(document, path, item, { version, schemes }))
  checkOperationIds(operations)
  checkCollisions(operations, isOwn)
  return { document, version, operations, schemes }
}

/**
 * What has to be known of a document before anything else in it is read.
 * @throws DocumentError
 */
export function readHead(document: JsonObject): Api['version'] {
  const version = versionOf(document)
  if (document.info === undefined) throw new DocumentError('#', 'has no info, which must have a title and a version')
  object(document.info, '#/info')
  if (document.paths === undefined && version === '3.0') {
    throw new DocumentError('#', 'has no paths, which OpenAPI 3.0 wants; where there are none, write paths: {}')
  }
  checkMisplaced(document, '#', ['x-required-scopes'])
  return version
}

function versionOf({ openapi, swagger }: JsonObject): Api['version'] {
  if (openapi === undefined && swagger !== undefined) {
    throw new DocumentError('#/swagger', 'is Swagger 2; convert it to OpenAPI 3.0 or 3.1')
  }
  const [, version] = /^(3\.[01])\.\d+(-.+)?$/.exec(typeof openapi === 'string' ? openapi : '') ?? []
  if (version === '3.0' || version === '3.1') return version
  throw new DocumentError('#/openapi', 'must be the version of OpenAPI, 3.0.x or 3.1.x, as a string')
}

function readSchemes(document: JsonObject): Record<string, Scheme> {
  const at = '#/components/securitySchemes'
  const declared = object(object(document.components ?? {}, '#/components').securitySchemes ?? {}, at)
  return Object.fromEntries(
    Object.entries(declared).map(([name, value]): [string, Scheme] => {
      const [scheme, pointer] = resolve(document, value, `${at}/${escapeFragment(name)}`)
      const type = text(scheme.type, `${pointer}/type`)
      if (type !== 'apiKey') return [name, { type, in: undefined, name: undefined, pointer }]
      const place = text(scheme.in, `${pointer}/in`)
      if (!['header', 'query', 'cookie'].includes(place)) {
        throw new DocumentError(`${pointer}/in`, 'must be header, query or cookie')
      }
      return [name, { type, in: place, name: credentialName(scheme.name, place, `${pointer}/name`), pointer }]
    }),
  )
}

function credentialName(value: Json | undefined, place: string, pointer: string): string {
  const name = text(value, pointer)
  if (name === '') throw new DocumentError(pointer, 'must not be empty')
  if (place === 'query') return name
  // RFC 9110, section 5.6.2; Node gives the names of headers in small letters.
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw new DocumentError(pointer, 'must be a name that a header can have')
  return place === 'header' ? name.toLowerCase() : name
}

interface Surroundings {
  version: Api['version']
  schemes: Readonly<Record<string, Scheme>>
}

function readPath(document: JsonObject, path: string, value: Json | undefined, around: Surroundings): ApiOperation[] {
  const at = pathPointer(path)
  parseTemplate(path, at)
  const [pathItem, pointer] = resolve(document, value, at)
  const besides = ['security', 'servers', 'parameters', ...methods]
  if (pointer !== at && besides.some((name) => object(value, at)[name] !== undefined)) {
    throw new DocumentError(
      at,
      'has a $ref and operations or parameters beside it, of which one would not count; move them to where it leads',
    )
  }
  checkMisplaced(pathItem, pointer, ['security', 'x-required-scopes'])
  return methods
    .filter((method) => pathItem[method] !== undefined)
    .map((method) => readOperation(document, { path, method, pathItem, pointer }, around))
}

// Who wrote it there relies on it.
function checkMisplaced(owner: JsonObject, pointer: string, names: readonly string[]): void {
  const misplaced = names.find((name) => owner[name] !== undefined)
  if (misplaced === undefined) return
  throw new DocumentError(`${pointer}/${misplaced}`, 'counts for nothing here; write it on each operation')
}

function readOperation(
  document: JsonObject,
  {
    path,
    method,
    pathItem,
    pointer: pathPointer,
  }: { path: string; method: string; pathItem: JsonObject; pointer: string },
  { version, schemes }: Surroundings,
): ApiOperation {
  const pointer = `${pathPointer}/${method}`
  const operation = object(pathItem[method], pointer)
  const scopes = list(operation['x-required-scopes'] ?? [], `${pointer}/x-required-scopes`).map((scope, index) =>
    text(scope, `${pointer}/x-required-scopes/${index}`),
  )
  checkScopes(scopes, `${pointer}/x-required-scopes`)
  const [servers, serversPointer] = [
    [operation.servers, `${pointer}/servers`] as const,
    [pathItem.servers, `${pathPointer}/servers`] as const,
    [document.servers, '#/servers'] as const,
  ].find(([given]) => given !== undefined) ?? [undefined, '#/servers']
  const [security, securityPointer] =
    operation.security === undefined ? [document.security, '#/security'] : [operation.security, `${pointer}/security`]
  const alternatives = readSecurity(security, securityPointer, { version, schemes, scopes })
  if (scopes.length > 0 && !alternatives.flat().some(({ scheme }) => schemes[scheme]?.type === 'apiKey')) {
    throw new DocumentError(
      `${pointer}/x-required-scopes`,
      'asks for scopes, which only API keys have, and its security takes no API key; name a scheme of the type apiKey there',
    )
  }
  return {
    method: method.toUpperCase(),
    path,
    basePaths: readBasePaths(servers, serversPointer),
    pointer,
    operationId:
      operation.operationId === undefined ? undefined : text(operation.operationId, `${pointer}/operationId`),
    summary: typeof operation.summary === 'string' ? operation.summary : undefined,
    isInternal: operation['x-internal'] === true,
    changesState: method !== 'get' || operation['x-changes-state'] === true,
    security: alternatives,
    operation,
    pathItem,
  }
}

/** @param scopes what the operation asks of every API key */
function readSecurity(
  value: Json | undefined,
  pointer: string,
  { version, schemes, scopes }: Surroundings & { scopes: readonly string[] },
): Alternative[] {
  return list(value ?? [], pointer).map((requirement, index): Alternative => {
    const at = `${pointer}/${index}`
    return Object.entries(object(requirement, at)).map(([name, given]): SchemeRequirement => {
      const where = `${at}/${escapeFragment(name)}`
      const scheme = Object.hasOwn(schemes, name) ? schemes[name] : undefined
      if (scheme === undefined)
        throw new DocumentError(
          where,
          `names the scheme ${name}, which the document does not declare; do so in components.securitySchemes`,
        )
      const own = list(given, where).map((scope, place) => text(scope, `${where}/${place}`))
      const takesScopes = version === '3.1' || scheme.type === 'oauth2' || scheme.type === 'openIdConnect'
      if (own.length > 0 && !takesScopes) {
        throw new DocumentError(where, 'must be empty in OpenAPI 3.0; name the scopes in x-required-scopes')
      }
      if (scheme.type === 'apiKey') checkScopes(own, where)
      return { scheme: name, scopes: [...new Set([...(scheme.type === 'apiKey' ? scopes : []), ...own])] }
    })
  })
}

// One that no key can have would refuse every request.
function checkScopes(scopes: readonly string[], pointer: string): void {
  for (const [index, scope] of scopes.entries()) {
    if (scopePattern.test(scope)) continue
    const allowed = '1 to 100 visible ASCII characters without blanks, quotes and backslashes'
    throw new DocumentError(`${pointer}/${index}`, `must be a scope that a key can have: ${allowed}`)
  }
}

/** The paths of the servers' URLs (OpenAPI 3.1, section 4.8.5), under which clients look for the operations. */
function readBasePaths(value: Json | undefined, pointer: string): string[] {
  const servers = list(value ?? [], pointer)
  if (servers.length === 0) return ['']
  const paths = servers.map((server, index) => {
    const at = `${pointer}/${index}/url`
    const url = text(object(server, `${pointer}/${index}`).url, at)
    const path = url
      .replace(/^([a-z{][\w+.{}-]*:)?\/\/[^/?#]*/i, '')
      .replace(/\/$/, '')
      .replace(/^\.(\/|$)/, '')
    const prefix = path === '' || path.startsWith('/') ? path : `/${path}`
    // What is left of a scheme is no path: mailto:, https:/v1.
    const isPlain = /^(\/[\w.~!$&'()*+,;=:@-]+)*$/.test(prefix) && !/^[a-z][\w+.-]*:/i.test(path)
    if (!isPlain || laxPath(`${prefix}/`) === undefined) {
      throw new DocumentError(at, 'must have a plain path, such as /v1: no variable, query, encoding or dots in it')
    }
    return prefix
  })
  return [...new Set(paths)]
}

function checkOperationIds(operations: readonly ApiOperation[]): void {
  const known = new Map<string, string>()
  for (const { operationId, pointer } of operations) {
    if (operationId === undefined) continue
    const other = known.get(operationId)
    if (other !== undefined) {
      throw new DocumentError(
        `${pointer}/operationId`,
        `is used twice: ${other} is called ${operationId} too; rename one of them`,
      )
    }
    known.set(operationId, pointer)
  }
}

/**
 * Refuses templates that a lax router takes for one another, in whatever order it was told of them. Those of one document that
 * differ in nothing but the names of parameters are one template, as long as a method tells whose request it is.
 */
function checkCollisions(operations: readonly ApiOperation[], isOwn: (operation: Placed) => boolean): void {
  const known = new Map<string, Placed[]>()
  for (const { method, path, basePaths } of operations) {
    for (const base of basePaths) {
      const template = base + path
      const segments = parseTemplate(template, pathPointer(path))
      // GET answers HEAD too, where nothing else does.
      const placed = { path, template, shape: shapeOf(segments), method: method === 'HEAD' ? 'GET' : method }
      const lax = laxShape(segments)
      const others = known.get(lax) ?? []
      const other = others.find((one) => collide(one, placed) || isOwn(one) !== isOwn(placed))
      if (other !== undefined) throw isOwn(placed) ? collisionWithOwn(other, placed) : collision(placed, other)
      known.set(lax, [...others, placed])
    }
  }
}

/** A path with that of a server in front of it. */
type Placed = Record<'path' | 'template' | 'shape' | 'method', string>

function collide(one: Placed, other: Placed): boolean {
  const isSamePath = one.path === other.path
  if (isSamePath !== (one.template === other.template)) return true
  return !isSamePath && (one.shape !== other.shape || one.method === other.method)
}

function collision({ path, template, shape }: Placed, other: Placed): DocumentError {
  const reason =
    other.template === template
      ? `with the paths of their servers, both are ${template}`
      : other.shape === shape
        ? 'they differ in the names of parameters only, and have a method in common'
        : 'they differ in the names of parameters, letter case, encoding or slashes only'
  const which = other.path === path ? `${other.template}, under another server` : other.path
  return new DocumentError(pathPointer(path), `matches the same requests as ${which}: ${reason}; keep one of them`)
}

// Ours is nowhere in the user's file.
function collisionWithOwn({ path, template }: Placed, own: Placed): DocumentError {
  const which = `${own.path}, a path of the key administration`
  return new DocumentError(
    pathPointer(path),
    `is ${template} under its server, and so matches the same requests as ${which}; name it otherwise`,
  )
}

function pathPointer(path: string): string {
  return `#/paths/${escapeFragment(path)}`
}
