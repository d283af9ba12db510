import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it, type TestContext } from 'node:test'
import { generateKey } from '../../src/credentials/api-key-format.js'
import type { SimpleSecurityOptions } from '../../src/index.js'
import { createClock, dayMs, secondMs } from '../support/clock.js'
import type { Answer } from '../support/http.js'
import { startStandAlone } from '../support/stand-alone.js'

const keyPattern = /^kss_([0-9A-Za-z]{12})_[0-9A-Za-z]{33}$/
const unknownIds = ['000000000000', 'nothing', 'kss_000000000000', 'a%2Fb', '%27%20OR%201%3D1', '%ZZ', 'x'.repeat(100)]

const body = (content: unknown) => ({
  headers: { 'content-type': 'application/json' },
  body: typeof content === 'string' ? content : JSON.stringify(content),
})

async function start(t: TestContext, options: SimpleSecurityOptions = {}) {
  const clock = createClock('2026-01-01T00:00:00Z')
  const server = await startStandAlone(t, { now: clock.now, ...options })
  const send = (method: string, path: string, content?: unknown): Promise<Answer> =>
    server.admin(path, { method, ...(content === undefined ? {} : body(content)) })
  const create = async (content: unknown = {}) => (await send('POST', '/auth/keys', content)).json()
  const use = async (key: string) => (await server.get('/secure', { headers: { 'api-key': key } })).status
  /** All that an administrator can see. */
  const everything = async () => ({
    list: (await send('GET', '/auth/keys?limit=200')).json(),
    audit: (await send('GET', '/auth/audit?limit=200')).json(),
  })
  return { ...server, clock, send, create, use, everything }
}

type Server = Awaited<ReturnType<typeof start>>

/** Every operation on the resources, on a key. */
const operations = (id: string): [method: string, path: string, content?: unknown][] => [
  ['POST', '/auth/keys', { name: 'another' }],
  ['GET', '/auth/keys'],
  ['GET', `/auth/keys/${id}`],
  ['PATCH', `/auth/keys/${id}`, { name: 'changed' }],
  ['POST', `/auth/keys/${id}/revoke`],
  ['POST', `/auth/keys/${id}/renew`, { expiration_date: '2030-01-01T00:00:00Z' }],
  ['POST', `/auth/keys/${id}/rotate`, { overlap_seconds: 60 }],
  ['GET', `/auth/keys/${id}/usage`],
  ['GET', '/auth/audit'],
  ['GET', '/auth/logs'],
  ['DELETE', `/auth/keys/${id}`],
]

describe('POST /auth/keys', () => {
  it('answers 201 with the key, its state and its location, and the key works at once', async (t) => {
    const { send, use } = await start(t)
    const answer = await send('POST', '/auth/keys', {})
    assert.equal(answer.status, 201)
    assert.match(answer.headers['content-type'] ?? '', /^application\/json/)
    const { key, ...rest } = answer.json()
    const id = keyPattern.exec(key)?.[1]
    const expected = {
      id,
      start: `kss_${id}`,
      scopes: [],
      metadata: {},
      status: 'active',
      is_active: true,
      never_expire: false,
      expiration_date: '2026-01-16T00:00:00Z',
      created_date: '2026-01-01T00:00:00Z',
      total_queries: 0,
    }
    assert.deepEqual(rest, expected)
    assert.equal(answer.headers.location, `/auth/keys/${id}`)
    assert.deepEqual((await send('GET', String(answer.headers.location))).json(), expected)
    assert.equal(await use(key), 200)
  })

  it('takes every member', async (t) => {
    const { create, send } = await start(t)
    const given = {
      name: 'nightly – job',
      scopes: ['reports:read', '*'],
      metadata: { team: 'finance', '': 'no name', __proto__x: 'y', 'a/b~c': 'é' },
      expiration_date: '2026-06-01T02:00:00+02:00',
      never_expire: false,
    }
    const { key, ...created } = await create(given)
    assert.match(key, keyPattern)
    assert.deepEqual(created, {
      id: created.id,
      start: `kss_${created.id}`,
      ...given,
      expiration_date: '2026-06-01T00:00:00Z',
      status: 'active',
      is_active: true,
      created_date: '2026-01-01T00:00:00Z',
      total_queries: 0,
    })
    assert.deepEqual((await send('GET', `/auth/keys/${created.id}`)).json(), created)
  })

  it('takes values at their limits, in characters and not in bytes', async (t) => {
    const { send, everything } = await start(t)
    const given = {
      name: '\u{1F511}'.repeat(200),
      scopes: Array.from({ length: 100 }, (_, index) => `scope-${index}`.padEnd(100, 'x')),
      metadata: Object.fromEntries(
        Array.from({ length: 64 }, (_, index) => [`${index}`.padEnd(100, 'é'), 'ü'.repeat(500)]),
      ),
      expiration_date: '9999-12-31T23:59:59Z',
    }
    const answer = await send('POST', '/auth/keys', given)
    assert.equal(answer.status, 201, answer.text.slice(0, 500))
    const { key, ...created } = answer.json()
    assert.deepEqual({ ...created, ...given }, created)
    assert.deepEqual((await everything()).list.keys, [created])
  })

  it('gives a key that never expires no expiration date', async (t) => {
    const { create, clock, use } = await start(t)
    const created = await create({ never_expire: true })
    assert.equal(created.never_expire, true)
    assert.ok(!('expiration_date' in created))
    clock.advance(10_000 * dayMs)
    assert.equal(await use(created.key), 200)
  })

  it('takes an expiration date that has passed, and says that the key is expired', async (t) => {
    const { create, use } = await start(t)
    const created = await create({ expiration_date: '2025-12-31T23:59:59Z' })
    assert.deepEqual([created.status, created.is_active], ['expired', true])
    assert.equal(await use(created.key), 403)
  })

  it('brings in a key, which works and is told back as it is', async (t) => {
    const { create, use } = await start(t)
    for (const key of [randomUUID(), 'Zm9vYmFyYmF6cXV4-1234_5678.~!$']) {
      const created = await create({ key, name: 'brought in' })
      assert.equal(created.key, key)
      assert.equal(created.start, `kss_${created.id}`)
      assert.ok(!key.includes(created.id))
      assert.equal(await use(key), 200)
    }
  })

  it('brings in a key of another installation under its own id and prefix', async (t) => {
    const { create, use } = await start(t)
    const other = await start(t, { keyPrefix: 'other_app' })
    const { key, id, start: keyStart } = await other.create()
    const created = await create({ key })
    assert.deepEqual([created.id, created.start, created.key], [id, keyStart, key])
    assert.equal(await use(key), 200)
  })

  it('answers 409 for a key that exists, also one that was replaced, and changes nothing', async (t) => {
    const { create, send, everything } = await start(t)
    const broughtIn = randomUUID()
    const { id } = await create({ key: broughtIn })
    const generated = await create()
    const { key: current } = (await send('POST', `/auth/keys/${id}/rotate`, { overlap_seconds: 60 })).json()
    const before = await everything()
    for (const key of [broughtIn, generated.key, current]) {
      const answer = await send('POST', '/auth/keys', { key, name: 'again' })
      assert.equal(answer.status, 409)
      assert.deepEqual(answer.json(), {
        type: 'about:blank',
        title: 'Conflict',
        status: 409,
        detail: 'This key exists already.',
        code: 'key_exists',
      })
      assert.ok(!answer.text.includes(key))
    }
    assert.deepEqual(await everything(), before)
  })

  it('answers 409 for another secret under the id of a key that exists, which rotation alone may give it', async (t) => {
    const { create, send, everything } = await start(t)
    const { id } = await create()
    const before = await everything()
    const answer = await send('POST', '/auth/keys', { key: generateKey('kss', id).key })
    assert.deepEqual([answer.status, answer.json().code], [409, 'key_exists'])
    assert.deepEqual(await everything(), before)
  })

  it('lets one of many win who bring in the same key at once', async (t) => {
    const { send, everything } = await start(t)
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 20 }, () => send('POST', '/auth/keys', { key })))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...Array(19).fill(409)])
    const { list, audit } = await everything()
    assert.deepEqual([list.keys.length, audit.events.length], [1, 1])
  })
})

describe('GET /auth/keys', () => {
  it('answers with the keys, the newest first, each as it is read alone, and never with a secret', async (t) => {
    const { send, create, clock, use } = await start(t)
    assert.deepEqual((await send('GET', '/auth/keys')).json(), { keys: [] })
    const first = await create({ name: 'first' })
    clock.advance(secondMs)
    const second = await create({ name: 'second', never_expire: true })
    await use(first.key)
    await send('POST', `/auth/keys/${second.id}/revoke`)
    const answer = await send('GET', '/auth/keys')
    assert.equal(answer.status, 200)
    const { key: _, ...firstWithoutKey } = first
    assert.deepEqual(answer.json(), {
      keys: [
        {
          id: second.id,
          start: second.start,
          name: 'second',
          scopes: [],
          metadata: {},
          status: 'revoked',
          is_active: false,
          never_expire: true,
          created_date: '2026-01-01T00:00:01Z',
          revoked_date: '2026-01-01T00:00:01Z',
          total_queries: 0,
        },
        { ...firstWithoutKey, latest_query_date: '2026-01-01T00:00:01Z', total_queries: 1 },
      ],
    })
    for (const { key } of [first, second]) assert.ok(!answer.text.includes(key.split('_')[2]))
  })

  it('gives 50 at most unless told otherwise, and a cursor only where there are more', async (t) => {
    const { send, instance } = await start(t)
    for (let made = 0; made < 51; made++) await instance.keys.create()
    const page = (await send('GET', '/auth/keys')).json()
    assert.deepEqual([page.keys.length, typeof page.next_cursor], [50, 'string'])
    const last = (await send('GET', `/auth/keys?cursor=${page.next_cursor}`)).json()
    assert.deepEqual([last.keys.length, 'next_cursor' in last], [1, false])
    const whole = (await send('GET', '/auth/keys?limit=51')).json()
    assert.deepEqual([whole.keys.length, 'next_cursor' in whole], [51, false])
    assert.deepEqual([...page.keys, ...last.keys], whole.keys)
  })

  it('answers HEAD like GET, without the body', async (t) => {
    const { send } = await start(t)
    const answer = await send('HEAD', '/auth/keys')
    assert.deepEqual([answer.status, answer.text, answer.headers['cache-control']], [200, '', 'no-store'])
  })
})

describe('GET /auth/keys/{keyId}', () => {
  it('answers with the key as it is now, its counts up to the last answered request', async (t) => {
    const { send, create, clock, use } = await start(t)
    const { key, ...created } = await create({ name: 'job' })
    clock.advance(61 * secondMs)
    for (let uses = 1; uses <= 3; uses++) {
      await use(key)
      const answer = await send('GET', `/auth/keys/${created.id}`)
      assert.equal(answer.status, 200)
      const counts = { latest_query_date: '2026-01-01T00:01:01Z', total_queries: uses }
      assert.deepEqual(answer.json(), { ...created, ...counts })
    }
  })

  it('tells active, expired and revoked apart, a revoked one being revoked for good also when it would have expired', async (t) => {
    const { send, create, clock } = await start(t)
    const { id } = await create()
    const state = async () => {
      const { status, is_active } = (await send('GET', `/auth/keys/${id}`)).json()
      return [status, is_active]
    }
    clock.advance(15 * dayMs - 1)
    assert.deepEqual(await state(), ['active', true])
    clock.advance(1)
    assert.deepEqual(await state(), ['expired', true])
    await send('POST', `/auth/keys/${id}/revoke`)
    assert.deepEqual(await state(), ['revoked', false])
  })
})

describe('PATCH /auth/keys/{keyId}', () => {
  const original = {
    name: 'job',
    scopes: ['a', 'b'],
    metadata: { team: 'finance' },
    expiration_date: '2026-03-01T00:00:00Z',
    never_expire: false,
  }
  const changes: [what: string, changes: object, shown: object, removed?: string][] = [
    ['the name', { name: 'other' }, { name: 'other' }],
    ['no name instead of the name', { name: '' }, {}, 'name'],
    ['the scopes as a whole', { scopes: ['c'] }, { scopes: ['c'] }],
    ['no scopes', { scopes: [] }, { scopes: [] }],
    ['the metadata as a whole', { metadata: { owner: 'Ann' } }, { metadata: { owner: 'Ann' } }],
    ['no metadata', { metadata: {} }, { metadata: {} }],
    [
      'the expiration date',
      { expiration_date: '2027-01-01T01:00:00+01:00' },
      { expiration_date: '2027-01-01T00:00:00Z' },
    ],
    [
      'an expiration date that has passed',
      { expiration_date: '2025-01-01T00:00:00Z' },
      { expiration_date: '2025-01-01T00:00:00Z', status: 'expired' },
    ],
    ['never_expire', { never_expire: true }, { never_expire: true }, 'expiration_date'],
    ['two members at once', { name: 'two', scopes: [] }, { name: 'two', scopes: [] }],
  ]
  for (const [what, given, shown, removed] of changes) {
    it(`changes ${what}, and nothing else`, async (t) => {
      const { send, create, everything } = await start(t)
      const { key: _, ...created } = await create(original)
      const other = await create({ name: 'other key' })
      const answer = await send('PATCH', `/auth/keys/${created.id}`, given)
      const expected = { ...created, ...shown }
      if (removed !== undefined) delete expected[removed]
      assert.equal(answer.status, 200)
      assert.deepEqual(answer.json(), expected)
      assert.deepEqual((await send('GET', `/auth/keys/${created.id}`)).json(), expected)
      const { list, audit } = await everything()
      assert.deepEqual(list.keys[0].id, other.id)
      assert.deepEqual(
        audit.events.map(({ action }: { action: string }) => action),
        ['updated', 'created', 'created'],
      )
    })
  }

  it('changes nothing and writes no audit event when it is empty or gives what is there', async (t) => {
    const { send, create, everything } = await start(t)
    const { key: _, ...created } = await create(original)
    const before = await everything()
    for (const given of [{}, original, { name: 'job' }, { expiration_date: '2026-03-01T01:00:00+01:00' }]) {
      const answer = await send('PATCH', `/auth/keys/${created.id}`, given)
      assert.deepEqual([answer.status, answer.json()], [200, created])
      assert.deepEqual(await everything(), before)
    }
  })

  it('writes no audit event for metadata that is the same in another order', async (t) => {
    const { send, create, everything } = await start(t)
    const { id } = await create({ metadata: { a: '1', b: '2' } })
    await send('PATCH', `/auth/keys/${id}`, { metadata: { b: '2', a: '1' } })
    assert.equal((await everything()).audit.events.length, 1)
  })

  it('works on the key at once: an expiration date in the past ends it, never_expire revives it', async (t) => {
    const { send, create, use } = await start(t)
    const { key, id } = await create()
    assert.equal(await use(key), 200)
    await send('PATCH', `/auth/keys/${id}`, { expiration_date: '2025-01-01T00:00:00Z' })
    assert.equal(await use(key), 403)
    await send('PATCH', `/auth/keys/${id}`, { never_expire: true })
    assert.equal(await use(key), 200)
  })

  it('does not take back a revocation', async (t) => {
    const { send, create, use } = await start(t)
    const { key, id } = await create()
    await send('POST', `/auth/keys/${id}/revoke`)
    const answer = await send('PATCH', `/auth/keys/${id}`, {
      expiration_date: '2030-01-01T00:00:00Z',
      never_expire: true,
    })
    assert.deepEqual([answer.json().status, await use(key)], ['revoked', 403])
  })
})

describe('DELETE /auth/keys/{keyId}', () => {
  it('answers 204 without a body; the key is gone and refused at once, and its audit trail stays', async (t) => {
    const { send, create, use } = await start(t)
    const { key, id } = await create({ name: 'gone soon' })
    const other = await create()
    assert.equal(await use(key), 200)
    const answer = await send('DELETE', `/auth/keys/${id}`)
    assert.deepEqual([answer.status, answer.text, answer.headers['content-type']], [204, '', undefined])
    assert.equal(await use(key), 403)
    for (const [method, path, content] of operations(id).filter(([, path]) => path.includes(id))) {
      assert.equal((await send(method, path, content)).status, 404, `${method} ${path}`)
    }
    const list = (await send('GET', '/auth/keys')).json()
    assert.deepEqual(
      list.keys.map((each: { id: string }) => each.id),
      [other.id],
    )
    const { events } = (await send('GET', `/auth/audit?key_id=${id}`)).json()
    assert.deepEqual(
      events.map(({ action }: { action: string }) => action),
      ['deleted', 'created'],
    )
  })
})

describe('POST /auth/keys/{keyId}/revoke', () => {
  it('answers with the revoked key, which is refused from then on, and changes nothing when it is repeated', async (t) => {
    const { send, create, use, clock, everything } = await start(t)
    const { key, ...created } = await create()
    clock.advance(secondMs)
    const revoked = await send('POST', `/auth/keys/${created.id}/revoke`)
    assert.equal(revoked.status, 200)
    assert.deepEqual(revoked.json(), {
      ...created,
      status: 'revoked',
      is_active: false,
      revoked_date: '2026-01-01T00:00:01Z',
    })
    assert.equal(await use(key), 403)
    const before = await everything()
    clock.advance(secondMs)
    const again = await send('POST', `/auth/keys/${created.id}/revoke`)
    assert.deepEqual([again.status, again.json()], [200, revoked.json()])
    assert.deepEqual(await everything(), before)
  })
})

describe('POST /auth/keys/{keyId}/renew', () => {
  it('moves the expiration date to the configured number of days from now, without a body or with an empty one', async (t) => {
    const { send, create, use, clock } = await start(t, { automaticExpiration: 2 })
    const { key, ...created } = await create()
    assert.equal(created.expiration_date, '2026-01-03T00:00:00Z')
    clock.advance(10 * dayMs)
    assert.equal(await use(key), 403)
    const answer = await send('POST', `/auth/keys/${created.id}/renew`)
    assert.equal(answer.status, 200)
    assert.deepEqual(answer.json(), { ...created, expiration_date: '2026-01-13T00:00:00Z' })
    assert.equal(await use(key), 200)
    clock.advance(dayMs)
    const again = await send('POST', `/auth/keys/${created.id}/renew`, {})
    assert.equal(again.json().expiration_date, '2026-01-14T00:00:00Z')
  })

  it('takes a date, takes a revocation back, and may be repeated', async (t) => {
    const { send, create, use, everything } = await start(t)
    const { key, ...created } = await create()
    await send('POST', `/auth/keys/${created.id}/revoke`)
    const given = { expiration_date: '2030-01-01T00:00:00Z' }
    const answer = await send('POST', `/auth/keys/${created.id}/renew`, given)
    assert.deepEqual(answer.json(), { ...created, ...given })
    assert.equal(await use(key), 200)
    const before = await everything()
    const again = await send('POST', `/auth/keys/${created.id}/renew`, given)
    assert.deepEqual([again.status, again.json().expiration_date], [200, given.expiration_date])
    assert.deepEqual(await everything(), before)
  })
})

describe('POST /auth/keys/{keyId}/rotate', () => {
  it('answers 201 with a new secret under the same id and with its location', async (t) => {
    const { send, create, use } = await start(t)
    const { key, ...created } = await create({ name: 'job', scopes: ['a'], metadata: { b: 'c' } })
    for (const content of [undefined, {}, { overlap_seconds: 0 }, { overlap_seconds: 604_800 }]) {
      const answer = await send('POST', `/auth/keys/${created.id}/rotate`, content)
      assert.equal(answer.status, 201)
      assert.equal(answer.headers.location, `/auth/keys/${created.id}`)
      const { key: rotated, ...rest } = answer.json()
      const { latest_query_date: _, total_queries: __, ...state } = rest
      assert.deepEqual({ ...state, total_queries: 0 }, created)
      assert.equal(keyPattern.exec(rotated)?.[1], created.id)
      assert.notEqual(rotated, key)
      assert.equal(await use(rotated), 200)
    }
    assert.equal(await use(key), 403)
  })
})

describe('GET /auth/keys/{keyId}/usage', () => {
  it('answers with a point for each of the last 24 hours', async (t) => {
    const { send, create, use, clock } = await start(t)
    const { key, id } = await create()
    clock.advance(90 * 60 * secondMs)
    await use(key)
    const answer = await send('GET', `/auth/keys/${id}/usage`)
    assert.equal(answer.status, 200)
    const first = Date.parse('2025-12-31T02:00:00Z')
    assert.deepEqual(answer.json(), {
      interval: 'hour',
      points: Array.from({ length: 24 }, (_, hour) => ({
        start: new Date(first + hour * 60 * 60 * secondMs).toISOString().replace('.000', ''),
        queries: hour === 23 ? 1 : 0,
      })),
    })
  })
})

describe('GET /auth/audit', () => {
  it('answers with what was changed by whom, from what to what, the newest first', async (t) => {
    const { send, create, clock } = await start(t)
    const { id } = await create({ name: 'one' })
    clock.advance(secondMs)
    await send('PATCH', `/auth/keys/${id}`, { name: 'two' })
    const answer = await send('GET', '/auth/audit')
    assert.equal(answer.status, 200)
    const [updated, created] = answer.json().events
    assert.deepEqual(answer.json(), {
      events: [
        {
          id: updated.id,
          date: '2026-01-01T00:00:01Z',
          action: 'updated',
          key_id: id,
          via: 'http',
          address: '127.0.0.1',
          changes: [{ member: 'name', from: 'one', to: 'two' }],
        },
        {
          id: created.id,
          date: '2026-01-01T00:00:00Z',
          action: 'created',
          key_id: id,
          via: 'http',
          address: '127.0.0.1',
          changes: [
            { member: 'name', to: 'one' },
            { member: 'scopes', to: [] },
            { member: 'metadata', to: {} },
            { member: 'never_expire', to: false },
            { member: 'expiration_date', to: created.changes[4].to },
          ],
        },
      ],
    })
    assert.equal(Date.parse(created.changes[4].to), Date.parse('2026-01-16T00:00:00Z'))
  })
})

describe('GET /auth/logs', () => {
  it('keeps its shape with a limit and a cursor, and the pages together are what it gives without', async (t) => {
    const { send, instance, use, clock } = await start(t)
    for (let made = 0; made < 7; made++) {
      const { key } = await instance.keys.create(made % 2 === 0 ? {} : { name: `job ${made}` })
      if (made % 3 === 0) await use(key)
      clock.advance(secondMs)
    }
    const whole = (await send('GET', '/auth/logs')).json()
    assert.deepEqual([Object.keys(whole), whole.logs.length], [['logs'], 7])
    const first = (await send('GET', '/auth/logs?limit=3')).json()
    const second = (await send('GET', `/auth/logs?limit=3&cursor=${first.next_cursor}`)).json()
    const rest = (await send('GET', `/auth/logs?cursor=${first.next_cursor}`)).json()
    const third = (await send('GET', `/auth/logs?limit=3&cursor=${second.next_cursor}`)).json()
    assert.deepEqual([first.logs.length, second.logs.length, third.logs.length], [3, 3, 1])
    assert.deepEqual([...first.logs, ...second.logs, ...third.logs], whole.logs)
    assert.deepEqual(rest, { logs: whole.logs.slice(3) })
    assert.ok(!('next_cursor' in third))
  })
})

describe('every operation on the resources', () => {
  it('needs the admin secret: 403 without it, with a wrong one and with a key, and nothing is changed', async (t) => {
    const { get, create, everything } = await start(t, { secretAttempts: 1_000 })
    // Refused secrets are told of in the background, and change nothing.
    const changed = async () => {
      const { list, audit } = await everything()
      return [list, audit.events.filter(({ action }: { action: string }) => action !== 'secret_refused')]
    }
    const { key, id } = await create()
    const before = await changed()
    for (const [method, path, content] of operations(id)) {
      const given = content === undefined ? { headers: {} } : body(content)
      for (const [headers, code] of [
        [{}, 'missing_secret'],
        [{ 'api-key': key }, 'missing_secret'],
        [{ 'secret-key': 'WRONG' }, 'invalid_secret'],
        [{ 'secret-key': key }, 'invalid_secret'],
      ] as const) {
        const answer = await get(path, { ...given, method, headers: { ...given.headers, ...headers } })
        assert.deepEqual([answer.status, answer.json().code], [403, code], `${method} ${path}`)
        assert.equal(answer.headers['cache-control'], 'no-store')
      }
    }
    assert.deepEqual(await changed(), before)
  })

  it('answers with Cache-Control: no-store, whatever the answer is', async (t) => {
    const { send, create, get } = await start(t)
    const { id } = await create()
    const seen = new Set<number>()
    const check = (answer: Answer, what: string) => {
      seen.add(answer.status)
      assert.equal(answer.headers['cache-control'], 'no-store', `${answer.status} ${what}`)
    }
    for (const [method, path, content] of [...operations('000000000000'), ...operations(id)]) {
      check(await send(method, path, content), `${method} ${path}`)
      check(await send(method, `${path}?no=parameter`, content), `${method} ${path}?no=parameter`)
      check(await send('PUT', path), `PUT ${path}`)
      check(await get(path, { method }), `${method} ${path}`)
      if (content === undefined) continue
      check(await send(method, path, '{'), `${method} ${path} malformed`)
      check(await send(method, path, `"${'x'.repeat(103 * 1024)}"`), `${method} ${path} too large`)
    }
    const key = randomUUID()
    check(await send('POST', '/auth/keys', { key }), 'brought in')
    check(await send('POST', '/auth/keys', { key }), 'brought in again')
    assert.deepEqual([...seen].sort(), [200, 201, 204, 400, 403, 404, 405, 409, 413, 422])
  })

  it('answers 404 for a key that is unknown, with a problem that tells so', async (t) => {
    const { send, create, everything } = await start(t)
    await create()
    const before = await everything()
    for (const id of unknownIds) {
      for (const [method, path, content] of operations(id).filter(([, path]) => path.includes(id))) {
        const answer = await send(method, path, content)
        assert.deepEqual(
          [answer.status, answer.json()],
          [
            404,
            {
              type: 'about:blank',
              title: 'Not Found',
              status: 404,
              detail: 'There is no such API key.',
              code: 'key_not_found',
            },
          ],
        )
      }
    }
    assert.deepEqual(await everything(), before)
  })

  it('answers 405 with the methods that the path takes in Allow, before it asks for the secret', async (t) => {
    const { send, get, create, everything } = await start(t)
    const { id } = await create()
    const before = await everything()
    const taken: Record<string, string[]> = {}
    for (const [method, path] of operations(id)) taken[path] = [...(taken[path] ?? []), method]
    for (const [path, methods] of Object.entries(taken)) {
      const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : methods
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        if (allowed.includes(method)) continue
        for (const answer of [await send(method, path), await get(path, { method })]) {
          assert.equal(answer.status, 405, `${method} ${path}`)
          assert.deepEqual(answer.headers.allow?.split(', ').sort(), [...allowed].sort())
          if (method !== 'HEAD') assert.equal(answer.json().code, 'method_not_allowed')
        }
      }
    }
    assert.deepEqual(await everything(), before)
  })

  it('answers with the counts as they are, also where it changes the key', async (t) => {
    const { send, create, use } = await start(t)
    const counts: Record<string, number> = {}
    for (const [method, path, content] of operations('ID').filter(
      ([method, path]) => path.includes('ID') && method !== 'DELETE',
    )) {
      if (path.endsWith('/usage')) continue
      const { key, id } = await create()
      await use(key)
      const answer = await send(method, path.replace('ID', id), content)
      counts[`${method} ${path}`] = answer.json().total_queries
    }
    assert.deepEqual(counts, Object.fromEntries(Object.keys(counts).map((operation) => [operation, 1])))
  })

  it('answers 404 for paths beside the resources', async (t) => {
    const { send, create } = await start(t)
    const { id } = await create()
    for (const path of ['/auth/keys/', `/auth/keys/${id}/`, `/auth/keys/${id}/secret`, '/auth/Keys', '/auth/audit/1']) {
      const answer = await send('GET', path)
      assert.deepEqual([answer.status, answer.json().code], [404, 'not_found'], path)
    }
  })
})

type Case = [method: string, path: string, content: unknown, pointers: string[]]

/** Sends each request, and compares all answers at once with what is expected, so that one run shows every difference. */
async function assertAllRefused({ send, everything }: Server, cases: Case[]): Promise<void> {
  const before = await everything()
  const shown = ([method, path, content]: Case) => `${method} ${path} ${JSON.stringify(content)?.slice(0, 100)}`
  const expected = cases.map((each) => [shown(each), 422, 'invalid_request', each[3]])
  const actual = []
  for (const each of cases) {
    const answer = await send(each[0], each[1], each[2])
    const { code, errors = [] } = answer.status === 204 ? { code: undefined } : answer.json()
    actual.push([shown(each), answer.status, code, errors.map(({ pointer }: { pointer: string }) => pointer)])
  }
  assert.deepEqual(actual, expected)
  assert.deepEqual(await everything(), before)
}

const notTexts = [5, true, null, ['x'], { a: 'x' }]
const members: Record<string, [value: unknown, pointer?: string][]> = {
  name: [
    ...notTexts.map((value): [unknown] => [value]),
    ['x'.repeat(201)],
    ['\u{1F511}'.repeat(201)],
    ['a\nb'],
    ['\u0000'],
    ['\u007f'],
    ['\u0085'],
  ],
  scopes: [
    ['reports:read'],
    [5],
    [null],
    [{}],
    [{ 0: 'a' }],
    [[5], '/0'],
    [['a', null], '/1'],
    [['a', ['b']], '/1'],
    [['a', 'a']],
    [['a b'], '/0'],
    [[' a'], '/0'],
    [['a', 'b\t'], '/1'],
    [[''], '/0'],
    [['ä'], '/0'],
    [['"'], '/0'],
    [['a\\b'], '/0'],
    [['x'.repeat(101)], '/0'],
    [Array.from({ length: 101 }, (_, index) => `scope-${index}`)],
  ],
  metadata: [
    ['x'],
    [5],
    [null],
    [[]],
    [['x']],
    [{ a: 5 }, '/a'],
    [{ a: null }, '/a'],
    [{ a: true }, '/a'],
    [{ a: {} }, '/a'],
    [{ a: 'fine', b: ['x'] }, '/b'],
    [{ 'a/b~c': 5 }, '/a~1b~0c'],
    [{ a: 'x'.repeat(501) }, '/a'],
    [{ a: 'x\ny' }, '/a'],
    [{ a: '\u009f' }, '/a'],
    [{ ['x'.repeat(101)]: 'long name' }],
    [{ 'a\nb': 'control character' }],
    [Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`member-${index}`, '']))],
  ],
  expiration_date: [
    ...notTexts.map((value): [unknown] => [value]),
    [''],
    ['tomorrow'],
    ['2027-01-01'],
    ['2027-01-01T00:00:00'],
    ['2027-01-01T00:00Z'],
    ['2027-01-01 00:00:00Z'],
    ['2027-02-30T00:00:00Z'],
    ['2027-02-29T00:00:00Z'],
    ['2027-13-01T00:00:00Z'],
    ['2027-01-01T24:00:00Z'],
    ['2027-01-01T00:00:00+0100'],
    ['1969-12-31T23:59:59Z'],
    ['10000-01-01T00:00:00Z'],
    [`2027-01-01T00:00:00.${'0'.repeat(30)}Z`],
    [1_800_000_000_000],
  ],
  never_expire: [['true'], ['false'], [1], [0], [null], [[true]], [{}]],
}
const wrongMembers = Object.entries(members).flatMap(([member, values]) =>
  values.map(([value, deeper = '']): [content: object, pointer: string] => [
    { [member]: value },
    `/body/${member}${deeper}`,
  ]),
)
const wrongBodies: [content: unknown, pointer: string][] = [
  ...[[], [{}], '"text"', 5, true, 'null'].map((content): [unknown, string] => [content, '/body']),
  ...['nam', 'id', 'is_active', 'total_queries', 'neverExpires', 'expiration-date', 'revoked_date', ''].map(
    (member): [unknown, string] => [{ [member]: 'x' }, `/body/${member}`],
  ),
  ['{"__proto__":{"name":"x"}}', '/body/__proto__'],
  ['{"constructor":"x"}', '/body/constructor'],
  [{ 'a/b~c': 1 }, '/body/a~1b~0c'],
]

describe('bad input is 422 at its very place, and nothing is changed', () => {
  it('in POST /auth/keys', async (t) => {
    const server = await start(t)
    const { key } = await server.create()
    const typo = key.replace(/.$/, key.endsWith('0') ? '1' : '0')
    const keys = ['', 'short', 'a'.repeat(40), 'password password password', 'ä'.repeat(40), 'x1Y-'.repeat(65), typo]
    await assertAllRefused(server, [
      ...[...wrongMembers, ...wrongBodies].map(([content, at]): Case => ['POST', '/auth/keys', content, [at]]),
      ...[...keys, ...notTexts].map((value): Case => ['POST', '/auth/keys', { key: value }, ['/body/key']]),
      ['POST', '/auth/keys', undefined, ['/body']],
      ['POST', '/auth/keys?name=x', {}, ['/query/name']],
    ])
  })

  it('in PATCH /auth/keys/{keyId}', async (t) => {
    const server = await start(t)
    const path = `/auth/keys/${(await server.create({ name: 'job', scopes: ['a'] })).id}`
    await assertAllRefused(server, [
      ...[...wrongMembers, ...wrongBodies].map(([content, at]): Case => ['PATCH', path, content, [at]]),
      ['PATCH', path, { key: randomUUID() }, ['/body/key']],
      ['PATCH', path, { name: 'fine', overlap_seconds: 5 }, ['/body/overlap_seconds']],
      ['PATCH', path, undefined, ['/body']],
      ['PATCH', `/auth/keys/${'x'.repeat(101)}`, {}, ['/path/keyId']],
    ])
  })

  it('in POST /auth/keys/{keyId}/renew', async (t) => {
    const server = await start(t)
    const path = `/auth/keys/${(await server.create()).id}/renew`
    const dates = wrongMembers.filter(([content]) => 'expiration_date' in content)
    await assertAllRefused(server, [
      ...[...dates, ...wrongBodies].map(([content, at]): Case => ['POST', path, content, [at]]),
      ['POST', path, { name: 'x' }, ['/body/name']],
      ['POST', path, { expiration_date: '2030-01-01T00:00:00Z', never_expire: true }, ['/body/never_expire']],
      ['POST', `${path}?expiration_date=2030-01-01T00:00:00Z`, undefined, ['/query/expiration_date']],
    ])
  })

  it('in POST /auth/keys/{keyId}/rotate', async (t) => {
    const server = await start(t)
    const { key, id } = await server.create()
    const path = `/auth/keys/${id}/rotate`
    const overlaps = [-1, 604_801, 1.5, 1e20, '60', '', null, true, [60], { seconds: 60 }]
    await assertAllRefused(server, [
      ...wrongBodies.map(([content, at]): Case => ['POST', path, content, [at]]),
      ...overlaps.map((value): Case => ['POST', path, { overlap_seconds: value }, ['/body/overlap_seconds']]),
      ['POST', path, { overlap: 5 }, ['/body/overlap']],
    ])
    assert.equal(await server.use(key), 200)
  })

  it('in operations that take no body, where a parameter is given that they do not have', async (t) => {
    const server = await start(t)
    const { id } = await server.create()
    const withoutBody = operations(id).filter(([, , content]) => content === undefined)
    await assertAllRefused(
      server,
      withoutBody.flatMap(([method, path]): Case[] => [
        [method, `${path}?color=red`, undefined, ['/query/color']],
        [method, `${path}?secret-key=TEST_SECRET`, undefined, ['/query/secret-key']],
        [method, `${path}?a%2Fb=1`, undefined, ['/query/a~1b']],
      ]),
    )
  })

  const limits = ['0', '201', '1.5', '5x', '', '-1', '%2B5', '0x10', '1e1', '05', '%205', 'NaN', '9'.repeat(30)]

  for (const path of ['/auth/keys', '/auth/audit', '/auth/logs']) {
    it(`in the limit of ${path}`, async (t) => {
      const server = await start(t)
      await assertAllRefused(server, [
        ...limits.map((limit): Case => ['GET', `${path}?limit=${limit}`, undefined, ['/query/limit']]),
        ['GET', `${path}?limit=5&limit=6`, undefined, ['/query/limit']],
      ])
    })

    it(`in the cursor of ${path}: forged, of another list, cut short, lengthened or changed`, async (t) => {
      const server = await start(t)
      for (let made = 0; made < 3; made++) await server.create({ name: `job ${made}` })
      const cursorOf = async (list: string): Promise<string> =>
        (await server.send('GET', `${list}${list.includes('?') ? '&' : '?'}limit=1`)).json().next_cursor
      const cursor = await cursorOf(path)
      const others = ['/auth/keys', '/auth/audit', '/auth/logs', '/auth/keys?status=active', '/auth/keys?sort=name']
      const wrong = [
        ...(await Promise.all(others.filter((other) => other !== path).map(cursorOf))),
        '',
        'x',
        '0',
        Buffer.from('[1]').toString('base64url'),
        Buffer.from(`${'\0'.repeat(12)}[1767225600000,1]`).toString('base64url'),
        cursor.slice(0, -1),
        cursor.slice(1),
        cursor.slice(0, 16),
        `${cursor}A`,
        `${cursor}%3D`,
        `%20${cursor}`,
        cursor.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
        cursor.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
        'A'.repeat(2001),
      ]
      assert.equal((await server.send('GET', `${path}?cursor=${cursor}`)).status, 200)
      await assertAllRefused(server, [
        ...wrong.map((each): Case => ['GET', `${path}?cursor=${each}`, undefined, ['/query/cursor']]),
        ['GET', `${path}?cursor=${cursor}&cursor=${cursor}`, undefined, ['/query/cursor']],
      ])
    })
  }

  it('in the filters and the order of GET /auth/keys, also where they do not fit the cursor', async (t) => {
    const server = await start(t)
    for (let made = 0; made < 3; made++) await server.create({ name: 'job', scopes: ['a'] })
    const { next_cursor: cursor } = (await server.send('GET', '/auth/keys?limit=1&name=job&scope=a')).json()
    const dates = ['', 'yesterday', '2026-01-01', '2026-01-01T00:00:00', '2026-02-30T00:00:00Z', '1767225600000']
    const wrong: [query: string, name: string][] = [
      ...['', 'bogus', 'Active', 'active,revoked', 'active&status=active'].map((each) => [`status=${each}`, 'status']),
      ...['', 'x'.repeat(201), 'a&name=b'].map((each) => [`name=${each}`, 'name']),
      ...['', 'a%20b', '%C3%A4', '%22', 'x'.repeat(101), 'a&scope=b'].map((each) => [`scope=${each}`, 'scope']),
      ...dates.flatMap((each) => ['unused_since', 'expires_before'].map((name) => [`${name}=${each}`, name])),
      ...['', 'id', '%2Bname', '--name', 'Name', 'name,created_date'].map((each) => [`sort=${each}`, 'sort']),
      ...[
        '',
        '&name=job',
        '&scope=a',
        '&name=JOB&scope=a',
        '&name=job&scope=a&sort=name',
        '&name=job&scope=a&status=active',
      ].map((each) => [`cursor=${cursor}${each}`, 'cursor']),
    ] as [string, string][]
    assert.equal((await server.send('GET', `/auth/keys?name=job&scope=a&cursor=${cursor}`)).status, 200)
    await assertAllRefused(
      server,
      wrong.map(([query, name]): Case => ['GET', `/auth/keys?${query}`, undefined, [`/query/${name}`]]),
    )
    await assertAllRefused(server, [
      ['GET', '/auth/keys?limit=0&status=x&color=red', undefined, ['/query/color', '/query/limit', '/query/status']],
    ])
  })

  it('in the range and the interval of GET /auth/keys/{keyId}/usage', async (t) => {
    const server = await start(t)
    const path = `/auth/keys/${(await server.create()).id}/usage`
    const dates = ['', 'now', '2026-01-01', '2026-01-01T00:00:00', '2026-02-30T00:00:00Z', '2026-01-01T00:00:00+01:00']
    await assertAllRefused(server, [
      ...dates.flatMap((date): Case[] =>
        ['from', 'to'].map((name): Case => ['GET', `${path}?${name}=${date}`, undefined, [`/query/${name}`]]),
      ),
      ...['', 'week', 'Hour', 'hour&interval=day'].map(
        (interval): Case => ['GET', `${path}?interval=${interval}`, undefined, ['/query/interval']],
      ),
      ['GET', `${path}?limit=5`, undefined, ['/query/limit']],
    ])
  })

  it('in the key of GET /auth/audit', async (t) => {
    const server = await start(t)
    await assertAllRefused(
      server,
      ['', 'kss_000000000000', 'x'.repeat(33), 'a-b', '%C3%A4', 'a&key_id=a'].map(
        (id): Case => ['GET', `/auth/audit?key_id=${id}`, undefined, ['/query/key_id']],
      ),
    )
  })

  it('where a key is put into a name or into metadata, which the answer does not repeat', async (t) => {
    const server = await start(t)
    const { key, id } = await server.create()
    for (const [content, pointer] of [
      [{ name: key }, '/body/name'],
      [{ name: `my key ${key}` }, '/body/name'],
      [{ metadata: { key } }, '/body/metadata'],
      [{ metadata: { [key]: 'x' } }, '/body/metadata'],
    ] as const) {
      await assertAllRefused(server, [
        ['POST', '/auth/keys', content, [pointer]],
        ['PATCH', `/auth/keys/${id}`, content, [pointer]],
      ])
      assert.ok(!(await server.send('POST', '/auth/keys', content)).text.includes(key))
    }
  })
})

describe('a body', () => {
  it('that is not JSON, too large or of another type is refused, and nothing is changed', async (t) => {
    const { admin, create, everything } = await start(t)
    const { id } = await create()
    const before = await everything()
    const json = { 'content-type': 'application/json' }
    for (const [method, path] of operations(id).filter(([, , content]) => content !== undefined)) {
      for (const [given, status, code] of [
        [{ headers: json, body: '{' }, 400, 'malformed_json'],
        [{ headers: json, body: Buffer.from([0x22, 0xff, 0x22]) }, 400, 'malformed_json'],
        [{ headers: json, body: ' '.repeat(100 * 1024 + 1) }, 413, 'payload_too_large'],
        [{ headers: { 'content-type': 'text/plain' }, body: '{}' }, 415, 'unsupported_media_type'],
        [{ headers: {}, body: '{}' }, 415, 'unsupported_media_type'],
        [{ headers: { ...json, 'content-encoding': 'gzip' }, body: '{}' }, 415, 'unsupported_media_type'],
      ] as const) {
        const answer = await admin(path, { method, ...given })
        assert.deepEqual([answer.status, answer.json().code], [status, code], `${method} ${path}`)
      }
    }
    assert.deepEqual(await everything(), before)
  })

  it('keeps a name that is not well-formed Unicode out, since the database would give back another one', async (t) => {
    const { send, everything } = await start(t)
    const answer = await send('POST', '/auth/keys', '{"name":"a\\ud800b"}')
    const shown = (await everything()).list.keys.map(({ name }: { name: string }) => name)
    assert.deepEqual([answer.status, shown], [422, []])
  })
})
