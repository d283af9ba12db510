import assert from 'node:assert/strict'
import { it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Knex } from 'knex'
import { migrations } from '../../../src/store/migrations/index.js'
import { openDatabase } from '../../../src/store/open-database.js'
import { openStore } from '../../../src/store/store.js'
import { locationOf, type TestedDatabase } from '../../support/databases.js'
import { createMigrationsTable, makeOlderSchema } from '../../support/older-schema.js'
import { digestOf, entryOf, keyRecord, setUp } from './setting.js'

export function schemaContract(database: TestedDatabase): void {
  it('brings an empty database up to date for many that open it at the same time', async (t) => {
    const location = locationOf(await database.fresh(t))
    const opened = await Promise.all(Array.from({ length: 6 }, () => openStore(() => openDatabase(location))))
    t.after(() => Promise.all(opened.map((store) => store.close())))
    for (const [n, store] of opened.entries()) {
      assert.equal(await store.insert(keyRecord(`key${n}`), digestOf(`key${n}`), entryOf(`key${n}`)), true)
    }
    assert.equal((await opened[0]?.audit({ limit: 9, before: undefined, keyId: undefined }))?.length, 6)
  })

  it('lets one at a time change the schema, and the next one when it fails', async (t) => {
    const location = locationOf(await database.fresh(t))
    const order: string[] = []
    await Promise.all(
      [0, 1, 2, 3].map(async (n) => {
        const { changeSchema, close } = await openDatabase(location)
        for (let isDone = false; !isDone; ) {
          // Whoever is told that the database is busy comes again, as those do that open it.
          isDone = await changeSchema(async () => {
            order.push(`${n} begins`)
            await setTimeout(50)
            order.push(`${n} ends`)
            if (n % 2 === 0) throw new Error('fails')
          }).then(
            () => true,
            (error) => error.message === 'fails',
          )
        }
        await close()
      }),
    )
    assert.equal(order.length, 8)
    for (let at = 0; at < order.length; at += 2) {
      assert.equal(order[at + 1], order[at]?.replace('begins', 'ends'), order.join())
    }
  })

  it('brings an older schema up to date, with what is in it', async (t) => {
    const location = locationOf(await database.fresh(t))
    await makeOlderSchema(location, async (db) => {
      const row = { at: 1, action: 'created', key_id: 'old', via: 'code', address: null, changes: '[]' }
      await db('simple_security_audit').insert(row)
    })
    const store = await openStore(() => openDatabase(location))
    t.after(() => store.close())
    assert.deepEqual(await store.changesAfter(undefined), { revision: 0, keyIds: [] })
    assert.equal((await store.audit({ limit: 9, before: undefined, keyId: undefined }))[0]?.keyId, 'old')
  })

  it('goes on where an attempt broke off, wherever that was', async (t) => {
    for (const steps of [1, 3, 5, 8, 12, 20]) {
      const location = locationOf(await database.fresh(t))
      const broken = await openDatabase(location)
      let taken = 0
      const failing = broken.changeSchema(async (db) => {
        db.on('query', () => {
          taken++
          if (taken > steps) throw new Error('killed')
        })
        await createMigrationsTable(db)
        for (const { name, up } of migrations) {
          await up(db)
          await db('simple_security_migrations').insert({ name, batch: 1, migration_time: new Date() })
        }
      })
      await assert.rejects(failing, /killed/)
      await broken.close()
      const store = await openStore(() => openDatabase(location))
      assert.equal(await store.insert(keyRecord('key', { scopes: ['a'] }), 'digest', entryOf('key')), true, `${steps}`)
      const { client, close } = await openDatabase(location)
      const indexes = await indexNames(client)
      await close()
      for (const name of ['created', 'name', 'ends', 'latest', 'revoked']) {
        assert.ok(indexes.has(`simple_security_keys_${name}`), `${name} after ${steps} steps`)
      }
      for (const name of ['secrets_key', 'scopes_key', 'usage_hour', 'audit_key', 'audit_revision', 'flushes_at']) {
        assert.ok(indexes.has(`simple_security_${name}`), `${name} after ${steps} steps`)
      }
      await store.delete('key', () => entryOf('key', 'deleted'))
      assert.equal(await store.findByDigest('digest'), undefined, 'its secrets refer to it')
      await store.close()
    }
  })

  it('refuses a newer schema and changes nothing', async (t) => {
    const { location, store } = await setUp(t, database)
    const { client, close } = await openDatabase(location)
    const row = { name: '9999-from-the-future', batch: 2, migration_time: new Date() }
    await client('simple_security_migrations').insert(row)
    const tables = await client('simple_security_migrations').orderBy('id')
    await assert.rejects(
      openStore(() => openDatabase(location)),
      (error: Error & { code?: string }) => {
        assert.equal(error.code, 'database_unusable')
        assert.match(error.message, /newer schema than this program knows \(9999-from-the-future\)/)
        assert.ok(error.message.includes(location.name))
        return true
      },
    )
    assert.deepEqual(await client('simple_security_migrations').orderBy('id'), tables)
    await close()
    await store.ping()
  })
}

async function indexNames(db: Knex): Promise<Set<string>> {
  const { dialect } = db.client as { dialect: string }
  const queries: Record<string, string> = {
    sqlite3: "SELECT name FROM sqlite_master WHERE type = 'index'",
    postgresql: 'SELECT indexname AS name FROM pg_indexes WHERE schemaname = current_schema()',
    mysql: 'SELECT index_name AS name FROM information_schema.statistics WHERE table_schema = DATABASE()',
  }
  const answer = await db.raw(String(queries[dialect]))
  const rows: { name: string }[] = dialect === 'mysql' ? answer[0] : (answer.rows ?? answer)
  return new Set(rows.map(({ name }) => name))
}
