import type { Context } from 'koa'
import type { ApiKey } from '../../keys/api-key.js'
import type { DocsPage } from '../docs-page.js'
import { docsContentSecurityPolicy } from '../docs-page.js'
import type { Check } from '../guards.js'
import type { Handler } from '../handler.js'
import type { CodeOfStatus } from '../problem.js'
import type { DocumentOf, ServedDocument } from '../served-document.js'

export interface DocumentParts {
  documentOf: DocumentOf
  /** The key that the document may be asked for. */
  checkKey: Check
}

export function getOpenapiJson(parts: DocumentParts): Handler<'getOpenapiJson'> {
  return async ({ query, ctx }) => {
    const found = await findDocument(parts, query, ctx)
    if ('problem' in found) return found
    const { document, etag } = found.served.json()
    return { status: 200, body: document, headers: { ETag: etag } }
  }
}

export function getOpenapiYaml(parts: DocumentParts): Handler<'getOpenapiYaml'> {
  return async ({ query, ctx }) => {
    const found = await findDocument(parts, query, ctx)
    if ('problem' in found) return found
    const { body, etag } = await found.served.yaml()
    return { status: 200, type: 'application/yaml', body, headers: { ETag: etag } }
  }
}

async function findDocument(
  { documentOf, checkKey }: DocumentParts,
  query: { for?: 'key' },
  ctx: Context,
): Promise<{ served: ServedDocument } | { problem: CodeOfStatus<403> }> {
  if (query.for === undefined) return { served: documentOf(ctx.app) }
  const refusal = await checkKey(ctx)
  // No guard refuses with another status.
  if (refusal !== undefined) return { problem: refusal.code as CodeOfStatus<403> }
  ctx.set('Cache-Control', 'no-store')
  const { scopes } = ctx.state.apiKey as ApiKey
  return { served: documentOf(ctx.app, scopes) }
}

export function getDocs(page: DocsPage): Handler<'getDocs'> {
  return async () => {
    const { body, etag } = await page.index()
    const headers = { ETag: etag, 'Content-Security-Policy': docsContentSecurityPolicy }
    return { status: 200, type: 'text/html', body, headers }
  }
}

export function getDocsFile(page: DocsPage): Handler<'getDocsFile'> {
  return async ({ path, ctx }) => {
    const acceptsGzip = () => {
      // Added to what the app's own middleware may have named.
      ctx.vary('Accept-Encoding')
      return ctx.acceptsEncodings('gzip', 'identity') === 'gzip'
    }
    const file = await page.file(path.file, acceptsGzip)
    if (file === undefined) return { problem: 'not_found' }
    const { type, body, etag, encoding } = file
    const headers = { ETag: etag, ...(encoding !== undefined && { 'Content-Encoding': encoding }) }
    return { status: 200, type, body, headers }
  }
}
