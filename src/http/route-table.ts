import { SimpleSecurityError } from '../errors.js'
import { laxShape, parseTemplate, type TemplateSegment } from '../openapi/path-template.js'
import { type Enforcement, enforcementOf } from './enforcement-mark.js'
import { fill } from './example-paths.js'
import { templatesOf } from './route-template.js'

/** What is looked at of a @koa/router, of any version. */
export interface RouterLike {
  readonly stack: readonly RouterLayer[]
  readonly opts?: { readonly exclusive?: unknown }
}

export interface RouterLayer {
  readonly path: string | RegExp
  readonly methods: readonly string[]
  readonly regexp: RegExp | undefined
  readonly paramNames: readonly unknown[]
  readonly stack: readonly unknown[]
}

/** What is looked at of a Koa app. */
export interface AppLike {
  readonly middleware: readonly unknown[]
}

export interface RoutePlaces {
  routers?: readonly RouterLike[] | undefined
  app?: AppLike | undefined
  /** The path under which the routers or the app are mounted. Default: what the app's `enforce()` knows to be taken away. */
  prefix?: string | undefined
}

export interface RouteTemplate {
  readonly path: string
  /** With the prefix and without: what is mounted below a path of the document has paths without it too, such as ours. */
  readonly readings: readonly RouteReading[]
}

export interface RouteReading {
  readonly segments: readonly TemplateSegment[]
  /** Alike for templates that a lax router takes for one another. */
  readonly shape: string
}

export interface Route {
  /** As clients have it: with the prefix. */
  readonly path: string
  /** As its router has it. */
  readonly routedPath: string
  /** In capitals, without the HEAD that comes with GET. */
  readonly methods: readonly string[]
  readonly isForAnyMethod: boolean
  /** Undefined for a wildcard or a regular expression. */
  readonly templates: readonly RouteTemplate[] | undefined
  /** Whether expressions behind its parameters narrow them down. */
  readonly isNarrowed: boolean
  /** False where `enforce()` comes later only; undefined where that is not to be seen. */
  readonly isEnforced: boolean | undefined
  matches(path: string, method: string): boolean
}

export interface RouteTable {
  /** In the order in which they are asked. */
  readonly routes: readonly Route[]
  /** Each `enforce()` that is to be seen. */
  readonly enforcements: readonly Enforcement[]
  /** The route that answers first, with the methods that it is registered for. */
  first(path: string, method: string): Route | undefined
}

const documentMethods = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH']

/** @throws SimpleSecurityError `invalid_configuration` where an app has no router that can be seen */
export function createRouteTable({ routers = [], app, prefix: given }: RoutePlaces): RouteTable {
  if (given !== undefined && !/^(\/[^/?#]+)*$/.test(given)) {
    throw invalid(`prefix must be a path such as /v1, not ${given}.`)
  }
  const { mounted, enforcements: inApp } = lookInto(app)
  const others = [...new Set(routers)].filter((router) => !mounted.some((one) => one.router === router))
  const all = [...mounted.map(({ router }) => router), ...others]
  const enforcements = [...inApp, ...all.flatMap(({ stack }) => stack.flatMap(enforcementsIn))]
  if (app !== undefined && all.length + enforcements.length === 0) {
    const hint = 'what is inside of composed or mounted middleware cannot be seen, so give its routers too'
    throw invalid(`The app has no @koa/router among its middleware: ${hint}.`)
  }
  const prefix = given ?? enforcements[0]?.strippedBase ?? ''
  // Where none is to be seen, it may be inside of something. Where one is, what comes before it is certain.
  const isKnown = enforcements.length > 0
  const groups = all.map((router, index) => ({
    router,
    routes: routesOf(router, prefix, isKnown ? mounted[index]?.isEnforced : undefined),
  }))
  return {
    routes: groups.flatMap((group) => group.routes.map(({ route }) => route)),
    enforcements,
    first(path, method) {
      for (const { router, routes } of groups) {
        const matching = routes.filter(({ route }) => route.matches(path, method))
        const chosen = choose(matching, router.opts?.exclusive)
        if (chosen !== undefined) return chosen.route
      }
      return undefined
    },
  }
}

function lookInto(app: AppLike | undefined) {
  const enforcements: Enforcement[] = []
  const mounted: { router: RouterLike; isEnforced: boolean }[] = []
  for (const middleware of app?.middleware ?? []) {
    const enforcement = enforcementOf(middleware)
    if (enforcement !== undefined) enforcements.push(enforcement)
    const { router } = middleware as { router?: RouterLike }
    if (router !== undefined) mounted.push({ router, isEnforced: enforcements.length > 0 })
  }
  return { enforcements, mounted }
}

function enforcementsIn({ stack }: RouterLayer): Enforcement[] {
  return stack.map(enforcementOf).filter((enforcement) => enforcement !== undefined)
}

interface Registered {
  readonly route: Route
  readonly layer: RouterLayer
}

function routesOf({ stack }: RouterLike, prefix: string, isEnforcedBefore: boolean | undefined): Registered[] {
  const guards: RouterLayer[] = []
  const found: Registered[] = []
  for (const layer of stack) {
    const isGuard = enforcementsIn(layer).length > 0
    if (layer.methods.length === 0) {
      if (isGuard) guards.push(layer)
      continue
    }
    const isGuarded = isGuard || guards.some((guard) => covers(guard, layer))
    found.push({ layer, route: { ...routeOf(layer, prefix), isEnforced: isGuarded || isEnforcedBefore } })
  }
  return found
}

function routeOf(layer: RouterLayer, prefix: string): Omit<Route, 'isEnforced'> {
  const routedPath = String(layer.path)
  const isForAnyMethod = documentMethods.every((method) => layer.methods.includes(method))
  return {
    path: typeof layer.path === 'string' ? prefix + layer.path : routedPath,
    routedPath,
    methods: layer.methods.filter((method) => method !== 'HEAD' || !layer.methods.includes('GET')),
    isForAnyMethod,
    templates: typeof layer.path === 'string' ? readTemplates(layer.path, prefix) : undefined,
    isNarrowed: /(^|[^\\])\(/.test(routedPath),
    matches(path, method) {
      if (!layer.methods.includes(method)) return false
      const isBelow = path === prefix || path.startsWith(`${prefix}/`)
      return test(layer, (isBelow ? path.slice(prefix.length) : path) || '/')
    },
  }
}

function test({ regexp }: RouterLayer, path: string): boolean {
  // A route without a path has none.
  if (regexp === undefined) return false
  // One with the flag g goes on where it last was.
  regexp.lastIndex = 0
  return regexp.test(path)
}

function covers(guard: RouterLayer, layer: RouterLayer): boolean {
  const [template] = typeof layer.path === 'string' ? (readTemplates(layer.path, '') ?? []) : []
  const [reading] = template?.readings ?? []
  return test(guard, reading === undefined ? '/' : fill(reading.segments, () => 'x'))
}

// As the router chooses, with its option `exclusive`.
function choose(matching: readonly Registered[], exclusive: unknown): Registered | undefined {
  if (!exclusive) return matching[0]
  if (exclusive !== 'specificity') return matching.at(-1)
  return matching.toSorted((one, other) => one.layer.paramNames.length - other.layer.paramNames.length)[0]
}

function readTemplates(path: string, prefix: string): RouteTemplate[] | undefined {
  try {
    return templatesOf(path)?.map((template) => ({
      path: asRouted(prefix + template || '/'),
      readings: [...new Set([prefix + template, template])].map((reading) => {
        const segments = parseTemplate(reading || '/', '')
        return { segments, shape: laxShape(segments) }
      }),
    }))
  } catch {
    return undefined
  }
}

function asRouted(template: string): string {
  return template.replace(/\{([^{}]+)\}/g, (_, name: string) => (/^\w+$/.test(name) ? `:${name}` : `:"${name}"`))
}

function invalid(message: string): SimpleSecurityError {
  return new SimpleSecurityError('invalid_configuration', message)
}
