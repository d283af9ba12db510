import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CachedDecision, createDecisionCache } from '../../src/verification/decision-cache.js'
import { createClock } from '../support/clock.js'

const decisionOf = (keyId: string, state = 'good') => ({ keyId, state })
type Decision = ReturnType<typeof decisionOf>

/** A cache over a database that answers at once with what it holds, and counts the questions. */
function setUp(held: Record<string, Decision> = {}, limits: { decisions?: number; refusals?: number } = {}) {
  const clock = createClock()
  const asked: string[] = []
  const database = new Map(Object.entries(held))
  const cache = createDecisionCache<Decision>({
    load: async (digest) => {
      asked.push(digest)
      return database.get(digest) ?? null
    },
    now: clock.now,
    maximumDecisions: limits.decisions ?? 10,
    maximumRefusals: limits.refusals ?? 10,
  })
  return { cache, clock, asked, database, get: (digest: string) => cache.get(digest, clock.now()) }
}

/** A cache over a database that answers when the test says so, in whatever order. */
function setUpSlow() {
  const clock = createClock()
  const loads: { digest: string; answer: (decision: Decision | null) => void; fail: (error: Error) => void }[] = []
  const cache = createDecisionCache<Decision>({
    load: (digest) =>
      new Promise((answer, fail) => {
        loads.push({ digest, answer, fail })
      }),
    now: clock.now,
    maximumDecisions: 10,
    maximumRefusals: 10,
  })
  const loadAt = (index: number) => {
    const load = loads[index]
    assert.ok(load, `there is no load ${index}`)
    return load
  }
  return { cache, clock, loads, loadAt, get: (digest: string) => cache.get(digest, clock.now()) }
}

test('what was loaded is there at once, for as long as nothing changes', async () => {
  const { cache, clock, get, asked } = setUp({ d1: decisionOf('k1') })
  assert.equal(get('d1'), undefined)
  assert.deepEqual(await cache.load('d1'), decisionOf('k1'))
  clock.advance(60_000)
  assert.deepEqual(get('d1'), decisionOf('k1'))
  assert.equal(get('d2'), undefined, 'digests do not share entries')
  assert.deepEqual(asked, ['d1'])
})

test('a refusal is there at once for 5 s', async () => {
  const { cache, clock, get } = setUp()
  assert.equal(await cache.load('d1'), null)
  clock.advance(4_999)
  assert.equal(get('d1'), null)
  clock.advance(1)
  assert.equal(get('d1'), undefined)
})

test('a clock that is set back makes a refusal old, not new for longer', async () => {
  const { cache, clock, get } = setUp()
  await cache.load('d1')
  clock.advance(-5_000)
  assert.equal(get('d1'), undefined)
})

test('a refusal is as old as the question, not as the answer', async () => {
  const { cache, clock, get, loadAt } = setUpSlow()
  const loading = cache.load('d1')
  clock.advance(3_000)
  loadAt(0).answer(null)
  await loading
  clock.advance(1_999)
  assert.equal(get('d1'), null)
  clock.advance(1)
  assert.equal(get('d1'), undefined)
})

test('any change of a key ends all refusals, since one may have been of that key', async () => {
  const { cache, get, database } = setUp()
  await cache.load('d1')
  assert.equal(get('d1'), null)
  database.set('d1', decisionOf('k1'))
  cache.forget('k1')
  assert.equal(get('d1'), undefined)
  assert.deepEqual(await cache.load('d1'), decisionOf('k1'))
  assert.deepEqual(get('d1'), decisionOf('k1'))
})

test('requests at the same time share one load, and those after it start another', async () => {
  const { cache, loads, loadAt } = setUpSlow()
  const waiting = Array.from({ length: 5 }, () => cache.load('d1'))
  const other = cache.load('d2')
  assert.deepEqual(
    loads.map(({ digest }) => digest),
    ['d1', 'd2'],
  )
  loadAt(0).answer(decisionOf('k1'))
  loadAt(1).answer(null)
  assert.deepEqual(new Set(await Promise.all(waiting)), new Set([await waiting[0]]))
  assert.equal(await other, null)
  cache.load('d1')
  assert.equal(loads.length, 3)
})

test('a load that hangs for 500 ms is not waited for by those who come then', async () => {
  const { cache, clock, loads } = setUpSlow()
  cache.load('d1')
  clock.advance(499)
  cache.load('d1')
  assert.equal(loads.length, 1)
  clock.advance(1)
  cache.load('d1')
  assert.equal(loads.length, 2)
})

test('a load that fails fails all who wait for it, keeps nothing, and the next request tries again', async () => {
  const { cache, loads, loadAt, get } = setUpSlow()
  const waiting = [cache.load('d1'), cache.load('d1')]
  const error = new Error('away')
  loadAt(0).fail(error)
  for (const each of waiting) await assert.rejects(each, error)
  assert.equal(get('d1'), undefined)
  const next = cache.load('d1')
  loadAt(1).answer(decisionOf('k1'))
  assert.deepEqual(await next, decisionOf('k1'))
  assert.equal(loads.length, 2)
})

test('a key that is forgotten is gone with all of its secrets, and no other key is', async () => {
  const { cache, get } = setUp({ new: decisionOf('k1'), other: decisionOf('k2'), old: decisionOf('k1') })
  for (const digest of ['new', 'other', 'old']) await cache.load(digest)
  cache.forget('k1')
  assert.deepEqual(['new', 'other', 'old'].map(get), [undefined, decisionOf('k2'), undefined])
  // Once more, with one of them back: what is known of the key's secrets is that of now.
  await cache.load('old')
  cache.forget('k1')
  assert.deepEqual(['new', 'other', 'old'].map(get), [undefined, decisionOf('k2'), undefined])
})

test('everything is gone when any key may have changed', async () => {
  const { cache, get } = setUp({ d1: decisionOf('k1'), d2: decisionOf('k2') })
  for (const digest of ['d1', 'd2', 'd3']) await cache.load(digest)
  cache.forgetAll()
  assert.deepEqual(['d1', 'd2', 'd3'].map(get), [undefined, undefined, undefined])
})

for (const [how, change] of [
  ['its key changes', (cache: { forget: (keyId: string) => void }) => cache.forget('k1')],
  ['another key changes', (cache: { forget: (keyId: string) => void }) => cache.forget('k2')],
  ['any key may have changed', (cache: { forgetAll: () => void }) => cache.forgetAll()],
] as const) {
  test(`a load in flight when ${how} reaches nobody who asks afterwards, in whatever order they end`, async () => {
    for (const first of ['before', 'after']) {
      const { cache, loads, loadAt, get } = setUpSlow()
      const before = cache.load('d1')
      change(cache)
      assert.equal(get('d1'), undefined)
      const after = cache.load('d1')
      assert.equal(loads.length, 2, 'the request after the change asks for itself')
      const answers = [() => loadAt(0).answer(decisionOf('k1', 'old')), () => loadAt(1).answer(decisionOf('k1', 'new'))]
      for (const answer of first === 'before' ? answers : answers.reverse()) answer()
      await before
      assert.deepEqual(await after, decisionOf('k1', 'new'))
      assert.deepEqual(get('d1'), decisionOf('k1', 'new'))
      assert.equal(loads.length, 2)
    }
  })
}

test('a load in flight when its key changes is not kept when it ends before the next request', async () => {
  const { cache, loadAt, get } = setUpSlow()
  const before = cache.load('d1')
  cache.forget('k1')
  loadAt(0).answer(decisionOf('k1', 'old'))
  await before
  assert.equal(get('d1'), undefined)
})

test('nor is a refusal that was read before a change', async () => {
  const { cache, loadAt, get } = setUpSlow()
  const before = cache.load('d1')
  cache.forget('k1')
  loadAt(0).answer(null)
  assert.equal(await before, null)
  assert.equal(get('d1'), undefined)
})

test('the end of a load from before a change does not end the sharing of the load after it', async () => {
  const { cache, loads, loadAt } = setUpSlow()
  const before = cache.load('d1')
  cache.forget('k1')
  const after = cache.load('d1')
  loadAt(0).answer(decisionOf('k1', 'old'))
  await before
  const later = cache.load('d1')
  assert.equal(loads.length, 2)
  loadAt(1).answer(decisionOf('k1', 'new'))
  assert.deepEqual([await after, await later], [decisionOf('k1', 'new'), decisionOf('k1', 'new')])
})

test('as many decisions are kept as may be, those used latest', async () => {
  const held = Object.fromEntries(Array.from({ length: 6 }, (_, n) => [`d${n}`, decisionOf(`k${n}`)]))
  const { cache, get } = setUp(held, { decisions: 5 })
  for (let n = 0; n < 5; n++) await cache.load(`d${n}`)
  assert.ok(get('d0'))
  await cache.load('d5')
  assert.equal(get('d1'), undefined)
  for (const n of [0, 2, 3, 4, 5]) assert.ok(get(`d${n}`), `d${n}`)
})

test('made-up keys push no known key out, and only so many of them are remembered', async () => {
  const { cache, get } = setUp({ good: decisionOf('k1') }, { decisions: 2, refusals: 3 })
  await cache.load('good')
  for (let n = 0; n < 100; n++) await cache.load(`bad${n}`)
  assert.ok(get('good'))
  assert.deepEqual(
    Array.from({ length: 100 }, (_, n) => n).filter((n) => get(`bad${n}`) === null),
    [97, 98, 99],
  )
})

test('what is kept to find the secrets of a key is dropped with them', async () => {
  const held = Object.fromEntries(Array.from({ length: 2_000 }, (_, n) => [`d${n}`, decisionOf(`k${n % 1_000}`)]))
  const seen: CachedDecision[] = []
  const { cache, get } = setUp(held, { decisions: 1 })
  for (const digest of Object.keys(held)) {
    const decision = await cache.load(digest)
    if (decision !== null) seen.push(decision)
    cache.forget('nobody')
  }
  assert.equal(seen.length, 2_000)
  // The one that is left, and no trace of the others.
  cache.forget('k999')
  assert.ok(Object.keys(held).every((digest) => get(digest) === undefined))
})

test('what is looked for is counted by what it was found to be', async () => {
  const { cache, clock, get } = setUp({ d1: decisionOf('k1') })
  await Promise.all([cache.load('d1'), cache.load('d1'), cache.load('none')])
  for (const digest of ['d1', 'none', 'd1', 'other']) get(digest)
  assert.deepEqual(cache.counts, { hits: 2, refusals: 1, misses: 3 })
  clock.advance(5_000)
  get('none')
  assert.deepEqual(cache.counts, { hits: 2, refusals: 1, misses: 3 })
})
