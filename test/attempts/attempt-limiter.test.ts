import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createAttemptLimiter } from '../../src/attempts/attempt-limiter.js'
import { createClock, secondMs } from '../support/clock.js'

const megabyte = 1024 * 1024
const remembered = 10_000

function heapInUse(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

describe('the limiter of attempts', () => {
  it('keeps 10,000 senders in mind, however many there are, and lets those that it knows be', () => {
    const clock = createClock()
    const { fail, waitMs } = createAttemptLimiter({ maximumFailures: 3, now: clock.now })
    for (let sender = 0; sender < remembered; sender++) fail(`known ${sender}`)
    const before = heapInUse()
    // Each of them would be 100 bytes at least.
    for (let sender = 0; sender < 500_000; sender++) fail(`unknown ${sender}`)
    const grown = heapInUse() - before
    assert.ok(grown < 10 * megabyte, `${grown} more bytes`)
    assert.equal(waitMs('unknown 0'), 60 * secondMs)
    assert.equal(waitMs('never seen'), 60 * secondMs)
    for (let sender = 0; sender < remembered; sender++) assert.equal(waitMs(`known ${sender}`), 0)
  })

  it('makes room as the minute of each sender ends', () => {
    const clock = createClock()
    const { fail, waitMs } = createAttemptLimiter({ maximumFailures: 2, now: clock.now })
    for (let sender = 0; sender < remembered; sender++) {
      if (sender === remembered / 2) clock.advance(30 * secondMs)
      fail(`known ${sender}`)
    }
    fail('one')
    fail('other')
    assert.equal(waitMs('one'), 60 * secondMs)
    clock.advance(30 * secondMs)
    assert.equal(waitMs('one'), 0)
    for (let sender = 0; sender < remembered / 2; sender++) fail(`new ${sender}`)
    assert.equal(waitMs('one'), 30 * secondMs, 'what others did counts until its own minute ends')
    fail(`known ${remembered - 1}`)
    assert.equal(waitMs(`known ${remembered - 1}`), 60 * secondMs)
  })
})
