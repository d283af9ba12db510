import type { MetricObject, Registry } from 'prom-client'
import { SimpleSecurityError } from '../errors.js'
import { loadOptional } from '../optional-package.js'
import type { UsageProgress } from '../usage/usage-recorder.js'
import type { LookupCounts } from '../verification/decision-cache.js'
import type { DatabaseErrorCounts } from './database-errors.js'
import type { ResultCounts } from './observer.js'

type Prometheus = typeof import('prom-client')

const prefix = 'koa_simple_security_'

/** Where the figures are, which are kept by those who know them and read when somebody asks. */
export interface MetricSources {
  results: Readonly<ResultCounts>
  lookups: Readonly<LookupCounts>
  databaseErrors: Readonly<DatabaseErrorCounts>
  usage: () => UsageProgress
  /** For how many milliseconds what is in memory has not been confirmed; 0 while nothing is. */
  revisionAgeMs: () => number
}

/**
 * All metrics of a process at one moment, as processes tell each other: in the form of `prom-client`, which is not named here, since
 * whoever does not have that package compiles these declarations too.
 */
export type Measurement = readonly object[]

/** Of one of several processes that serve at one address, whose metrics are told by whichever is asked. */
export interface WorkerMetrics {
  /** What its samples are told apart by: the same number for the worker that replaces it. */
  readonly number: number
  /** The measurements of all workers. */
  gather(): Promise<readonly Measurement[]>
}

export interface Metrics {
  /** @throws SimpleSecurityError `invalid_configuration` where the package `prom-client` is not installed */
  load(): Promise<void>
  /** All of them now, in the text format of Prometheus, version 0.0.4. */
  text(): Promise<string>
  /** Those of this process alone. */
  measure(): Promise<Measurement>
}

/**
 * @param ofProcess whether the metrics of the process are among them: in an app, they are the app's to have
 * @param worker where there are several processes
 */
export function createMetrics(
  sources: MetricSources,
  { ofProcess, worker }: { ofProcess: boolean; worker: WorkerMetrics | undefined },
): Metrics {
  let loading: Promise<{ prometheus: Prometheus; registry: Registry }> | undefined

  async function loadRegistry(): Promise<{ prometheus: Prometheus; registry: Registry }> {
    const prometheus = await loadOptional(() => import('prom-client'))
    if (prometheus === undefined) {
      const message = 'The option metrics needs the package prom-client: npm install prom-client'
      throw new SimpleSecurityError('invalid_configuration', message)
    }
    const registry = createRegistry(prometheus, sources)
    if (ofProcess) prometheus.collectDefaultMetrics({ register: registry })
    if (worker !== undefined) registry.setDefaultLabels({ worker: String(worker.number) })
    return { prometheus, registry }
  }

  function load(): NonNullable<typeof loading> {
    loading ??= loadRegistry()
    return loading
  }

  return {
    load: async () => void (await load()),

    async text() {
      const { prometheus, registry } = await load()
      if (worker === undefined) return registry.metrics()
      // Nothing is added up, since each has another label: sums would fall whenever a worker is replaced.
      return prometheus.AggregatorRegistry.aggregate((await worker.gather()) as MetricObject[][]).metrics()
    },

    measure: async () => (await load()).registry.getMetricsAsJSON(),
  }
}

function createRegistry({ Counter, Gauge, Registry }: Prometheus, sources: MetricSources): Registry {
  const { results, lookups, databaseErrors, usage, revisionAgeMs } = sources
  const registry = new Registry()
  const registers = [registry]

  function counter(name: string, help: string, read: () => number): void {
    new Counter({
      name: prefix + name,
      help,
      registers,
      collect() {
        this.reset()
        this.inc(read())
      },
    })
  }

  function counterBy<Label extends string>(
    name: string,
    help: string,
    label: Label,
    read: () => Readonly<Record<string, number>>,
  ): void {
    new Counter<string>({
      name: prefix + name,
      help,
      labelNames: [label],
      registers,
      collect() {
        this.reset()
        for (const [value, count] of Object.entries(read())) this.inc({ [label]: value }, count)
      },
    })
  }

  function gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name: prefix + name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  }

  counterBy(
    'verifications_total',
    'Decisions about requests that need a key, and of verify(), by their result.',
    'result',
    () => {
      const { missing_secret, invalid_secret, too_many_attempts, ...ofKeys } = results
      return ofKeys
    },
  )
  counterBy('secret_refusals_total', 'Requests refused for their admin secret or token, by the code.', 'code', () => {
    const { missing_secret, invalid_secret, too_many_attempts } = results
    return { missing_secret, invalid_secret, too_many_attempts }
  })
  counterBy('key_lookups_total', 'Keys looked for in memory, by what was found.', 'result', () => ({
    hit: lookups.hits,
    refusal: lookups.refusals,
    miss: lookups.misses,
  }))
  counterBy(
    'database_errors_total',
    'Operations of the database that failed, by the code of the error.',
    'code',
    () => databaseErrors,
  )
  counter('usage_flushes_total', 'Attempts to write counts of uses.', () => usage().flushes)
  counter('usage_flush_failures_total', 'Attempts to write counts of uses that failed.', () => usage().failures)
  gauge('usage_pending_counters', 'Counts of uses that are not written yet, one for a key and an hour.', () => {
    return usage().pendingCounters
  })
  gauge('usage_flush_lag_seconds', 'Age of the oldest use that is not written yet; 0 where all are.', () => {
    return usage().lagMs / 1000
  })
  gauge('revision_lag_seconds', 'Time since what is in memory was confirmed; 0 while nothing is.', () => {
    return revisionAgeMs() / 1000
  })
  return registry
}
