import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { SimpleSecurityError } from '../../src/errors.js'
import { createUsageRecorder } from '../../src/usage/usage-recorder.js'
import type { UsageBatch, UsageIncrement, UsageStore } from '../../src/usage/usage-store.js'
import { createClock } from '../support/clock.js'

const unavailable = () => new SimpleSecurityError('database_unavailable', 'The database cannot be reached.')

/** A store that adds up what it is given, all of a batch or nothing, and keeps the batches. */
function createStore() {
  const batches: (readonly UsageIncrement[])[] = []
  const written = new Set<number>()
  const totals = new Map<string, { queries: number; latestQueryAt: number }>()
  let failure: Error | undefined
  return {
    batches,
    totals: () => Object.fromEntries(totals),
    fail(error: Error | undefined) {
      failure = error
    },
    async addUsage({ number, increments }: UsageBatch) {
      batches.push(increments)
      await null
      if (failure !== undefined) throw failure
      assert.ok(!written.has(number) && number > Math.max(0, ...written), 'each batch has a larger number')
      written.add(number)
      for (const { keyId, queries, latestQueryAt } of increments) {
        const before = totals.get(keyId) ?? { queries: 0, latestQueryAt: 0 }
        const latest = Math.max(before.latestQueryAt, latestQueryAt)
        totals.set(keyId, { queries: before.queries + queries, latestQueryAt: latest })
      }
    },
  }
}

/** A store whose writes end when the test says so. */
function createSlowStore() {
  const writes: (UsageBatch & { end: () => void; fail: (error: Error) => void })[] = []
  const writeAt = (index: number) => {
    const write = writes[index]
    assert.ok(write, `there is no write ${index}`)
    return write
  }
  return {
    writes,
    writeAt,
    addUsage: (batch: UsageBatch) =>
      new Promise<void>((end, fail) => {
        writes.push({ ...batch, end, fail })
      }),
  }
}

/** A recorder on a store that forgets nothing. */
function createRecorder({
  store,
  onFlushError,
}: {
  store: Pick<UsageStore, 'addUsage'>
  onFlushError: (error: unknown) => void
}) {
  const usage = createUsageRecorder({
    store: { addUsage: store.addUsage, removeUsage: async () => {} },
    now: () => 0,
    retentionMs: 1,
    onFlushError,
  })
  return { ...usage, record: (keyId: string, at: number) => usage.count(usage.counterOf(keyId), at) }
}

/** No time to try again. */
const now = 0
const inOneMinute = () => performance.now() + 60_000

const noErrors = (error: unknown) => assert.fail(error as Error)

/** Lets everything happen that waits for no timer. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

// Timers are the test's: nothing is written behind its back, and no test waits.
function mockTimers(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  return async (ms: number) => {
    t.mock.timers.tick(ms)
    await settle()
  }
}

test('uses are written as one increment for each key, with the latest of their times', async (t) => {
  mockTimers(t)
  const store = createStore()
  const usage = createRecorder({ store, onFlushError: noErrors })
  usage.record('a', 10)
  usage.record('b', 11)
  usage.record('a', 30)
  usage.record('a', 20)
  assert.equal(store.batches.length, 0)
  await usage.flush()
  assert.deepEqual(store.batches, [
    [
      { keyId: 'a', hour: 0, queries: 3, latestQueryAt: 30 },
      { keyId: 'b', hour: 0, queries: 1, latestQueryAt: 11 },
    ],
  ])
})

test('uses are written 800 ms after the first one, without being asked', async (t) => {
  const tick = mockTimers(t)
  const store = createStore()
  const usage = createRecorder({ store, onFlushError: noErrors })
  usage.record('a', 1)
  await tick(300)
  usage.record('a', 2)
  await tick(499)
  assert.equal(store.batches.length, 0)
  await tick(1)
  assert.deepEqual(store.totals(), { a: { queries: 2, latestQueryAt: 2 } })

  usage.record('a', 3)
  await tick(800)
  assert.deepEqual(store.totals(), { a: { queries: 3, latestQueryAt: 3 } })
  assert.equal(store.batches.length, 2)
})

test('nothing is written while nothing is used', async (t) => {
  const tick = mockTimers(t)
  const store = createStore()
  const usage = createRecorder({ store, onFlushError: noErrors })
  await usage.flush()
  usage.record('a', 1)
  await usage.flush()
  await usage.flush()
  await tick(5_000)
  assert.equal(store.batches.length, 1)
})

test('a batch that failed is sent again as it was, and what came since follows in the next', async (t) => {
  mockTimers(t)
  const { writes, writeAt, addUsage } = createSlowStore()
  const usage = createRecorder({ store: { addUsage }, onFlushError: noErrors })
  usage.record('a', 50)
  usage.record('b', 5)
  const failing = usage.flush()
  await settle()
  // During the write, and after it.
  usage.record('a', 40)
  writeAt(0).fail(unavailable())
  await assert.rejects(failing, { code: 'database_unavailable' })
  usage.record('c', 7)
  const next = usage.flush()
  await settle()
  const { recorder, number, at, increments } = writeAt(1)
  const { recorder: sameRecorder, number: sameNumber, at: sameAt, increments: sameIncrements } = writeAt(0)
  assert.deepEqual([recorder, number, at, increments], [sameRecorder, sameNumber, sameAt, sameIncrements])
  assert.deepEqual(increments, [
    { keyId: 'a', hour: 0, queries: 1, latestQueryAt: 50 },
    { keyId: 'b', hour: 0, queries: 1, latestQueryAt: 5 },
  ])
  writeAt(1).end()
  await settle()
  assert.equal(writeAt(2).number, number + 1)
  assert.deepEqual(writeAt(2).increments, [
    { keyId: 'a', hour: 0, queries: 1, latestQueryAt: 40 },
    { keyId: 'c', hour: 0, queries: 1, latestQueryAt: 7 },
  ])
  writeAt(2).end()
  await next
  await usage.flush()
  assert.equal(writes.length, 3, 'what was written is not written again')
})

test('two recorders have names of their own', async () => {
  const names = new Set<string>()
  for (let made = 0; made < 2; made++) {
    const usage = createRecorder({
      store: { addUsage: async ({ recorder }) => void names.add(recorder) },
      onFlushError: noErrors,
    })
    usage.record('a', 1)
    await usage.flush()
  }
  assert.equal(names.size, 2)
})

test('two secrets of a key count together, whichever was found first', async (t) => {
  mockTimers(t)
  const store = createStore()
  const usage = createRecorder({ store, onFlushError: noErrors })
  const [one, other] = [usage.counterOf('a'), usage.counterOf('a')]
  for (const counter of [one, other, other, one]) usage.count(counter, 1)
  await usage.flush()
  for (const counter of [other, one]) usage.count(counter, 2)
  await usage.flush()
  assert.deepEqual(
    store.batches.map((batch) => batch.map(({ queries }) => queries)),
    [[4], [2]],
  )
})

test('while the database is away, memory grows with the keys in use, not with their uses', async (t) => {
  const tick = mockTimers(t)
  const { writes, addUsage } = createSlowStore()
  const usage = createRecorder({ store: { addUsage }, onFlushError: () => {} })
  for (let second = 0; second < 100; second++) {
    for (let use = 0; use < 100; use++) usage.record(`k${use % 10}`, second * 1000)
    await tick(1_000)
    writes.at(-1)?.fail(unavailable())
    await settle()
  }
  for (const { increments } of writes) assert.equal(increments.length, 10)
  const flushing = usage.flush()
  await settle()
  writes.at(-1)?.end()
  await settle()
  assert.deepEqual(new Set(writes.at(-1)?.increments.map(({ queries }) => queries)), new Set([990]))
  writes.at(-1)?.end()
  await flushing
})

test('while the database is away each attempt of its own is reported, and one follows by itself until it is back', async (t) => {
  const tick = mockTimers(t)
  const store = createStore()
  const errors: unknown[] = []
  const usage = createRecorder({ store, onFlushError: (error) => errors.push(error) })
  const error = unavailable()
  store.fail(error)
  usage.record('a', 1)
  for (let turn = 0; turn < 60; turn++) {
    await tick(400)
    usage.record('a', 2)
    await tick(400)
  }
  assert.deepEqual(new Set(errors), new Set([error]))
  assert.equal(errors.length, 60)
  store.fail(undefined)
  await tick(800)
  assert.deepEqual(store.totals(), { a: { queries: 61, latestQueryAt: 2 } })
  await tick(5_000)
  assert.equal(store.batches.length, 62)
})

test('an attempt that was asked for is reported to who asked, and one follows by itself', async (t) => {
  const tick = mockTimers(t)
  const store = createStore()
  const usage = createRecorder({ store, onFlushError: noErrors })
  store.fail(unavailable())
  usage.record('a', 1)
  await assert.rejects(usage.flush())
  store.fail(undefined)
  await tick(800)
  assert.deepEqual(store.totals(), { a: { queries: 1, latestQueryAt: 1 } })
})

test('a flush during a write waits for it and then writes what came since, one write at a time', async (t) => {
  mockTimers(t)
  const { writes, writeAt, addUsage } = createSlowStore()
  const usage = createRecorder({ store: { addUsage }, onFlushError: noErrors })
  usage.record('a', 1)
  const first = usage.flush()
  await settle()
  usage.record('a', 2)
  let isDone = false
  const second = usage.flush().then(() => {
    isDone = true
  })
  await settle()
  assert.equal(writes.length, 1)

  writeAt(0).end()
  await first
  await settle()
  assert.equal(writes.length, 2)
  assert.deepEqual(writeAt(1).increments, [{ keyId: 'a', hour: 0, queries: 1, latestQueryAt: 2 }])
  assert.equal(isDone, false, 'the flush is done when its own write is')
  writeAt(1).end()
  await second
})

test('a flush during a write with nothing new is done when that write is', async (t) => {
  mockTimers(t)
  const { writes, writeAt, addUsage } = createSlowStore()
  const usage = createRecorder({ store: { addUsage }, onFlushError: noErrors })
  usage.record('a', 1)
  const first = usage.flush()
  await settle()
  let isDone = false
  const second = usage.flush().then(() => {
    isDone = true
  })
  await settle()
  assert.equal(isDone, false)
  writeAt(0).end()
  await Promise.all([first, second])
  assert.equal(writes.length, 1)
})

test('a flush during a write that fails writes its counts, and does not fail for it', async (t) => {
  mockTimers(t)
  const { writeAt, addUsage } = createSlowStore()
  const usage = createRecorder({ store: { addUsage }, onFlushError: noErrors })
  usage.record('a', 1)
  const first = usage.flush()
  await settle()
  const second = usage.flush()
  writeAt(0).fail(unavailable())
  await assert.rejects(first)
  await settle()
  assert.deepEqual(writeAt(1).increments, [{ keyId: 'a', hour: 0, queries: 1, latestQueryAt: 1 }])
  writeAt(1).end()
  await second
})

test('closing writes what is left, and nothing is written afterwards', async (t) => {
  const tick = mockTimers(t)
  const store = createStore()
  const usage = createRecorder({ store, onFlushError: noErrors })
  usage.record('a', 1)
  await usage.close(now)
  assert.deepEqual(store.totals(), { a: { queries: 1, latestQueryAt: 1 } })
  await tick(5_000)
  assert.equal(store.batches.length, 1)
})

test('closing waits for a write under way, and writes its counts when it fails', async (t) => {
  const tick = mockTimers(t)
  const errors: unknown[] = []
  const { writes, writeAt, addUsage } = createSlowStore()
  const usage = createRecorder({ store: { addUsage }, onFlushError: (error) => errors.push(error) })
  usage.record('a', 1)
  await tick(800)
  assert.equal(writes.length, 1)
  const closing = usage.close(now)
  writeAt(0).fail(unavailable())
  await settle()
  assert.deepEqual(writeAt(1).increments, [{ keyId: 'a', hour: 0, queries: 1, latestQueryAt: 1 }])
  writeAt(1).end()
  await closing
  assert.equal(errors.length, 1)
})

test('a write under way that fails while closing brings no further attempt after the close', async (t) => {
  const tick = mockTimers(t)
  const { writes, writeAt, addUsage } = createSlowStore()
  const usage = createRecorder({ store: { addUsage }, onFlushError: () => {} })
  usage.record('a', 1)
  await tick(800)
  const closing = usage.close(now)
  writeAt(0).fail(unavailable())
  await settle()
  writeAt(1).fail(unavailable())
  await assert.rejects(closing, { code: 'database_unavailable' })
  await tick(5_000)
  assert.equal(writes.length, 2)
})

test('a close that cannot write in its time says so, tries no more by itself, and can be repeated', async (t) => {
  const tick = mockTimers(t)
  const store = createStore()
  const usage = createRecorder({ store, onFlushError: noErrors })
  usage.record('a', 1)
  store.fail(unavailable())
  await assert.rejects(usage.close(now), { code: 'database_unavailable' })
  await tick(5_000)
  assert.equal(store.batches.length, 1)
  store.fail(undefined)
  await usage.close(now)
  assert.deepEqual(store.totals(), { a: { queries: 1, latestQueryAt: 1 } })
})

test('a close that cannot write tries again until its time is over', async (t) => {
  mockTimers(t)
  const store = createStore()
  const usage = createRecorder({ store, onFlushError: noErrors })
  usage.record('a', 1)
  store.fail(unavailable())
  const closing = usage.close(inOneMinute())
  await settle()
  assert.equal(store.batches.length, 1)
  store.fail(undefined)
  await closing
  assert.deepEqual(store.totals(), { a: { queries: 1, latestQueryAt: 1 } })
  assert.equal(store.batches.length, 2)
})

test('a use after closing throws, and is not counted', async (t) => {
  const tick = mockTimers(t)
  const store = createStore()
  const usage = createRecorder({ store, onFlushError: noErrors })
  const closing = usage.close(now)
  assert.throws(() => usage.record('a', 1), { name: 'SimpleSecurityError', code: 'database_unavailable' })
  await closing
  assert.throws(() => usage.record('a', 1), { code: 'database_unavailable' })
  await tick(5_000)
  await usage.close(now)
  assert.equal(store.batches.length, 0)
})

test('whatever order uses, flushes and failures come in, each use is written once', async (t) => {
  const tick = mockTimers(t)
  const store = createStore()
  const usage = createRecorder({ store, onFlushError: () => {} })
  let latest = 0
  for (let step = 0; step < 300; step++) {
    store.fail(step % 7 < 3 ? unavailable() : undefined)
    usage.record(`k${step % 5}`, step)
    latest = step
    if (step % 3 === 0) usage.flush().catch(() => {})
    if (step % 4 === 0) await tick(250)
  }
  await settle()
  store.fail(undefined)
  await usage.close(now)
  const written = Object.values(store.totals())
  assert.equal(
    written.reduce((sum, { queries }) => sum + queries, 0),
    300,
  )
  assert.equal(Math.max(...written.map(({ latestQueryAt }) => latestQueryAt)), latest)
})

test('flushes that wait for one that does not end share the next one, so that none waits for ever longer', async (t) => {
  const store = createSlowStore()
  const recorder = createRecorder({ store, onFlushError: () => {} })
  t.after(() => recorder.close(0).catch(() => {}))
  const counter = recorder.counterOf('a')
  recorder.count(counter, 1)
  const first = assert.rejects(recorder.flush())
  await settle()
  recorder.count(counter, 2)
  const others = Promise.all([1, 2, 3].map(() => assert.rejects(recorder.flush())))
  store.writeAt(0).fail(unavailable())
  await first
  await settle()
  store.writeAt(1).fail(unavailable())
  await others
  await settle()
  assert.equal(store.writes.length, 2)
  const last = recorder.flush()
  await settle()
  store.writeAt(2).end()
  await settle()
  store.writeAt(3).end()
  await last
  assert.deepEqual(
    store.writes.map(({ number }) => number),
    [1, 1, 1, 2],
  )
})

test('its progress tells what waits, since when, and how often writing failed', async (t) => {
  mockTimers(t)
  const clock = createClock()
  const store = createStore()
  const usage = createUsageRecorder({
    store: { addUsage: store.addUsage, removeUsage: async () => {} },
    now: clock.now,
    retentionMs: 1,
    onFlushError: noErrors,
  })
  const use = (keyId: string) => usage.count(usage.counterOf(keyId), clock.now())
  assert.deepEqual(usage.progress(), { pendingCounters: 0, lagMs: 0, flushes: 0, failures: 0 })
  use('a')
  clock.advance(100)
  use('a')
  use('b')
  assert.deepEqual(usage.progress(), { pendingCounters: 2, lagMs: 100, flushes: 0, failures: 0 })
  store.fail(unavailable())
  await assert.rejects(usage.flush())
  clock.advance(1_000)
  use('c')
  assert.deepEqual(usage.progress(), { pendingCounters: 3, lagMs: 1_100, flushes: 1, failures: 1 })
  clock.advance(-5_000)
  assert.equal(usage.progress().lagMs, 0)
  clock.advance(5_000)
  store.fail(undefined)
  await usage.flush()
  assert.deepEqual(usage.progress(), { pendingCounters: 0, lagMs: 0, flushes: 3, failures: 1 })
  use('c')
  clock.advance(30)
  assert.deepEqual(usage.progress(), { pendingCounters: 1, lagMs: 30, flushes: 3, failures: 1 })
})
