import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it, type TestContext } from 'node:test'
import { type Keys, SimpleSecurityError, type SimpleSecurityOptions, simpleSecurity } from '../../src/index.js'
import { createClock, dayMs, secondMs } from '../support/clock.js'

function createInstance(t: TestContext, options: SimpleSecurityOptions = {}) {
  const clock = createClock('2026-01-01T00:00:00Z')
  const instance = simpleSecurity({
    secret: 'TEST_SECRET',
    dbLocation: ':memory:',
    env: {},
    now: clock.now,
    ...options,
  })
  t.after(() => instance.close())
  return { ...instance, clock }
}

const date = (text: string) => new Date(`${text}T00:00:00Z`)
const everything = async (keys: Keys) => ({ list: await keys.list({ limit: 200 }), audit: await keys.audit() })

describe('keys.create', () => {
  it('resolves with the key and its state', async (t) => {
    const { keys, verify } = createInstance(t)
    const { key, ...created } = await keys.create()
    const id = /^kss_([0-9A-Za-z]{12})_[0-9A-Za-z]{33}$/.exec(key)?.[1]
    const expected = {
      id,
      start: `kss_${id}`,
      name: undefined,
      scopes: [],
      metadata: {},
      status: 'active',
      isActive: true,
      neverExpires: false,
      expiresAt: date('2026-01-16'),
      createdAt: date('2026-01-01'),
      revokedAt: undefined,
      latestQueryAt: undefined,
      totalQueries: 0,
    }
    assert.deepEqual(created, expected)
    assert.deepEqual(await keys.get(String(id)), expected)
    assert.equal((await verify(key)).ok, true)
  })

  it('takes every member as it was at the call, whatever the caller does with it afterwards', async (t) => {
    const { keys } = createInstance(t)
    const given = {
      name: 'job',
      scopes: ['a'],
      metadata: { team: 'x' },
      neverExpires: true,
      expiresAt: date('2027-01-01'),
      key: randomUUID(),
    }
    const wanted = structuredClone(given)
    const creating = keys.create(given)
    given.scopes.push('b')
    given.metadata.team = 'y'
    given.expiresAt.setTime(0)
    const { id, key } = await creating
    assert.equal(key, wanted.key)
    const { name, scopes, metadata, neverExpires, expiresAt } = (await keys.get(id)) ?? {}
    assert.deepEqual({ name, scopes, metadata, neverExpires, expiresAt, key }, wanted)
  })

  it('rejects with key_exists for a key that exists, and changes nothing', async (t) => {
    const { keys } = createInstance(t)
    const { key } = await keys.create({ key: randomUUID() })
    const before = await everything(keys)
    await assert.rejects(keys.create({ key }), (error: unknown) => {
      assert.ok(error instanceof SimpleSecurityError)
      assert.deepEqual([error.code, error.name], ['key_exists', 'SimpleSecurityError'])
      assert.ok(!error.message.includes(key))
      return true
    })
    assert.deepEqual(await everything(keys), before)
  })
})

describe('keys.list', () => {
  it('pages, filters and sorts', async (t) => {
    const { keys, clock } = createInstance(t)
    const ids: string[] = []
    for (let made = 0; made < 5; made++) {
      ids.push((await keys.create({ name: `Job ${made}`, scopes: made % 2 === 0 ? ['even'] : [] })).id)
      clock.advance(secondMs)
    }
    await keys.revoke(String(ids[0]))
    const idsOf = async (input: Parameters<Keys['list']>[0]) => (await keys.list(input)).keys.map(({ id }) => id)
    assert.deepEqual(await idsOf({}), ids.toReversed())
    assert.deepEqual(await idsOf({ sort: 'created_date' }), ids)
    assert.deepEqual(await idsOf({ status: 'revoked' }), [ids[0]])
    assert.deepEqual(await idsOf({ scope: 'even', sort: 'name' }), [ids[0], ids[2], ids[4]])
    assert.deepEqual(await idsOf({ name: 'JOB 3' }), [ids[3]])
    assert.deepEqual(await idsOf({ unusedSince: new Date(clock.now()) }), ids)
    assert.deepEqual(await idsOf({ expiresBefore: new Date(clock.now()) }), [])

    const first = await keys.list({ limit: 2 })
    const second = await keys.list({ limit: 2, cursor: String(first.nextCursor) })
    const third = await keys.list({ limit: 2, cursor: String(second.nextCursor) })
    assert.deepEqual(
      [...first.keys, ...second.keys, ...third.keys].map(({ id }) => id),
      ids.toReversed(),
    )
    assert.equal(third.nextCursor, undefined)
  })

  it('gives all keys where the limit is Infinity', async (t) => {
    const { keys } = createInstance(t)
    for (let made = 0; made < 201; made++) await keys.create()
    const all = await keys.list({ limit: Number.POSITIVE_INFINITY })
    assert.deepEqual([all.keys.length, all.nextCursor], [201, undefined])
    assert.equal((await keys.list()).keys.length, 50)
  })
})

describe('the methods that take a reference', () => {
  it('take the id, the start and the whole key, also one that was brought in or replaced', async (t) => {
    const { keys } = createInstance(t)
    const { key, id, start } = await keys.create()
    const broughtIn = await keys.create({ key: randomUUID() })
    const rotated = await keys.rotate(broughtIn.id)
    for (const reference of [key, id, start]) assert.equal((await keys.get(reference))?.id, id)
    for (const reference of [broughtIn.key, String(rotated?.key)]) {
      assert.equal((await keys.get(reference))?.id, broughtIn.id)
    }
  })

  it('resolve to undefined, and delete to false, where there is no such key, and write nothing', async (t) => {
    const { keys } = createInstance(t)
    const { key } = await keys.create()
    const before = await everything(keys)
    const typo = key.replace(/.$/, key.endsWith('0') ? '1' : '0')
    for (const unknown of ['', 'unknown', '000000000000', 'kss_000000000000', typo, randomUUID(), 'x'.repeat(1000)]) {
      assert.equal(await keys.get(unknown), undefined)
      assert.equal(await keys.update(unknown, { name: 'x' }), undefined)
      assert.equal(await keys.revoke(unknown), undefined)
      assert.equal(await keys.renew(unknown), undefined)
      assert.equal(await keys.rotate(unknown), undefined)
      assert.equal(await keys.usage(unknown), undefined)
      assert.equal(await keys.delete(unknown), false)
    }
    assert.deepEqual(await everything(keys), before)
  })

  it('do what the endpoints do', async (t) => {
    const { keys, verify, clock } = createInstance(t)
    const { key, ...created } = await keys.create({ name: 'job', scopes: ['a'] })
    assert.deepEqual(await keys.update(created.id, { name: '', scopes: ['b'] }), {
      ...created,
      name: undefined,
      scopes: ['b'],
    })
    const updated = await keys.update(created.id, {
      metadata: { x: 'y' },
      neverExpires: true,
      expiresAt: date('2027-01-01'),
    })
    const expected = {
      ...created,
      name: undefined,
      scopes: ['b'],
      metadata: { x: 'y' },
      neverExpires: true,
      expiresAt: date('2027-01-01'),
    }
    assert.deepEqual(updated, expected)

    clock.advance(secondMs)
    const revoked = { ...expected, status: 'revoked', isActive: false, revokedAt: new Date(clock.now()) }
    assert.deepEqual(await keys.revoke(created.id), revoked)
    assert.deepEqual(await verify(key), { ok: false, code: 'invalid_api_key' })
    clock.advance(secondMs)
    assert.deepEqual(await keys.revoke(created.id), revoked)

    const renewed = { ...expected, expiresAt: new Date(clock.now() + 15 * dayMs) }
    assert.deepEqual(await keys.renew(created.id), { key: renewed, wasRevoked: true })
    assert.deepEqual(await keys.renew(created.id, { expiresAt: date('2028-01-01') }), {
      key: { ...renewed, expiresAt: date('2028-01-01') },
      wasRevoked: false,
    })
    assert.equal((await verify(key)).ok, true)

    const rotated = await keys.rotate(created.id, { overlapSeconds: 1 })
    assert.equal(rotated?.id, created.id)
    assert.equal((await verify(key)).ok, true)
    assert.equal((await verify(String(rotated?.key))).ok, true)
    clock.advance(secondMs)
    assert.equal((await verify(key)).ok, false)

    assert.equal((await keys.get(created.id))?.totalQueries, 3)
    const usage = await keys.usage(created.id, { from: date('2026-01-01'), to: date('2026-01-02'), interval: 'day' })
    assert.deepEqual(usage, { interval: 'day', points: [{ start: date('2026-01-01'), queries: 3 }] })

    assert.equal(await keys.delete(created.id), true)
    assert.equal(await keys.get(created.id), undefined)
    assert.equal((await verify(String(rotated?.key))).ok, false)
  })
})

describe('keys.audit', () => {
  it('tells the changes, which came by code and have no address', async (t) => {
    const { keys, clock } = createInstance(t)
    const { id } = await keys.create({ name: 'one' })
    clock.advance(secondMs)
    await keys.update(id, { name: 'two' })
    await keys.delete(id)
    const { events, nextCursor } = await keys.audit({ keyId: id })
    assert.equal(nextCursor, undefined)
    assert.deepEqual(
      events.map(({ action, keyId, via, address }) => [action, keyId, via, address]),
      [
        ['deleted', id, 'code', undefined],
        ['updated', id, 'code', undefined],
        ['created', id, 'code', undefined],
      ],
    )
    assert.deepEqual(events[1]?.date, new Date(clock.now()))
    assert.deepEqual(events[1]?.changes, [{ member: 'name', from: 'one', to: 'two' }])
    const first = await keys.audit({ limit: 2 })
    const second = await keys.audit({ limit: 2, cursor: String(first.nextCursor) })
    assert.deepEqual([...first.events, ...second.events], events)
  })
})

// Input that TypeScript would not let through, as JavaScript gives it.
// biome-ignore lint/suspicious/noExplicitAny: that is what is tested
type Any = any

describe('input that is not as described rejects with invalid_argument, names the member by its name in JSON, and changes nothing', () => {
  async function assertAllRefused(
    t: TestContext,
    cases: [input: Any, member: string][],
    call: (keys: Keys, id: string, input: Any) => Promise<unknown>,
  ) {
    const { keys } = createInstance(t)
    const { id } = await keys.create({ name: 'job' })
    const before = await everything(keys)
    const shown = (input: Any) => JSON.stringify(input)?.slice(0, 80)
    const actual = []
    for (const [input] of cases) {
      const error = await call(keys, id, input).then(
        () => 'accepted',
        (thrown) => thrown,
      )
      if (error instanceof SimpleSecurityError) assert.ok(error.detail, shown(input))
      actual.push([
        shown(input),
        ...(error instanceof SimpleSecurityError ? [error.code, error.member] : [String(error)]),
      ])
    }
    assert.deepEqual(
      actual,
      cases.map(([input, member]) => [shown(input), 'invalid_argument', member]),
    )
    assert.deepEqual(await everything(keys), before)
  }

  const changes: [Any, string][] = [
    [{ name: 5 }, 'name'],
    [{ name: null }, 'name'],
    [{ name: 'x'.repeat(201) }, 'name'],
    [{ name: 'a\nb' }, 'name'],
    [{ scopes: 'a' }, 'scopes'],
    [{ scopes: new Set(['a']) }, 'scopes'],
    [{ scopes: ['a', 'a'] }, 'scopes'],
    [{ scopes: ['a b'] }, 'scopes'],
    [{ scopes: [5] }, 'scopes'],
    [{ scopes: [''] }, 'scopes'],
    [{ scopes: Array.from({ length: 101 }, (_, index) => `${index}`) }, 'scopes'],
    [{ metadata: null }, 'metadata'],
    [{ metadata: ['a'] }, 'metadata'],
    [{ metadata: { a: 5 } }, 'metadata'],
    [{ metadata: { a: 'x'.repeat(501) } }, 'metadata'],
    [{ metadata: Object.fromEntries(Array.from({ length: 65 }, (_, index) => [index, ''])) }, 'metadata'],
    [{ neverExpires: 'true' }, 'never_expire'],
    [{ neverExpires: null }, 'never_expire'],
    [{ expiresAt: '2027-01-01T00:00:00Z' }, 'expiration_date'],
    [{ expiresAt: 1_800_000_000_000 }, 'expiration_date'],
    [{ expiresAt: new Date(Number.NaN) }, 'expiration_date'],
    [{ expiresAt: new Date(-1) }, 'expiration_date'],
    [{ expiresAt: new Date(Date.UTC(10_000, 0)) }, 'expiration_date'],
    [{ nam: 'x' }, 'nam'],
  ]

  it('in create', async (t) => {
    await assertAllRefused(
      t,
      [...changes, [{ key: 'short' }, 'key'], [{ key: 5 }, 'key'], [{ key: '' }, 'key']],
      (keys, _, input) => keys.create(input),
    )
  })

  it('in update', async (t) => {
    await assertAllRefused(t, changes, (keys, id, input) => keys.update(id, input))
  })

  it('in renew and rotate', async (t) => {
    const dates = changes.filter(([input]) => 'expiresAt' in input)
    await assertAllRefused(t, [...dates, [{ when: 5 }, 'when']], (keys, id, input) => keys.renew(id, input))
    const overlaps = [-1, 604_801, 1.5, '60', null, Number.NaN, Number.POSITIVE_INFINITY]
    await assertAllRefused(
      t,
      overlaps.map((overlapSeconds) => [{ overlapSeconds }, 'overlap_seconds']),
      (keys, id, input) => keys.rotate(id, input),
    )
  })

  it('in every method, where it is given a member that only another method has', async (t) => {
    await assertAllRefused(t, [[{ overlapSeconds: 60 }, 'overlap_seconds']], (keys, _, input) => keys.create(input))
    await assertAllRefused(
      t,
      [
        [{ key: randomUUID() }, 'key'],
        [{ overlapSeconds: 60 }, 'overlap_seconds'],
      ],
      (keys, id, input) => keys.update(id, input),
    )
    await assertAllRefused(t, [[{ neverExpires: true }, 'never_expire']], (keys, id, input) =>
      keys.renew(id, { expiresAt: date('2030-01-01'), ...input }),
    )
    await assertAllRefused(t, [[{ expiresAt: date('2030-01-01') }, 'expiration_date']], (keys, id, input) =>
      keys.rotate(id, input),
    )
  })

  it('in the limit and the cursor of list and audit', async (t) => {
    const cases: [Any, string][] = [
      ...[0, -1, 1.5, Number.NaN, '5', null].map((limit): [Any, string] => [{ limit }, 'limit']),
      ...['', 'x', 5, null].map((cursor): [Any, string] => [{ cursor }, 'cursor']),
    ]
    await assertAllRefused(t, cases, (keys, _, input) => keys.list(input))
    await assertAllRefused(t, cases, (keys, _, input) => keys.audit(input))
  })

  it('in the filters and the order of list', async (t) => {
    await assertAllRefused(
      t,
      [
        [{ status: 'bogus' }, 'status'],
        [{ status: ['active'] }, 'status'],
        [{ name: 5 }, 'name'],
        [{ scope: 5 }, 'scope'],
        [{ unusedSince: new Date(Number.NaN) }, 'unused_since'],
        [{ unusedSince: '2026-01-01T00:00:00Z' }, 'unused_since'],
        [{ expiresBefore: new Date(Number.NaN) }, 'expires_before'],
        [{ sort: 'bogus' }, 'sort'],
        [{ sort: 'id' }, 'sort'],
      ],
      (keys, _, input) => keys.list(input),
    )
  })

  it('in the range and the interval of usage', async (t) => {
    await assertAllRefused(
      t,
      [
        [{ interval: 'week' }, 'interval'],
        [{ interval: 'toString' }, 'interval'],
        [{ from: new Date(Number.NaN) }, 'from'],
        [{ to: new Date(Number.NaN) }, 'to'],
        [{ from: date('2026-01-02'), to: date('2026-01-01') }, 'from'],
        [{ from: date('2020-01-01'), to: date('2026-01-01') }, 'from'],
      ],
      (keys, id, input) => keys.usage(id, input),
    )
  })
})
