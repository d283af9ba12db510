import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { TestedDatabase } from '../../support/databases.js'
import { digestOf, entryOf, keyRecord, setUp } from './setting.js'

export function keysContract(database: TestedDatabase): void {
  it('gives back a key as it was put in, to the millisecond', async (t) => {
    const { store } = await setUp(t, database)
    const full = keyRecord('full', {
      name: '  Zürich 🔑 "quoted" \\ %_ ',
      scopes: ['reports:*', "it's", 'a'],
      metadata: { owner: 'Ω\u2028', empty: '', 'a\\b': '"' },
      revokedAt: 1_700_000_000_009,
    })
    const bare = keyRecord('bare', { neverExpires: true })
    assert.equal(await store.insert(full, digestOf('full'), entryOf('full')), true)
    assert.equal(await store.insert(bare, digestOf('bare'), entryOf('bare')), true)
    assert.deepEqual(await store.findById('full'), full)
    assert.deepEqual(await store.findById('bare'), bare)
    assert.equal(await store.findById('none'), undefined)
    assert.equal(await store.findIdByDigest(digestOf('full')), 'full')
    assert.equal(await store.findIdByDigest('none'), undefined)
  })

  it('takes the longest values that may be given', async (t) => {
    const { store } = await setUp(t, database)
    const long = keyRecord('x'.repeat(32), {
      start: 's'.repeat(64),
      // Folded, this letter becomes three.
      name: 'ΐ'.repeat(200),
      scopes: Array.from({ length: 100 }, (_, n) => `${n}:`.padEnd(100, '~')),
      metadata: Object.fromEntries(
        Array.from({ length: 64 }, (_, n) => [`${n}`.padEnd(100, 'k'), '😀'.repeat(500)] as const),
      ),
      expiresAt: Date.UTC(9999, 11, 31, 23, 59, 59, 999),
    })
    const changes = [{ member: 'metadata', from: long.metadata, to: long.metadata }]
    assert.equal(await store.insert(long, 'd'.repeat(64), entryOf(long.id, 'created', changes)), true)
    assert.deepEqual(await store.findById(long.id), long)
    assert.deepEqual((await store.audit({ limit: 1, before: undefined, keyId: long.id }))[0]?.changes, changes)
    const emoji = keyRecord('emoji', { name: '😀'.repeat(200) })
    assert.equal(await store.insert(emoji, digestOf('emoji'), entryOf('emoji')), true)
    assert.deepEqual(await store.findById('emoji'), emoji)
  })

  it('tells ids and digests apart that differ in letter case only', async (t) => {
    const { store } = await setUp(t, database)
    for (const id of ['abc', 'ABC', 'Abc']) {
      assert.equal(await store.insert(keyRecord(id), digestOf(id), entryOf(id)), true)
    }
    for (const id of ['abc', 'ABC', 'Abc']) {
      assert.equal((await store.findById(id))?.id, id)
      assert.equal(await store.findIdByDigest(digestOf(id)), id)
      assert.equal((await store.findByDigest(digestOf(id)))?.key.id, id)
    }
    for (const none of ['aBC', 'ábc', 'abc ', 'ab']) assert.equal(await store.findByDigest(digestOf(none)), undefined)
    await store.addUsage({
      recorder: 'one',
      number: 1,
      at: 1,
      increments: [{ keyId: 'ABC', hour: 0, queries: 7, latestQueryAt: 9 }],
    })
    assert.equal(await store.delete('Abc', () => entryOf('Abc', 'deleted')), true)
    assert.deepEqual(
      await Promise.all(['abc', 'ABC', 'Abc'].map(async (id) => (await store.findById(id))?.totalQueries)),
      [0, 7, undefined],
    )
  })

  it('finds what decides on a secret', async (t) => {
    const { store } = await setUp(t, database)
    const key = keyRecord('key', {
      name: 'job',
      scopes: ['a'],
      expiresAt: 2_000_000_000_500,
      renewedAt: 1_000_000_000_500,
    })
    await store.insert(key, 'one', entryOf('key'))
    const found = await store.findByDigest('one')
    assert.deepEqual(found, {
      key: {
        id: 'key',
        start: 'kss_key',
        name: 'job',
        scopes: ['a'],
        metadata: {},
        expiresAt: new Date(2_000_000_000_500),
      },
      revoked: false,
      endsAt: 2_000_000_000_500,
      warnFrom: 1_800_000_000_500,
    })
    await store.change('key', (before) => ({
      after: { ...before, revokedAt: 3 },
      entry: entryOf('key', 'rotated'),
      endSecretsAt: 1_900_000_000_001,
      addDigest: 'two',
    }))
    const [former, latter] = [await store.findByDigest('one'), await store.findByDigest('two')]
    assert.deepEqual([former?.endsAt, former?.warnFrom, former?.revoked], [1_900_000_000_001, 0, true])
    assert.deepEqual([latter?.endsAt, latter?.revoked], [2_000_000_000_500, true])
    assert.equal(await store.findByDigest('three'), undefined)
  })

  it('answers however many look up different digests at the same time, each its own', async (t) => {
    const { store } = await setUp(t, database)
    const ids = ['first', 'middle', 'last']
    for (const id of ids) await store.insert(keyRecord(id), digestOf(id), entryOf(id))
    const madeUp = Array.from({ length: 5_000 }, (_, n) => digestOf(`none-${n}`))
    const digests = [
      digestOf('first'),
      ...madeUp.slice(2_500),
      digestOf('middle'),
      ...madeUp.slice(0, 2_500),
      digestOf('last'),
    ]
    const found = await Promise.all(digests.map((digest) => store.findByDigest(digest)))
    assert.deepEqual(
      found.flatMap((secret, index) => (secret === undefined ? [] : [[digests[index], secret.key.id]])),
      ids.map((id) => [digestOf(id), id]),
    )
  })

  it('refuses an id and a digest that are there, and changes nothing then', async (t) => {
    const { store } = await setUp(t, database)
    await store.insert(keyRecord('key'), 'digest', entryOf('key'))
    const { revision } = await store.changesAfter(undefined)
    assert.equal(await store.insert(keyRecord('other'), 'digest', entryOf('other')), false)
    assert.equal(await store.insert(keyRecord('key'), 'other', entryOf('key')), false)
    assert.equal(await store.findById('other'), undefined)
    assert.equal(await store.findByDigest('other'), undefined)
    assert.deepEqual(await store.changesAfter(revision), { revision, keyIds: [] })
  })

  it('takes one of many that are put in at the same time with one digest or one id', async (t) => {
    const { store, open } = await setUp(t, database)
    const stores = [store, await open()]
    for (let round = 0; round < 5; round++) {
      const inserted = await Promise.all(
        Array.from({ length: 8 }, (_, n) => {
          const id = n % 4 === 0 ? `same${round}` : `key${round}-${n}`
          const digest = n % 4 === 0 ? `other${round}-${n}` : `same${round}`
          return (stores[n % 2] ?? store).insert(keyRecord(id), digest, entryOf(id))
        }),
      )
      assert.equal(inserted.filter((isIn) => isIn).length, 2, `round ${round}: ${inserted}`)
    }
    assert.equal((await store.audit({ limit: 100, before: undefined, keyId: undefined })).length, 10)
  })

  it('imports what is new of a batch, also when others import the same', async (t) => {
    const { store, open } = await setUp(t, database)
    await store.insert(keyRecord('there'), 'there', entryOf('there'))
    const batch = (['there/other', 'new/there', 'new/new', 'again/new', 'new/again', 'last/last'] as const).map(
      (each) => {
        const [id = '', digest = ''] = each.split('/')
        const key = keyRecord(id, { totalQueries: 5_000_000_000, latestQueryAt: 1_600_000_000_001 })
        return { key, digest, entry: entryOf(id, 'imported') }
      },
    )
    assert.deepEqual(await store.importKeys(batch), [
      'id_taken',
      'exists',
      'imported',
      'exists',
      'id_taken',
      'imported',
    ])
    const taken = await store.findById('last')
    assert.deepEqual([taken?.totalQueries, taken?.latestQueryAt], [5_000_000_000, 1_600_000_000_001])

    // A key that was brought in has another id for each who imports it.
    const many = (who: string) =>
      Array.from({ length: 600 }, (_, n) => {
        const key = keyRecord(`${who}${n}`)
        return { key, digest: digestOf(`many${n}`), entry: entryOf(key.id, 'imported') }
      })
    const other = await open()
    const outcomes = await Promise.all([store.importKeys(many('a')), other.importKeys(many('b').reverse())])
    const imported = outcomes.flat().filter((outcome) => outcome === 'imported')
    assert.equal(imported.length, 600)
  })
}
