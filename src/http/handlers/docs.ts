import type { DocsPage } from '../docs-page.js'
import { docsContentSecurityPolicy } from '../docs-page.js'
import type { Handler } from '../handler.js'
import type { DocumentOf } from '../served-document.js'

export function getOpenapiJson(documentOf: DocumentOf): Handler<'getOpenapiJson'> {
  return ({ ctx }) => {
    const { document, etag } = documentOf(ctx.app).json
    return { status: 200, body: document, headers: { ETag: etag } }
  }
}

export function getOpenapiYaml(documentOf: DocumentOf): Handler<'getOpenapiYaml'> {
  return async ({ ctx }) => {
    const { body, etag } = await documentOf(ctx.app).yaml()
    return { status: 200, type: 'application/yaml', body, headers: { ETag: etag } }
  }
}

export function getDocs(page: DocsPage): Handler<'getDocs'> {
  return async () => {
    const { body, etag } = await page.index()
    const headers = { ETag: etag, 'Content-Security-Policy': docsContentSecurityPolicy }
    return { status: 200, type: 'text/html', body, headers }
  }
}

export function getDocsFile(page: DocsPage): Handler<'getDocsFile'> {
  return async ({ path }) => {
    const file = await page.file(path.file)
    if (file === undefined) return { problem: 'not_found' }
    return { status: 200, type: file.type, body: file.body, headers: { ETag: file.etag } }
  }
}
