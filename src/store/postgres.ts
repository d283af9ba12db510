import type { Client } from 'pg'
import type { Database, Meaning } from './database.js'
import type { Driver } from './server-client.js'
import { loadDriver, openServer } from './server-database.js'

const lockTable = 'simple_security_lock'
const duplicateTable = '42P07'

// The time-outs are of the server's own, so that neither a process that was frozen in the middle of a change nor one that
// waits for it keeps the others. For the transaction only: behind a pooler, the session is not ours.
const begin = `BEGIN ISOLATION LEVEL READ COMMITTED;
  SET LOCAL lock_timeout = 900;
  SET LOCAL idle_in_transaction_session_timeout = 5000;
  SET LOCAL statement_timeout = 30000`

/** By code or class of codes (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const meanings: Record<string, Meaning> = {
  '08': { code: 'database_unavailable', reason: 'the connection failed' },
  '23505': { code: 'conflict', reason: 'another transaction wrote the same' },
  '25006': { code: 'database_unavailable', reason: 'it takes no writes at present' },
  '25P03': { code: 'database_unavailable', reason: 'the transaction took too long' },
  '28': {
    code: 'database_unusable',
    reason: 'it refuses the user, or a connection of this kind, such as one without TLS',
  },
  '28P01': { code: 'database_unusable', reason: 'it refuses the user or the password' },
  '3D000': { code: 'database_unusable', reason: 'there is no such database' },
  '3F000': { code: 'database_unusable', reason: 'it has no schema to make tables in' },
  '40': { code: 'conflict', reason: 'another transaction was in the way' },
  '40003': { code: 'database_unavailable', reason: 'it is not known whether the change was made' },
  '42501': { code: 'database_unusable', reason: 'the user lacks a permission' },
  '53': { code: 'database_unavailable', reason: 'it has no resources left' },
  '55P03': { code: 'database_unavailable', reason: 'another transaction holds what is needed' },
  '57': { code: 'database_unavailable', reason: 'it is being stopped or started' },
  '57014': { code: 'database_unavailable', reason: 'a statement took too long' },
  '58': { code: 'database_unavailable', reason: 'its own system failed' },
}

/** @param url with `postgres:` or `postgresql:` @param name for people, without credentials */
export async function openPostgres(url: string, name: string): Promise<Database> {
  const [{ default: pg }, { default: Dialect }] = await Promise.all([
    loadDriver('pg', () => import('pg'), name),
    import('knex/lib/dialects/postgres/index.js'),
  ])
  const driver: Driver<Client> = {
    module: pg,
    begin,
    connect(settings, onLost) {
      const connection = new pg.Client(settings)
      connection.on('error', onLost)
      connection.on('end', () => onLost(new Error('Connection terminated')))
      return { connection, opened: connection.connect() }
    },
    end: (connection) => connection.end(),
    abandon: (connection) => void connection.connection.stream.destroy(),
    isAnswer: (error) => (error as { severity?: unknown }).severity !== undefined,
    classify(error) {
      const code = String((error as { code?: unknown }).code)
      return meanings[code] ?? meanings[code.slice(0, 2)]
    },
  }
  return openServer({
    name,
    Dialect,
    driver,
    settings: { connectionString: url, keepAlive: true },

    // A row's lock: nothing else is there on every database of this protocol that a crash releases.
    async changeSchema(db, work) {
      await db.raw(`CREATE TABLE IF NOT EXISTS ${lockTable} (id integer PRIMARY KEY)`).catch((error) => {
        // Another process made it between the look and the making.
        if (error.code !== duplicateTable) throw error
      })
      await db(lockTable).insert({ id: 1 }).onConflict('id').ignore()
      await db.transaction(async (transaction) => {
        await transaction.raw('SET LOCAL statement_timeout = 0')
        await transaction(lockTable).where({ id: 1 }).forUpdate().first('id')
        await work(transaction)
      })
    },
  })
}
