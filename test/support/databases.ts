import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import mysql from 'mysql2/promise'
import pg from 'pg'
import { type DatabaseLocation, readDatabaseUrl } from '../../src/database-location.js'
import { type Lifetime, temporaryFolder } from './temporary.js'

/** A kind of database that tests run on. */
export interface TestedDatabase {
  name: string
  /** The URL of an empty database of the test's own. */
  fresh(t: Lifetime): Promise<string>
}

interface Administration {
  run(statement: string): Promise<unknown>
  end(): Promise<void>
}

const sqlite: TestedDatabase = {
  name: 'SQLite',
  fresh: async (t) => `sqlite:${join(await temporaryFolder(t), 'keys.db')}`,
}

const postgres: TestedDatabase = {
  name: 'PostgreSQL',
  fresh: (t) => freshOn(t, serverUrl('TEST_POSTGRES_URL'), connectToPostgres, 'DROP DATABASE ?? WITH (FORCE)'),
}

const mysqlOrMariaDb: TestedDatabase = {
  name: 'MySQL or MariaDB',
  fresh: (t) => freshOn(t, serverUrl('TEST_MYSQL_URL'), connectToMysql, 'DROP DATABASE ??'),
}

/** Those with a server. What is not named by a variable is not tested, and the runner says so. */
export const serverDatabases: readonly TestedDatabase[] = process.env.TEST_MYSQL_URL
  ? [postgres, mysqlOrMariaDb]
  : [postgres]

export const testedDatabases: readonly TestedDatabase[] = [sqlite, ...serverDatabases]

export function locationOf(url: string): DatabaseLocation {
  const location = readDatabaseUrl(url, (path) => String(path))
  if (location === undefined) throw new Error(`${url} is no URL of a database`)
  return location
}

/** Another user, database or server in the place of those in a URL. */
export function changedUrl(url: string, changes: Partial<Pick<URL, 'pathname' | 'password' | 'host'>>): string {
  return Object.assign(new URL(url), changes).href
}

/** Runs statements on a server's database beside the store. */
export async function administer<Result>(
  url: string,
  work: (admin: Administration) => Promise<Result>,
): Promise<Result> {
  const admin = await (url.startsWith('postgres') ? connectToPostgres(url) : connectToMysql(url))
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

async function freshOn(
  t: Lifetime,
  url: string,
  connect: (url: string) => Promise<Administration>,
  drop: string,
): Promise<string> {
  const name = `kss_${randomUUID().replaceAll('-', '')}`
  const run = async (statement: string) => {
    const admin = await connect(url)
    await admin.run(statement).finally(admin.end)
  }
  await run(`CREATE DATABASE ${name}`)
  t.after(() => run(drop.replace('??', name)))
  return changedUrl(url, { pathname: `/${name}` })
}

async function connectToPostgres(url: string): Promise<Administration> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  await client.connect()
  return { run: (statement) => client.query(statement), end: () => client.end() }
}

async function connectToMysql(url: string): Promise<Administration> {
  const connection = await mysql.createConnection({ uri: url, connectTimeout: 5_000 })
  return { run: (statement) => connection.query(statement), end: () => connection.end() }
}

function serverUrl(variable: string): string {
  const url = process.env[variable]
  if (!url) throw new Error(`${variable} is not set: run the tests with npm test, which starts a server.`)
  return url
}
