import type { Knex } from 'knex'
import type { DatabaseLocation } from '../../src/database-location.js'
import { migrations } from '../../src/store/migrations/index.js'
import { openDatabase } from '../../src/store/open-database.js'

/** Makes the schema of the first version, and what the work puts into it. */
export async function makeOlderSchema(location: DatabaseLocation, work: (db: Knex) => Promise<void>): Promise<void> {
  const { changeSchema, client, close } = await openDatabase(location)
  try {
    await changeSchema(async (db) => {
      await createMigrationsTable(db)
      await migrations[0]?.up(db)
      await db('simple_security_migrations').insert({ name: migrations[0]?.name, batch: 1, migration_time: new Date() })
    })
    await work(client)
  } finally {
    await close()
  }
}

export async function createMigrationsTable(db: Knex): Promise<void> {
  await db.schema.createTable('simple_security_migrations', (table) => {
    table.increments()
    table.string('name')
    table.integer('batch')
    table.timestamp('migration_time')
  })
}
