import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Knex } from 'knex'
import { isSimpleSecurityError } from '../../../src/errors.js'
import { createCursorCodec } from '../../../src/keys/cursor.js'
import { createKeys, type Keys } from '../../../src/keys/keys.js'
import { openDatabase } from '../../../src/store/open-database.js'
import type { Store } from '../../../src/store/store.js'
import { createClock } from '../../support/clock.js'
import type { TestedDatabase } from '../../support/databases.js'
import { digestOf, entryOf, keyRecord, type Setting, setUp } from './setting.js'

function keysOn(store: Store): Keys {
  return createKeys({
    store,
    now: createClock().now,
    keyPrefix: 'kss',
    expirationDays: 15,
    cursors: createCursorCodec(['secret']),
    onChange: () => {},
    flushUsage: async () => {},
  })({ via: 'code' })
}

async function byHand({ location }: Setting, work: (db: Knex) => Promise<unknown>): Promise<void> {
  const { client, close } = await openDatabase(location)
  await work(client).finally(close)
}

export function feedContract(database: TestedDatabase): void {
  it('tells every change of a key by another process once, in every way that it can be made', async (t) => {
    const { store, open } = await setUp(t, database)
    const [keys, feed] = [keysOn(store), await open()]
    let { revision, keyIds } = await feed.changesAfter(undefined)
    assert.deepEqual(keyIds, [])
    const { id } = await keys.create()
    const changes: [what: string, change: () => Promise<unknown>][] = [
      ['create', async () => {}],
      ['update', () => keys.update(id, { name: 'other' })],
      ['revoke', () => keys.revoke(id)],
      ['renew', () => keys.renew(id)],
      ['rotate', () => keys.rotate(id)],
      ['delete', () => keys.delete(id)],
    ]
    for (const [what, change] of changes) {
      await change()
      const told = await feed.changesAfter(revision)
      assert.deepEqual(told.keyIds, [id], what)
      assert.deepEqual(await feed.changesAfter(told.revision), { revision: told.revision, keyIds: [] })
      revision = told.revision
    }
  })

  it('takes neither the counting of uses nor a change that makes no difference for one', async (t) => {
    const { store, open } = await setUp(t, database)
    const [keys, feed] = [keysOn(store), await open()]
    const { id } = await keys.create({ name: 'job' })
    const { revision } = await feed.changesAfter(undefined)
    await keys.update(id, { name: 'job' })
    const increments = [{ keyId: id, hour: 0, queries: 1, latestQueryAt: 1 }]
    await feed.addUsage({ recorder: 'one', number: 1, at: 1, increments })
    assert.deepEqual(await feed.changesAfter(revision), { revision, keyIds: [] })
  })

  it('misses no change of several processes that change keys at the same time', async (t) => {
    const { open } = await setUp(t, database)
    const [feed, ...writers] = [await open(), await open(), await open(), await open()]
    const made = new Set<string>()
    const told: string[] = []
    let { revision } = await feed.changesAfter(undefined)
    let isDone = false
    const watching = (async () => {
      for (let last = false; ; ) {
        const changes = await feed.changesAfter(revision)
        assert.ok(changes.revision >= revision)
        // What is told is what there is between two revisions: one for each change.
        assert.equal(changes.keyIds?.length, changes.revision - revision)
        told.push(...(changes.keyIds ?? []))
        revision = changes.revision
        if (last) return
        last = isDone
      }
    })()
    await Promise.all(
      writers.map(async (writer, process) => {
        for (let n = 0; n < 25; n++) {
          const id = `key${process}-${n}`
          await untilThere(() => writer.insert(keyRecord(id), digestOf(id), entryOf(id)))
          made.add(id)
        }
      }),
    )
    isDone = true
    await watching
    assert.equal(told.length, made.size)
    assert.deepEqual(new Set(told), made)
  })

  it('tells more changes than are worth telling one by one as any', async (t) => {
    const setting = await setUp(t, database)
    const [keys, feed] = [keysOn(setting.store), await setting.open()]
    const { id } = await keys.create()
    const { revision } = await feed.changesAfter(undefined)
    await byHand(setting, async (db) => {
      const rows = Array.from({ length: 1_000 }, (_, n) => {
        return { at: 0, action: 'updated', key_id: id, via: 'code', changes: '[]', revision: revision + 1 + n }
      })
      for (let at = 0; at < rows.length; at += 100) await db('simple_security_audit').insert(rows.slice(at, at + 100))
      await db('simple_security_revision').increment('revision', 1_000)
    })
    assert.deepEqual(await feed.changesAfter(revision), { revision: revision + 1_000, keyIds: [id] })
    await keys.update(id, { name: 'last' })
    assert.deepEqual(await feed.changesAfter(revision), { revision: revision + 1_001, keyIds: undefined })
  })

  it('tells a database that was put in the place of another as any', async (t) => {
    const setting = await setUp(t, database)
    const [keys, feed] = [keysOn(setting.store), await setting.open()]
    for (let made = 0; made < 5; made++) await keys.create()
    const { revision } = await feed.changesAfter(undefined)
    assert.equal((await feed.changesAfter(revision + 1)).keyIds, undefined, 'its revision is behind')
    await byHand(setting, (db) =>
      db('simple_security_audit')
        .where({ revision: revision - 1 })
        .delete(),
    )
    assert.equal((await feed.changesAfter(revision - 2)).keyIds, undefined, 'a revision is missing')
    assert.equal((await feed.changesAfter(revision - 1)).keyIds?.length, 1)
  })
}

// SQLite gives its lock to whoever asks in the right moment: one of several may wait in vain, and is told so before it begins.
async function untilThere(write: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await write()
      return
    } catch (error) {
      if (attempt === 5 || !isSimpleSecurityError(error, 'database_unavailable')) throw error
    }
  }
}
