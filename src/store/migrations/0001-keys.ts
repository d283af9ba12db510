import type { Knex } from 'knex'
import { dialectOf } from '../dialect.js'

/** Keys and all that belongs to them. Times are milliseconds since 1970-01-01T00:00:00Z. */
export async function keys(knex: Knex): Promise<void> {
  const { types, rowNumber, prepareTable, define, hasNameIndex } = dialectOf(knex)
  const createTable = (name: string, describe: (table: Knex.CreateTableBuilder) => void) =>
    define(
      knex.schema.createTable(name, (table) => {
        prepareTable(table)
        describe(table)
      }),
    )

  await createTable('simple_security_keys', (table) => {
    rowNumber(table)
    table.specificType('id', types.code(32)).notNullable().unique()
    table.string('start', 64).notNullable()
    table.string('name', 200).notNullable()
    // Letter case folded, to search and to sort by.
    table.specificType('name_folded', types.folded(600)).notNullable()
    table.text('scopes', 'mediumtext').notNullable()
    table.text('metadata', 'mediumtext').notNullable()
    table.boolean('never_expires').notNullable()
    table.bigInteger('expires_at').notNullable()
    // What the key's expiry is in effect: after every other for a key that never expires.
    table.bigInteger('ends_at').notNullable()
    table.bigInteger('created_at').notNullable()
    table.bigInteger('renewed_at').notNullable()
    table.bigInteger('revoked_at')
    // -1 for a key that was never used: an index then serves "not since" as one range.
    table.bigInteger('latest_query_at').notNullable().defaultTo(-1)
    table.bigInteger('total_queries').notNullable().defaultTo(0)
    // One for each sort of the lists. The row's own number, which ends every order, is part of each index in SQLite.
    table.index(['created_at', 'seq'], 'simple_security_keys_created')
    table.index(['name_folded', 'seq'], 'simple_security_keys_name')
    table.index(['ends_at', 'seq'], 'simple_security_keys_ends')
    table.index(['latest_query_at', 'seq'], 'simple_security_keys_latest')
    table.index(['revoked_at', 'seq'], 'simple_security_keys_revoked')
  })

  await createTable('simple_security_secrets', (table) => {
    table.specificType('digest', types.code(64)).primary()
    table.specificType('key_id', types.code(32)).notNullable().references('simple_security_keys.id').onDelete('CASCADE')
    table.bigInteger('created_at').notNullable()
    // Set when the secret was replaced: it works until then.
    table.bigInteger('ends_at')
    table.index(['key_id'], 'simple_security_secrets_key')
  })

  await createTable('simple_security_scopes', (table) => {
    table.specificType('scope', types.code(100)).notNullable()
    table
      .specificType('key_seq', types.rowReference)
      .notNullable()
      .references('simple_security_keys.seq')
      .onDelete('CASCADE')
    table.primary(['scope', 'key_seq'])
    table.index(['key_seq'], 'simple_security_scopes_key')
  })

  await createTable('simple_security_usage', (table) => {
    table.specificType('key_id', types.code(32)).notNullable().references('simple_security_keys.id').onDelete('CASCADE')
    // When the hour begins.
    table.bigInteger('hour').notNullable()
    table.bigInteger('queries').notNullable()
    table.primary(['key_id', 'hour'])
    table.index(['hour'], 'simple_security_usage_hour')
  })

  // Refers to no key, since it outlives them.
  await createTable('simple_security_audit', (table) => {
    rowNumber(table)
    table.bigInteger('at').notNullable()
    table.string('action', 20).notNullable()
    table.specificType('key_id', types.code(32)).notNullable()
    table.string('via', 20).notNullable()
    table.string('address', 64)
    table.text('changes', 'mediumtext').notNullable()
    table.index(['key_id', 'seq'], 'simple_security_audit_key')
  })

  if (hasNameIndex) await createNameIndex(knex)
}

// What finds a part of a name among a million: https://sqlite.org/fts5.html#the_trigram_tokenizer.
async function createNameIndex(knex: Knex): Promise<void> {
  const statements = [
    `CREATE VIRTUAL TABLE simple_security_names USING fts5(
       name_folded, content = 'simple_security_keys', content_rowid = 'seq', tokenize = 'trigram case_sensitive 1')`,
    `CREATE TRIGGER simple_security_names_insert AFTER INSERT ON simple_security_keys BEGIN
       INSERT INTO simple_security_names (rowid, name_folded) VALUES (new.seq, new.name_folded);
     END`,
    `CREATE TRIGGER simple_security_names_delete AFTER DELETE ON simple_security_keys BEGIN
       INSERT INTO simple_security_names (simple_security_names, rowid, name_folded)
       VALUES ('delete', old.seq, old.name_folded);
     END`,
    `CREATE TRIGGER simple_security_names_update AFTER UPDATE OF name_folded ON simple_security_keys BEGIN
       INSERT INTO simple_security_names (simple_security_names, rowid, name_folded)
       VALUES ('delete', old.seq, old.name_folded);
       INSERT INTO simple_security_names (rowid, name_folded) VALUES (new.seq, new.name_folded);
     END`,
  ]
  for (const statement of statements) await knex.raw(statement)
}
