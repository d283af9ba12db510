import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { inspect } from 'node:util'
import leven from 'leven'
import { type IsTrustedProxy, readTrustedProxies } from './addresses/trusted-proxies.js'
import { keyPrefixPattern } from './credentials/api-key-format.js'
import { hasRoom } from './credentials/brought-in-key.js'
import { type DatabaseLocation, memoryLocation, readDatabaseUrl, sqliteAt } from './database-location.js'
import { SimpleSecurityError } from './errors.js'
import { areKeyPlaces, type KeyPlace, keyPlaces } from './http/credential.js'
import type { SchemeHandler } from './http/policy.js'
import type { Hooks, RefusedEvent, VerifiedEvent } from './observation/observer.js'
import { printable } from './text-table.js'

const ownPrefix = 'KOA_SIMPLE_SECURITY_'
const maximumDays = 1_000_000
const maximumEntries = 10_000_000
const maximumWorkers = 64
const maximumSecretAttempts = 10_000
/** Beyond this, more processes bring little to one database; who knows better can say so. */
const maximumAutomaticWorkers = 16

/** Where the environment names a setting; the original system's name counts when ours is not set. */
interface Setting<Value> {
  variable: string
  originalVariable?: string
  /** What is allowed, for the message about a value that is not. */
  allowed: string
  /** Whether a refused value may be shown. */
  isSecret?: boolean
  /** Undefined for what is not allowed. Environment variables arrive as text. */
  read(value: unknown): Value | undefined
}

const settings = {
  secret: {
    variable: `${ownPrefix}SECRET`,
    originalVariable: 'FASTAPI_SIMPLE_SECURITY_SECRET',
    allowed: 'one or more secrets of visible ASCII characters, separated by commas',
    isSecret: true,
    read: readSecrets,
  },
  hideDocs: {
    variable: `${ownPrefix}HIDE_DOCS`,
    originalVariable: 'FASTAPI_SIMPLE_SECURITY_HIDE_DOCS',
    allowed: 'true or false',
    read: readBoolean,
  },
  docs: {
    variable: `${ownPrefix}DOCS`,
    allowed: 'true or false',
    read: readBoolean,
  },
  keysIn: {
    variable: `${ownPrefix}KEYS_IN`,
    allowed: 'header, query, or both, separated by a comma',
    read: readPlaces,
  },
  dbLocation: {
    variable: `${ownPrefix}DB_LOCATION`,
    originalVariable: 'FASTAPI_SIMPLE_SECURITY_DB_LOCATION',
    allowed: 'the path of a file',
    read: readLocation,
  },
  databaseUrl: {
    variable: `${ownPrefix}DATABASE_URL`,
    allowed:
      'postgres://user:password@host/database, mysql://user:password@host/database, or sqlite: and the path of a file',
    isSecret: true,
    read: (value: unknown) => readDatabaseUrl(value, readLocation),
  },
  automaticExpiration: {
    variable: `${ownPrefix}AUTOMATIC_EXPIRATION`,
    originalVariable: 'FAST_API_SIMPLE_SECURITY_AUTOMATIC_EXPIRATION',
    allowed: `a number of days above 0, at most ${maximumDays}`,
    read: readDays,
  },
  pollInterval: {
    variable: `${ownPrefix}POLL_INTERVAL`,
    allowed: 'a whole number of milliseconds from 50 to 900',
    read: (value: unknown) => readWhole(value, 50, 900),
  },
  outageGrace: {
    variable: `${ownPrefix}OUTAGE_GRACE`,
    allowed: 'a whole number of seconds from 0 to 3600',
    read: (value: unknown) => readWhole(value, 0, 3_600),
  },
  usageRetention: {
    variable: `${ownPrefix}USAGE_RETENTION`,
    allowed: `a number of days above 0, at most ${maximumDays}`,
    read: readDays,
  },
  cacheEntries: {
    variable: `${ownPrefix}CACHE_ENTRIES`,
    allowed: `a whole number from 1 to ${maximumEntries}`,
    read: (value: unknown) => readWhole(value, 1, maximumEntries),
  },
  denyEntries: {
    variable: `${ownPrefix}DENY_ENTRIES`,
    allowed: `a whole number from 1 to ${maximumEntries}`,
    read: (value: unknown) => readWhole(value, 1, maximumEntries),
  },
  secretAttempts: {
    variable: `${ownPrefix}SECRET_ATTEMPTS`,
    allowed: `a whole number from 1 to ${maximumSecretAttempts}`,
    read: (value: unknown) => readWhole(value, 1, maximumSecretAttempts),
  },
  trustedProxies: {
    variable: `${ownPrefix}TRUSTED_PROXIES`,
    allowed: 'IP addresses and ranges such as 10.0.0.0/8, separated by commas',
    read: readTrustedProxies,
  },
  metrics: {
    variable: `${ownPrefix}METRICS`,
    allowed: 'true or false',
    read: readBoolean,
  },
  metricsToken: {
    variable: `${ownPrefix}METRICS_TOKEN`,
    allowed: 'a token of letters, digits and -._~+/ with room for 128 bits, such as 22 random letters and digits',
    isSecret: true,
    read: readToken,
  },
  tracing: {
    variable: `${ownPrefix}TRACING`,
    allowed: 'true or false',
    read: readBoolean,
  },
  keyPrefix: {
    variable: `${ownPrefix}KEY_PREFIX`,
    allowed: 'at most 20 letters and digits, in groups joined by single underscores',
    read: (value: unknown) => (typeof value === 'string' && keyPrefixPattern.test(value) ? value : undefined),
  },
} satisfies Record<string, Setting<unknown>>

const listenSettings = {
  port: { variable: 'PORT', allowed: 'a whole number from 0 to 65535', read: readPort },
  host: {
    variable: 'HOST',
    allowed: 'an address or a host name',
    read: (value: unknown) => (typeof value === 'string' && /^[\w.:%-]+$/.test(value) ? value : undefined),
  },
  workers: {
    variable: `${ownPrefix}WORKERS`,
    allowed: `auto or a whole number from 1 to ${maximumWorkers}`,
    read: readWorkerCount,
  },
} satisfies Record<string, Setting<unknown>>

/** Options of an instance. What is left out is read from the environment, under the variable that is named. */
export interface SimpleSecurityOptions {
  /** `KOA_SIMPLE_SECURITY_SECRET`: the admin secret, or several that are all accepted. Generated when there is none. */
  secret?: string | readonly string[]
  /** `KOA_SIMPLE_SECURITY_HIDE_DOCS`: whether to leave the admin operations out of every served document. Default false. */
  hideDocs?: boolean
  /** `KOA_SIMPLE_SECURITY_DOCS`: whether `/docs`, `/openapi.json` and `/openapi.yaml` are served at all. Default true. */
  docs?: boolean
  /**
   * `KOA_SIMPLE_SECURITY_KEYS_IN`: where in a request a key may stand. Default `['header', 'query']`; with `['header']`, a key in the
   * query is as good as none: queries end up in logs and histories.
   */
  keysIn?: readonly KeyPlace[]
  /** `KOA_SIMPLE_SECURITY_DB_LOCATION`: the SQLite file, or `:memory:`. Default `sqlite.db` in the working directory. */
  dbLocation?: string
  /**
   * `KOA_SIMPLE_SECURITY_DATABASE_URL`: `postgres://…` (with the package `pg`), `mysql://…` or `mariadb://…` (with `mysql2`), or
   * `sqlite:` and a path; wins over the location.
   */
  databaseUrl?: string
  /** `KOA_SIMPLE_SECURITY_AUTOMATIC_EXPIRATION`: days until a new key expires. Default 15. */
  automaticExpiration?: number
  /**
   * `KOA_SIMPLE_SECURITY_POLL_INTERVAL`: how often, in milliseconds, the database is asked whether another process changed a
   * key. Default 500; with more than 900, a change could not be seen everywhere within a second.
   */
  pollInterval?: number
  /**
   * `KOA_SIMPLE_SECURITY_OUTAGE_GRACE`: for how many seconds keys that are in memory keep working while the database cannot be
   * reached. Default 30. With 0 they are refused with 503 like all others, a second after it was last reached.
   */
  outageGrace?: number
  /** `KOA_SIMPLE_SECURITY_USAGE_RETENTION`: for how many days hourly usage is kept. Default 90. Totals stay. */
  usageRetention?: number
  /** `KOA_SIMPLE_SECURITY_CACHE_ENTRIES`: how many keys are kept in memory, those used latest. Default 100,000. */
  cacheEntries?: number
  /** `KOA_SIMPLE_SECURITY_DENY_ENTRIES`: of how many wrong keys it is remembered that they are wrong. Default 10,000. */
  denyEntries?: number
  /**
   * `KOA_SIMPLE_SECURITY_SECRET_ATTEMPTS`: how many wrong admin secrets may come from one address in a minute, before none is
   * looked at for a minute. Default 20.
   */
  secretAttempts?: number
  /**
   * `KOA_SIMPLE_SECURITY_TRUSTED_PROXIES`: addresses and ranges of the proxies in front, whose `X-Forwarded-For` is believed:
   * `['10.0.0.0/8']`. Default none: whoever opened the connection is taken for the client.
   */
  trustedProxies?: readonly string[]
  /**
   * `KOA_SIMPLE_SECURITY_METRICS`: whether `apiKeyRouter` serves `GET /metrics` for Prometheus, to whoever has the admin secret or
   * the token for it. Needs the package `prom-client`. Default false.
   */
  metrics?: boolean
  /**
   * `KOA_SIMPLE_SECURITY_METRICS_TOKEN`: a token that opens `/metrics` and nothing else, sent as `Authorization: Bearer`. It must
   * leave room for 128 bits. Default none: the admin secret only.
   */
  metricsToken?: string
  /**
   * `KOA_SIMPLE_SECURITY_TRACING`: whether the span of a request is told the id of its key, and why it was refused. Default true:
   * where `@opentelemetry/api` is installed and a span is active.
   */
  tracing?: boolean
  /**
   * Called when a key let a request pass, or was good to `verify()`: once for a request, however many guards it passes. It changes
   * no answer, whatever it throws; failures go to the logger.
   */
  onVerified?: (event: VerifiedEvent) => unknown
  /** Called when a request, or what `verify()` was asked about, is refused for its credentials. As `onVerified`. */
  onRefused?: (event: RefusedEvent) => unknown
  /** `KOA_SIMPLE_SECURITY_KEY_PREFIX`: prefix of generated keys. Default `kss`. */
  keyPrefix?: string
  /**
   * Your own OpenAPI document, 3.0 or 3.1: the path or `file:` URL of a file in YAML or JSON, or the parsed document. What it
   * says is what `enforce()` lets happen, and the docs show it together with the administration of keys.
   */
  document?: string | URL | object
  /** What decides about security schemes of the document that are no API keys, by their names. */
  schemes?: Readonly<Record<string, SchemeHandler>>
  /**
   * Whether every answer of the administration is checked against the OpenAPI document before it is sent.
   * Default: unless `NODE_ENV` is `production`.
   */
  validateResponses?: boolean
  /**
   * The time, in milliseconds since 1970-01-01T00:00:00Z. Default `Date.now`. Where it is given, waits are measured by it too,
   * and else by a clock that nobody can set.
   */
  now?: () => number
  /** Where messages for the operator go. Default `console`. */
  logger?: Logger
  /** The environment to read. Default `process.env`. */
  env?: Environment
}

/** What is needed of a logger: `console`, pino and others have it. */
export interface Logger {
  warn(message: string): void
  error(message: string): void
}

export type Environment = Readonly<Record<string, string | undefined>>

export interface Config {
  secrets: readonly string[]
  /** Set when no secret was configured: the one that was made for this run. */
  generatedSecret: string | undefined
  /** What the cursors of lists are signed with: the first one signs, all are accepted. */
  cursorSecrets: readonly string[]
  hideDocs: boolean
  docs: boolean
  keysIn: readonly KeyPlace[]
  database: DatabaseLocation
  expirationDays: number
  usageRetentionDays: number
  pollIntervalMs: number
  outageGraceMs: number
  /** How many keys are kept in memory at most. */
  cacheEntries: number
  /** How many wrong keys are remembered at most. */
  denyEntries: number
  /** How many wrong secrets may come from one address in a minute. */
  secretAttempts: number
  isTrustedProxy: IsTrustedProxy
  metrics: boolean
  metricsToken: string | undefined
  tracing: boolean
  hooks: Hooks
  keyPrefix: string
  /** The user's own document. */
  document: string | URL | object | undefined
  schemes: Readonly<Record<string, SchemeHandler>>
  validateResponses: boolean
  now: () => number
  /** Milliseconds since any one moment, for waits that last as long as they should whatever the clock is set to. */
  elapsed: () => number
  logger: Logger
}

const otherOptions = ['onVerified', 'onRefused', 'document', 'schemes', 'validateResponses', 'now', 'logger', 'env']

/**
 * Options and environment as one frozen, validated object.
 * @param secretOfThisRun the admin secret where none is configured: several processes that serve together have the same
 * @throws SimpleSecurityError `invalid_configuration`, with one line that names the place and what is allowed
 */
export function readConfig(
  options: SimpleSecurityOptions = {},
  secretOfThisRun = randomBytes(24).toString('base64url'),
): Config {
  const env = options.env ?? process.env
  refuseUnknownNames(options, env)
  const read = <Value>(name: keyof typeof settings, setting: Setting<Value>) =>
    readOption(name, setting, options[name]) ?? readVariable(setting, env)

  const configuredSecrets = read('secret', settings.secret)
  const generatedSecret = configuredSecrets === undefined ? secretOfThisRun : undefined
  const secrets = Object.freeze(configuredSecrets ?? [generatedSecret as string])
  const metricsToken = read('metricsToken', settings.metricsToken)
  if (metricsToken !== undefined && secrets.includes(metricsToken)) {
    throw new SimpleSecurityError(
      'invalid_configuration',
      'The token for metrics is an admin secret, too, but must be another one: whoever has it could administer keys.',
    )
  }
  return Object.freeze({
    secrets,
    generatedSecret,
    cursorSecrets: secrets,
    hideDocs: read('hideDocs', settings.hideDocs) ?? false,
    docs: read('docs', settings.docs) ?? true,
    keysIn: read('keysIn', settings.keysIn) ?? keyPlaces,
    database:
      read('databaseUrl', settings.databaseUrl) ??
      sqliteAt(read('dbLocation', settings.dbLocation) ?? resolve('sqlite.db')),
    expirationDays: read('automaticExpiration', settings.automaticExpiration) ?? 15,
    usageRetentionDays: read('usageRetention', settings.usageRetention) ?? 90,
    pollIntervalMs: read('pollInterval', settings.pollInterval) ?? 500,
    outageGraceMs: (read('outageGrace', settings.outageGrace) ?? 30) * 1000,
    cacheEntries: read('cacheEntries', settings.cacheEntries) ?? 100_000,
    denyEntries: read('denyEntries', settings.denyEntries) ?? 10_000,
    secretAttempts: read('secretAttempts', settings.secretAttempts) ?? 20,
    isTrustedProxy: read('trustedProxies', settings.trustedProxies) ?? (() => false),
    metrics: read('metrics', settings.metrics) ?? false,
    metricsToken,
    tracing: read('tracing', settings.tracing) ?? true,
    hooks: Object.freeze({ onVerified: readHook('onVerified', options), onRefused: readHook('onRefused', options) }),
    keyPrefix: read('keyPrefix', settings.keyPrefix) ?? 'kss',
    document: options.document,
    schemes: Object.freeze({ ...options.schemes }),
    validateResponses: options.validateResponses ?? env.NODE_ENV !== 'production',
    now: options.now ?? Date.now,
    elapsed: options.now ?? (() => performance.now()),
    logger: options.logger ?? console,
  })
}

/** Where the stand-alone server listens: `PORT` and `HOST`. */
export function readListenConfig(env: Environment): { port: number; host: string } {
  return Object.freeze({
    port: readVariable(listenSettings.port, env) ?? 8080,
    host: readVariable(listenSettings.host, env) ?? '127.0.0.1',
  })
}

/**
 * How many processes the stand-alone server is: what the command line says, else `KOA_SIMPLE_SECURITY_WORKERS`, else 1.
 * @throws SimpleSecurityError `invalid_argument` or `invalid_configuration`, by the place that is wrong
 */
export function readWorkers(env: Environment, given?: string): number {
  const { workers } = listenSettings
  if (given === undefined) return readVariable(workers, env) ?? 1
  const count = workers.read(given)
  if (count !== undefined) return count
  const detail = `is ${inOneLine(given)}, but must be ${workers.allowed}`
  throw new SimpleSecurityError('invalid_argument', `workers ${detail}`, { member: 'workers', detail })
}

function readHook<Name extends keyof Hooks>(name: Name, { [name]: hook }: SimpleSecurityOptions): Hooks[Name] {
  if (hook === undefined || typeof hook === 'function') return hook as Hooks[Name]
  throw new SimpleSecurityError(
    'invalid_configuration',
    `The option ${name} is ${inOneLine(hook)}, but must be a function.`,
  )
}

function readOption<Value>(name: string, setting: Setting<Value>, given: unknown): Value | undefined {
  if (given === undefined) return undefined
  return setting.read(given) ?? refuse(`The option ${name}`, setting, given)
}

function readVariable<Value>(setting: Setting<Value>, env: Environment): Value | undefined {
  for (const variable of [setting.variable, setting.originalVariable]) {
    const given = variable === undefined ? undefined : env[variable]
    if (given) return setting.read(given) ?? refuse(String(variable), setting, given)
  }
  return undefined
}

function refuse(place: string, { allowed, isSecret }: Setting<unknown>, given: unknown): never {
  const shown = isSecret === true ? '' : ` is ${inOneLine(given)}, but`
  throw new SimpleSecurityError('invalid_configuration', `${place}${shown} must be ${allowed}.`)
}

// A misspelt name would otherwise leave the default in force without a word.
function refuseUnknownNames(options: SimpleSecurityOptions, env: Environment): void {
  const optionNames = [...Object.keys(settings), ...otherOptions]
  for (const name of Object.keys(options)) refuseUnknown('option', name, optionNames)
  const variables: string[] = [...Object.values(settings), listenSettings.workers].map(({ variable }) => variable)
  for (const name of Object.keys(env)) if (name.startsWith(ownPrefix)) refuseUnknown('variable', name, variables)
}

function refuseUnknown(kind: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return
  const nearest = known.reduce((best, candidate) => (leven(name, candidate) < leven(name, best) ? candidate : best))
  throw new SimpleSecurityError(
    'invalid_configuration',
    `The ${kind} ${printable(name)} is unknown. Did you mean ${nearest}?`,
  )
}

/** A value as JSON, or as Node shows what JSON does not have, without anything that a terminal obeys. */
function inOneLine(given: unknown): string {
  let text: string | undefined
  try {
    text = JSON.stringify(given)
  } catch {
    // A bigint, or a circle.
  }
  return printable(text ?? inspect(given, { breakLength: Number.POSITIVE_INFINITY, compact: true, depth: 0 }))
}

function readSecrets(value: unknown): string[] | undefined {
  const list = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : []
  const secrets = list.map((secret: unknown) => (typeof secret === 'string' ? secret.trim() : ''))
  // What a header cannot carry unchanged could never be presented. A comma separates secrets in the variable.
  return secrets.length > 0 && secrets.every((secret) => /^[\x21-\x2b\x2d-\x7e]+$/.test(secret)) ? secrets : undefined
}

function readBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  const text = typeof value === 'string' ? value.toLowerCase() : ''
  if (['true', '1', 'yes', 'on'].includes(text)) return true
  return ['false', '0', 'no', 'off'].includes(text) ? false : undefined
}

// RFC 6750, section 2.1, has the characters that a bearer token may have.
function readToken(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.~+/-]+=*$/.test(value) && hasRoom(value) ? value : undefined
}

function readPlaces(value: unknown): readonly KeyPlace[] | undefined {
  const list: unknown[] = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : []
  const named = list.map((place) => (typeof place === 'string' ? place.trim() : place))
  return areKeyPlaces(named) ? keyPlaces.filter((place) => named.includes(place)) : undefined
}

function readDays(value: unknown): number | undefined {
  const days = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value
  return typeof days === 'number' && days > 0 && days <= maximumDays ? days : undefined
}

function readWhole(value: unknown, minimum: number, maximum: number): number | undefined {
  const number = typeof value === 'string' && /^\d{1,8}$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number >= minimum && number <= maximum
    ? number
    : undefined
}

function readPort(value: unknown): number | undefined {
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN
  return port <= 65_535 ? port : undefined
}

function readWorkerCount(value: unknown): number | undefined {
  if (value === 'auto') return Math.min(availableParallelism(), maximumAutomaticWorkers)
  const count = typeof value === 'string' && /^[1-9]\d?$/.test(value) ? Number(value) : Number.NaN
  return count <= maximumWorkers ? count : undefined
}

function readLocation(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.trim() === '' || value.includes('\0')) return undefined
  return value === memoryLocation ? value : resolve(value)
}
