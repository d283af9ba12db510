import type { TestContext } from 'node:test'
import type { Context, Middleware } from 'koa'
import type { EnforceOptions } from '../../src/http/document-policy.js'
import { documentOf, type EnforcedApp, operation, startEnforced, type Version } from './enforced-app.js'

/** Operations as `GET /pets/{id}`, each of which asks for a scheme of its own, which is always met. */
export interface Recorded {
  document: object
  schemes: Record<string, (ctx: Context) => boolean>
}

/** The paths of a document by `METHOD /template`, with more members of each operation. */
export function recorded(version: Version, operations: readonly string[], part: object = {}, members = {}): Recorded {
  const paths: Record<string, Record<string, object>> = {}
  Object.setPrototypeOf(paths, null)
  const securitySchemes: Record<string, object> = {}
  const schemes: Recorded['schemes'] = {}
  for (const [index, id] of operations.entries()) {
    const [method = '', path = ''] = id.split(/ (.*)/)
    const scheme = `s${index}`
    const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name)
    const parameters = names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
    securitySchemes[scheme] = { type: 'http', scheme: 'bearer' }
    schemes[scheme] = (ctx) => {
      ctx.state.checked = [...(ctx.state.checked ?? []), id]
      return true
    }
    paths[path] ??= {}
    paths[path][method.toLowerCase()] = operation({ security: [{ [scheme]: [] }], parameters, ...members })
  }
  return { document: documentOf(version, { paths: { ...paths }, components: { securitySchemes }, ...part }), schemes }
}

/** Answers with the operations that the request was checked against. */
export function answerChecked(ctx: Context): void {
  ctx.body = { checked: ctx.state.checked ?? [] }
}

export function startRecorded(
  t: TestContext,
  { document, schemes }: Recorded,
  parts: { enforce?: EnforceOptions; before?: Middleware[]; routes?: Middleware[] } = {},
): Promise<EnforcedApp> {
  const { routes = [answerChecked], ...others } = parts
  return startEnforced(t, { document, schemes }, { ...others, routes: () => routes })
}

/** A template as @koa/router has it. */
export function routerPath(template: string): string {
  const textOf = (part: string) =>
    encodeURI(part)
      .replaceAll('%25', '%')
      .replace(/[:*?+!()[\]{}\\]/g, '\\$&')
  return template
    .split(/\{([^}]+)\}/)
    .map((part, index) => (index % 2 === 0 ? textOf(part) : `:${JSON.stringify(part)}`))
    .join('')
}
