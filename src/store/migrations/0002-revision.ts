import type { Knex } from 'knex'
import { dialectOf } from '../dialect.js'

/** By what other processes learn which keys changed, and by what a batch of counts is known to be written. */
export async function revision(knex: Knex): Promise<void> {
  const { types, prepareTable, define } = dialectOf(knex)
  // One row, which every change of a key moves in its own transaction.
  await define(
    knex.schema.createTable('simple_security_revision', (table) => {
      prepareTable(table)
      table.integer('id').primary()
      table.bigInteger('revision').notNullable()
    }),
  )
  await knex('simple_security_revision').insert({ id: 1, revision: 0 }).onConflict('id').ignore()
  await define(
    knex.schema.alterTable('simple_security_audit', (table) => {
      table.bigInteger('revision').notNullable().defaultTo(0)
      table.index(['revision', 'key_id'], 'simple_security_audit_revision')
    }),
  )

  // The last batch of counts of each process that writes them.
  await define(
    knex.schema.createTable('simple_security_flushes', (table) => {
      prepareTable(table)
      table.specificType('recorder', types.code(36)).primary()
      table.bigInteger('number').notNullable()
      table.bigInteger('at').notNullable()
      table.index(['at'], 'simple_security_flushes_at')
    }),
  )
}
