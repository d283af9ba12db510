import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { SimpleSecurityError } from '../../src/errors.js'
import { createRevisionWatch } from '../../src/verification/revision-watch.js'
import { createClock } from '../support/clock.js'

const unavailable = () => new SimpleSecurityError('database_unavailable', 'The database cannot be reached.')
const settle = () => new Promise((resolve) => setImmediate(resolve))

/** A watch over a feed with the given changes, on timers of the test's. */
function setUp(t: TestContext, options: { outageGraceMs?: number } = {}) {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const clock = createClock()
  const asked: (number | undefined)[] = []
  const changed: (readonly string[] | undefined)[] = []
  let answer = { revision: 7, keyIds: [] as string[] | undefined }
  let failure: Error | undefined
  let delay: Promise<void> | undefined
  const watch = createRevisionWatch({
    feed: {
      async changesAfter(known) {
        asked.push(known)
        await delay
        if (failure !== undefined) throw failure
        return answer
      },
    },
    now: clock.now,
    pollIntervalMs: 500,
    outageGraceMs: options.outageGraceMs ?? 30_000,
    onChange: (keyIds) => changed.push(keyIds),
  })
  t.after(() => watch.close())
  return {
    watch,
    clock,
    asked,
    changed,
    isCurrent: () => watch.isCurrent(clock.now()),
    answerWith(revision: number, keyIds: string[] | undefined) {
      answer = { revision, keyIds }
    },
    fail(error: Error | undefined) {
      failure = error
    },
    /** The feed answers once what is returned is called. */
    hold(): () => void {
      let release = () => {}
      delay = new Promise<void>((resolve) => {
        release = resolve
      })
      return () => {
        delay = undefined
        release()
      }
    },
    async pass(ms: number) {
      clock.advance(ms)
      t.mock.timers.tick(ms)
      await settle()
    },
  }
}

test('nothing is current, and nothing is asked, before the first request', async (t) => {
  const { watch, isCurrent, asked, pass } = setUp(t)
  await pass(10_000)
  assert.equal(isCurrent(), false)
  assert.deepEqual(asked, [])
  await watch.refresh()
  assert.equal(isCurrent(), true)
  assert.deepEqual(asked, [undefined])
})

test('it looks every 500 ms from then on, for what came after what it knows', async (t) => {
  const { watch, asked, changed, answerWith, pass } = setUp(t)
  await watch.refresh()
  await pass(499)
  assert.equal(asked.length, 1)
  await pass(1)
  assert.deepEqual(asked, [undefined, 7])
  assert.deepEqual(changed, [])
  answerWith(9, ['k1', 'k2'])
  await pass(500)
  assert.deepEqual(changed, [['k1', 'k2']])
  answerWith(9, [])
  await pass(500)
  assert.deepEqual(asked, [undefined, 7, 7, 9])
  answerWith(3, undefined)
  await pass(500)
  assert.deepEqual(changed, [['k1', 'k2'], undefined])
})

test('what was last known 950 ms ago is looked at again before anything goes by it', async (t) => {
  const { watch, clock, asked, isCurrent } = setUp(t)
  await watch.refresh()
  clock.advance(949)
  assert.equal(isCurrent(), true)
  clock.advance(1)
  assert.equal(isCurrent(), false)
  await watch.refresh()
  assert.equal(isCurrent(), true)
  assert.equal(asked.length, 2)
})

test('a clock that is set back makes what is known old', async (t) => {
  const { watch, clock, isCurrent } = setUp(t)
  await watch.refresh()
  clock.advance(-950)
  assert.equal(isCurrent(), false)
})

test('what is known is as old as the question, not as the answer', async (t) => {
  const { watch, clock, isCurrent, hold } = setUp(t)
  const release = hold()
  const refreshing = watch.refresh()
  clock.advance(700)
  release()
  await refreshing
  clock.advance(249)
  assert.equal(isCurrent(), true)
  clock.advance(1)
  assert.equal(isCurrent(), false)
})

test('requests at the same time share one look', async (t) => {
  const { watch, asked } = setUp(t)
  await Promise.all(Array.from({ length: 10 }, () => watch.refresh()))
  assert.equal(asked.length, 1)
})

test('a look that began too long before a request does not do for it, and one of its own does, however long it takes', async (t) => {
  const { watch, clock, asked, hold } = setUp(t)
  const releaseFirst = hold()
  const first = watch.refresh()
  clock.advance(950)
  const second = watch.refresh()
  releaseFirst()
  await first
  const releaseSecond = hold()
  await settle()
  assert.equal(asked.length, 2)
  clock.advance(5_000)
  releaseSecond()
  await second
  assert.equal(asked.length, 2)
})

test('while the database is away, what is known holds for 30 s after it was known, and no longer', async (t) => {
  const { watch, clock, isCurrent, fail } = setUp(t)
  await watch.refresh()
  fail(unavailable())
  clock.advance(950)
  assert.equal(isCurrent(), false, 'until the database was asked')
  await watch.refresh()
  assert.equal(isCurrent(), true)
  clock.advance(29_049)
  assert.equal(isCurrent(), true)
  clock.advance(1)
  assert.equal(isCurrent(), false)
  await assert.rejects(watch.refresh(), { code: 'database_unavailable' })
})

test('a clock that is set back while the database is away makes what is known hold no longer', async (t) => {
  const { watch, clock, isCurrent, fail, pass } = setUp(t)
  await watch.refresh()
  fail(unavailable())
  await pass(20_000)
  assert.equal(isCurrent(), true)
  clock.advance(-25_000)
  assert.equal(isCurrent(), true)
  await pass(9_999)
  assert.equal(isCurrent(), true)
  await pass(1)
  assert.equal(isCurrent(), false)
})

test('a clock that is set back during a look makes what is known hold no longer', async (t) => {
  const { watch, clock, isCurrent, hold, pass } = setUp(t)
  await watch.refresh()
  hold()
  await pass(900)
  clock.advance(-1_000)
  assert.equal(isCurrent(), true)
  await pass(50)
  assert.equal(isCurrent(), false)
})

test('without a grace, what is known ends a moment after the database was last reached', async (t) => {
  const { watch, clock, isCurrent, fail } = setUp(t, { outageGraceMs: 0 })
  await watch.refresh()
  fail(unavailable())
  clock.advance(949)
  assert.equal(isCurrent(), true)
  clock.advance(1)
  await assert.rejects(watch.refresh(), { code: 'database_unavailable' })
  assert.equal(isCurrent(), false)
})

test('a database that was never reached is a fault', async (t) => {
  const { watch, fail } = setUp(t)
  fail(unavailable())
  await assert.rejects(watch.refresh(), { code: 'database_unavailable' })
})

test('any other fault ends what is known at once', async (t) => {
  const { watch, clock, isCurrent, fail } = setUp(t)
  await watch.refresh()
  clock.advance(950)
  fail(new TypeError('broken'))
  await assert.rejects(watch.refresh(), TypeError)
  assert.equal(isCurrent(), false)
})

test('a database that is back is noticed by itself, with what changed meanwhile', async (t) => {
  const { watch, changed, isCurrent, fail, answerWith, pass } = setUp(t)
  await watch.refresh()
  fail(unavailable())
  for (let turn = 0; turn < 61; turn++) await pass(500)
  assert.equal(isCurrent(), false)
  fail(undefined)
  answerWith(8, ['k1'])
  await pass(500)
  assert.equal(isCurrent(), true)
  assert.deepEqual(changed, [['k1']])
})

test('it is told what changed before anything counts as current', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const clock = createClock()
  const seen: boolean[] = []
  const watch = createRevisionWatch({
    feed: { changesAfter: async () => ({ revision: 1, keyIds: ['k1'] }) },
    now: clock.now,
    pollIntervalMs: 500,
    outageGraceMs: 30_000,
    onChange: () => seen.push(watch.isCurrent(clock.now())),
  })
  await watch.refresh()
  assert.deepEqual(seen, [false])
  watch.close()
})

test('after closing it asks no more by itself', async (t) => {
  const { watch, asked, pass } = setUp(t)
  await watch.refresh()
  watch.close()
  await pass(10_000)
  assert.equal(asked.length, 1)
})

test('the age of what is in memory is the time since the database last confirmed it', async (t) => {
  const { watch, clock, fail, pass } = setUp(t)
  await pass(300)
  assert.equal(watch.ageMs(), 0, 'nothing is in memory yet')
  await watch.refresh()
  clock.advance(120)
  assert.equal(watch.ageMs(), 120)
  await pass(500)
  assert.equal(watch.ageMs(), 0)
  fail(unavailable())
  await pass(500)
  await pass(500)
  assert.equal(watch.ageMs(), 1_000)
})
