import type { TraceAPI } from '@opentelemetry/api'
import { loadOptional } from '../optional-package.js'

/**
 * By OpenTelemetry's semantic conventions 1.45, `enduser.id` is the unique identifier of whom the system was called by, whatever
 * form it has; `user.id` is of a user account, which a key need not belong to.
 * https://opentelemetry.io/docs/specs/semconv/registry/attributes/enduser/
 */
const keyIdAttribute = 'enduser.id'
/** What the conventions have no name for stands under one of our own. */
const resultAttribute = 'koa_simple_security.result'

/** Writes decisions to the span that is active, where the app is traced. */
export interface Tracing {
  /** Looks once whether the app has `@opentelemetry/api`. Until then, and where it has not, nothing is written. */
  load(): Promise<void>
  note(result: string, keyId: string | undefined): void
}

export function createTracing(): Tracing {
  let trace: TraceAPI | undefined
  return {
    async load() {
      trace ??= (await loadOptional(() => import('@opentelemetry/api')))?.trace
    },

    note(result, keyId) {
      if (trace === undefined) return
      const span = trace.getActiveSpan()
      if (span === undefined) return
      span.setAttribute(resultAttribute, result)
      if (keyId !== undefined) span.setAttribute(keyIdAttribute, keyId)
    },
  }
}
