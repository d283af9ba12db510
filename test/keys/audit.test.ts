import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { describe, it, type TestContext } from 'node:test'
import type { SimpleSecurityOptions } from '../../src/index.js'
import { createClock, dayMs, secondMs } from '../support/clock.js'
import type { Answer } from '../support/http.js'
import { startStandAlone } from '../support/stand-alone.js'
import { temporaryFolder } from '../support/temporary.js'

interface Change {
  member: string
  from?: unknown
  to?: unknown
}

interface Event {
  id: string
  date: string
  action: string
  key_id: string
  via: string
  address?: string
  changes: Change[]
}

async function start(t: TestContext, options: SimpleSecurityOptions = {}) {
  const clock = createClock('2026-01-01T00:00:00Z')
  const server = await startStandAlone(t, { now: clock.now, ...options })
  const send = (method: string, path: string, content?: unknown): Promise<Answer> =>
    server.admin(path, {
      method,
      ...(content === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) }),
    })
  const create = async (content: unknown = {}) => {
    const answer = await send('POST', '/auth/keys', content)
    assert.equal(answer.status, 201, answer.text)
    return answer.json()
  }
  /** The whole trail, the newest first. */
  const trail = async (query = ''): Promise<Event[]> => {
    const events: Event[] = []
    for (let cursor = ''; ; ) {
      const page = (await send('GET', `/auth/audit?limit=200${query}${cursor}`)).json()
      events.push(...page.events)
      if (page.next_cursor === undefined) return events
      assert.ok(!cursor.endsWith(page.next_cursor), 'the next page is the same again')
      cursor = `&cursor=${page.next_cursor}`
    }
  }
  return { ...server, clock, send, create, trail }
}

type Server = Awaited<ReturnType<typeof start>>

/** Dates as times, since the trail and a key may show more or less of the same instant. */
function comparable(changes: Change[]): Change[] {
  const value = (given: unknown) =>
    typeof given === 'string' && /^\d{4}-\d\d-\d\dT/.test(given) ? Date.parse(given) : given
  return changes.map((change) =>
    Object.fromEntries(Object.entries(change).map(([name, given]) => [name, value(given)])),
  ) as unknown as Change[]
}

const time = (text: string) => Date.parse(text)

describe('every change of a key has exactly one event', () => {
  const cases: [
    what: string,
    send: (server: Server, id: string) => Promise<Answer>,
    action: string,
    changes: Change[],
  ][] = [
    [
      'a new name',
      ({ send }, id) => send('PATCH', `/auth/keys/${id}`, { name: 'other' }),
      'updated',
      [{ member: 'name', from: 'job', to: 'other' }],
    ],
    [
      'no name any more',
      ({ send }, id) => send('PATCH', `/auth/keys/${id}`, { name: '' }),
      'updated',
      [{ member: 'name', from: 'job' }],
    ],
    [
      'other scopes',
      ({ send }, id) => send('PATCH', `/auth/keys/${id}`, { scopes: ['b', 'c'] }),
      'updated',
      [{ member: 'scopes', from: ['a'], to: ['b', 'c'] }],
    ],
    [
      'other metadata and never_expire, with members that stay as they are',
      ({ send }, id) =>
        send('PATCH', `/auth/keys/${id}`, { metadata: { x: 'z' }, never_expire: true, name: 'job', scopes: ['a'] }),
      'updated',
      [
        { member: 'metadata', from: { x: 'y' }, to: { x: 'z' } },
        { member: 'never_expire', from: false, to: true },
      ],
    ],
    [
      'another expiration date',
      ({ send }, id) => send('PATCH', `/auth/keys/${id}`, { expiration_date: '2027-01-01T00:00:00Z' }),
      'updated',
      [{ member: 'expiration_date', from: '2026-01-16T00:00:00Z', to: '2027-01-01T00:00:00Z' }],
    ],
    [
      'a revocation',
      ({ send }, id) => send('POST', `/auth/keys/${id}/revoke`),
      'revoked',
      [{ member: 'revoked_date', to: '2026-01-01T00:01:00Z' }],
    ],
    [
      'a revocation through the endpoint of the original system',
      ({ admin }, id) => admin(`/auth/revoke?api-key=${id}`),
      'revoked',
      [{ member: 'revoked_date', to: '2026-01-01T00:01:00Z' }],
    ],
    [
      'a renewal',
      ({ send }, id) => send('POST', `/auth/keys/${id}/renew`),
      'renewed',
      [{ member: 'expiration_date', from: '2026-01-16T00:00:00Z', to: '2026-01-16T00:01:00Z' }],
    ],
    [
      'a renewal through the endpoint of the original system',
      ({ admin }, id) => admin(`/auth/renew?api-key=${id}&expiration-date=2027-01-01`),
      'renewed',
      [{ member: 'expiration_date', from: '2026-01-16T00:00:00Z', to: '2027-01-01T00:00:00Z' }],
    ],
    [
      'a rotation',
      ({ send }, id) => send('POST', `/auth/keys/${id}/rotate`, { overlap_seconds: 60 }),
      'rotated',
      [{ member: 'former_secret_ends', to: '2026-01-01T00:02:00Z' }],
    ],
    [
      'a deletion',
      ({ send }, id) => send('DELETE', `/auth/keys/${id}`),
      'deleted',
      [
        { member: 'name', from: 'job' },
        { member: 'scopes', from: ['a'] },
        { member: 'metadata', from: { x: 'y' } },
        { member: 'never_expire', from: false },
        { member: 'expiration_date', from: '2026-01-16T00:00:00Z' },
      ],
    ],
  ]
  for (const [what, send, action, changes] of cases) {
    it(`with who, when, and what it was and is: ${what}`, async (t) => {
      const server = await start(t)
      const { id } = await server.create({ name: 'job', scopes: ['a'], metadata: { x: 'y' } })
      server.clock.advance(60 * secondMs)
      assert.ok((await send(server, id)).status < 300)
      const [event, created, ...others] = await server.trail()
      assert.ok(event)
      assert.deepEqual([created?.action, others], ['created', []])
      assert.deepEqual(
        { ...event, changes: comparable(event.changes) },
        {
          id: event.id,
          date: '2026-01-01T00:01:00Z',
          action,
          key_id: id,
          via: 'http',
          address: '127.0.0.1',
          changes: comparable(changes),
        },
      )
    })
  }

  it('with all that a new key has: created, also through the endpoint of the original system, and brought in', async (t) => {
    const { create, admin, trail, instance } = await start(t)
    await create({ name: 'one', scopes: ['a'], metadata: { x: 'y' }, never_expire: true })
    await admin('/auth/new?name=two')
    await create({ key: randomUUID(), expiration_date: '2027-01-01T00:00:00Z' })
    await instance.keys.create()
    const events = (await trail()).reverse()
    assert.deepEqual(
      events.map(({ action, via, address, changes }) => [action, via, address, changes.map(({ member }) => member)]),
      [
        ['created', 'http', '127.0.0.1', ['name', 'scopes', 'metadata', 'never_expire', 'expiration_date']],
        ['created', 'http', '127.0.0.1', ['name', 'scopes', 'metadata', 'never_expire', 'expiration_date']],
        ['created', 'http', '127.0.0.1', ['scopes', 'metadata', 'never_expire', 'expiration_date']],
        ['created', 'code', undefined, ['scopes', 'metadata', 'never_expire', 'expiration_date']],
      ],
    )
    for (const { changes } of events) for (const change of changes) assert.ok(!('from' in change))
    assert.deepEqual(events[0]?.changes.slice(0, 4), [
      { member: 'name', to: 'one' },
      { member: 'scopes', to: ['a'] },
      { member: 'metadata', to: { x: 'y' } },
      { member: 'never_expire', to: true },
    ])
  })

  it('also where a renewal takes a revocation back', async (t) => {
    const { create, send, trail } = await start(t)
    const { id } = await create()
    await send('POST', `/auth/keys/${id}/revoke`)
    await send('POST', `/auth/keys/${id}/renew`, { expiration_date: '2027-01-01T00:00:00Z' })
    const [renewed] = await trail()
    assert.ok(renewed)
    assert.deepEqual(comparable(renewed.changes), [
      { member: 'expiration_date', from: time('2026-01-16T00:00:00Z'), to: time('2027-01-01T00:00:00Z') },
      { member: 'revoked_date', from: time('2026-01-01T00:00:00Z') },
    ])
  })
})

describe('what changes nothing writes no event', () => {
  it('reading, refused and failed requests, and what is repeated', async (t) => {
    const { create, send, admin, get, trail } = await start(t)
    const broughtIn = randomUUID()
    const { id } = await create({ key: broughtIn, name: 'job' })
    const revoked = await create()
    await send('POST', `/auth/keys/${revoked.id}/revoke`)
    const before = await trail()
    assert.equal(before.length, 3)
    const statuses = []
    for (const [method, path, content] of [
      ['GET', '/auth/keys'],
      ['GET', `/auth/keys/${id}`],
      ['GET', `/auth/keys/${id}/usage`],
      ['GET', '/auth/audit'],
      ['GET', '/auth/logs'],
      ['PATCH', `/auth/keys/${id}`, {}],
      ['PATCH', `/auth/keys/${id}`, { name: 'job', scopes: [], metadata: {}, never_expire: false }],
      ['POST', `/auth/keys/${revoked.id}/revoke`],
      ['POST', `/auth/keys/${id}/renew`, { expiration_date: '2026-01-16T00:00:00Z' }],
      ['POST', '/auth/keys', { key: broughtIn }],
      ['POST', '/auth/keys', { key: 'too short' }],
      ['PATCH', `/auth/keys/${id}`, { name: 5 }],
      ['POST', `/auth/keys/${id}/rotate`, { overlap_seconds: -1 }],
      ['PATCH', '/auth/keys/000000000000', { name: 'x' }],
      ['POST', '/auth/keys/000000000000/revoke'],
      ['POST', '/auth/keys/000000000000/renew'],
      ['POST', '/auth/keys/000000000000/rotate'],
      ['DELETE', '/auth/keys/000000000000'],
      ['PUT', `/auth/keys/${id}`],
    ] as [string, string, unknown?][]) {
      statuses.push((await send(method, path, content)).status)
    }
    statuses.push((await admin('/auth/revoke?api-key=unknown')).status)
    statuses.push((await admin('/auth/renew?api-key=unknown')).status)
    statuses.push((await get('/auth/new')).status)
    statuses.push((await get(`/auth/keys/${id}`, { method: 'DELETE' })).status)
    statuses.push((await get('/secure', { headers: { 'api-key': broughtIn } })).status)
    assert.deepEqual([...new Set(statuses)].sort(), [200, 403, 404, 405, 409, 422])
    assert.deepEqual(await trail(), before)
  })
})

describe('the address in an event', () => {
  it("is the peer's, whatever its request claims", async (t) => {
    const { admin, trail } = await start(t)
    await admin('/auth/new', {
      headers: { 'x-forwarded-for': '192.0.2.1', forwarded: 'for=192.0.2.2', 'x-real-ip': '192.0.2.3' },
    })
    assert.deepEqual(
      (await trail()).map(({ address }) => address),
      ['127.0.0.1'],
    )
  })
})

describe('the audit trail, page by page', () => {
  it('is the newest first, with numbers that grow', async (t) => {
    const { instance, trail, clock } = await start(t)
    for (let made = 0; made < 5; made++) {
      await instance.keys.create({ name: `${made}` })
      clock.advance(secondMs)
    }
    const events = await trail()
    assert.deepEqual(
      events.map(({ changes }) => changes[0]?.to),
      ['4', '3', '2', '1', '0'],
    )
    const numbers = events.map(({ id }) => Number(id))
    assert.deepEqual(
      numbers,
      numbers.toSorted((one, other) => other - one),
    )
    assert.equal(new Set(numbers).size, 5)
  })

  it('shows each event once that was there at the beginning, while new ones arrive', async (t) => {
    const { instance, send, trail } = await start(t)
    for (let made = 0; made < 30; made++) await instance.keys.create({ name: `${made}` })
    for (const limit of [1, 7, 10]) {
      const before = await trail()
      const events: Event[] = []
      for (let cursor = ''; ; ) {
        const page = (await send('GET', `/auth/audit?limit=${limit}${cursor}`)).json()
        assert.ok(page.events.length <= limit)
        events.push(...page.events)
        if (page.next_cursor === undefined) break
        assert.ok(!cursor.endsWith(page.next_cursor), 'the next page is the same again')
        cursor = `&cursor=${page.next_cursor}`
        await instance.keys.create({ name: 'meanwhile' })
      }
      assert.deepEqual(events, before)
    }
  })

  it('gives 50 at most unless told otherwise, and no cursor where that was all', async (t) => {
    const { instance, send } = await start(t)
    for (let made = 0; made < 51; made++) await instance.keys.create()
    const page = (await send('GET', '/auth/audit')).json()
    assert.deepEqual([page.events.length, typeof page.next_cursor], [50, 'string'])
    const rest = (await send('GET', `/auth/audit?limit=1&cursor=${page.next_cursor}`)).json()
    assert.deepEqual([rest.events.length, 'next_cursor' in rest], [1, false])
  })

  it('can be of one key, also of one that was deleted, and is empty for others', async (t) => {
    const { create, send, trail } = await start(t)
    const [one, other] = [await create(), await create()]
    for (let change = 0; change < 7; change++) {
      for (const { id } of [one, other]) await send('PATCH', `/auth/keys/${id}`, { name: `name ${change}` })
    }
    await send('DELETE', `/auth/keys/${one.id}`)
    const whole = await trail()
    for (const { id } of [one, other]) {
      const own = whole.filter(({ key_id }) => key_id === id)
      assert.deepEqual(await trail(`&key_id=${id}`), own)
      const first = (await send('GET', `/auth/audit?key_id=${id}&limit=3`)).json()
      const rest = (await send('GET', `/auth/audit?key_id=${id}&cursor=${first.next_cursor}`)).json()
      assert.deepEqual([...first.events, ...rest.events], own)
      assert.equal((await send('GET', `/auth/audit?cursor=${first.next_cursor}`)).status, 422)
    }
    assert.deepEqual(await trail('&key_id=000000000000'), [])
  })
})

describe('the audit trail', () => {
  it('never holds a key, a secret or a digest, whatever was done with them', async (t) => {
    const { create, send, admin, get, trail } = await start(t)
    const keys: string[] = []
    const generated = await create({ name: 'generated' })
    const broughtIn = await create({ key: randomUUID() })
    const long = await create({ key: 'Zm9vYmFyYmF6cXV4-1234_5678.~!$' })
    keys.push(generated.key, broughtIn.key, long.key, (await admin('/auth/new')).json())
    for (const { id } of [generated, broughtIn, long]) {
      for (const overlap_seconds of [0, 60]) {
        keys.push((await send('POST', `/auth/keys/${id}/rotate`, { overlap_seconds })).json().key)
      }
    }
    for (const key of keys) {
      await get('/secure', { headers: { 'api-key': key } })
      await admin(`/auth/revoke?api-key=${encodeURIComponent(key)}`)
      await admin(`/auth/renew?api-key=${encodeURIComponent(key)}`)
      await send('PATCH', `/auth/keys/${encodeURIComponent(key)}`, { name: `was ${keys.indexOf(key)}` })
      await send('PATCH', `/auth/keys/${generated.id}`, { name: key })
      await send('PATCH', `/auth/keys/${generated.id}`, { metadata: { key } })
    }
    // A brought-in key that somebody takes for a name cannot be told from one; ours can.
    const generatedKeys = keys.filter((key) => key.startsWith('kss_'))
    await send('DELETE', `/auth/keys/${generated.id}`)
    const text = JSON.stringify(await trail())
    assert.ok(text.includes('"rotated"') && text.includes('"revoked"') && text.includes('"deleted"'))
    for (const key of generatedKeys) {
      for (const trace of [key, key.slice(-33), key.slice(-33, -13)]) assert.ok(!text.includes(trace))
    }
    for (const key of keys) assert.ok(!text.includes(createHash('sha256').update(key).digest('hex')))
    assert.ok(!text.includes('TEST_SECRET'))
  })

  it('does not hold a key that was brought in', async (t) => {
    const { create, send, trail } = await start(t)
    const keys = [randomUUID(), 'Zm9vYmFyYmF6cXV4-1234_5678.~!$']
    for (const key of keys) {
      const { id } = await create({ key, name: 'brought in' })
      await send('POST', `/auth/keys/${id}/rotate`, { overlap_seconds: 60 })
      await send('POST', `/auth/keys/${id}/revoke`)
      await send('DELETE', `/auth/keys/${id}`)
    }
    const text = JSON.stringify(await trail())
    for (const key of keys) assert.ok(!text.includes(key) && !text.includes(key.slice(-12)))
  })
})

/** What the members of a key are after its events, the oldest first. Each must begin where the one before ended. */
function replay(events: Event[]): Record<string, unknown> {
  const state: Record<string, unknown> = {}
  for (const { id, changes } of events) {
    assert.ok(changes.length > 0, `event ${id} changes nothing`)
    assert.equal(new Set(changes.map(({ member }) => member)).size, changes.length, `event ${id}`)
    for (const { member, from, to } of changes) {
      // Tells about a secret that is gone, and is no member of the key.
      if (member === 'former_secret_ends') continue
      assert.deepEqual(from, state[member], `${member} in event ${id}`)
      assert.notDeepEqual(from, to, `${member} in event ${id}`)
      if (to === undefined) delete state[member]
      else state[member] = to
    }
  }
  return state
}

/** A key, as an answer shows it, in the members of its trail. */
function auditedMembers(key: Record<string, unknown>): Change[] {
  return comparable(
    ['name', 'scopes', 'metadata', 'never_expire', 'expiration_date', 'revoked_date']
      .filter((member) => key[member] !== undefined)
      .map((member) => ({ member, to: key[member] })),
  )
}

/** Where it is not told, since it has no effect. */
const shownMembers = (state: Record<string, unknown>) =>
  auditedMembers(state.never_expire === true ? { ...state, expiration_date: undefined } : state)

/** Changes of one key by somebody who does not know of the others. */
function randomChanges(seed: number, count: number): [method: string, suffix: string, content?: unknown][] {
  let state = seed
  const below = (limit: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * limit)
  }
  return Array.from({ length: count }, () => {
    const number = below(4)
    switch (below(7)) {
      case 0:
        return ['PATCH', '', { name: ['', 'one', 'two', 'three'][number] }]
      case 1:
        return ['PATCH', '', { scopes: ['a', 'b', 'c'].slice(0, number) }]
      case 2:
        return ['PATCH', '', { metadata: { number: `${number}` }, never_expire: number === 0 }]
      case 3:
        return ['PATCH', '', { expiration_date: `203${number}-01-01T00:00:00Z`, name: `until ${number}` }]
      case 4:
        return ['POST', '/revoke']
      case 5:
        return ['POST', '/renew', { expiration_date: `204${number}-01-01T00:00:00Z` }]
      default:
        return ['POST', '/rotate', { overlap_seconds: number }]
    }
  })
}

async function assertTrailTellsState(server: Server, id: string): Promise<Event[]> {
  const events = (await server.trail(`&key_id=${id}`)).reverse()
  const shown = (await server.send('GET', `/auth/keys/${id}`)).json()
  assert.deepEqual(shownMembers(replay(events)), auditedMembers(shown))
  return events
}

describe('operators who change one key at once', () => {
  it('leave the key in the state that its trail tells, each event beginning where the one before ended', async (t) => {
    const server = await start(t)
    const { id } = await server.create({ name: 'shared' })
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(
        randomChanges(round + 1, 60).map(async ([method, suffix, content], number) => {
          if (number % 10 === 0) server.clock.advance(secondMs)
          return server.send(method, `/auth/keys/${id}${suffix}`, content)
        }),
      )
      for (const { status, text } of answers) assert.ok(status === 200 || status === 201, `${status} ${text}`)
    }
    const events = await assertTrailTellsState(server, id)
    const actions = new Set(events.map(({ action }) => action))
    assert.deepEqual(actions, new Set(['created', 'updated', 'revoked', 'renewed', 'rotated']))
  })

  it('do so through two instances on one SQLite file too, and none of their changes gets lost', async (t) => {
    const dbLocation = `${await temporaryFolder(t)}/keys.db`
    const servers = [await start(t, { dbLocation }), await start(t, { dbLocation })] as const
    const { id } = await servers[0].create({ name: 'shared' })
    const rotated: string[] = []
    await Promise.all(
      servers.map(async (server, number) => {
        const changes = randomChanges(number + 10, 60)
        // Six at a time from each, as people and scripts do.
        await Promise.all(
          Array.from({ length: 6 }, async () => {
            for (let next = changes.shift(); next !== undefined; next = changes.shift()) {
              const [method, suffix, content] = next
              let answer = await server.send(method, `/auth/keys/${id}${suffix}`, content)
              // Told that the database was busy, and that nothing was changed, one tries again.
              while (answer.status === 503) answer = await server.send(method, `/auth/keys/${id}${suffix}`, content)
              assert.ok(answer.status === 200 || answer.status === 201, `${answer.status} ${answer.text}`)
              if (suffix === '/rotate') rotated.push(answer.json().key)
            }
          }),
        )
      }),
    )
    const events = await assertTrailTellsState(servers[0], id)
    assert.deepEqual(await servers[1].trail(`&key_id=${id}`), events.toReversed())
    assert.equal(events.filter(({ action }) => action === 'rotated').length, rotated.length)
    assert.equal(new Set(rotated).size, rotated.length)

    await servers[0].send('POST', `/auth/keys/${id}/renew`, { expiration_date: '2050-01-01T00:00:00Z' })
    for (const { clock } of servers) clock.advance(dayMs)
    for (const { instance } of servers) {
      const good = await Promise.all(rotated.map(async (key) => (await instance.verify(key)).ok))
      assert.equal(good.filter(Boolean).length, 1)
    }
  })

  it('of whom one deletes it leave a trail that ends with the deletion', async (t) => {
    const server = await start(t)
    const { id } = await server.create({ name: 'shared' })
    const changes = randomChanges(5, 40)
    const answers = await Promise.all(
      changes.map(([method, suffix, content], number) =>
        number === 20
          ? server.send('DELETE', `/auth/keys/${id}`)
          : server.send(method, `/auth/keys/${id}${suffix}`, content),
      ),
    )
    assert.equal(answers[20]?.status, 204)
    for (const { status } of answers) assert.ok([200, 201, 204, 404].includes(status), `${status}`)
    const events = (await server.trail(`&key_id=${id}`)).reverse()
    assert.equal(events.at(-1)?.action, 'deleted')
    assert.deepEqual(replay(events), {})
  })

  it('who each create and delete keys of their own have one event for each', async (t) => {
    const { create, send, trail } = await start(t)
    await Promise.all(
      Array.from({ length: 40 }, async (_, number) => {
        const { id } = await create({ name: `${number}` })
        if (number % 2 === 0) assert.equal((await send('DELETE', `/auth/keys/${id}`)).status, 204)
      }),
    )
    const events = await trail()
    assert.equal(events.filter(({ action }) => action === 'created').length, 40)
    assert.equal(events.filter(({ action }) => action === 'deleted').length, 20)
    for (const id of new Set(events.map(({ key_id }) => key_id))) {
      replay(events.filter(({ key_id }) => key_id === id).reverse())
    }
  })

  it('of whom many delete the same key are told once that it was done, and leave one event', async (t) => {
    const { create, send, trail } = await start(t)
    const { id } = await create()
    const answers = await Promise.all(Array.from({ length: 20 }, () => send('DELETE', `/auth/keys/${id}`)))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [204, ...Array(19).fill(404)])
    assert.deepEqual(
      (await trail()).map(({ action }) => action),
      ['deleted', 'created'],
    )
  })
})
