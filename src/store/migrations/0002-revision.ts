import type { Knex } from 'knex'

async function up(knex: Knex): Promise<void> {
  // One row, which every change of a key moves in its own transaction.
  await knex.schema.createTable('simple_security_revision', (table) => {
    table.integer('id').primary()
    table.bigInteger('revision').notNullable()
  })
  await knex('simple_security_revision').insert({ id: 1, revision: 0 })
  await knex.schema.alterTable('simple_security_audit', (table) => {
    table.bigInteger('revision').notNullable().defaultTo(0)
    table.index(['revision', 'key_id'], 'simple_security_audit_revision')
  })

  // The last batch of counts of each process that writes them.
  await knex.schema.createTable('simple_security_flushes', (table) => {
    table.string('recorder', 36).primary()
    table.bigInteger('number').notNullable()
    table.bigInteger('at').notNullable()
    table.index(['at'], 'simple_security_flushes_at')
  })
}

async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('simple_security_flushes')
  await knex.schema.alterTable('simple_security_audit', (table) => {
    table.dropIndex(['revision', 'key_id'], 'simple_security_audit_revision')
    table.dropColumn('revision')
  })
  await knex.schema.dropTable('simple_security_revision')
}

/** By what other processes learn which keys changed, and by what a batch of counts is known to be written. */
export const revision: Knex.Migration = { up, down }
