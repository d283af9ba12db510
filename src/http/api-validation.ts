import type { Context, Next } from 'koa'
import type { Api, ApiOperation } from '../openapi/api.js'
import type { FormParts } from '../openapi/form-body.js'
import { DocumentError, type Json } from '../openapi/json.js'
import { createParameterReader } from '../openapi/parameter-reader.js'
import { type CompileSchema, createSchemaCompiler } from '../openapi/schema-compiler.js'
import { createSchemaReader } from '../openapi/schema-reader.js'
import { createReferenceFollower } from '../openapi/schema-references.js'
import { createCoercion } from '../openapi/text-coercion.js'
import { type CheckRequest, createRequestCheck } from './api-request.js'
import { type CheckResponse, compileResponses, createResponseCheck } from './api-response.js'
import type { MatchedOperation, Pass } from './enforce.js'
import { usualBodyBytes } from './json-body.js'
import { writeFault, writeProblem } from './problem.js'
import { removeLaterHeaders } from './response-fault.js'

/** What is made of the schemas of a document, once for all operations. */
export interface ApiSchemas extends FormParts {
  readonly compile: CompileSchema
}

export interface OperationValidation {
  /** @throws DocumentError where a schema cannot be used to check anything */
  request: CheckRequest
  /** @throws SimpleSecurityError `invalid_response`; DocumentError where a schema cannot be used to check anything */
  response: CheckResponse
}

export interface ApiValidation {
  /** The validation of an operation, whose schemas are compiled when they are first needed. */
  of(operation: ApiOperation): OperationValidation
  /** Compiles all that an operation has, and tells what cannot be. */
  check(operation: ApiOperation): DocumentError[]
}

/** @param maximumBodyBytes of bodies that are read */
export function createApiValidation(api: Api, maximumBodyBytes = usualBodyBytes): ApiValidation {
  const schemas = once(() => createApiSchemas(api))
  const known = new Map<ApiOperation, OperationValidation>()
  const limits = { maximumBytes: maximumBodyBytes, putBack: true }

  function create(operation: ApiOperation): OperationValidation {
    const request = once(() => createRequestCheck(api, operation, schemas(), limits))
    const response = once(() => createResponseCheck(api, operation, schemas()))
    return { request: async (ctx, matched) => request()(ctx, matched), response: (ctx) => response()(ctx) }
  }

  return {
    of(operation) {
      const validation = known.get(operation) ?? create(operation)
      known.set(operation, validation)
      return validation
    },
    check(operation) {
      const works = [
        () => createRequestCheck(api, operation, schemas(), limits),
        () => compileResponses(api, operation, schemas()),
      ]
      return works.flatMap((work) => {
        try {
          work()
          return []
        } catch (error) {
          if (error instanceof DocumentError) return [error]
          throw error
        }
      })
    },
  }
}

/**
 * What a request goes through: it goes on when it fits its operation, with its values in `ctx.state.validated`, and the answer goes
 * out when it does.
 * @param parts.explain what to tell the app of a document that cannot be used
 */
export function createValidatingPass(parts: {
  validation: ApiValidation
  validate: boolean
  validateResponses: boolean
  explain: (error: unknown) => unknown
}): Pass {
  const { validation, validate, validateResponses, explain } = parts

  async function checkRequest(ctx: Context, matched: MatchedOperation): Promise<boolean> {
    try {
      const checked = await validation.of(matched.operation).request(ctx, matched)
      if (checked.ok) {
        ctx.state.validated = checked.value
        return true
      }
      if (checked.mustClose) ctx.set('Connection', 'close')
      writeProblem(ctx, checked.code, checked)
    } catch (fault) {
      writeFault(ctx, explain(fault))
    }
    return false
  }

  return async (ctx, matched, next: Next) => {
    if (validate && !(await checkRequest(ctx, matched))) return
    const headersBefore = Object.keys(ctx.response.headers)
    try {
      await next()
    } finally {
      // What was put back, and nobody wanted, would keep the connection's buffer.
      if (validate && ctx.req.readable) ctx.res.once('finish', () => ctx.req.resume())
    }
    if (!validateResponses || ctx.respond === false || ctx.headerSent) return
    try {
      validation.of(matched.operation).response(ctx)
    } catch (fault) {
      removeLaterHeaders(ctx, headersBefore)
      writeFault(ctx, explain(fault))
    }
  }
}

function createApiSchemas({ document, version }: Api): ApiSchemas {
  const follow = createReferenceFollower(document)
  const compile = createSchemaCompiler(version, follow)
  const reader = createSchemaReader(version, follow)
  const fits = (schema: Json, value: Json) =>
    compile({ schema, pointer: '#', direction: 'request', allErrors: false })(value)
  const coercion = createCoercion(reader, fits)
  return { compile, reader, coercion, parameters: createParameterReader({ reader, coercion, fits }) }
}

/** Does a work when its result is first asked for. One that has failed fails each time, without being done again. */
function once<Result>(work: () => Result): () => Result {
  let done: { result: Result } | { error: unknown } | undefined
  return () => {
    if (done === undefined) {
      try {
        done = { result: work() }
      } catch (error) {
        done = { error }
      }
    }
    if ('error' in done) throw done.error
    return done.result
  }
}
