import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { TestedDatabase } from '../../support/databases.js'
import { digestOf, entryOf, hourMs, keyRecord, setUp } from './setting.js'

export function changesContract(database: TestedDatabase): void {
  it('changes a key, its scopes and its secrets together', async (t) => {
    const { store } = await setUp(t, database)
    await store.insert(keyRecord('key', { scopes: ['a', 'b'] }), 'one', entryOf('key'))
    const changed = await store.change('key', (before) => ({
      after: { ...before, name: 'new', scopes: ['c'], neverExpires: true, revokedAt: 5 },
      entry: entryOf('key', 'updated', [{ member: 'name', to: 'new' }]),
    }))
    assert.deepEqual(changed?.before.scopes, ['a', 'b'])
    const after = keyRecord('key', { name: 'new', scopes: ['c'], neverExpires: true, revokedAt: 5 })
    assert.deepEqual(changed?.after, after)
    assert.deepEqual(await store.findById('key'), after)
    assert.equal(await store.change('none', () => assert.fail()), undefined)
    const { revision } = await store.changesAfter(undefined)
    const same = await store.change('key', () => undefined)
    assert.deepEqual([same?.before, same?.after], [after, after])
    assert.deepEqual(await store.changesAfter(revision), { revision, keyIds: [] })
  })

  it('changes nothing when deciding fails, or a digest is there already', async (t) => {
    const { store, insert } = await setUp(t, database)
    await insert(keyRecord('key'), keyRecord('other'))
    const { revision } = await store.changesAfter(undefined)
    const failing = store.change('key', () => {
      throw new Error('no decision')
    })
    await assert.rejects(failing, /no decision/)
    const taken = store.change('key', (before) => ({
      after: { ...before, name: 'new' },
      entry: entryOf('key', 'rotated'),
      addDigest: digestOf('other'),
    }))
    await assert.rejects(taken)
    assert.equal((await store.findById('key'))?.name, undefined)
    assert.deepEqual(await store.changesAfter(revision), { revision, keyIds: [] })
  })

  it('makes changes of one key at the same time one after the other, as the audit trail tells', async (t) => {
    const { store, open, insert } = await setUp(t, database)
    await insert(keyRecord('key', { name: '0' }))
    const stores = [store, await open(), await open()]
    await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        (stores[n % 3] ?? store).change('key', (before) => {
          const name = String(Number(before.name) + 1)
          return {
            after: { ...before, name },
            entry: entryOf('key', 'updated', [{ member: 'name', from: before.name, to: name }]),
          }
        }),
      ),
    )
    assert.equal((await store.findById('key'))?.name, '30')
    const trail = await store.audit({ limit: 30, before: undefined, keyId: 'key' })
    assert.deepEqual(
      trail.map(({ changes }) => [changes[0]?.from, changes[0]?.to]),
      Array.from({ length: 30 }, (_, n) => [String(29 - n), String(30 - n)]),
    )
  })

  it('deletes a key with all that belongs to it, once, and keeps its audit trail', async (t) => {
    const { store, open } = await setUp(t, database)
    await store.insert(keyRecord('key', { scopes: ['a'] }), 'digest', entryOf('key'))
    await store.addUsage({
      recorder: 'one',
      number: 1,
      at: 1,
      increments: [{ keyId: 'key', hour: 0, queries: 1, latestQueryAt: 1 }],
    })
    const stores = [store, await open()]
    const deleted = await Promise.all(
      [0, 1, 2, 3].map((n) => (stores[n % 2] ?? store).delete('key', ({ id }) => entryOf(id, 'deleted'))),
    )
    assert.deepEqual(deleted.sort(), [false, false, false, true])
    assert.equal(await store.findById('key'), undefined)
    assert.equal(await store.findByDigest('digest'), undefined)
    assert.deepEqual(await store.usage('key', 0, hourMs), [])
    const trail = await store.audit({ limit: 10, before: undefined, keyId: 'key' })
    assert.deepEqual(
      trail.map(({ action }) => action),
      ['deleted', 'created'],
    )
    assert.equal(await store.insert(keyRecord('key'), 'digest', entryOf('key')), true, 'id and digest are free again')
  })

  it('keeps what changed no key in the audit trail, without telling other processes of a change', async (t) => {
    const { store, insert } = await setUp(t, database)
    await insert(keyRecord('key'))
    const { revision } = await store.changesAfter(undefined)
    const changes = [{ member: 'attempts', to: 3 }]
    const refused = { at: 1_700_000_000_000, action: 'secret_refused', keyId: undefined, changes } as const
    const senders = ['2001:db8::1', undefined]
    await store.addAudit(senders.map((address) => ({ ...refused, changes, actor: { via: 'http', address } })))
    await store.addAudit([])
    const [last, first, ...others] = await store.audit({ limit: 10, before: undefined, keyId: undefined })
    assert.deepEqual(last, { ...refused, actor: { via: 'http' }, id: last?.id })
    assert.deepEqual(first, { ...refused, actor: { via: 'http', address: '2001:db8::1' }, id: first?.id })
    assert.deepEqual(
      others.map(({ keyId }) => keyId),
      ['key'],
    )
    assert.equal((await store.audit({ limit: 10, before: undefined, keyId: 'key' })).length, 1)
    assert.deepEqual(await store.changesAfter(revision), { revision, keyIds: [] })
  })

  it('gives the audit trail page by page, of all keys and of one, the newest first', async (t) => {
    const { store } = await setUp(t, database)
    const actor = { via: 'http', address: '2001:db8::1' } as const
    for (let n = 0; n < 9; n++) {
      const id = `key${n % 3}-${n}`
      await store.insert(keyRecord(id), digestOf(id), { ...entryOf(id), at: 1_700_000_000_000 + n, actor })
    }
    const all = await store.audit({ limit: Number.POSITIVE_INFINITY, before: undefined, keyId: undefined })
    assert.deepEqual(
      all.map(({ at }) => at - 1_700_000_000_000),
      [8, 7, 6, 5, 4, 3, 2, 1, 0],
    )
    assert.deepEqual(all[0], { ...entryOf('key2-8'), at: 1_700_000_000_008, actor, id: all[0]?.id })
    const pages = []
    for (let before: number | undefined; ; ) {
      const page = await store.audit({ limit: 4, before, keyId: undefined })
      if (page.length === 0) break
      pages.push(...page)
      before = page.at(-1)?.id
    }
    assert.deepEqual(pages, all)
    assert.equal((await store.audit({ limit: 4, before: undefined, keyId: 'key1-4' })).length, 1)
  })
}
