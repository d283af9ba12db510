import type { Context } from 'koa'
import type { Logger } from '../config.js'
import { type CredentialRefusalCode, isDatabaseError } from '../errors.js'
import type { ApiKey } from '../keys/api-key.js'
import type { Tracing } from './tracing.js'

/** Why something was not let happen: for its credentials, or because nobody could be asked about them. */
export type RefusedCode = CredentialRefusalCode | 'database_unavailable' | 'internal_error'

/** A key was good, and let a request pass or was good to `verify()`. */
export interface VerifiedEvent {
  /** The public id of the key. */
  readonly keyId: string
  /** The request; undefined of `verify()`. */
  readonly ctx: Context | undefined
  /** Of the document, where `enforce()` or `operations()` decided and it has one. */
  readonly operationId: string | undefined
}

/** A request, or what `verify()` was asked about, was refused. */
export interface RefusedEvent {
  readonly code: RefusedCode
  /** The public id of the key, where one was found: with `insufficient_scope` only. Who presents an unknown key is nobody. */
  readonly keyId: string | undefined
  /** With `insufficient_scope`: which scopes the key lacks. */
  readonly missingScopes: readonly string[] | undefined
  /** The request; undefined of `verify()`. */
  readonly ctx: Context | undefined
  /** Of the document, where `enforce()` or `operations()` decided and it has one. */
  readonly operationId: string | undefined
}

/** Called when a decision was made, before it is acted on. What it returns is not waited for. */
export interface Hooks {
  readonly onVerified: ((event: VerifiedEvent) => unknown) | undefined
  readonly onRefused: ((event: RefusedEvent) => unknown) | undefined
}

/** How many decisions had each result, since the start. */
export type ResultCounts = Record<'allowed' | RefusedCode, number>

interface Refused {
  code: RefusedCode
  keyId?: string
  missingScopes?: readonly string[]
}

/** Is told of decisions. Never throws. */
export interface Observer {
  readonly counts: Readonly<ResultCounts>
  verified(key: ApiKey, ctx?: Context, operationId?: string): void
  refused(refusal: Refused, ctx?: Context, operationId?: string): void
  /** No decision could be made. */
  failed(fault: unknown, ctx?: Context, operationId?: string): void
}

/** Counts decisions, and tells spans and the hooks of them. Counting alone allocates nothing. */
export function createObserver(parts: { hooks: Hooks; tracing: Tracing | undefined; logger: Logger }): Observer {
  const { tracing, logger } = parts
  const onVerified = parts.hooks.onVerified && guarded('onVerified', parts.hooks.onVerified, logger)
  const onRefused = parts.hooks.onRefused && guarded('onRefused', parts.hooks.onRefused, logger)
  const counts: ResultCounts = {
    allowed: 0,
    missing_api_key: 0,
    invalid_api_key: 0,
    insufficient_scope: 0,
    repeated_credential: 0,
    credential_refused: 0,
    missing_secret: 0,
    invalid_secret: 0,
    too_many_attempts: 0,
    database_unavailable: 0,
    internal_error: 0,
  }

  function refused({ code, keyId, missingScopes }: Refused, ctx?: Context, operationId?: string): void {
    counts[code] += 1
    tracing?.note(code, keyId)
    onRefused?.(Object.freeze({ code, keyId, missingScopes, ctx, operationId }))
  }

  return {
    counts,

    verified(key, ctx, operationId) {
      counts.allowed += 1
      tracing?.note('allowed', key.id)
      onVerified?.(Object.freeze({ keyId: key.id, ctx, operationId }))
    },

    refused,

    failed(fault, ctx, operationId) {
      refused({ code: isDatabaseError(fault) ? 'database_unavailable' : 'internal_error' }, ctx, operationId)
    },
  }
}

/** A hook whose failures are the operator's to know of, once until it works again, and nobody else's. */
function guarded<Event>(name: string, hook: (event: Event) => unknown, logger: Logger): (event: Event) => void {
  let isFailing = false
  const works = () => {
    isFailing = false
  }
  const fails = (error: unknown) => {
    if (!isFailing) logger.error(`The hook ${name} failed: ${error instanceof Error ? error.message : String(error)}`)
    isFailing = true
  }
  return (event) => {
    try {
      const result = hook(event)
      // Promises of libraries, too.
      if (typeof (result as PromiseLike<unknown> | undefined)?.then !== 'function') return works()
      Promise.resolve(result).then(works, fails)
    } catch (error) {
      fails(error)
    }
  }
}
