import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createClock, dayMs } from './support/clock.js'
import { adminSecret, startStandAlone } from './support/stand-alone.js'

const keyPattern = /^kss_[0-9A-Za-z]{12}_[0-9A-Za-z]{33}$/
const adminPaths = ['/auth/new', '/auth/revoke?api-key=x', '/auth/renew?api-key=x', '/auth/logs']

describe('GET /auth/new', () => {
  it('answers with the new key as a JSON string, which opens the secure endpoint', async (t) => {
    const { admin, get } = await startStandAlone(t)
    const created = await admin('/auth/new')
    assert.equal(created.status, 200)
    assert.match(created.headers['content-type'] ?? '', /^application\/json/)
    assert.match(created.json(), keyPattern)
    assert.equal((await get('/secure', { headers: { 'api-key': created.json() } })).status, 200)
  })

  it('takes an optional name', async (t) => {
    const { newKey, logs } = await startStandAlone(t)
    await newKey('?name=Ann%20%26%20Bob')
    await newKey()
    const names = (await logs()).map(({ name }) => name)
    assert.deepEqual(names.sort(), ['Ann & Bob', undefined])
  })

  it('makes a key that ends after 15 days, to the millisecond', async (t) => {
    const clock = createClock('2026-01-01T00:00:00Z')
    const { newKey, get, logs } = await startStandAlone(t, { now: clock.now })
    const headers = { 'api-key': await newKey() }
    assert.equal((await logs())[0].expiration_date, '2026-01-16T00:00:00Z')
    clock.advance(15 * dayMs - 1)
    assert.equal((await get('/secure', { headers })).status, 200)
    clock.advance(1)
    assert.equal((await get('/secure', { headers })).status, 403)
  })

  it('makes a key without end when never_expires is true', async (t) => {
    const clock = createClock()
    const { newKey, get, logs } = await startStandAlone(t, { now: clock.now })
    const headers = { 'api-key': await newKey('?never_expires=true') }
    clock.advance(10_000 * dayMs)
    assert.equal((await get('/secure', { headers })).status, 200)
    assert.equal((await logs())[0].never_expire, true)
  })
})

describe('GET /auth/revoke', () => {
  it('answers null, and the key is refused from then on', async (t) => {
    const { newKey, admin, get, logs } = await startStandAlone(t)
    const key = await newKey()
    assert.equal((await get('/secure', { headers: { 'api-key': key } })).status, 200)
    const revoked = await admin(`/auth/revoke?api-key=${key}`)
    assert.deepEqual([revoked.status, revoked.text], [200, 'null'])
    assert.match(revoked.headers['content-type'] ?? '', /^application\/json/)
    assert.equal((await get('/secure', { headers: { 'api-key': key } })).status, 403)
    assert.equal((await logs())[0].is_active, false)
  })

  it('answers null for a key that does not exist, and changes none', async (t) => {
    const { newKey, admin, get } = await startStandAlone(t)
    const key = await newKey()
    for (const unknown of ['nothing', 'kss_000000000000', key.replace(/.$/, key.endsWith('0') ? '1' : '0')]) {
      const { status, text } = await admin(`/auth/revoke?api-key=${unknown}`)
      assert.deepEqual([status, text], [200, 'null'], unknown)
    }
    assert.equal((await get('/secure', { headers: { 'api-key': key } })).status, 200)
  })

  it('takes the whole key, its start or its id', async (t) => {
    const { newKey, admin, get } = await startStandAlone(t)
    const references = [
      (key: string) => key,
      (key: string) => key.split('_').slice(0, 2).join('_'),
      (key: string) => String(key.split('_')[1]),
    ]
    for (const reference of references) {
      const key = await newKey()
      await admin(`/auth/revoke?api-key=${reference(key)}`)
      assert.equal((await get('/secure', { headers: { 'api-key': key } })).status, 403)
    }
  })

  it('needs the api-key parameter', async (t) => {
    const { admin } = await startStandAlone(t)
    const { status, json } = await admin('/auth/revoke')
    assert.equal(status, 422)
    assert.deepEqual(json().errors, [{ pointer: '/query/api-key', detail: 'is required' }])
  })
})

describe('GET /auth/renew', () => {
  it('tells the new expiration date, which is 15 days from now by default', async (t) => {
    const clock = createClock('2026-01-01T00:00:00Z')
    const { newKey, admin, get } = await startStandAlone(t, { now: clock.now })
    const key = await newKey()
    clock.advance(20 * dayMs)
    assert.equal((await get('/secure', { headers: { 'api-key': key } })).status, 403)
    const renewed = await admin(`/auth/renew?api-key=${key}`)
    assert.equal(renewed.status, 200)
    assert.equal(renewed.json(), 'The new expiration date of the API key is 2026-02-05T00:00:00Z.')
    assert.equal((await get('/secure', { headers: { 'api-key': key } })).status, 200)
  })

  for (const [given, told] of [
    ['2027-03-04', '2027-03-04T00:00:00Z'],
    ['2027-03-04T05:06', '2027-03-04T05:06:00Z'],
    ['2027-03-04T05:06:07', '2027-03-04T05:06:07Z'],
    ['2027-03-04T05:06:07.890Z', '2027-03-04T05:06:07Z'],
    ['2027-03-04T05:06:07%2B02:00', '2027-03-04T03:06:07Z'],
    ['2020-01-01', '2020-01-01T00:00:00Z'],
  ]) {
    it(`takes the ISO 8601 expiration date ${given}`, async (t) => {
      const { newKey, admin, logs } = await startStandAlone(t)
      const renewed = await admin(`/auth/renew?api-key=${await newKey()}&expiration-date=${given}`)
      assert.equal(renewed.json(), `The new expiration date of the API key is ${told}.`)
      assert.equal((await logs())[0].expiration_date, told)
    })
  }

  it('first says that a revoked key was reactivated, and reactivates it', async (t) => {
    const { newKey, admin, get } = await startStandAlone(t)
    const key = await newKey()
    await admin(`/auth/revoke?api-key=${key}`)
    const renewed = await admin(`/auth/renew?api-key=${key}&expiration-date=2999-01-01`)
    assert.equal(
      renewed.json(),
      'This API key was revoked and has been reactivated. The new expiration date of the API key is 2999-01-01T00:00:00Z.',
    )
    assert.equal((await get('/secure', { headers: { 'api-key': key } })).status, 200)
    assert.doesNotMatch((await admin(`/auth/renew?api-key=${key}`)).json(), /reactivated/)
  })

  it('answers 404 for an unknown key', async (t) => {
    const { admin } = await startStandAlone(t)
    for (const unknown of ['nothing', 'kss_000000000000']) {
      const { status, json } = await admin(`/auth/renew?api-key=${unknown}`)
      assert.deepEqual([status, json().code], [404, 'key_not_found'])
    }
  })

  for (const date of [
    'tomorrow',
    '2027-02-30',
    '2027-13-01',
    '2027-01-01T25:00',
    '1700000000',
    '2027-01-01T00:00+02:00',
  ]) {
    it(`answers 422 for the date ${date}, and changes nothing`, async (t) => {
      const { newKey, admin, logs } = await startStandAlone(t)
      const key = await newKey()
      await admin(`/auth/revoke?api-key=${key}`)
      const before = await logs()
      // The last one has its + unescaped: it arrives as a blank, and the message tells how to write it.
      const { status, json } = await admin(`/auth/renew?api-key=${key}&expiration-date=${date}`)
      assert.equal(status, 422)
      assert.equal(json().code, 'invalid_request')
      assert.deepEqual(
        json().errors.map(({ pointer }: { pointer: string }) => pointer),
        ['/query/expiration-date'],
      )
      assert.match(json().errors[0].detail, /%2B/)
      assert.deepEqual(await logs(), before)
    })
  }
})

describe('GET /auth/logs', () => {
  it('has the shape of the original, with dates in UTC and the public start of the key', async (t) => {
    const clock = createClock('2026-01-01T00:00:00Z')
    const { newKey, get, admin } = await startStandAlone(t, { now: clock.now })
    const key = await newKey('?name=job')
    clock.advance(61_000)
    await get('/secure', { headers: { 'api-key': key } })
    assert.deepEqual((await admin('/auth/logs')).json(), {
      logs: [
        {
          api_key: key.split('_').slice(0, 2).join('_'),
          name: 'job',
          is_active: true,
          never_expire: false,
          expiration_date: '2026-01-16T00:00:00Z',
          latest_query_date: '2026-01-01T00:01:01Z',
          total_queries: 1,
        },
      ],
    })
  })

  it('lists the latest used first and the never used last', async (t) => {
    const clock = createClock()
    const { newKey, get, logs } = await startStandAlone(t, { now: clock.now })
    const keys = new Map<string, string>()
    for (const name of ['first', 'second', 'third', 'unused']) {
      keys.set(name, await newKey(`?name=${name}`))
      clock.advance(1000)
    }
    for (const name of ['second', 'third', 'first']) {
      await get('/secure', { headers: { 'api-key': String(keys.get(name)) } })
      clock.advance(1000)
    }
    assert.deepEqual(
      (await logs()).map(({ name }) => name),
      ['first', 'third', 'second', 'unused'],
    )
  })

  it('counts the uses that were allowed, and only those', async (t) => {
    const { newKey, get, admin, logs } = await startStandAlone(t)
    const key = await newKey()
    for (let use = 0; use < 7; use++) await get('/secure', { headers: { 'api-key': key } })
    await admin(`/auth/revoke?api-key=${key}`)
    await get('/secure', { headers: { 'api-key': key } })
    assert.equal((await logs())[0].total_queries, 7)
  })
})

describe('the admin secret', () => {
  for (const path of adminPaths) {
    it(`is needed by ${path}: 403 without it and with a wrong one, and the detail says what to do`, async (t) => {
      const { get, logs } = await startStandAlone(t)
      const missing = await get(path)
      assert.deepEqual([missing.status, missing.json().code], [403, 'missing_secret'])
      assert.match(missing.json().detail, /secret-key header/)
      for (const wrong of ['WRONG', adminSecret.slice(0, -1), `${adminSecret}x`, adminSecret.toLowerCase()]) {
        const answer = await get(path, { headers: { 'secret-key': wrong } })
        assert.deepEqual([answer.status, answer.json().code], [403, 'invalid_secret'])
        assert.match(answer.json().detail, /secret-key header/)
      }
      assert.deepEqual(await logs(), [])
    })
  }

  it('is accepted from the header only', async (t) => {
    const { get } = await startStandAlone(t)
    assert.equal((await get(`/auth/logs?secret-key=${adminSecret}`)).status, 403)
  })

  it('may be one of several', async (t) => {
    const { get } = await startStandAlone(t, { secret: ['old', 'new'] })
    for (const secret of ['old', 'new']) {
      assert.equal((await get('/auth/logs', { headers: { 'secret-key': secret } })).status, 200)
    }
    assert.equal((await get('/auth/logs', { headers: { 'secret-key': 'old,new' } })).status, 403)
  })

  it('is refused when it is given twice', async (t) => {
    const { get } = await startStandAlone(t)
    const { status, json } = await get('/auth/logs', { headers: { 'secret-key': [adminSecret, adminSecret] } })
    assert.deepEqual([status, json().code], [403, 'repeated_credential'])
  })
})

describe('a secured endpoint', () => {
  it('takes the key from the header and from the query', async (t) => {
    const { newKey, get } = await startStandAlone(t)
    const key = await newKey()
    for (const answer of [
      await get('/secure', { headers: { 'api-key': key } }),
      await get(`/secure?api-key=${key}`),
      await get(`/secure?api-key=${key}`, { headers: { 'api-key': key } }),
    ]) {
      assert.equal(answer.status, 200)
      assert.deepEqual(answer.json(), { message: 'This is a secure endpoint' })
    }
  })

  it('answers 403 without a key and says that one must be passed as query or header', async (t) => {
    const { get } = await startStandAlone(t)
    const { status, json } = await get('/secure')
    assert.equal(status, 403)
    assert.match(json().detail, /must be passed as query or header/)
  })

  it('gives unknown, malformed, revoked and expired keys the same bytes', async (t) => {
    const clock = createClock()
    const { newKey, admin, get } = await startStandAlone(t, { now: clock.now })
    const other = await startStandAlone(t)
    const expired = await newKey()
    clock.advance(16 * dayMs)
    const revoked = await newKey()
    await admin(`/auth/revoke?api-key=${revoked}`)
    const unknown = await other.newKey()
    const answers = []
    for (const key of [unknown, 'malformed', revoked, expired]) {
      const { status, headers, text } = await get('/secure', { headers: { 'api-key': key } })
      answers.push({ status, text, headers: { ...headers, date: undefined } })
    }
    assert.equal(answers[0]?.status, 403)
    for (const answer of answers) assert.deepEqual(answer, answers[0])
  })

  it('refuses a key that is given twice, unless header and query agree', async (t) => {
    const { newKey, get } = await startStandAlone(t)
    const [key, other] = [await newKey(), await newKey()]
    for (const answer of [
      await get('/secure', { headers: { 'api-key': [key, key] } }),
      await get('/secure', { headers: { 'api-key': [key, other] } }),
      await get(`/secure?api-key=${key}&api-key=${key}`),
      await get(`/secure?api-key=${key}`, { headers: { 'api-key': other } }),
    ]) {
      assert.deepEqual([answer.status, answer.json().code], [403, 'repeated_credential'])
    }
  })
})

describe('GET /unsecured', () => {
  it('is open', async (t) => {
    const { get } = await startStandAlone(t)
    const { status, json } = await get('/unsecured')
    assert.deepEqual([status, json()], [200, { message: 'This is an unsecured endpoint' }])
  })
})

describe('what changes state', () => {
  for (const path of adminPaths.slice(0, 3)) {
    it(`is not done by HEAD ${path}`, async (t) => {
      const { newKey, admin, logs } = await startStandAlone(t)
      const key = await newKey()
      const before = await logs()
      const answer = await admin(path.replace('=x', `=${key}`), { method: 'HEAD' })
      assert.deepEqual([answer.status, answer.headers.allow], [405, 'GET'])
      assert.deepEqual(await logs(), before)
    })
  }

  it('is not done by another method', async (t) => {
    const { admin, logs } = await startStandAlone(t)
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const answer = await admin('/auth/new', { method })
      assert.deepEqual([answer.status, answer.json().code, answer.headers.allow], [405, 'method_not_allowed', 'GET'])
    }
    assert.deepEqual(await logs(), [])
  })
})

describe('answers that carry a key and admin answers', () => {
  it('must not be stored', async (t) => {
    const { newKey, admin, get } = await startStandAlone(t)
    const key = await newKey()
    for (const path of ['/auth/new', '/auth/logs', `/auth/renew?api-key=${key}`, `/auth/revoke?api-key=${key}`]) {
      assert.equal((await admin(path)).headers['cache-control'], 'no-store', path)
      assert.equal((await get(path)).headers['cache-control'], 'no-store', path)
      assert.equal((await admin(`${path}?x=y`)).headers['cache-control'], 'no-store', path)
    }
  })
})
