import { createHash } from 'node:crypto'
import type Router from '@koa/router'
import type Koa from 'koa'
import { LRUCache } from 'lru-cache'
import { missingScopes } from '../credentials/scopes.js'
import type { Api, ApiOperation } from '../openapi/api.js'
import { createOperationSelector, type OpenApiDocument } from './public-document.js'

/** Something to serve, with a strong validator for conditional requests. */
export interface ServedFile {
  body: string | Buffer
  etag: string
}

export interface ServedDocument {
  json(): ServedFile & { document: OpenApiDocument }
  yaml(): Promise<ServedFile>
}

/** The document as an app serves it: to everybody, or to a key with these scopes. */
export type DocumentOf = (app: Koa, scopes?: readonly string[]) => ServedDocument

/** How many documents are kept that differ in what a key may call; each may have a megabyte. */
const maximumDocuments = 20

export function servedFile<Body extends string | Buffer>(body: Body): { body: Body; etag: string } {
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"` }
}

/**
 * The document as an app serves it: the operations that its routers have, so that the page offers no call that ends in
 * 404. Made once for each app, and when it is first asked for.
 */
export function createServedDocuments(parts: {
  document: () => OpenApiDocument
  /** What the operations of the document ask for. */
  api: () => Api
  /** Whether an operation is one of ours. Those of the user's are there however they are routed. */
  isOwn: (operation: { path: string }) => boolean
  /** Whether a scheme is met by a key. */
  isKeyScheme: (scheme: string) => boolean
  hideDocs: boolean
  /** Security schemes that nobody can use here. */
  hiddenSchemes: () => ReadonlySet<string>
}): DocumentOf {
  const { isOwn, isKeyScheme, hideDocs, hiddenSchemes } = parts
  let selectOperations: ReturnType<typeof createOperationSelector> | undefined
  const byApp = new WeakMap<Koa, DocumentsOfApp>()

  function select(app: Koa, isCallable: (operation: OperationName) => boolean): ServedDocument {
    selectOperations ??= createOperationSelector(parts.document(), {
      hideInternal: hideDocs,
      hiddenSchemes: hiddenSchemes(),
    })
    const isRouted = isRoutedBy(app)
    const isSelected = (operation: OperationName) => isCallable(operation) && (!isOwn(operation) || isRouted(operation))
    return serve(selectOperations(isSelected))
  }

  return (app, scopes) => {
    const known = byApp.get(app) ?? { all: undefined, ofKeys: new LRUCache({ max: maximumDocuments }) }
    byApp.set(app, known)
    if (scopes === undefined) {
      known.all ??= select(app, () => true)
      return known.all
    }
    const { operations } = parts.api()
    // A gateway asks with keys of others; who has one has nothing to ask there.
    const isForCallers = (operation: ApiOperation) => !(isOwn(operation) && operation.isInternal)
    const callable = operations.filter((one) => isForCallers(one) && mayCall(one, scopes, isKeyScheme))
    const names = new Set(callable.map(nameOf))
    const selection = callable.map(({ pointer, path }) => `${pointer} ${path}`).join('\n')
    const served = known.ofKeys.get(selection) ?? select(app, (operation) => names.has(nameOf(operation)))
    known.ofKeys.set(selection, served)
    return served
  }
}

interface OperationName {
  path: string
  method: string
}

interface DocumentsOfApp {
  all: ServedDocument | undefined
  /** By the operations that a key may call. */
  ofKeys: LRUCache<string, ServedDocument>
}

function nameOf({ method, path }: OperationName): string {
  return `${method} ${path}`
}

/** Whether a key with these scopes and nothing else is enough: a requirement of a second credential is not met by it. */
function mayCall(
  { security }: ApiOperation,
  scopes: readonly string[],
  isKeyScheme: (scheme: string) => boolean,
): boolean {
  if (security.length === 0) return true
  return security.some(([first, ...others]) => {
    if (first === undefined) return true
    return others.length === 0 && isKeyScheme(first.scheme) && missingScopes(scopes, first.scopes).length === 0
  })
}

function serve(document: OpenApiDocument): ServedDocument {
  let json: ReturnType<ServedDocument['json']> | undefined
  let yaml: Promise<ServedFile> | undefined
  return {
    json() {
      json ??= { document, ...servedFile(JSON.stringify(document)) }
      return json
    },
    yaml() {
      // Loaded when it is first asked for: few ask, and starting should not wait for it.
      yaml ??= import('yaml').then(({ stringify }) => servedFile(stringify(document, { aliasDuplicateObjects: false })))
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
