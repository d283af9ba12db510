import type { Knex } from 'knex'

async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('simple_security_keys', (table) => {
    table.string('id', 32).primary()
    table.string('start', 64).notNullable()
    table.string('name', 200)
    table.text('scopes').notNullable()
    table.text('metadata').notNullable()
    table.boolean('never_expires').notNullable()
    table.bigInteger('expires_at').notNullable()
    table.bigInteger('created_at').notNullable()
    table.bigInteger('revoked_at')
    table.bigInteger('latest_query_at')
    table.bigInteger('total_queries').notNullable().defaultTo(0)
    table.index(['latest_query_at', 'created_at', 'id'], 'simple_security_keys_latest')
  })
  await knex.schema.createTable('simple_security_secrets', (table) => {
    table.string('digest', 64).primary()
    table.string('key_id', 32).notNullable().references('simple_security_keys.id').onDelete('CASCADE')
    table.bigInteger('created_at').notNullable()
    // Set when the secret was replaced and works on for a while.
    table.bigInteger('ends_at')
    table.index(['key_id'], 'simple_security_secrets_key')
  })
}

async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('simple_security_secrets')
  await knex.schema.dropTable('simple_security_keys')
}

/** Keys, and the secrets that a key has in time. Times are milliseconds since 1970-01-01T00:00:00Z. */
export const keys: Knex.Migration = { up, down }
