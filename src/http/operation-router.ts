import Router from '@koa/router'
import type { Context, Middleware } from 'koa'
import { isSimpleSecurityError, type SimpleSecurityError } from '../errors.js'
import type { CredentialPlaces } from './credential.js'
import type { Check, Guard, Requirement } from './guards.js'
import { readJsonBody } from './json-body.js'
import { type ObserveCheck, unobserved } from './observed-check.js'
import type { Operation, OperationValidators } from './operation.js'
import { anyOf } from './policy.js'
import { writeFault, writeProblem } from './problem.js'
import { type UntypedHandler, writeResponse } from './response.js'
import { invalidResponse, removeLaterHeaders } from './response-fault.js'
import { maximumDetails, validate, validatePath, validateQuery } from './validation.js'

export interface RoutedOperation {
  operation: Operation
  validators: OperationValidators
  handler: UntypedHandler
}

const noBody = { ok: true, value: undefined } as const

/**
 * Routes requests to operations, in the order of the contract: match, authorize, read the body, validate, handle, check
 * the response. A path that no operation has is passed on to the app's other middleware; everything else ends here.
 * @throws Error when an operation names a credential that no guard checks
 */
export function createOperationRouter(parts: {
  operations: readonly RoutedOperation[]
  /** By the name of the credential. */
  guards: Readonly<Record<string, Guard>>
  validateResponses: boolean
  observe?: ObserveCheck
}): Router {
  const { operations, guards, validateResponses, observe = unobserved } = parts
  const paths = new Map<string, Map<string, Middleware>>()
  for (const { operation, ...routed } of operations) {
    const methods = paths.get(operation.path) ?? new Map<string, Middleware>()
    paths.set(operation.path, methods)
    const check = createCheck(operation, guards)
    const answer = createOperationMiddleware({ operation, ...routed }, check && observe(check), validateResponses)
    methods.set(operation.method, answer)
    if (operation.method === 'GET' && !operation.changesState) methods.set('HEAD', answer)
  }
  const router = new Router({ sensitive: true, strict: true })
  for (const [path, methods] of [...paths].sort(([one], [other]) => compareTemplates(one, other))) {
    router.all(routerPath(path), (ctx, next) => {
      const answer = methods.get(ctx.method)
      if (answer !== undefined) return answer(ctx, next)
      ctx.set('Allow', [...methods.keys()].join(', '))
      writeProblem(ctx, 'method_not_allowed')
    })
  }
  return router
}

// OpenAPI matches a path that stands there literally before a template that fits it too; the router takes the first.
function compareTemplates(one: string, other: string): number {
  const rank = (path: string) =>
    path
      .split('/')
      .map((segment) => (segment.includes('{') ? '1' : '0'))
      .join('')
  const [first, second] = [rank(one), rank(other)]
  return first === second ? 0 : first < second ? -1 : 1
}

/** The template in the router's syntax, in which some characters that may stand in a path have a meaning. */
function routerPath(template: string): string {
  return template
    .split(/(\{[^}]+\})/)
    .map((part) =>
      part.startsWith('{') ? `:${JSON.stringify(part.slice(1, -1))}` : part.replace(/[:*?+!()[\]{}\\]/g, '\\$&'),
    )
    .join('')
}

function createCheck(operation: Operation, guards: Readonly<Record<string, Guard>>): Check | undefined {
  const { credential, otherCredentials = [], credentialOptional, method, path } = operation
  if (credential === undefined) return undefined
  const checks = [credential, ...otherCredentials].map((places) => {
    const guard = guards[places.name]
    if (guard === undefined) throw new Error(`No guard checks the credential ${places.name} of ${method} ${path}.`)
    return guard(requirementOf(operation, places))
  })
  if (credentialOptional === true) return undefined
  return checks.length === 1 ? checks[0] : anyOf(checks)
}

function createOperationMiddleware(
  { operation, validators, handler }: RoutedOperation,
  check: Check | undefined,
  validateResponses: boolean,
): Middleware {
  const { credential, query: parameters, pathParameters, bodyRequired } = operation
  const queryCredential = credential?.in.includes('query') ? credential.name : undefined

  async function answer(ctx: Context): Promise<void> {
    const refusal = await check?.(ctx)
    if (refusal !== undefined) return writeProblem(ctx, refusal.code, refusal)
    const read = bodyRequired === undefined ? noBody : await readJsonBody(ctx)
    if (!read.ok) {
      if (read.mustClose) ctx.set('Connection', 'close')
      return writeProblem(ctx, read.code)
    }
    const query = validateQuery(ctx.querystring, parameters, validators, queryCredential)
    const path = validatePath(ctx.params as Record<string, string>, pathParameters, validators)
    const body = checkBody(validators, read.value, bodyRequired)
    const errors = [query, path, body].flatMap((result) => (result.ok ? [] : result.errors))
    if (!query.ok || !path.ok || !body.ok) {
      return writeProblem(ctx, 'invalid_request', { errors: errors.slice(0, maximumDetails) })
    }

    const request = { query: query.value, path: path.value, header: {}, cookie: {}, body: body.value, ctx }
    const response = await handler(request as Parameters<UntypedHandler>[0])
    writeResponse(ctx, response, (status) => operation.responses[status]?.constantHeaders)
  }

  return async (ctx) => {
    const headersBefore = Object.keys(ctx.response.headers)
    try {
      await answer(ctx)
      if (validateResponses) checkResponse(operation, validators, ctx)
    } catch (fault) {
      removeLaterHeaders(ctx, headersBefore)
      if (isSimpleSecurityError(fault, 'invalid_argument')) writeInvalidArgument(ctx, operation, fault)
      else writeFault(ctx, fault)
    }
  }
}

function requirementOf({ requiredScopes, scopesParameter }: Operation, credential: CredentialPlaces): Requirement {
  // Another guard may have looked at fewer places.
  return { credential, requiredScopes, scopesParameter, isExact: credential.inOriginalUri === true }
}

// What only the domain can check, such as a cursor. It knows the member, and the operation knows where that stands.
function writeInvalidArgument(
  ctx: Context,
  operation: Operation,
  { member = '', detail = '' }: SimpleSecurityError,
): void {
  const name = operation.query.find((parameter) => parameter.name.replace('-', '_') === member)?.name
  const pointer = name === undefined ? `/body/${member}` : `/query/${name}`
  writeProblem(ctx, 'invalid_request', { errors: [{ pointer, detail }] })
}

function checkBody(validators: OperationValidators, body: unknown, required: boolean | undefined) {
  if (body !== undefined && validators.body !== undefined) return validate(validators.body, body, '/body')
  return required === true && body === undefined
    ? { ok: false as const, errors: [{ pointer: '/body', detail: 'is required' }] }
    : { ok: true as const, value: body }
}

// The document is a promise to clients: an answer that breaks it is a fault of this program, not of the request.
function checkResponse(operation: Operation, validators: OperationValidators, ctx: Context): void {
  const where = `${operation.method} ${operation.path} answered ${ctx.status}`
  const declared = operation.responses[ctx.status]
  if (declared === undefined) throw invalidResponse(`${where}, which the document does not declare`)
  for (const name of [...declared.requiredHeaders, ...Object.keys(declared.constantHeaders)]) {
    if (!ctx.res.hasHeader(name)) throw invalidResponse(`${where} without the header ${name}`)
  }
  if (ctx.status === 304) return
  const type = essenceOf(ctx.response.get('Content-Type') || '')
  if ((type !== '' || declared.contentTypes.length > 0) && !declared.contentTypes.map(essenceOf).includes(type)) {
    throw invalidResponse(`${where} with the content type ${type}, which the document does not declare`)
  }
  const validator = validators.responses[ctx.status]?.[type]
  if (validator === undefined) return
  const checked = validate(validator, JSON.parse(String(ctx.body)), '')
  if (!checked.ok) {
    const [error] = checked.errors
    throw invalidResponse(`${where} with a body that does not fit: ${error?.pointer || 'it'} ${error?.detail}`)
  }
}

/** A media type without its parameters. */
function essenceOf(type: string): string {
  return type.split(';', 1)[0] ?? ''
}
