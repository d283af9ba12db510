import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Ending, judge, steps } from '../../scripts/clients/judgement.js'

const version = 'version: openapi-generator 7.25.0, Python 3.11.7'

function ending(lines: readonly string[], how: Partial<Ending> = {}): Ending {
  return { output: `${lines.join('\n')}\n`, code: 0, signal: null, ...how }
}

const done = steps.map((step) => `step: ${step}`)

test('a client works that did every step in order', () => {
  const expected = { tool: 'openapi-generator 7.25.0', language: 'Python 3.11.7', done: steps.length, faults: [] }
  assert.deepEqual(judge(ending(['generated', version, ...done, 'bye'])), expected)
  assert.deepEqual(judge(ending([...done, version].map((line) => `${line}\r`))), expected)
})

test('a client fails that left out a step, whichever it is', () => {
  for (const [index, step] of steps.entries()) {
    const judgement = judge(ending([version, ...done.filter((_, place) => place !== index)]))
    const next = steps[index + 1]
    const instead = next === undefined ? '' : `, "${next}" came in its place`
    assert.deepEqual(judgement.faults, [`step "${step}" is missing${instead}`])
    assert.equal(judgement.done, index)
  }
})

test('a client fails that did steps in another order, twice, or others', () => {
  const [first = '', second = '', ...others] = done
  const faultsOf = (lines: readonly string[]) => judge(ending([version, ...lines])).faults
  assert.deepEqual(faultsOf([second, first, ...others]), ['step "wrong secret" is missing, "create" came in its place'])
  assert.equal(faultsOf([first, first, second, ...others]).length, 2)
  assert.deepEqual(faultsOf([...done, 'step: more']), ['step "more" came after the last one'])
  assert.deepEqual(faultsOf([]), ['step "wrong secret" is missing'])
})

test('a step counts only as a line of its own', () => {
  const [first = '', ...others] = done
  assert.equal(judge(ending([version, `no ${first}`, ...others])).done, 0)
  assert.equal(judge(ending([version, `${first} again`, ...others])).done, 0)
})

test('a client fails whose program did not end well, though it did every step', () => {
  assert.deepEqual(judge(ending([version, ...done], { code: 127 })).faults, ['ended with 127'])
  assert.deepEqual(judge(ending([version, ...done], { code: null, signal: 'SIGKILL' })).faults, ['ended with SIGKILL'])
})

test('a client fails that does not tell its versions', () => {
  for (const lines of [done, [version, version, ...done], ['version: openapi-generator', ...done]]) {
    assert.match(String(judge(ending(lines)).faults), /^printed \d versions instead of one$/)
  }
})
