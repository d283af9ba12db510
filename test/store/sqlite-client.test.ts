import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import knex from 'knex'
import type { Database } from 'sqlite3'
import { SqliteClient } from '../../src/store/sqlite-client.js'
import { temporaryFolder } from '../support/temporary.js'

function open(t: TestContext, filename: string) {
  const prepared: string[] = []
  const db = knex({
    client: SqliteClient,
    connection: { filename },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate(connection: Database, done: (error: Error | null, connection: unknown) => void) {
        const prepare = connection.prepare.bind(connection)
        connection.prepare = (sql: string, ...rest: never[]) => {
          prepared.push(sql)
          return prepare(sql, ...rest)
        }
        done(null, connection)
      },
    },
  })
  t.after(() => db.destroy())
  return { db, prepared }
}

test('prepares what is asked again once, and answers like knex', async (t) => {
  const { db, prepared } = open(t, ':memory:')
  await db.raw('CREATE TABLE bread (id integer PRIMARY KEY, name text UNIQUE)')
  assert.deepEqual(await db('bread').insert({ name: 'rye' }), [1])
  assert.deepEqual(await db('bread').insert({ name: 'oat' }), [2])
  assert.equal(await db('bread').where({ name: 'rye' }).update({ name: 'wheat' }), 1)
  assert.equal(await db('bread').where({ name: 'rye' }).update({ name: 'wheat' }), 0)
  assert.deepEqual(await db('bread').where({ id: 2 }).first(), { id: 2, name: 'oat' })
  assert.deepEqual(await db('bread').where({ id: 1 }).first(), { id: 1, name: 'wheat' })
  assert.deepEqual(await db('bread').orderBy('id').pluck('name'), ['wheat', 'oat'])
  assert.deepEqual(await db('bread').insert({ name: 'corn' }).returning('id'), [{ id: 3 }])
  assert.equal(await db('bread').where({ id: 1 }).delete(), 1)
  const columns = { name: 'bread' }
  assert.deepEqual(await db.raw('SELECT 1 AS one WHERE ? = ?', ['a', 'a']), [{ one: 1 }])
  assert.equal(await db.schema.hasTable(columns.name), true)
  assert.deepEqual(
    prepared.filter((sql, index) => prepared.indexOf(sql) !== index),
    [],
  )
})

test('answers each of several that ask the same at once', async (t) => {
  const { db } = open(t, ':memory:')
  const asked = Array.from({ length: 200 }, (_, n) => n)
  await db.transaction(async (transaction) => {
    const answers = await Promise.all(asked.map((n) => transaction.raw('SELECT ? AS n', [n])))
    assert.deepEqual(
      answers.map(([{ n }]) => n),
      asked,
    )
  })
})

test('tells a statement that cannot be prepared or does not hold, each time', async (t) => {
  const { db } = open(t, ':memory:')
  await db.raw('CREATE TABLE bread (name text UNIQUE)')
  for (let time = 0; time < 2; time++) {
    await db.transaction(async (transaction) => {
      for (const answer of await Promise.allSettled([transaction('cake').first(), transaction('cake').first()])) {
        assert.match(String(answer.status === 'rejected' && answer.reason), /no such table: cake/)
      }
    })
  }
  await db.raw('CREATE TABLE cake (name text)')
  assert.equal(await db('cake').first(), undefined)
  await db('bread').insert({ name: 'rye' })
  for (let time = 0; time < 2; time++) {
    await assert.rejects(async () => await db('bread').insert({ name: 'rye' }), { code: 'SQLITE_CONSTRAINT' })
  }
  assert.equal((await db('bread')).length, 1)
})

test('sees what others changed since a statement was prepared, in rows and in columns', async (t) => {
  const file = join(await temporaryFolder(t), 'bread.db')
  const [{ db: one }, { db: other }] = [open(t, file), open(t, file)]
  await one.raw('PRAGMA journal_mode = WAL')
  await one.raw('CREATE TABLE bread (name text)')
  const all = () => other('bread').select('*')
  assert.deepEqual(await all(), [])
  await one('bread').insert({ name: 'rye' })
  assert.deepEqual(await all(), [{ name: 'rye' }])
  await one.raw('ALTER TABLE bread ADD COLUMN weight integer')
  assert.deepEqual(await all(), [{ name: 'rye', weight: null }])
  // A read that were still open would keep its moment, and the log from being emptied.
  assert.deepEqual(await one.raw('PRAGMA wal_checkpoint(TRUNCATE)'), [{ busy: 0, log: 0, checkpointed: 0 }])
})

test('keeps a bounded number of statements, and closes with them', async (t) => {
  const file = join(await temporaryFolder(t), 'bread.db')
  const { db, prepared } = open(t, file)
  await db.raw('PRAGMA journal_mode = WAL')
  await db.raw('CREATE TABLE bread (name text)')
  const ask = (n: number) => db.raw(`SELECT ${n} AS n`)
  for (let n = 0; n < 200; n++) assert.deepEqual(await ask(n), [{ n }])
  const before = prepared.length
  await ask(199)
  assert.equal(prepared.length, before)
  await ask(0)
  assert.equal(prepared.length, before + 1)
  assert.ok(existsSync(`${file}-wal`))
  await db.destroy()
  // The last one that closes removes it.
  assert.ok(!existsSync(`${file}-wal`))
})
