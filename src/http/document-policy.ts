import type { Middleware } from 'koa'
import { SimpleSecurityError } from '../errors.js'
import { type Api, type ApiOperation, readApi, readHead } from '../openapi/api.js'
import { withoutMarks } from '../openapi/hiding.js'
import type { JsonObject } from '../openapi/json.js'
import { mergeDocuments } from '../openapi/merge.js'
import { readOriginalRequest } from '../openapi/original-request.js'
import { laxShape, parseTemplate } from '../openapi/path-template.js'
import { type DocumentSource, explained, explaining } from '../openapi/source.js'
import { objectOf } from '../openapi/structure.js'
import { createApiValidation, createValidatingPass } from './api-validation.js'
import { createEnforcement, type Enforcement, type Pass, type PolicyOperation } from './enforce.js'
import { markEnforcement } from './enforcement-mark.js'
import { apiKeyPlaces } from './guards.js'
import { createDispatch } from './handled-operations.js'
import { type ObserveCheck, unobserved } from './observed-check.js'
import { readOpenPrefixes } from './open-prefixes.js'
import { createPolicyCheck, type PolicyParts } from './policy.js'
import { createPolicyReport, type PolicyReport, type PolicyReportOptions } from './policy-report.js'
import { writeFault } from './problem.js'
import type { OpenApiDocument } from './public-document.js'
import { removablePaths } from './removed-paths.js'
import type { UntypedHandler } from './response.js'
import { managementTags } from './routers.js'

export interface EnforceOptions {
  /**
   * Paths below which everybody may call whatever the document does not have, each ending in a slash: `['/assets/']`. They are
   * as the app sees them, where it is mounted. Default: none.
   */
  open?: readonly string[]
  /** What a proxy takes away from the front of each path before the request gets here: `/v1`. Default: nothing. */
  strippedPrefix?: string
  /**
   * Whether parameters and bodies must fit their operation. What they are is in `ctx.state.validated`, and a body in
   * `ctx.request.body` too. Default: false.
   */
  validate?: boolean
  /** Whether answers must fit their operation. One that does not is replaced by a 500, and the app is told. Default: false. */
  validateResponses?: boolean
  /** In bytes: the largest body that is read to be validated. Default: 102400. */
  maximumBodyBytes?: number
}

export interface DocumentPolicy {
  /** With the key administration too: what is enforced. */
  readonly api: Api
  /** For those who call: what is served, with the key administration or without. */
  documentWith(parts: { administration: boolean }): OpenApiDocument
  /** Whether an operation is one of ours, which is routed and validated by its own router. */
  isOwn(operation: { path: string }): boolean
  enforce(options?: EnforceOptions): Middleware
  /** Enforces, validates, and answers with the handlers of the user's operations. */
  operations(handlers: Readonly<Record<string, UntypedHandler>>, options: EnforceOptions): Middleware
  /** From here on, the app has the documents and the page: they are let through. */
  serveDocs(): void
  report(options?: PolicyReportOptions): PolicyReport
}

/** What is enforced: the operations of the user's document, and all of ours. */
export function readEnforced(source: DocumentSource, own: JsonObject): { api: Api; isOwn: DocumentPolicy['isOwn'] } {
  return { api: withDocs(readWithAdministration(source, own), own), isOwn: ownedBy(source) }
}

function withDocs(api: Api, own: JsonObject): Api {
  return {
    ...api,
    document: { ...api.document, components: withComponentsOf(own, api.document) },
    operations: [...api.operations, ...docsOperations(own, api)],
  }
}

function readWithAdministration(source: DocumentSource, own: JsonObject): Api {
  readHead(source.document)
  return readApi(mergeDocuments(source.document, { document: own, tags: managementTags }), ownedBy(source))
}

// What our operations for the docs refer to, which the user's document need not have otherwise.
function withComponentsOf({ components: ours }: JsonObject, { components: theirs }: JsonObject): JsonObject {
  const sections = new Set([...Object.keys(objectOf(ours)), ...Object.keys(objectOf(theirs))])
  return Object.fromEntries(
    [...sections].map((name) => [name, { ...objectOf(objectOf(ours)[name]), ...objectOf(objectOf(theirs)[name]) }]),
  )
}

function ownedBy({ document }: DocumentSource): DocumentPolicy['isOwn'] {
  const theirPaths = new Set(Object.keys((document.paths ?? {}) as object))
  return ({ path }) => !theirPaths.has(path)
}

/**
 * A document of the user's as a policy.
 * @param own our document
 * @throws SimpleSecurityError `invalid_configuration` with the place of what is wrong
 */
export function createDocumentPolicy(
  source: DocumentSource,
  own: JsonObject,
  parts: PolicyParts,
  observe: ObserveCheck = unobserved,
): DocumentPolicy {
  const api = explaining(source, () => readWithAdministration(source, own))
  const isOwn = ownedBy(source)
  checkHandlers(api, parts.handlers)
  const operations: PolicyOperation[] = explaining(source, () =>
    api.operations.map((operation) => {
      const check = checkOf(operation)
      return { operation, check: check && observe(check, operation.operationId) }
    }),
  )

  function checkOf(operation: ApiOperation) {
    const { inOriginalUri, scopesParameter } = readOriginalRequest(operation.operation, operation.pointer)
    if (!isOwn(operation)) return createPolicyCheck(operation, api, { ...parts, tokenGuard: undefined })
    if (!inOriginalUri) return createPolicyCheck(operation, api, parts)
    // As its router reads the key, whatever the user's document calls a key scheme.
    const credential = { ...apiKeyPlaces, inOriginalUri }
    return parts.keyGuard({ credential, requiredScopes: [], scopesParameter, isExact: true })
  }

  const docs = docsOperations(own, api)
  const operationsWithDocs = [...operations, ...docs.map((operation) => ({ operation, check: undefined }))]
  let hasDocs = false
  const handledSchemes = Object.keys(parts.handlers)

  const theirs = api.operations.filter((operation) => !isOwn(operation))

  function enforceWith(options: EnforceOptions, pass: Pass | undefined, answersOperations: boolean): Middleware {
    const { openPrefixes, strippedPrefix } = readOptions(options, api)
    let current: { isForDocs: boolean; enforcement: Middleware } | undefined
    function enforcement(): Middleware {
      // Where no page is served, its paths may be those that a template of the user's fits.
      if (current?.isForDocs !== hasDocs) {
        const parts = { operations: hasDocs ? operationsWithDocs : operations, openPrefixes, strippedPrefix, pass }
        current = { isForDocs: hasDocs, enforcement: createEnforcement(parts) }
      }
      return current.enforcement
    }
    // The docs are mounted behind it: made once that is known, and before a request waits for it.
    setImmediate(enforcement)
    const middleware: Middleware = (ctx, next) => enforcement()(ctx, next)
    return markEnforcement(middleware, {
      handledSchemes,
      openPrefixes: openPrefixes.map(({ text }) => text),
      strippedBase: removedBase(api.operations, strippedPrefix),
      answersOperations,
    })
  }

  function createPass({ validate = false, validateResponses = false, maximumBodyBytes }: EnforceOptions): Pass {
    return createValidatingPass({
      validation: createApiValidation(api, maximumBodyBytes),
      validate,
      validateResponses,
      explain: (error) => explained(source, error),
    })
  }

  function createOptionalPass(options: EnforceOptions): Pass | undefined {
    if (options.validate !== true && options.validateResponses !== true) return undefined
    const pass = createPass(options)
    return (ctx, matched, next) => (isOwn(matched.operation) ? next() : pass(ctx, matched, next))
  }

  function createHandlingPass(handlers: Readonly<Record<string, UntypedHandler>>, options: EnforceOptions): Pass {
    const dispatch = createDispatch(api, theirs, handlers)
    const pass = createPass({ ...options, validate: true })
    return async (ctx, matched, next) => {
      if (isOwn(matched.operation)) return next()
      try {
        await pass(ctx, matched, () => dispatch(ctx, matched))
      } catch (fault) {
        // What it throws to answer otherwise is Koa's to answer with: ctx.throw(410).
        if ((fault as { expose?: unknown } | undefined)?.expose === true) throw fault
        writeFault(ctx, fault)
      }
    }
  }

  return {
    api,
    documentWith({ administration }) {
      const ours = administration ? { document: withoutMarks(own), tags: managementTags } : { document: own, tags: [] }
      return mergeDocuments(source.document, ours) as unknown as OpenApiDocument
    },
    isOwn,
    enforce: (options = {}) => enforceWith(options, createOptionalPass(options), false),
    operations: (handlers, options) => enforceWith(options, createHandlingPass(handlers, options), true),
    serveDocs() {
      hasDocs = true
    },
    report: (options) =>
      createPolicyReport({ api: withDocs(api, own), isOwn, handledSchemes, secretName: parts.secretName }, options),
  }
}

// The document's own operations win: the page is reached as they say.
function docsOperations(own: JsonObject, { operations }: Api): ApiOperation[] {
  const shapeOf = ({ path }: { path: string }, base = '') => laxShape(parseTemplate(base + path, path))
  const taken = new Set(operations.flatMap((operation) => operation.basePaths.map((base) => shapeOf(operation, base))))
  return readApi(own)
    .operations.filter(({ operation }) => Array.isArray(operation.tags) && operation.tags.includes('docs'))
    .filter((operation) => !taken.has(shapeOf(operation)))
}

// A misspelt name would leave a scheme without its handler, or a handler that nobody calls.
function checkHandlers({ schemes }: Api, handlers: PolicyParts['handlers']): void {
  for (const [name, handler] of Object.entries(handlers)) {
    if (typeof handler !== 'function') throw invalid(`schemes.${name} must be a function: (ctx, scopes) => boolean`)
    if (Object.hasOwn(schemes, name)) continue
    throw invalid(`schemes.${name} is for no scheme of the document, which has ${Object.keys(schemes).join(', ')}`)
  }
}

const optionNames: readonly string[] = [
  'open',
  'strippedPrefix',
  'validate',
  'validateResponses',
  'maximumBodyBytes',
] satisfies (keyof EnforceOptions)[]

function readOptions(
  options: EnforceOptions,
  { operations }: Api,
): Pick<Enforcement, 'openPrefixes' | 'strippedPrefix'> {
  const unknown = Object.keys(options).find((name) => !optionNames.includes(name))
  if (unknown !== undefined) throw invalid(`enforce has no option ${unknown}, but ${optionNames.join(', ')}`)
  const { open, strippedPrefix = '', validate, validateResponses, maximumBodyBytes } = options
  for (const [name, value] of Object.entries({ validate, validateResponses })) {
    if (value !== undefined && typeof value !== 'boolean') throw invalid(`${name} must be true or false`)
  }
  if (maximumBodyBytes !== undefined && !(Number.isSafeInteger(maximumBodyBytes) && maximumBodyBytes > 0)) {
    throw invalid('maximumBodyBytes must be a whole number of at least 1')
  }
  if (strippedPrefix !== '' && removedBase(operations, strippedPrefix) === '') {
    throw invalid(
      `strippedPrefix must end with the path of a server of the document, such as /v1, or its beginning; ${strippedPrefix} does not`,
    )
  }
  return { openPrefixes: readOpenPrefixes(open), strippedPrefix }
}

function removedBase(operations: Api['operations'], prefix: string): string {
  return removablePaths(operations).find((base) => prefix.endsWith(base)) ?? ''
}

function invalid(message: string): SimpleSecurityError {
  return new SimpleSecurityError('invalid_configuration', `${message}.`)
}
