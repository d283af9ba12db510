import type { Context } from 'koa'
import type { Observer } from '../observation/observer.js'
import type { Check, KeyGuard, Refusal } from './guards.js'

/** Makes a check tell of what it decides about a request as a whole. */
export type ObserveCheck = (check: Check, operationId?: string) => Check

/** Where nobody wants to know. */
export const unobserved: ObserveCheck = (check) => check

/** However many guards a request passes, it is told once that its key was good. What passes without a key is not told. */
export function createCheckObserver(observer: Observer, { keyOf }: Pick<KeyGuard, 'keyOf'>): ObserveCheck {
  return (check, operationId) => {
    function note(ctx: Context, known: ReturnType<typeof keyOf>, refusal: Refusal | undefined): Refusal | undefined {
      if (refusal !== undefined) {
        observer.refused(refusal, ctx, operationId)
        return refusal
      }
      const key = keyOf(ctx)
      if (key !== undefined && key !== known) observer.verified(key, ctx, operationId)
      return undefined
    }

    function fail(ctx: Context, fault: unknown): never {
      // What a handler of the app's own throws to answer otherwise is the app's decision: ctx.throw(401).
      if ((fault as { expose?: unknown } | undefined)?.expose === undefined) observer.failed(fault, ctx, operationId)
      throw fault
    }

    return (ctx) => {
      const known = keyOf(ctx)
      let refusal: ReturnType<Check>
      try {
        refusal = check(ctx)
      } catch (fault) {
        return fail(ctx, fault)
      }
      if (!(refusal instanceof Promise)) return note(ctx, known, refusal)
      return refusal.then(
        (decided) => note(ctx, known, decided),
        (fault) => fail(ctx, fault),
      )
    }
  }
}
