import type { Connection } from 'mysql2'
import type { Database, Meaning } from './database.js'
import { ConnectionError, type Driver } from './server-client.js'
import { loadDriver, openServer } from './server-database.js'

// A mode in which a value that does not fit is an error, and a backslash escapes, as the driver takes for granted. The
// time-outs are of the server's own, so that neither a process that was frozen in the middle of a change nor one that waits
// for it keeps the others; MariaDB alone ends transactions that do nothing.
const session = `SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout = 1`
const isolation = 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED'
const mariaDbSession = 'SET SESSION idle_transaction_timeout = 5'

/** A lock of the server's by name, which ends with its connection; in every database of a server another one. */
const schemaLock = "CONCAT('simple_security_', MD5(DATABASE()))"
const schemaLockSeconds = 5

const meanings: Record<string, Meaning> = {
  ER_DUP_ENTRY: { code: 'conflict', reason: 'another transaction wrote the same' },
  ER_LOCK_DEADLOCK: { code: 'conflict', reason: 'another transaction was in the way' },
  ER_CHECKREAD: { code: 'conflict', reason: 'another transaction was in the way' },
  ER_LOCK_WAIT_TIMEOUT: { code: 'database_unavailable', reason: 'another transaction holds what is needed' },
  ER_ACCESS_DENIED_ERROR: { code: 'database_unusable', reason: 'it refuses the user or the password' },
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: { code: 'database_unusable', reason: 'it refuses the user or the password' },
  ER_HOST_NOT_PRIVILEGED: { code: 'database_unusable', reason: 'it refuses connections from here' },
  ER_NOT_SUPPORTED_AUTH_MODE: {
    code: 'database_unusable',
    reason: 'it asks for a way to log in that is not supported',
  },
  ER_SECURE_TRANSPORT_REQUIRED: { code: 'database_unusable', reason: 'it asks for TLS' },
  ER_BAD_DB_ERROR: { code: 'database_unusable', reason: 'there is no such database' },
  ER_DBACCESS_DENIED_ERROR: { code: 'database_unusable', reason: 'the user lacks a permission' },
  ER_TABLEACCESS_DENIED_ERROR: { code: 'database_unusable', reason: 'the user lacks a permission' },
  ER_COLUMNACCESS_DENIED_ERROR: { code: 'database_unusable', reason: 'the user lacks a permission' },
  ER_SPECIFIC_ACCESS_DENIED_ERROR: { code: 'database_unusable', reason: 'the user lacks a permission' },
  ER_CON_COUNT_ERROR: { code: 'database_unavailable', reason: 'it has no connections left' },
  ER_TOO_MANY_USER_CONNECTIONS: { code: 'database_unavailable', reason: 'it has no connections left' },
  ER_USER_LIMIT_REACHED: { code: 'database_unavailable', reason: 'it has no connections left' },
  ER_OUT_OF_RESOURCES: { code: 'database_unavailable', reason: 'it has no resources left' },
  ER_DISK_FULL: { code: 'database_unavailable', reason: 'its disk is full' },
  ER_RECORD_FILE_FULL: { code: 'database_unavailable', reason: 'its disk is full' },
  ER_SERVER_SHUTDOWN: { code: 'database_unavailable', reason: 'it is being stopped' },
  ER_NORMAL_SHUTDOWN: { code: 'database_unavailable', reason: 'it is being stopped' },
  ER_CONNECTION_KILLED: { code: 'database_unavailable', reason: 'it ended the connection' },
  ER_QUERY_INTERRUPTED: { code: 'database_unavailable', reason: 'it broke the statement off' },
  ER_OPTION_PREVENTS_STATEMENT: { code: 'database_unavailable', reason: 'it takes no writes at present' },
  ER_READ_ONLY_MODE: { code: 'database_unavailable', reason: 'it takes no writes at present' },
  ER_UNKNOWN_COM_ERROR: { code: 'database_unavailable', reason: 'it is not ready yet' },
}

/** @param url with `mysql:` or `mariadb:` @param name for people, without credentials */
export async function openMysql(url: string, name: string): Promise<Database> {
  const [{ default: mysql }, { default: Dialect }] = await Promise.all([
    loadDriver('mysql2', () => import('mysql2'), name),
    import('knex/lib/dialects/mysql2/index.js'),
  ])
  const driver: Driver<Connection> = {
    module: mysql,
    begin: 'START TRANSACTION',
    connect(settings, onLost) {
      const connection = mysql.createConnection(settings)
      connection.on('error', onLost)
      connection.on('end', () => onLost(new Error('Connection terminated')))
      return { connection, opened: begin(connection) }
    },
    end: (connection) =>
      new Promise((resolve, reject) => connection.end((error) => (error ? reject(error) : resolve(undefined)))),
    abandon(connection) {
      connection.destroy()
      // The driver's own way says goodbye, and waits for an answer.
      ;(connection as unknown as { stream: { destroy(): void } }).stream.destroy()
    },
    // The server's errors have numbers and are not its last words.
    isAnswer: (error) => (error as { sqlState?: unknown }).sqlState !== undefined,
    classify: (error) => meanings[String((error as { code?: unknown }).code)],
  }
  return openServer({
    name,
    Dialect,
    driver,
    settings: {
      uri: url,
      charset: 'utf8mb4',
      enableKeepAlive: true,
      // What is compared byte by byte is text for us all the same.
      typeCast: (field: { type: string; string(encoding: string): string | null }, next: () => unknown) =>
        field.type === 'VAR_STRING' ? field.string('utf8') : next(),
    },

    // A change of the schema ends every transaction, and with it the locks on rows.
    async changeSchema(db, work) {
      await db.transaction(async (transaction) => {
        const [[row]] = await transaction.raw(`SELECT GET_LOCK(${schemaLock}, ${schemaLockSeconds}) AS is_taken`)
        if (row.is_taken !== 1) {
          throw new ConnectionError('database_unavailable', 'another process is changing its schema')
        }
        await work(transaction)
        await transaction.raw(`DO RELEASE_LOCK(${schemaLock})`)
      })
    },
  })
}

async function begin(connection: Connection): Promise<void> {
  const run = (statement: string) =>
    new Promise<void>((resolve, reject) => connection.query(statement, (error) => (error ? reject(error) : resolve())))
  await new Promise<void>((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())))
  await run(session)
  await run(isolation)
  await run(mariaDbSession).catch((error) => {
    if (error.code !== 'ER_UNKNOWN_SYSTEM_VARIABLE') throw error
  })
}
