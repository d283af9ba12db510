import knex, { type Knex } from 'knex'
import { SimpleSecurityError } from '../errors.js'
import { loadOptional } from '../optional-package.js'
import type { Database, Meaning } from './database.js'
import { acquireTimeoutMs, ConnectionError, createServerClient, type Driver } from './server-client.js'

/** So many connections a process has at most, of each kind. They are opened when they are needed, and idle ones closed. */
const pools = { readers: 4, browsers: 2, watchers: 1, writers: 2 }

/** For how long a statement may work, where the server is alive. */
const shortMs = 900
const longMs = 30_000

/** A database that a server keeps. */
export interface Server<Connection extends object> {
  name: string
  settings: object
  Dialect: typeof Knex.Client
  driver: Driver<Connection>
  changeSchema(db: Knex, work: (transaction: Knex.Transaction) => Promise<void>): Promise<void>
}

export function openServer<Connection extends object>(server: Server<Connection>): Database {
  const { name, settings, Dialect, driver } = server
  const connect = (max: number, statementMs: number): Knex =>
    knex({
      client: createServerClient(Dialect, driver, statementMs),
      connection: settings,
      acquireConnectionTimeout: acquireTimeoutMs,
      pool: { min: 0, max },
      // Every error reaches a caller here, who says more about it; knex would print it a second time.
      log: { warn: () => {}, error: () => {}, deprecate: () => {}, debug: () => {} },
    })
  const reader = connect(pools.readers, shortMs)
  const browser = connect(pools.browsers, longMs)
  const watcher = connect(pools.watchers, shortMs)
  const client = connect(pools.writers, longMs)
  return {
    reader,
    browser,
    watcher,
    client,
    name,
    prepare: async () => {},
    write: (work) => client.transaction(work),

    async changeSchema(work) {
      const db = connect(1, Number.POSITIVE_INFINITY)
      try {
        await server.changeSchema(db, work)
      } finally {
        await db.destroy()
      }
    },

    async close() {
      await Promise.all([reader, browser, watcher, client].map((connections) => connections.destroy()))
    },

    classify(error): Meaning | undefined {
      if (error instanceof ConnectionError) return error.meaning
      if ((error as Error).name === 'KnexTimeoutError') {
        return { code: 'database_unavailable', reason: 'no connection became free' }
      }
      return driver.isAnswer(error) ? driver.classify(error) : undefined
    },
  }
}

/** A driver is asked for only by who uses its database. */
export async function loadDriver<Module>(name: string, load: () => Promise<Module>, database: string): Promise<Module> {
  const module = await loadOptional(load)
  if (module !== undefined) return module
  const message = `The database ${database} needs the package ${name}: npm install ${name}`
  throw new SimpleSecurityError('database_unusable', message)
}
