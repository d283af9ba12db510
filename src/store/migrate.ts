import type { Knex } from 'knex'
import { SimpleSecurityError } from '../errors.js'
import type { Database } from './database.js'
import { migrations } from './migrations/index.js'

const tableName = 'simple_security_migrations'

const config: Knex.MigratorConfig = {
  tableName,
  migrationSource: {
    getMigrations: async () => migrations,
    getMigrationName: ({ name }: (typeof migrations)[number]) => name,
    getMigration: async ({ migration }: (typeof migrations)[number]) => migration,
  },
}

/**
 * Brings the schema up to date. Replicas that start together do it one after the other: the whole of it is one
 * transaction under the database's write lock, which a crash takes back together with knex's own lock row.
 * @throws SimpleSecurityError `database_unusable` for a schema that is newer than this program; nothing is changed then
 */
export async function migrate(database: Database): Promise<void> {
  const wasCurrent = await isCurrent(database, database.client)
  await database.prepare()
  if (wasCurrent) return
  await database.write(async (transaction) => {
    if (await isCurrent(database, transaction)) return
    await transaction.migrate.latest(config)
  })
}

async function isCurrent(database: Database, client: Knex): Promise<boolean> {
  if (!(await client.schema.hasTable(tableName))) return false
  const applied: string[] = await client(tableName).orderBy('id').pluck('name')
  const known = new Set(migrations.map(({ name }) => name))
  const unknown = applied.find((name) => !known.has(name))
  if (unknown !== undefined) {
    throw new SimpleSecurityError(
      'database_unusable',
      `The database ${database.name} has a newer schema than this program knows (${unknown}). Use a newer version of koa-simple-security.`,
    )
  }
  return applied.length === migrations.length
}
