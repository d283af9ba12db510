import type { Knex } from 'knex'
import Dialect from 'knex/lib/dialects/sqlite3/index.js'
import { LRUCache } from 'lru-cache'
import type { RunResult, Database as SqliteConnection, Statement } from 'sqlite3'

/** Of each connection. More than are in use all the time; those of a list with unusual filters come and go. */
const preparedStatements = 64

interface Query {
  sql: string
  bindings?: readonly unknown[]
  method?: string
  returning?: unknown
  response?: unknown
  context?: unknown
}

/** Of knex's client, which its types leave out. */
interface QueryingClient {
  destroyRawConnection(connection: SqliteConnection): Promise<void>
}

const Base = Dialect as unknown as new (settings: Knex.Config) => QueryingClient

/** What answers with the number of rows that it changed, or with the last one's number. */
const changing: readonly (string | undefined)[] = ['insert', 'update', 'del', 'counter']

/** A connection's own: a client of a transaction shares nothing with the client that began it but its methods. */
const statements = Symbol('prepared statements')
type Connection = SqliteConnection & { [statements]?: LRUCache<string, Statement> }

/**
 * Knex's client for SQLite, with statements that are prepared once for each connection instead of for each query: to prepare
 * one is a turn of its own in the thread pool, which with the compiling takes a fifth of the time of a key's first use.
 */
class PreparingClient extends Base {
  _query(connection: Connection, query: Query): Promise<Query> {
    return new Promise((resolve, reject) => {
      const statement = statementOf(connection, query.sql, reject)
      const done = function (this: RunResult, error: Error | null, response?: unknown) {
        if (error !== null) return reject(error)
        resolve(Object.assign(query, { response, context: this }))
      }
      const bindings = query.bindings ?? []
      // Not `get`, which leaves a statement open, and with it the moment that its connection sees.
      if (changing.includes(query.method) && !query.returning) statement.run(bindings, done)
      else statement.all(bindings, done)
    })
  }

  override async destroyRawConnection(connection: Connection): Promise<void> {
    // SQLite closes no connection that has statements.
    connection[statements]?.clear()
    await super.destroyRawConnection(connection)
  }
}

/** @param onError told when it cannot be prepared, instead of who uses it */
function statementOf(connection: Connection, sql: string, onError: (error: Error) => void): Statement {
  connection[statements] ??= new LRUCache<string, Statement>({
    max: preparedStatements,
    // Once what is under way with it is done.
    dispose: (statement) => void statement.finalize(),
  })
  const prepared = connection[statements]
  const known = prepared.get(sql)
  if (known !== undefined) return known
  const statement = connection.prepare(sql, (error) => {
    // Not before: who had asked for one that cannot be prepared meanwhile would never be answered.
    if (error === null) prepared.set(sql, statement)
    else onError(error)
  })
  return statement
}

export const SqliteClient = PreparingClient as unknown as typeof Knex.Client
