import {
  DocumentError,
  escapePointer,
  type Json,
  type JsonObject,
  list,
  object,
  resolve,
  text,
} from '../../src/openapi/json.js'
import { type OriginalRequest, readOriginalRequest } from '../../src/openapi/original-request.js'
import { type ResponseHeaders, readHeaders } from '../../src/openapi/response-headers.js'

const httpMethods = ['get', 'put', 'post', 'delete', 'patch'] as const
type HttpMethod = (typeof httpMethods)[number]

/** Methods that OpenAPI knows and the server would not answer. */
const refusedMethods = ['options', 'head', 'trace']

export interface GeneratedParameter {
  name: string
  required: boolean
  type: 'string' | 'integer' | 'number' | 'boolean' | 'array'
  itemType?: 'string' | 'integer' | 'number' | 'boolean'
  schema: JsonObject
}

export interface GeneratedResponse extends ResponseHeaders {
  contentTypes: Record<string, JsonObject>
}

export interface GeneratedOperation extends OriginalRequest {
  operationId: string
  method: HttpMethod
  path: string
  tags: string[]
  internal: boolean
  changesState: boolean
  /** The names of the schemes of which one must be met; undefined where anybody may call. */
  schemes: string[] | undefined
  /** Whether it may also be called without. The handler has to ask for the credential, where that depends on the request. */
  isOptional: boolean
  requiredScopes: string[]
  query: GeneratedParameter[]
  pathParameters: GeneratedParameter[]
  body: { required: boolean; schema: JsonObject } | undefined
  responses: Record<string, GeneratedResponse>
}

export interface GeneratedScheme {
  in: 'header' | 'query'
  name: string
}

/** Reads every operation, and refuses what the server could not enforce. */
export function readOperations(document: JsonObject): GeneratedOperation[] {
  const operations: GeneratedOperation[] = []
  const paths = object(document.paths, '#/paths')
  for (const [path, item] of Object.entries(paths)) {
    const at = `#/paths/${escapePointer(path)}`
    const pathItem = object(item, at)
    for (const method of refusedMethods) {
      if (pathItem[method] !== undefined) throw new DocumentError(`${at}/${method}`, 'is a method that is not served')
    }
    for (const method of httpMethods) {
      if (pathItem[method] !== undefined) operations.push(readOperation(document, path, method, pathItem, at))
    }
  }
  const seen = new Set<string>()
  for (const { operationId } of operations) {
    if (seen.has(operationId)) throw new DocumentError('#/paths', `the operationId ${operationId} is used twice`)
    seen.add(operationId)
  }
  return operations
}

/** The schemes of API keys and bearer tokens. Others are refused, since nothing here would check them. */
export function readSchemes(document: JsonObject): Record<string, GeneratedScheme> {
  const at = '#/components/securitySchemes'
  const schemes = object(object(document.components ?? {}, '#/components').securitySchemes ?? {}, at)
  return Object.fromEntries(
    Object.entries(schemes).map(([scheme, value]) => {
      const [definition, pointer] = resolve(document, value, `${at}/${scheme}`)
      if (definition.type === 'http' && definition.scheme === 'bearer') {
        return [scheme, { in: 'header', name: 'authorization' }]
      }
      const place = definition.in
      if (definition.type !== 'apiKey' || (place !== 'header' && place !== 'query')) {
        throw new DocumentError(pointer, 'must be an apiKey in a header or in the query, or an http bearer token')
      }
      return [scheme, { in: place, name: text(definition.name, `${pointer}/name`) }]
    }),
  )
}

function readOperation(
  document: JsonObject,
  path: string,
  method: HttpMethod,
  pathItem: JsonObject,
  pathPointer: string,
): GeneratedOperation {
  const at = `${pathPointer}/${method}`
  const operation = object(pathItem[method], at)
  const parameters = readParameters(document, pathItem, operation, pathPointer, at)
  checkTemplate(path, parameters.path, at)
  const operationId = text(operation.operationId, `${at}/operationId`)
  // It becomes part of names in the generated code.
  if (!/^[A-Za-z]\w*$/.test(operationId)) {
    throw new DocumentError(`${at}/operationId`, 'must be letters, digits and underscores, beginning with a letter')
  }
  return {
    operationId,
    method,
    path,
    tags: operation.tags === undefined ? [] : list(operation.tags, `${at}/tags`).map((tag) => text(tag, `${at}/tags`)),
    internal: operation['x-internal'] === true,
    changesState: method !== 'get' || operation['x-changes-state'] === true,
    ...readSecurity(document, operation, at),
    requiredScopes: list(operation['x-required-scopes'] ?? [], `${at}/x-required-scopes`).map((scope) =>
      text(scope, `${at}/x-required-scopes`),
    ),
    ...readAskedAbout(operation, parameters.query, at),
    query: parameters.query,
    pathParameters: parameters.path,
    body: readBody(document, operation, at),
    responses: readResponses(document, operation, at),
  }
}

// A name that no parameter has would leave every key with enough scopes.
function readAskedAbout(operation: JsonObject, query: GeneratedParameter[], at: string): OriginalRequest {
  const original = readOriginalRequest(operation, at)
  const { scopesParameter: name } = original
  const isList = query.some((parameter) => parameter.name === name && parameter.itemType === 'string')
  if (name !== undefined && !isList) {
    throw new DocumentError(`${at}/x-scopes-parameter`, 'must name a list of strings in the query')
  }
  return original
}

// An operation that says nothing of its security would be open by the rules of OpenAPI; here it has to say so.
function readSecurity(
  document: JsonObject,
  operation: JsonObject,
  at: string,
): Pick<GeneratedOperation, 'schemes' | 'isOptional'> {
  const declared = operation.security ?? document.security
  if (declared === undefined) {
    throw new DocumentError(`${at}/security`, 'is missing; an open operation must say `security: []`')
  }
  const schemes = readSchemes(document)
  const requirements = list(declared, `${at}/security`)
  const isNone = (requirement: Json) => Object.keys(object(requirement, `${at}/security`)).length === 0
  const named = requirements.filter((requirement) => !isNone(requirement))
  const isOptional = named.length < requirements.length
  if (isOptional && named.length === 0) {
    throw new DocumentError(`${at}/security`, 'names no scheme; an open operation must say `security: []`')
  }
  const names = named.map((requirement) => {
    const alternatives = Object.keys(object(requirement, `${at}/security`))
    const [name] = alternatives
    if (name === undefined || alternatives.length > 1) {
      throw new DocumentError(`${at}/security`, 'each alternative must name exactly one scheme')
    }
    if (!Object.hasOwn(schemes, name)) throw new DocumentError(`${at}/security`, `names the unknown scheme ${name}`)
    return name
  })
  if (names.length === 0) return { schemes: undefined, isOptional: false }
  const carriers = names.flatMap((name) => schemes[name] ?? [])
  const areSeveral = new Set(carriers.map(({ name }) => name)).size > 1
  if (areSeveral && (isOptional || carriers.some((carrier) => carrier.in === 'query'))) {
    const message = 'the alternatives must carry one credential, or one of several in headers must be needed'
    throw new DocumentError(`${at}/security`, message)
  }
  return { schemes: names, isOptional }
}

function readParameters(
  document: JsonObject,
  pathItem: JsonObject,
  operation: JsonObject,
  pathPointer: string,
  at: string,
): { query: GeneratedParameter[]; path: GeneratedParameter[] } {
  // By place and name: an operation's parameter replaces its path's.
  const found = { query: new Map<string, GeneratedParameter>(), path: new Map<string, GeneratedParameter>() }
  const declared: [Json, string][] = [
    ...list(pathItem.parameters ?? [], pathPointer).map((p): [Json, string] => [p, `${pathPointer}/parameters`]),
    ...list(operation.parameters ?? [], at).map((p): [Json, string] => [p, `${at}/parameters`]),
  ]
  for (const [value, where] of declared) {
    const [parameter, pointer] = resolve(document, value, where)
    const place = parameter.in
    if (place !== 'query' && place !== 'path') {
      throw new DocumentError(pointer, 'must be in the query or in the path: others are not validated')
    }
    const schema = object(parameter.schema, `${pointer}/schema`)
    const [resolved, schemaPointer] = resolve(document, schema, `${pointer}/schema`)
    const type = parameterType(resolved.type, schemaPointer)
    const name = text(parameter.name, `${pointer}/name`)
    found[place].set(name, {
      name,
      required: parameter.required === true,
      type,
      ...(type === 'array' ? { itemType: itemType(document, resolved, schemaPointer) } : {}),
      schema,
    })
  }
  return { query: [...found.query.values()], path: [...found.path.values()] }
}

function checkTemplate(path: string, parameters: GeneratedParameter[], at: string): void {
  const inTemplate = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? '')
  const declared = parameters.map(({ name }) => name)
  const missing = inTemplate.find((name) => !declared.includes(name))
  if (missing !== undefined)
    throw new DocumentError(`${at}/parameters`, `does not declare ${missing}, which is in the path`)
  const surplus = declared.find((name) => !inTemplate.includes(name))
  if (surplus !== undefined)
    throw new DocumentError(`${at}/parameters`, `declares ${surplus}, which is not in the path`)
}

function parameterType(type: Json | undefined, pointer: string): GeneratedParameter['type'] {
  if (type === 'string' || type === 'integer' || type === 'number' || type === 'boolean' || type === 'array')
    return type
  throw new DocumentError(pointer, 'a parameter must be a string, an integer, a number, a boolean or a list of these')
}

function itemType(
  document: JsonObject,
  schema: JsonObject,
  pointer: string,
): NonNullable<GeneratedParameter['itemType']> {
  const [items, at] = resolve(document, schema.items, `${pointer}/items`)
  const type = parameterType(items.type, at)
  if (type === 'array') throw new DocumentError(at, 'a list of lists cannot stand in a query')
  return type
}

function readBody(document: JsonObject, operation: JsonObject, at: string): GeneratedOperation['body'] {
  if (operation.requestBody === undefined) return undefined
  const [body, pointer] = resolve(document, operation.requestBody, `${at}/requestBody`)
  const content = object(body.content, `${pointer}/content`)
  const media = Object.keys(content)
  if (media.length !== 1 || media[0] !== 'application/json') {
    throw new DocumentError(`${pointer}/content`, 'must be application/json and nothing else')
  }
  const json = object(content['application/json'], `${pointer}/content/application~1json`)
  return {
    required: body.required === true,
    schema: object(json.schema, `${pointer}/content/application~1json/schema`),
  }
}

function readResponses(document: JsonObject, operation: JsonObject, at: string): GeneratedOperation['responses'] {
  const responses: GeneratedOperation['responses'] = {}
  for (const [status, value] of Object.entries(object(operation.responses, `${at}/responses`))) {
    const [response, pointer] = resolve(document, value, `${at}/responses/${status}`)
    if (!/^[2-5]\d\d$/.test(status)) throw new DocumentError(pointer, 'must be under a status from 200 to 599')
    const contentTypes: Record<string, JsonObject> = {}
    for (const [type, media] of Object.entries(object(response.content ?? {}, `${pointer}/content`))) {
      const mediaPointer = `${pointer}/content/${escapePointer(type)}`
      contentTypes[type] = object(object(media, mediaPointer).schema, `${mediaPointer}/schema`)
    }
    // A required header with a single value is set by the router, so that no handler can forget it.
    responses[status] = { contentTypes, ...readHeaders(document, response, pointer) }
  }
  return responses
}
