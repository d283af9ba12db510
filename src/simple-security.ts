import type Router from '@koa/router'
import type { Middleware } from 'koa'
import { createAttemptLimiter } from './attempts/attempt-limiter.js'
import { createAttemptTrail } from './attempts/attempt-trail.js'
import { type Config, readConfig, type SimpleSecurityOptions } from './config.js'
import { createSecretMatcher } from './credentials/digest.js'
import { SimpleSecurityError } from './errors.js'
import { type ApiKeySecurityOptions, createApiKeySecurity } from './http/api-key-security.js'
import { createClientAddress } from './http/client-address.js'
import { createDocs } from './http/docs.js'
import { createDocumentPolicy, type DocumentPolicy, type EnforceOptions } from './http/document-policy.js'
import { createKeyGuard, createSecretGuard, createTokenGuard, secretHeader, tokenPlaces } from './http/guards.js'
import type { HandlersOf } from './http/handler.js'
import { createHandlers } from './http/handlers/index.js'
import { createCheckObserver } from './http/observed-check.js'
import { ownDocument } from './http/own-document.js'
import type { PolicyReport, PolicyReportOptions } from './http/policy-report.js'
import type { UntypedHandler } from './http/response.js'
import { createRouterOf, managementTags, metricsTag } from './http/routers.js'
import { createSecretJudge } from './http/secret-attempt.js'
import { createCursorCodec } from './keys/cursor.js'
import { createKeys, type Keys } from './keys/keys.js'
import { createDatabaseErrors } from './observation/database-errors.js'
import { createMetrics, type WorkerMetrics } from './observation/metrics.js'
import { observedVerify } from './observation/observed-verify.js'
import { createObserver } from './observation/observer.js'
import { createTracing } from './observation/tracing.js'
import type { JsonObject } from './openapi/json.js'
import { readDocument } from './openapi/source.js'
import { createStoreConnection } from './store/connection.js'
import { openDatabase } from './store/open-database.js'
import { createUsageRecorder } from './usage/usage-recorder.js'
import { createDecisionCache } from './verification/decision-cache.js'
import { createRevisionWatch } from './verification/revision-watch.js'
import { createVerifier, createVerify, decisionOf, type Verify } from './verification/verifier.js'

/** One instance: a database, its keys, and the middleware that guards an app with them. Every member works unbound. */
export interface SimpleSecurity {
  /** The admin operations under `/auth`, and `/metrics` where that is on. Mount it with `app.use(apiKeyRouter.routes())`. */
  readonly apiKeyRouter: Router
  /**
   * Middleware that lets a request pass only with a good key, in the `api-key` header or query parameter, and leaves what
   * is known of the key in `ctx.state.apiKey`. It works on a route, on a router and on the app.
   */
  apiKeySecurity(options?: ApiKeySecurityOptions): Middleware
  /**
   * Middleware that lets a request through only as the document of the option `document` says: it goes before the routers.
   * @throws SimpleSecurityError `invalid_configuration` without a document, or with options that are not allowed
   */
  enforce(options?: EnforceOptions): Middleware
  /**
   * Middleware that answers every operation of the document of the option `document` with its handler, and lets what is left
   * of ours go on. Requests are enforced and validated before; answers are validated where `validateResponses` says so.
   * @param handlers by operationId: see `defineHandlers`
   * @throws SimpleSecurityError `invalid_configuration` where an operation has no handler, or a handler no operation
   */
  operations<Operations>(handlers: HandlersOf<Operations>, options?: Omit<EnforceOptions, 'validate'>): Middleware
  /**
   * Every operation of the option `document` with who may call it, and, of routers or an app that are given, where their routes
   * and the document differ. `String(report)` is a text for people: `console.log(String(policyReport({ app })))`.
   * @throws SimpleSecurityError `invalid_configuration` without a document; for an app without a router that can be seen; and,
   * with `strict`, where something differs, with a line for each difference
   */
  policyReport(options?: PolicyReportOptions): PolicyReport
  /** Middleware that serves `/docs`, `/openapi.json` and `/openapi.yaml`, unless the option `docs` is false. */
  docs(): Middleware
  /** The admin operations as methods. */
  readonly keys: Keys
  /** Decides whether a key is good, and counts the use, for what is no Koa request: a WebSocket, a queue, another server. */
  verify: Verify
  /**
   * Resolves when the database is open and its schema up to date, and optional packages that are used are loaded.
   * @throws SimpleSecurityError `database_unusable` or `database_unavailable`; calling again tries again
   */
  ready(): Promise<void>
  /**
   * Writes the counts that are still in memory and closes the database. Requests are refused with 503 from here on.
   * @throws SimpleSecurityError `database_unavailable` when the counts could not be written within 5 s
   */
  close(): Promise<void>
}

/** For how long closing tries to write the last counts when the database is away. */
const closeMs = 5_000
const dayMs = 24 * 60 * 60 * 1000

/**
 * Makes an instance. Options and environment are read now, the database is opened in the background.
 * @throws SimpleSecurityError `invalid_configuration` with one line that says what is wrong and what is allowed
 */
export function simpleSecurity(options: SimpleSecurityOptions = {}): SimpleSecurity {
  const config = readConfig(options)
  if (config.generatedSecret !== undefined) config.logger.warn(generatedSecretMessage(config.generatedSecret))
  const { instance } = assemble(config)
  // An app that never asks whether it is ready still gets to know why its requests are refused.
  instance.ready().catch((error: Error) => config.logger.error(error.message))
  return instance
}

function needed(policy: DocumentPolicy | undefined): DocumentPolicy {
  if (policy !== undefined) return policy
  const message = "There is no document to go by: give simpleSecurity({ document: './openapi.yaml' })."
  throw new SimpleSecurityError('invalid_configuration', message)
}

// How an operator learns the secret that was made for this run: the one place where it is shown.
function generatedSecretMessage(secret: string): string {
  return `No admin secret is configured. The one of this run is ${secret} (set KOA_SIMPLE_SECURITY_SECRET to choose it).`
}

/**
 * The parts of an instance, for the stand-alone server too, which mounts more of them.
 * @param ownsProcess whether the process is there for this instance only
 * @param worker where it is one of several processes
 */
export function assemble(
  config: Config,
  { ownsProcess = false, worker }: { ownsProcess?: boolean; worker?: WorkerMetrics | undefined } = {},
) {
  const { now, validateResponses } = config
  const databaseErrors = createDatabaseErrors()
  const connection = createStoreConnection(() => openDatabase(config.database), databaseErrors.note)
  const { store } = connection
  const usage = createUsageRecorder({
    store,
    now,
    retentionMs: config.usageRetentionDays * dayMs,
    onFlushError: (error) => config.logger.error(`Usage counts wait in memory: ${(error as Error).message}`),
  })
  const decisions = createDecisionCache({
    load: async (digest) => {
      const found = await store.findByDigest(digest)
      return found === undefined ? null : decisionOf(found, usage.counterOf)
    },
    now,
    maximumDecisions: config.cacheEntries,
    maximumRefusals: config.denyEntries,
  })
  const watch = createRevisionWatch({
    feed: store,
    now,
    pollIntervalMs: config.pollIntervalMs,
    outageGraceMs: config.outageGraceMs,
    onChange: (keyIds) => (keyIds === undefined ? decisions.forgetAll() : keyIds.forEach(decisions.forget)),
  })
  const keysOf = createKeys({
    store,
    now,
    cursors: createCursorCodec(config.cursorSecrets),
    keyPrefix: config.keyPrefix,
    expirationDays: config.expirationDays,
    onChange: decisions.forget,
    flushUsage: usage.flush,
  })
  const addressOf = createClientAddress(config.isTrustedProxy)
  const decide = createVerifier({ decisions, watch, now, count: usage.count })
  const keyGuard = createKeyGuard(decide, config.keysIn)
  const tracing = config.tracing ? createTracing() : undefined
  const observer = createObserver({ hooks: config.hooks, tracing, logger: config.logger })
  const observe = createCheckObserver(observer, keyGuard)
  const metrics = createMetrics(
    {
      results: observer.counts,
      lookups: decisions.counts,
      databaseErrors: databaseErrors.counts,
      usage: usage.progress,
      revisionAgeMs: watch.ageMs,
    },
    { ofProcess: ownsProcess, worker },
  )
  const attemptTrail = createAttemptTrail({
    write: store.addAudit,
    now,
    onError: (error) =>
      config.logger.error(`Refused secrets wait in memory for the audit trail: ${(error as Error).message}`),
  })
  const limiter = createAttemptLimiter({ maximumFailures: config.secretAttempts, now: config.elapsed })
  const judgeOf = (accepted: readonly string[]) =>
    createSecretJudge({ isSecret: createSecretMatcher(accepted), limiter, trail: attemptTrail, addressOf })
  const secretGuard = createSecretGuard(judgeOf(config.secrets))
  const tokenGuard = createTokenGuard(config.metricsToken === undefined ? undefined : judgeOf([config.metricsToken]))
  const own = ownDocument({ metrics: config.metrics })
  const policyParts = { handlers: config.schemes, keyGuard, secretGuard, tokenGuard, secretName: secretHeader }
  const policy =
    config.document === undefined
      ? undefined
      : createDocumentPolicy(readDocument(config.document), own as unknown as JsonObject, policyParts, observe)
  const docs = createDocs({ own, policy, policyParts, hideDocs: config.hideDocs, keysIn: config.keysIn, observe })
  let isShuttingDown = false

  const routers = {
    handlers: createHandlers({
      keysOf: ({ req }) => keysOf({ via: 'http', address: addressOf(req) }),
      ...docs,
      ping: store.ping,
      isShuttingDown: () => isShuttingDown,
      metricsText: metrics.text,
    }),
    guards: { [secretHeader]: secretGuard, [tokenPlaces.name]: tokenGuard, 'api-key': keyGuard },
    observe,
    validateResponses,
  }

  const instance: SimpleSecurity = {
    apiKeyRouter: createRouterOf(
      managementTags.filter((tag) => config.metrics || tag !== metricsTag),
      routers,
    ),
    apiKeySecurity: createApiKeySecurity((requirement) => observe(keyGuard(requirement))),
    enforce: (options) => needed(policy).enforce(options),
    operations: (handlers, options = {}) =>
      needed(policy).operations(handlers as unknown as Readonly<Record<string, UntypedHandler>>, {
        validateResponses,
        ...options,
      }),
    policyReport: (options) => needed(policy).report(options),
    docs() {
      if (!config.docs) return (_, next) => next()
      policy?.serveDocs()
      return createRouterOf(['docs'], routers).routes() as Middleware
    },
    keys: keysOf({ via: 'code' }),
    verify: observedVerify(createVerify(decide), observer),
    async ready() {
      await Promise.all([connection.ready(), config.metrics ? metrics.load() : undefined, tracing?.load()])
    },
    close: () => close(performance.now() + closeMs),
  }

  async function close(deadline: number): Promise<void> {
    isShuttingDown = true
    watch.close()
    const attemptsWritten = attemptTrail.close()
    try {
      await usage.close(deadline)
    } finally {
      await attemptsWritten
      await connection.close()
    }
  }

  return {
    instance,
    keysOf,
    addressOf,
    /** Like `instance.close()`, with a time of `performance.now()` after which counts that cannot be written are given up. */
    close,
    measure: metrics.measure,
    sampleRouter: createRouterOf(['sample', 'health'], routers),
    /** From here on, the readiness endpoint says that no more requests should be sent. */
    beginShutdown() {
      isShuttingDown = true
    },
  }
}
