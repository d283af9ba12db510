import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { redactUrl } from '../../src/http/request-log.js'
import { startStandAlone } from '../support/stand-alone.js'

const key = `kss_0123456789ab_${'x'.repeat(33)}`

describe('the URL in a log', () => {
  for (const [url, logged] of [
    ['/secure', '/secure'],
    ['/secure?', '/secure'],
    [`/secure?api-key=${key}`, '/secure?api-key=[redacted]'],
    [`/secure?api-key=${key}&api-key=`, '/secure?api-key=[redacted]&api-key=[redacted]'],
    ['/secure?secret-key=TEST_SECRET', '/secure?secret-key=[redacted]'],
    [`/secure?apikey=${key}`, '/secure?[redacted]=[redacted]'],
    ['/secure?a%70i-key=abc', '/secure?api-key=[redacted]'],
    ['/secure?TEST_SECRET', '/secure?[redacted]=[redacted]'],
    [`/auth/new?name=${key}&never_expires=true`, '/auth/new?name=[redacted]&never_expires=true'],
    ['/auth/new?name=a%20b%0A%22', '/auth/new?name=a%20b%0A%22'],
    [`/secure/${key}`, '/secure/[redacted]'],
    [`/secure/%6b${key.slice(1)}/%0a%1b%7f`, '/secure/[redacted]/%0a%1b%7f'],
    [`/secure?x=1?api-key=${key}`, '/secure?[redacted]=[redacted]'],
  ]) {
    it(`shows ${url?.replaceAll(key, 'KEY')} without a credential`, () => assert.equal(redactUrl(String(url)), logged))
  }

  it('is short enough for a line that several processes can write to one pipe', () => {
    for (const url of [
      `/${'long/'.repeat(2_000)}`,
      `/${key}${'%01/'.repeat(4_000)}`,
      `/secure?name=${'a%20'.repeat(4_000)}`,
    ]) {
      assert.ok(Buffer.byteLength(JSON.stringify(redactUrl(url))) < 3_200)
    }
    assert.equal(redactUrl(`/${'a/'.repeat(400)}`), `/${'a/'.repeat(250)}`.slice(0, 500).concat('…'))
  })
})

describe('the log of requests', () => {
  it('has a line for each, with the key as it may be shown', async (t) => {
    const { newKey, get, logged } = await startStandAlone(t)
    const made = await newKey()
    await get(`/secure?api-key=${made}`)
    await get('/nothing')
    // A line is written when its answer has gone out, which may be after its arrival here.
    while (logged().split('\n').length < 4) await setImmediate()
    const lines = logged()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.deepEqual(
      lines.map(({ method, url, status, key: shown }) => [method, url, status, shown]),
      [
        ['GET', '/auth/new', 200, undefined],
        ['GET', '/secure?api-key=[redacted]', 200, made.split('_').slice(0, 2).join('_')],
        ['GET', '/nothing', 404, undefined],
      ],
    )
    assert.ok(lines.every(({ durationMs, address }) => durationMs >= 0 && address === '127.0.0.1'))
  })
})
