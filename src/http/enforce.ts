import type { Context, Middleware, Next } from 'koa'
import type { ApiOperation } from '../openapi/api.js'
import { createPathMatcher } from '../openapi/path-matcher.js'
import { laxPath } from '../openapi/path-template.js'
import type { Check, Refusal } from './guards.js'
import { writeFault, writeProblem } from './problem.js'

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
}

/** What a request that may go on goes through before it does, such as validation. */
export type Pass = (ctx: Context, matched: MatchedOperation, next: Next) => unknown

interface Path {
  readonly methods: ReadonlyMap<string, PolicyOperation>
  readonly allow: string
}

/**
 * Middleware that lets a request through only as its operation says. What the document does not have is refused, save what is
 * under an open prefix.
 * @param openPrefixes paths below which everybody may call whatever there is, each ending in a slash
 */
export function createEnforcement(parts: {
  operations: readonly PolicyOperation[]
  openPrefixes: readonly string[]
  pass: Pass
}): Middleware {
  const { openPrefixes, pass } = parts
  const basePaths = [...new Set(parts.operations.flatMap(({ operation }) => operation.basePaths))]
  const matcher = createPathMatcher(pathsOf(parts.operations))

  return (ctx, next) => {
    const path = fullPath(ctx, basePaths)
    const found = matcher.match(path)
    if (found === undefined) {
      if (isBelow(path, openPrefixes) && !matcher.resembles(path)) return next()
      return writeProblem(ctx, 'not_found')
    }
    const { value, parameters } = found
    const matched = value.methods.get(ctx.method)
    if (matched === undefined) {
      ctx.set('Allow', value.allow)
      return writeProblem(ctx, 'method_not_allowed')
    }
    const { operation, check } = matched
    let refusal: ReturnType<Check>
    try {
      refusal = check?.(ctx)
    } catch (fault) {
      return refuse(ctx, fault)
    }
    const go = () => pass(ctx, { operation, parameters }, next)
    if (refusal === undefined) return go() as Promise<unknown>
    if (refusal instanceof Promise) return passLater(ctx, go, refusal)
    writeProblem(ctx, refusal.code, refusal)
  }
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
 * The path as clients see it, in which the base path of a server stands. Where the app is mounted below one, that is in the
 * place where it is mounted, or was taken away there.
 */
function fullPath(ctx: Context, basePaths: readonly string[]): string {
  const { mountPath } = ctx as Context & { mountPath?: string }
  if (mountPath === undefined || mountPath === '' || mountPath === '/') return ctx.path
  const mounted = basePaths.find((base) => base !== '' && mountPath.endsWith(base))
  return mounted === undefined ? ctx.path : mounted + ctx.path
}

function pathsOf(operations: readonly PolicyOperation[]): { template: string; value: Path }[] {
  const byTemplate = new Map<string, Map<string, PolicyOperation>>()
  for (const one of operations) {
    const { operation } = one
    for (const base of operation.basePaths) {
      const template = base + operation.path
      const methods = byTemplate.get(template) ?? new Map<string, PolicyOperation>()
      methods.set(operation.method, one)
      byTemplate.set(template, methods)
    }
  }
  return [...byTemplate].map(([template, methods]) => {
    const get = methods.get('GET')
    if (get !== undefined && !get.operation.changesState && !methods.has('HEAD')) methods.set('HEAD', get)
    return { template, value: { methods, allow: [...methods.keys()].join(', ') } }
  })
}

// By its plainest reading too, so that nothing reaches out of the prefix again.
function isBelow(path: string, prefixes: readonly string[]): boolean {
  return prefixes.some(
    (prefix) => path.startsWith(prefix) && laxPath(path)?.startsWith(prefix.toLowerCase().slice(0, -1)),
  )
}
