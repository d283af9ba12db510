import type { Context, Middleware, Next } from 'koa'
import { SimpleSecurityError } from '../errors.js'
import { type Api, readApi } from '../openapi/api.js'
import type { JsonObject } from '../openapi/json.js'
import { mergeDocuments } from '../openapi/merge.js'
import { type DocumentSource, explaining } from '../openapi/source.js'
import { createEnforcement, type MatchedOperation, type PolicyOperation } from './enforce.js'
import { createPolicyCheck, type PolicyParts } from './policy.js'
import type { OpenApiDocument } from './public-document.js'

export interface EnforceOptions {
  /** Paths below which everybody may call whatever there is, each ending in a slash: `['/assets/']`. Default: none. */
  open?: readonly string[]
}

export interface DocumentPolicy {
  /** With our operations too: what is enforced. */
  readonly api: Api
  /** With the key administration, for those who call: what is served. */
  readonly document: OpenApiDocument
  /** Whether an operation is one of ours, which is routed and validated by its own router. */
  isOwn(operation: { path: string }): boolean
  enforce(options?: EnforceOptions): Middleware
}

/**
 * A document of the user's as a policy.
 * @param own our document
 * @throws SimpleSecurityError `invalid_configuration` with the place of what is wrong
 */
export function createDocumentPolicy(source: DocumentSource, own: JsonObject, parts: PolicyParts): DocumentPolicy {
  const { api, document, operations } = explaining(source, () => {
    const merged = mergeDocuments(source.document, { document: own, tags: ['_auth', 'docs'] })
    const read = readApi(merged)
    return {
      api: read,
      document: mergeDocuments(source.document, { document: own, tags: ['_auth'] }),
      operations: read.operations.map(
        (operation): PolicyOperation => ({ operation, check: createPolicyCheck(operation, read, parts) }),
      ),
    }
  })
  const theirPaths = new Set(Object.keys((source.document.paths ?? {}) as object))
  const isOwn = ({ path }: { path: string }) => !theirPaths.has(path)

  return {
    api,
    document: document as unknown as OpenApiDocument,
    isOwn,
    enforce: (options = {}) => createEnforcement({ operations, openPrefixes: readOpenPrefixes(options.open), pass }),
  }
}

function pass(_: Context, __: MatchedOperation, next: Next): unknown {
  return next()
}

function readOpenPrefixes(prefixes: readonly string[] = []): readonly string[] {
  for (const prefix of prefixes) {
    if (!/^\/(.*\/)?$/.test(prefix)) {
      throw new SimpleSecurityError(
        'invalid_configuration',
        `open must list paths that begin and end with a slash, not ${prefix}.`,
      )
    }
  }
  return [...prefixes]
}
