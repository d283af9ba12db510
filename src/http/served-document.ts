import { createHash } from 'node:crypto'
import type Router from '@koa/router'
import type Koa from 'koa'
import { type OpenApiDocument, selectOperations } from './public-document.js'

/** Something to serve, with a strong validator for conditional requests. */
export interface ServedFile {
  body: string | Buffer
  etag: string
}

export interface ServedDocument {
  json: { document: OpenApiDocument; etag: string }
  yaml(): Promise<ServedFile>
}

/** The document as an app serves it. */
export type DocumentOf = (app: Koa) => ServedDocument

export function servedFile(body: string | Buffer): ServedFile {
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"` }
}

/**
 * The document as an app serves it: the operations that its routers have, so that the page offers no call that ends in
 * 404. Made once for each app.
 */
export function createServedDocuments(parts: {
  document: OpenApiDocument
  /** Whether an operation is one of ours. Those of the user's are there however they are routed. */
  isOwn: (operation: { path: string }) => boolean
  hideDocs: boolean
}): DocumentOf {
  const { document, isOwn, hideDocs } = parts
  const byApp = new WeakMap<Koa, ServedDocument>()
  return (app) => {
    const known = byApp.get(app)
    if (known !== undefined) return known
    const isRouted = isRoutedBy(app)
    const served = serve(
      selectOperations(document, (operation) => !isOwn(operation) || isRouted(operation), { hideInternal: hideDocs }),
    )
    byApp.set(app, served)
    return served
  }
}

function serve(selected: OpenApiDocument): ServedDocument {
  let yaml: Promise<ServedFile> | undefined
  return {
    json: { document: selected, etag: servedFile(JSON.stringify(selected)).etag },
    yaml() {
      // Loaded when it is first asked for: few ask, and starting should not wait for it.
      yaml ??= import('yaml').then(({ stringify }) => servedFile(stringify(selected, { aliasDuplicateObjects: false })))
      return yaml
    },
  }
}

/** Where the app has no router to look into, such as a mounted app, every operation is taken to be there. */
function isRoutedBy(app: Koa): (operation: { path: string; method: string }) => boolean {
  const routers = app.middleware
    .map((middleware) => (middleware as { router?: Router }).router)
    .filter((router) => router !== undefined)
  return ({ path, method }) => routers.length === 0 || routers.some((router) => router.match(path, method).route)
}
