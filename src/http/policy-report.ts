import { SimpleSecurityError } from '../errors.js'
import type { Api } from '../openapi/api.js'
import { laxShape, parseTemplate } from '../openapi/path-template.js'
import { type AccessParts, accessWords } from './access-words.js'
import { compareRoutes, type OperationPlace } from './compare-routes.js'
import { readOpenPrefixes } from './open-prefixes.js'
import { isCheckedHere } from './policy.js'
import { describePolicy, differencesOf } from './policy-text.js'
import { createRouteTable, type RoutePlaces, type RouteTable } from './route-table.js'

export interface ReportedOperation {
  /** In capitals. */
  method: string
  /** As clients call it: with the base path of a server. Operations under several base paths are there once for each. */
  path: string
  operationId: string | undefined
  /** Who may call it, in words for people. */
  access: string
  /** Whether anybody may call it. */
  isOpen: boolean
  /** Whether it is one of this package's own: the key administration and the docs. */
  isOwn: boolean
}

type Named = Pick<ReportedOperation, 'method' | 'path' | 'operationId'>

export interface UndocumentedRoute {
  /** In capitals; ANY for a route that takes every method. */
  method: string
  path: string
  /** Whether it is a wildcard or a regular expression, which may reach more than the document says. */
  isPattern: boolean
  /** Operations of the document whose requests this route answers. */
  answers: Named[]
}

export interface ShadowedOperation extends Named {
  /** The route that answers first, and the operation that it is there for. */
  by: Named
  /** A request path for which that is so. */
  example: string
}

/** What of an app's API the document says, and where routes and document differ. */
export interface PolicyReport {
  /** In the order of the document. */
  operations: ReportedOperation[]
  /** Whether there were routes to compare with. Without, all that differs is not known. */
  isCompared: boolean
  /** Routes that the document lacks. */
  undocumented: UndocumentedRoute[]
  /** Operations that no route answers. */
  unrouted: Named[]
  /** Operations whose requests the route of another one answers. */
  shadowed: ShadowedOperation[]
  /** Routes that come before `enforce()` in the app, so that it does not guard them. */
  unguarded: Pick<UndocumentedRoute, 'method' | 'path'>[]
  /** Whether an `enforce()` was to be seen in the app; undefined where no app was given. */
  isEnforced: boolean | undefined
  /** Schemes that some operation asks for and nothing checks. */
  unhandled: { scheme: string; type: string; pointer: string }[]
}

export interface PolicyReportOptions extends RoutePlaces {
  /** Whether a difference is an error. */
  strict?: boolean | undefined
  /** As for `enforce()`, and as the routers see them: routes below these paths need not be in the document. Those of an `enforce()` of the app are known. */
  open?: readonly string[] | undefined
}

export interface ReportParts extends AccessParts {
  readonly api: Api
  isOwn(operation: { path: string }): boolean
}

/** The text of the report is `String(report)`. */
export function createPolicyReport(parts: ReportParts, options: PolicyReportOptions = {}): PolicyReport {
  const isCompared = options.app !== undefined || options.routers !== undefined
  const table = createRouteTable(options)
  const handledSchemes = [...parts.handledSchemes, ...table.enforcements.flatMap((one) => one.handledSchemes)]
  const known = { ...parts, handledSchemes }
  const places = placesOf(parts)
  const openPrefixes = [
    ...readOpenPrefixes(options.open).map(({ text }) => text),
    ...table.enforcements.flatMap((one) => one.openPrefixes),
  ]
  const differences = isCompared
    ? compareRoutes(places, table, openPrefixes)
    : { undocumented: [], unrouted: [], shadowed: [], unguarded: [] }
  const report: PolicyReport = {
    operations: places.map(({ operation, path, isOwn }) => ({
      method: operation.method,
      path,
      operationId: operation.operationId,
      access: accessWords(operation, parts.api, known),
      isOpen: isOpen(operation),
      isOwn,
    })),
    isCompared,
    ...differences,
    isEnforced: isEnforcedBy(options, table),
    unhandled: unhandledSchemes(parts, handledSchemes),
  }
  if (options.strict === true) refuseDifferences(report)
  // Beside the members, so that copies and comparisons have data only.
  return Object.defineProperty(report, 'toString', { value: () => describePolicy(report) })
}

function isEnforcedBy({ app }: PolicyReportOptions, { enforcements }: RouteTable): boolean | undefined {
  return app === undefined ? undefined : enforcements.length > 0
}

function refuseDifferences(report: PolicyReport): void {
  const lines = differencesOf(report)
  if (lines.length === 0) return
  const message = `The app and its OpenAPI document differ:\n${lines.map((line) => `  ${line}`).join('\n')}`
  throw new SimpleSecurityError('invalid_configuration', message)
}

function placesOf({ api, isOwn }: ReportParts): OperationPlace[] {
  return api.operations.flatMap((operation) =>
    operation.basePaths.map((base) => {
      const path = base + operation.path
      const segments = parseTemplate(path, operation.pointer)
      return { operation, document: api.document, path, segments, shape: laxShape(segments), isOwn: isOwn(operation) }
    }),
  )
}

function isOpen({ security }: OperationPlace['operation']): boolean {
  return security.length === 0 || security.some((alternative) => alternative.length === 0)
}

function unhandledSchemes({ api, isOwn }: ReportParts, handled: readonly string[]): PolicyReport['unhandled'] {
  const theirs = api.operations.filter((operation) => !isOwn(operation))
  const named = new Set(
    theirs.flatMap(({ security }) => security.flatMap((alternative) => alternative.map(({ scheme }) => scheme))),
  )
  return Object.entries(api.schemes)
    .filter(([name, scheme]) => named.has(name) && !handled.includes(name) && !isCheckedHere(scheme))
    .map(([name, { type, pointer }]) => ({ scheme: name, type, pointer }))
}
