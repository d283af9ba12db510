import type { ApiOperation } from '../openapi/api.js'
import type { Json, JsonObject } from '../openapi/json.js'
import { createPathMatcher, type PathMatcher } from '../openapi/path-matcher.js'
import { laxPath, type TemplateSegment } from '../openapi/path-template.js'
import { examplePaths, meetingPath } from './example-paths.js'
import type { PolicyReport, ReportedOperation, ShadowedOperation, UndocumentedRoute } from './policy-report.js'
import type { Route, RouteReading, RouteTable } from './route-table.js'

/** An operation under one of its base paths. */
export interface OperationPlace {
  readonly operation: ApiOperation
  readonly document: JsonObject
  readonly path: string
  readonly segments: readonly TemplateSegment[]
  /** Alike for templates that a lax router takes for one another. */
  readonly shape: string
  readonly isOwn: boolean
}

type Differences = Pick<PolicyReport, 'undocumented' | 'unrouted' | 'shadowed' | 'unguarded'>

/**
 * Where the routes and the operations of a document differ. What a route answers is tried with paths that the document gives
 * to each operation: by its own template, and where that meets the template of another route.
 * @param openPrefixes routes below these need not be in the document
 */
export function compareRoutes(
  places: readonly OperationPlace[],
  table: RouteTable,
  openPrefixes: readonly string[],
): Differences {
  const { routes, enforcements } = table
  const routesFor = createRoutesFor(places, routes)
  const ownPlacesOf = (route: Route) => (routesFor.placesOf(route) ?? []).filter(({ isOwn }) => isOwn)
  // The administration and the docs are mounted each by itself.
  const mounted = new Set(routes.flatMap(ownPlacesOf).map(tagOf))
  const isAnswered = enforcements.some(({ answersOperations }) => answersOperations)
  // Ours are no part of an app that does not mount them, nor are theirs a router's where enforcement itself answers them.
  const compared = places.filter((place) => (place.isOwn ? mounted.has(tagOf(place)) : !isAnswered))
  const reached = createReach(places, table)

  const answers = new Map<Route, OperationPlace[]>()
  const shadowed: ShadowedOperation[] = []
  const routed = new Set<ApiOperation>()
  for (const place of compared) {
    for (const [route, example] of reached(place)) {
      routed.add(place.operation)
      const owners = routesFor.placesOf(route) ?? []
      if (owners.includes(place)) continue
      const owner = owners.find(({ operation }) => operation.method === place.operation.method) ?? owners[0]
      if (owner === undefined) answers.set(route, [...(answers.get(route) ?? []), place])
      else shadowed.push({ ...nameOf(place), by: { ...nameOf(owner), path: route.path }, example })
    }
    if (routesFor.isNarrowlyRouted(place)) routed.add(place.operation)
  }

  return {
    undocumented: routes
      .filter((route) => !isBelow(route.routedPath, openPrefixes))
      .flatMap((route) =>
        routesFor.undocumented(route).map(
          (lacking): UndocumentedRoute => ({
            ...lacking,
            isPattern: route.templates === undefined,
            answers: (answers.get(route) ?? []).map(nameOf),
          }),
        ),
      ),
    unrouted: compared.filter(({ operation }) => !routed.has(operation)).map(nameOf),
    shadowed,
    unguarded: routes
      .filter(
        (route) =>
          route.isEnforced === false && ownPlacesOf(route).length === 0 && !isBelow(route.routedPath, openPrefixes),
      )
      .flatMap((route) => methodsOf(route).map((method) => ({ method, path: route.path }))),
  }
}

/** Which routes are there for which operations: those with the same template. */
function createRoutesFor(places: readonly OperationPlace[], routes: readonly Route[]) {
  const byShape = new Map<string, OperationPlace[]>()
  for (const place of places) byShape.set(place.shape, [...(byShape.get(place.shape) ?? []), place])
  const examples = new Map(places.map((place) => [place, examplePaths(place)]))

  // Of the same shape is what a lax router takes for the same; this one may be less lax.
  const fits = (route: Route, place: OperationPlace, method: string) =>
    route.isNarrowed || (examples.get(place) ?? []).some((path) => route.matches(path, method))
  const isCalledBy = ({ operation }: OperationPlace, method: string) =>
    operation.method === method || (method === 'HEAD' && operation.method === 'GET' && !operation.changesState)
  const placesFor = (route: Route, readings: readonly RouteReading[], method: string) =>
    readings
      .flatMap(({ shape }) => byShape.get(shape) ?? [])
      .filter(
        (place) =>
          (method === anyMethod || isCalledBy(place, method)) &&
          fits(route, place, method === anyMethod ? place.operation.method : method),
      )
  const owners = new Map(
    routes.map((route): [Route, OperationPlace[]] => [
      route,
      (route.templates ?? []).flatMap(({ readings }) =>
        methodsOf(route).flatMap((method) => placesFor(route, readings, method)),
      ),
    ]),
  )
  const narrowed = routes.filter(({ isNarrowed }) => isNarrowed)

  return {
    placesOf: (route: Route) => owners.get(route),
    isNarrowlyRouted: (place: OperationPlace) =>
      narrowed.some((route) => owners.get(route)?.includes(place) && route.methods.includes(place.operation.method)),
    undocumented(route: Route): { method: string; path: string }[] {
      const templates = route.templates ?? [{ path: route.path, readings: [] }]
      return templates.flatMap(({ path, readings }) =>
        methodsOf(route)
          .filter((method) => placesFor(route, readings, method).length === 0)
          .map((method) => ({ method, path })),
      )
    },
  }
}

/** Finds the routes that requests of an operation reach, each with a path of such a request. */
function createReach(places: readonly OperationPlace[], { routes, first }: RouteTable) {
  const templates = new Map(places.map(({ shape, path }) => [shape, path]))
  const matcher: PathMatcher<string> = createPathMatcher(
    [...templates].map(([shape, template]) => ({ template, value: shape })),
  )
  const byLength = new Map<number, (readonly TemplateSegment[])[]>()
  for (const { segments } of routes.flatMap(({ templates = [] }) => templates.flatMap(({ readings }) => readings))) {
    byLength.set(segments.length, [...(byLength.get(segments.length) ?? []), segments])
  }
  const lookAtValues = routes.some(({ templates, isNarrowed }) => templates === undefined || isNarrowed)
  return (place: OperationPlace): Map<Route, string> => {
    const isOf = (path: string | undefined) => path !== undefined && matcher.match(path)?.value === place.shape
    const examples = examplePaths(place).filter(isOf)
    const others = byLength.get(place.segments.length) ?? []
    const meetings = others.map((segments) => meetingPath(place.segments, segments)).filter(isOf) as string[]
    const found = new Map<Route, string>()
    for (const path of new Set([...(lookAtValues ? examples : examples.slice(0, 1)), ...meetings])) {
      const route = first(path, place.operation.method)
      if (route !== undefined && !found.has(route)) found.set(route, path)
    }
    return found
  }
}

const anyMethod = 'ANY'

function methodsOf({ isForAnyMethod, methods }: Route): readonly string[] {
  return isForAnyMethod ? [anyMethod] : methods
}

function tagOf({ operation: { operation } }: OperationPlace): Json | undefined {
  return Array.isArray(operation.tags) ? operation.tags[0] : undefined
}

function nameOf({ operation: { method, operationId }, path }: OperationPlace) {
  return { method, path, operationId } satisfies Pick<ReportedOperation, 'method' | 'path' | 'operationId'>
}

function isBelow(path: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => laxPath(path)?.startsWith(prefix.toLowerCase()))
}
