import type { Context, Middleware, Next } from 'koa'
import type { ApiOperation } from '../openapi/api.js'
import { type BestMatch, createPathMatcher } from '../openapi/path-matcher.js'
import { laxPath, parseTemplate, shapeOf } from '../openapi/path-template.js'
import type { Check, Refusal } from './guards.js'
import type { OpenPrefix } from './open-prefixes.js'
import { writeFault, writeProblem } from './problem.js'
import { removablePaths } from './removed-paths.js'

/** An operation of the document, as a request is checked against it. */
export interface PolicyOperation {
  readonly operation: ApiOperation
  /** Undefined where anybody may call. */
  readonly check: Check | undefined
}

/** The operation that a request was found to be of, and that let it pass. */
export interface MatchedOperation {
  readonly operation: ApiOperation
  /** Of the path, by their names, percent-decoded. */
  readonly parameters: Readonly<Record<string, string>>
  /** The same, as they stand in the path. */
  readonly texts: Readonly<Record<string, string>>
}

/** What a request that may go on goes through before it does, such as validation. */
export type Pass = (ctx: Context, matched: MatchedOperation, next: Next) => unknown

interface Path {
  /** Of parameters, in their order. */
  readonly names: readonly string[]
  readonly methods: ReadonlyMap<string, PathOperation>
  readonly allow: string
}

interface PathOperation extends PolicyOperation {
  /** As its own template calls the parameters. */
  readonly names: readonly string[]
}

export interface Enforcement {
  operations: readonly PolicyOperation[]
  /** Paths below which everybody may call whatever the document does not have, each ending in a slash. */
  openPrefixes: readonly OpenPrefix[]
  /** What a proxy takes away from the path of every request. */
  strippedPrefix: string
  /** Undefined where a request goes on as it is. */
  pass: Pass | undefined
}

/**
 * Middleware that lets a request through only as its operation says. What the document does not have is refused, save what is
 * under an open prefix.
 */
export function createEnforcement(parts: Enforcement): Middleware {
  const { openPrefixes, strippedPrefix, pass } = parts
  const matcher = createPathMatcher(pathsOf(parts.operations))
  const removable = removablePaths(parts.operations.map(({ operation }) => operation))

  /** The path, as the document may have it: with what was taken away from it, the longest first, and as it is. */
  function possiblePaths(ctx: Context): string[] {
    const { path } = ctx
    if (removable.length === 0) return [path]
    const prefix = strippedPrefix + takenAway(ctx)
    if (prefix === '') return [path]
    return [...removable.filter((base) => prefix.endsWith(base)).map((base) => base + path), path]
  }

  function find(paths: readonly string[], method: string): BestMatch<Path> | undefined {
    if (paths.length === 1) return matcher.match(paths[0] as string)
    const [found, ...others] = paths.map(matcher.match).filter((match) => match !== undefined)
    const operationOf = (match: BestMatch<Path> | undefined) => match?.value.methods.get(method)?.operation
    // Whoever routes what is left of the path may take it for any of them.
    return others.every((other) => operationOf(other) === operationOf(found)) ? found : undefined
  }

  function isOpen({ path }: Context, paths: readonly string[]): boolean {
    return isBelow(path, openPrefixes) && !paths.some(matcher.resembles)
  }

  return (ctx, next) => {
    // Only some routers read it, so that another operation than the one that is checked could be reached.
    const { newRouterPath } = ctx as Context & { newRouterPath?: string }
    if (newRouterPath !== undefined && newRouterPath !== ctx.path) return writeProblem(ctx, 'not_found')
    const paths = possiblePaths(ctx)
    const found = find(paths, ctx.method)
    if (found === undefined) return isOpen(ctx, paths) ? next() : writeProblem(ctx, 'not_found')
    const { rivals } = found
    const best = rivals.length === 0 ? found : ([found, ...rivals].find((one) => isOf(one, ctx.method)) ?? found)
    const { value, parameters } = best
    const matched = value.methods.get(ctx.method)
    if (matched === undefined || parameters === undefined) {
      ctx.set('Allow', value.allow)
      return writeProblem(ctx, 'method_not_allowed')
    }
    const go =
      pass === undefined ? next : () => pass(ctx, matchedBy(matched, value.names, parameters, best.texts), next)
    let refusal: ReturnType<Check>
    try {
      refusal = rivals.length === 0 ? matched.check?.(ctx) : checkAll(ctx, [found, ...rivals])
    } catch (fault) {
      return refuse(ctx, fault)
    }
    if (refusal === undefined) return go() as Promise<unknown>
    if (refusal instanceof Promise) return passLater(ctx, go, refusal)
    writeProblem(ctx, refusal.code, refusal)
  }
}

/** With the parameters by the names that the operation's own template has for them. */
function matchedBy(
  { operation, names }: PathOperation,
  given: readonly string[],
  parameters: Readonly<Record<string, string>>,
  texts: Readonly<Record<string, string>>,
): MatchedOperation {
  if (names === given) return { operation, parameters, texts }
  return { operation, parameters: renamed(parameters, given, names), texts: renamed(texts, given, names) }
}

function isOf({ value, parameters }: BestMatch<Path>['rivals'][number], method: string): boolean {
  return parameters !== undefined && value.methods.has(method)
}

// A router may take the path for that of any of them.
async function checkAll(ctx: Context, paths: readonly { value: Path }[]): Promise<Refusal | undefined> {
  for (const { value } of paths) {
    const refusal = await value.methods.get(ctx.method)?.check?.(ctx)
    if (refusal === undefined) continue
    // It was set for an answer that is not given.
    ctx.remove('Sunset')
    return refusal
  }
  return undefined
}

async function passLater(ctx: Context, go: () => unknown, checking: Promise<Refusal | undefined>): Promise<void> {
  let refusal: Refusal | undefined
  try {
    refusal = await checking
  } catch (fault) {
    refuse(ctx, fault)
    return
  }
  if (refusal === undefined) await go()
  else writeProblem(ctx, refusal.code, refusal)
}

// What a handler of the app's own throws to answer otherwise is Koa's to answer with.
function refuse(ctx: Context, fault: unknown): void {
  if ((fault as { expose?: unknown } | undefined)?.expose !== undefined) throw fault
  writeFault(ctx, fault)
}

/**
 * What was taken away from the front of the path since the request came in: by koa-mount, whose `mountPath` tells of the
 * innermost mount only and stays behind it, or by middleware of the app.
 */
function takenAway({ path, originalUrl }: Context): string {
  if (originalUrl === path) return ''
  const [original = ''] = originalUrl.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').split(/[?#]/, 1)
  if (original.endsWith(path)) return original.slice(0, -path.length)
  // A mount that is asked for itself, without a slash.
  return path === '/' ? original : ''
}

/** By the template of each: those that differ in the names of their parameters only are one, with other methods. */
function pathsOf(operations: readonly PolicyOperation[]): { template: string; value: Path }[] {
  const byShape = new Map<string, { template: string; names: readonly string[]; methods: Map<string, PathOperation> }>()
  for (const { operation, check } of operations) {
    for (const base of operation.basePaths) {
      const template = base + operation.path
      const segments = parseTemplate(template, operation.pointer)
      const shape = shapeOf(segments)
      const names = segments.flatMap((segment) => segment.names)
      const path = byShape.get(shape) ?? { template, names, methods: new Map() }
      byShape.set(shape, path)
      path.methods.set(operation.method, { operation, check, names: path.template === template ? path.names : names })
    }
  }
  return [...byShape.values()].map(({ template, names, methods }) => {
    const get = methods.get('GET')
    if (get !== undefined && !get.operation.changesState && !methods.has('HEAD')) methods.set('HEAD', get)
    return { template, value: { names, methods, allow: [...methods.keys()].join(', ') } }
  })
}

function renamed(
  values: Readonly<Record<string, string>>,
  names: readonly string[],
  others: readonly string[],
): Record<string, string> {
  return Object.fromEntries(others.map((name, index) => [name, values[names[index] ?? ''] ?? '']))
}

// By its plainest reading too, so that nothing reaches out of the prefix again.
function isBelow(path: string, prefixes: Enforcement['openPrefixes']): boolean {
  const plain = laxPath(path)
  return plain !== undefined && prefixes.some(({ text, lax }) => path.startsWith(text) && `${plain}/`.startsWith(lax))
}
