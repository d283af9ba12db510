import type { Knex } from 'knex'
import { SimpleSecurityError } from '../errors.js'
import type { Database } from './database.js'
import { dialectOf } from './dialect.js'
import { migrations } from './migrations/index.js'

// Knex's own migrator is not used: its lock is a row that whoever is killed leaves behind for somebody to delete.
const tableName = 'simple_security_migrations'

/**
 * Brings the schema up to date. Replicas that start together do it one after the other, under a lock of the database's that a
 * crash takes back.
 * @throws SimpleSecurityError `database_unusable` for a schema that is newer than this program; nothing is changed then
 */
export async function migrate(database: Database): Promise<void> {
  database.assertWritable?.()
  const wasCurrent = await isCurrent(database)
  await database.prepare()
  if (wasCurrent) return
  await database.changeSchema(async (db) => {
    const missing = await missingIn(database, db)
    if (missing.length === 0) return
    if (!(await db.schema.hasTable(tableName))) await createTable(db)
    const last: { batch: number } | undefined = await db(tableName).orderBy('id', 'desc').first('batch')
    const batch = (last?.batch ?? 0) + 1
    for (const { name, up } of missing) {
      await up(db)
      await db(tableName).insert({ name, batch, migration_time: new Date() })
    }
  })
}

/** @throws SimpleSecurityError `database_unusable` for a schema that is newer than this program */
export async function isCurrent(database: Database): Promise<boolean> {
  return (await missingIn(database, database.client)).length === 0
}

// As knex has it.
function createTable(db: Knex): Promise<void> {
  const { prepareTable, define } = dialectOf(db)
  return define(
    db.schema.createTable(tableName, (table) => {
      prepareTable(table)
      table.increments()
      table.string('name')
      table.integer('batch')
      table.timestamp('migration_time')
    }),
  )
}

async function missingIn(database: Database, db: Knex) {
  if (!(await db.schema.hasTable(tableName))) return migrations
  const applied = new Set<string>(await db(tableName).orderBy('id').pluck('name'))
  const known = new Set(migrations.map(({ name }) => name))
  const unknown = [...applied].find((name) => !known.has(name))
  if (unknown !== undefined) {
    throw new SimpleSecurityError(
      'database_unusable',
      `The database ${database.name} has a newer schema than this program knows (${unknown}). Use a newer version of koa-simple-security.`,
    )
  }
  return migrations.filter(({ name }) => !applied.has(name))
}
