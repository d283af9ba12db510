import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it, type TestContext } from 'node:test'
import Koa from 'koa'
import type { SimpleSecurityOptions } from '../../src/index.js'
import { createClock, dayMs, secondMs } from '../support/clock.js'
import { listen, request } from '../support/http.js'
import { startStandAlone } from '../support/stand-alone.js'
import { temporaryFolder } from '../support/temporary.js'

const imfFixdate =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/

async function start(t: TestContext, options: SimpleSecurityOptions = {}) {
  const clock = createClock('2026-01-01T00:00:00Z')
  const server = await startStandAlone(t, { now: clock.now, ...options })
  const send = (method: string, path: string, content: unknown = {}) =>
    server.admin(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(content) })
  const create = async (content: unknown = {}) => (await send('POST', '/auth/keys', content)).json()
  const rotate = async (id: string, overlap_seconds?: number): Promise<string> => {
    const answer = await send('POST', `/auth/keys/${id}/rotate`, { overlap_seconds })
    assert.equal(answer.status, 201, answer.text)
    return answer.json().key
  }
  const answer = (key: string) => server.get('/secure', { headers: { 'api-key': key } })
  /** The statuses that these keys get. */
  const use = (...keys: string[]) => Promise.all(keys.map(async (key) => (await answer(key)).status))
  const sunset = async (key: string) => {
    const { status, headers } = await answer(key)
    assert.equal(status, 200)
    return headers.sunset
  }
  return { ...server, clock, send, create, rotate, answer, use, sunset }
}

describe('the former secret of a rotated key', () => {
  it('ends at once without an overlap, also where it was used just before', async (t) => {
    const { create, rotate, use } = await start(t)
    for (const overlap of [undefined, 0]) {
      const { key, id } = await create()
      assert.deepEqual(await use(key), [200])
      const rotated = await rotate(id, overlap)
      assert.deepEqual(await use(key, rotated), [403, 200])
    }
  })

  it('works until the very instant that the overlap ends, and the new one works from the answer on', async (t) => {
    const { create, rotate, use, clock } = await start(t)
    const { key, id } = await create()
    const rotated = await rotate(id, 60)
    assert.deepEqual(await use(key, rotated), [200, 200])
    clock.advance(60 * secondMs - 1)
    assert.deepEqual(await use(key, rotated), [200, 200])
    clock.advance(1)
    assert.deepEqual(await use(key, rotated), [403, 200])
    clock.advance(dayMs)
    assert.deepEqual(await use(key, rotated), [403, 200])
  })

  it('works for the longest overlap of seven days', async (t) => {
    const { create, rotate, use, clock } = await start(t)
    const { key, id } = await create()
    const rotated = await rotate(id, 604_800)
    clock.advance(7 * dayMs - 1)
    assert.deepEqual(await use(key, rotated), [200, 200])
    clock.advance(1)
    assert.deepEqual(await use(key, rotated), [403, 200])
  })

  it('gets the same bytes as an unknown key once it has ended', async (t) => {
    const { create, rotate, answer } = await start(t)
    const other = await start(t)
    const { key, id } = await create()
    await rotate(id)
    const [ended, unknown] = [await answer(key), await answer((await other.create()).key)]
    assert.equal(ended.status, 403)
    assert.equal(ended.text, unknown.text)
    assert.deepEqual(Object.keys(ended.headers), Object.keys(unknown.headers))
  })

  it('does not outlive the key: expiry ends old and new together', async (t) => {
    const { create, rotate, use, clock } = await start(t)
    const { key, id } = await create({ expiration_date: '2026-01-01T00:00:30Z' })
    const rotated = await rotate(id, 60)
    clock.advance(30 * secondMs - 1)
    assert.deepEqual(await use(key, rotated), [200, 200])
    clock.advance(1)
    assert.deepEqual(await use(key, rotated), [403, 403])
  })
})

describe('a key that is rotated again within an overlap', () => {
  it('lets each former secret end when its own overlap does', async (t) => {
    const { create, rotate, use, clock } = await start(t)
    const { key: first, id } = await create()
    const second = await rotate(id, 60)
    clock.advance(30 * secondMs)
    const third = await rotate(id, 600)
    assert.deepEqual(await use(first, second, third), [200, 200, 200])
    clock.advance(30 * secondMs)
    assert.deepEqual(await use(first, second, third), [403, 200, 200])
    clock.advance(570 * secondMs - 1)
    assert.deepEqual(await use(first, second, third), [403, 200, 200])
    clock.advance(1)
    assert.deepEqual(await use(first, second, third), [403, 403, 200])
  })

  it('shortens the overlap of earlier secrets, and never lengthens it', async (t) => {
    const { create, rotate, use, clock } = await start(t)
    const { key: first, id } = await create()
    const second = await rotate(id, 600)
    const third = await rotate(id, 60)
    clock.advance(60 * secondMs - 1)
    assert.deepEqual(await use(first, second, third), [200, 200, 200])
    clock.advance(1)
    assert.deepEqual(await use(first, second, third), [403, 403, 200])
    const fourth = await rotate(id, 600)
    assert.deepEqual(await use(first, second, third, fourth), [403, 403, 200, 200])
  })

  it('ends all former secrets at once where the last rotation has no overlap', async (t) => {
    const { create, rotate, use } = await start(t)
    const { key: first, id } = await create()
    const second = await rotate(id, 600)
    assert.deepEqual(await use(first, second), [200, 200])
    const third = await rotate(id)
    assert.deepEqual(await use(first, second, third), [403, 403, 200])
  })

  it('has one current secret after many rotations at once', async (t) => {
    const { create, rotate, use, clock } = await start(t)
    const { id } = await create()
    const rotated = await Promise.all(Array.from({ length: 20 }, () => rotate(id, 60)))
    assert.equal(new Set(rotated).size, 20)
    assert.deepEqual(await use(...rotated), Array(20).fill(200))
    clock.advance(60 * secondMs)
    assert.deepEqual((await use(...rotated)).sort(), [200, ...Array(19).fill(403)])
  })
})

describe('revoking a rotated key', () => {
  it('ends every secret at once', async (t) => {
    const { create, rotate, use, send } = await start(t)
    const { key, id } = await create()
    const rotated = await rotate(id, 600)
    assert.deepEqual(await use(key, rotated), [200, 200])
    await send('POST', `/auth/keys/${id}/revoke`)
    assert.deepEqual(await use(key, rotated), [403, 403])
  })

  it('ends former secrets for good: after a renewal, only the current one works', async (t) => {
    const { create, rotate, use, send, clock } = await start(t)
    const { key: first, id } = await create()
    const second = await rotate(id, 600)
    const third = await rotate(id, 600)
    clock.advance(secondMs)
    await send('POST', `/auth/keys/${id}/revoke`)
    await send('POST', `/auth/keys/${id}/renew`)
    assert.deepEqual(await use(first, second, third), [403, 403, 200])
  })

  it('does the same through the endpoints of the original system', async (t) => {
    const { create, rotate, use, admin, clock } = await start(t)
    const { key, id } = await create()
    const rotated = await rotate(id, 600)
    clock.advance(secondMs)
    await admin(`/auth/revoke?api-key=${key}`)
    assert.deepEqual(await use(key, rotated), [403, 403])
    await admin(`/auth/renew?api-key=${key}`)
    assert.deepEqual(await use(key, rotated), [403, 200])
  })

  it('leaves no former secret alive when the key was rotated while it was revoked', async (t) => {
    const { create, rotate, use, send } = await start(t)
    const { key, id } = await create()
    await send('POST', `/auth/keys/${id}/revoke`)
    const rotated = await rotate(id, 600)
    assert.deepEqual(await use(key, rotated), [403, 403])
    await send('POST', `/auth/keys/${id}/renew`)
    assert.deepEqual(await use(key, rotated), [403, 200])
  })
})

describe('renewing a rotated key', () => {
  it('does not lengthen the life of a former secret', async (t) => {
    const { create, rotate, use, send, clock } = await start(t)
    const { key, id } = await create()
    const rotated = await rotate(id, 60)
    await send('POST', `/auth/keys/${id}/renew`, { expiration_date: '2030-01-01T00:00:00Z' })
    clock.advance(60 * secondMs)
    assert.deepEqual(await use(key, rotated), [403, 200])
  })
})

describe('a rotated key', () => {
  it('goes on under its id: usage, state and history', async (t) => {
    const { create, rotate, use, admin, clock } = await start(t)
    const { key, id, ...created } = await create({ name: 'job', scopes: ['a'], metadata: { b: 'c' } })
    await use(key, key)
    clock.advance(secondMs)
    const rotated = await rotate(id, 60)
    await use(key, rotated, rotated)
    const now = (await admin(`/auth/keys/${id}`)).json()
    assert.deepEqual(now, { id, ...created, latest_query_date: '2026-01-01T00:00:01Z', total_queries: 5 })
    assert.equal((await admin('/auth/keys')).json().keys.length, 1)
    const { points } = (await admin(`/auth/keys/${id}/usage`)).json()
    assert.equal(points.at(-1).queries, 5)
    const { events } = (await admin(`/auth/audit?key_id=${id}`)).json()
    assert.deepEqual(
      events.map(({ action }: { action: string }) => action),
      ['rotated', 'created'],
    )
    assert.deepEqual(
      events[0].changes.map(({ member }: { member: string }) => member),
      ['former_secret_ends'],
    )
    assert.equal(Date.parse(events[0].changes[0].to), Date.parse('2026-01-01T00:01:01Z'))
  })

  it('that had been brought in gets a generated key, and the one that was brought in ends with the overlap', async (t) => {
    const { create, rotate, use, clock, send } = await start(t)
    const other = await start(t, { keyPrefix: 'other_app' })
    for (const key of [randomUUID(), (await other.create()).key]) {
      const created = await create({ key })
      const rotated = await rotate(created.id, 60)
      assert.match(rotated, /^[a-z_]+_[0-9A-Za-z]{12}_[0-9A-Za-z]{33}$/)
      assert.ok(rotated.startsWith(`${created.start}_`))
      assert.deepEqual(await use(key, rotated), [200, 200])
      clock.advance(60 * secondMs)
      assert.deepEqual(await use(key, rotated), [403, 200])
      assert.equal((await send('POST', '/auth/keys', { key })).status, 409)
    }
  })

  it('that has expired stays expired until it is renewed', async (t) => {
    const { create, rotate, use, send, clock } = await start(t)
    const { key, id } = await create()
    clock.advance(15 * dayMs)
    const rotated = await rotate(id)
    assert.deepEqual(await use(key, rotated), [403, 403])
    await send('POST', `/auth/keys/${id}/renew`)
    assert.deepEqual(await use(key, rotated), [403, 200])
  })

  it('is seen by another instance on the same database within a second', async (t) => {
    const clock = createClock()
    const dbLocation = `${await temporaryFolder(t)}/keys.db`
    const [one, other] = [
      await start(t, { dbLocation, now: clock.now }),
      await start(t, { dbLocation, now: clock.now }),
    ]
    const { key, id } = await one.create()
    assert.deepEqual(await other.use(key), [200])
    const rotated = await one.rotate(id)
    assert.deepEqual(await other.use(rotated), [200])
    clock.advance(secondMs)
    assert.deepEqual(await other.use(key, rotated), [403, 200])
  })
})

describe('the Sunset header', () => {
  it('is there in the last fifth of a life, from its first millisecond on, and tells when the key expires', async (t) => {
    const { create, sunset, clock } = await start(t)
    const { key } = await create()
    assert.equal(await sunset(key), undefined)
    clock.advance(12 * dayMs - 1)
    assert.equal(await sunset(key), undefined)
    clock.advance(1)
    const value = String(await sunset(key))
    assert.match(value, imfFixdate)
    assert.equal(value, 'Fri, 16 Jan 2026 00:00:00 GMT')
    clock.advance(3 * dayMs - 1)
    assert.equal(await sunset(key), value)
  })

  it('counts the life from the last renewal or change of the expiration date', async (t) => {
    const { create, sunset, clock, send } = await start(t)
    const { key, id } = await create()
    clock.advance(13 * dayMs)
    assert.notEqual(await sunset(key), undefined)
    await send('POST', `/auth/keys/${id}/renew`, { expiration_date: '2026-01-24T00:00:00Z' })
    assert.equal(await sunset(key), undefined)
    clock.advance(8 * dayMs - 1)
    assert.equal(await sunset(key), undefined)
    clock.advance(1)
    assert.equal(await sunset(key), 'Sat, 24 Jan 2026 00:00:00 GMT')
    await send('PATCH', `/auth/keys/${id}`, { expiration_date: '2026-02-01T00:00:00Z' })
    assert.equal(await sunset(key), undefined)
    clock.advance(8 * dayMs)
    assert.equal(await sunset(key), 'Sun, 01 Feb 2026 00:00:00 GMT')
  })

  it('is not moved by changes of other members', async (t) => {
    const { create, sunset, clock, send } = await start(t)
    const { key, id } = await create()
    clock.advance(12 * dayMs - 1)
    await send('PATCH', `/auth/keys/${id}`, { name: 'other', scopes: ['a'] })
    assert.equal(await sunset(key), undefined)
    clock.advance(1)
    assert.equal(await sunset(key), 'Fri, 16 Jan 2026 00:00:00 GMT')
  })

  it('is never there for a key that never expires', async (t) => {
    const { create, sunset, clock, send } = await start(t)
    const { key, id } = await create({ never_expire: true })
    const late = await create()
    await send('PATCH', `/auth/keys/${late.id}`, { never_expire: true })
    for (const days of [0, 12, 2, 1, 10_000]) {
      clock.advance(days * dayMs)
      assert.equal(await sunset(key), undefined)
      assert.equal(await sunset(late.key), undefined)
    }
    const rotated = (await send('POST', `/auth/keys/${id}/rotate`)).json().key
    assert.equal(await sunset(rotated), undefined)
  })

  it('is there for the former secret throughout an overlap, and not for the new one', async (t) => {
    const { create, rotate, sunset, clock } = await start(t)
    for (const never_expire of [false, true]) {
      const begin = clock.now()
      const { key, id } = await create({ never_expire })
      const rotated = await rotate(id, 600)
      const value = new Date(begin + 600 * secondMs).toUTCString()
      assert.equal(await sunset(key), value)
      assert.equal(await sunset(rotated), undefined)
      clock.advance(600 * secondMs - 1)
      assert.equal(await sunset(key), value)
      assert.equal(await sunset(rotated), undefined)
      clock.advance(1)
    }
  })

  it('tells the earlier of the overlap and the expiry', async (t) => {
    const { create, rotate, sunset } = await start(t)
    const { key, id } = await create({ expiration_date: '2026-01-01T00:05:00Z' })
    const rotated = await rotate(id, 600)
    assert.equal(await sunset(key), 'Thu, 01 Jan 2026 00:05:00 GMT')
    assert.equal(await sunset(rotated), undefined)
  })

  it('is on no refusal', async (t) => {
    const { create, rotate, answer, instance, clock } = await start(t)
    const expired = await create({ expiration_date: '2025-01-01T00:00:00Z' })
    const ended = await create()
    await rotate(ended.id)
    const revoked = await create()
    await instance.keys.revoke(revoked.id)
    for (const { key } of [expired, ended, revoked]) {
      const { status, headers } = await answer(key)
      assert.deepEqual([status, headers.sunset], [403, undefined])
    }
    const ending = await create()
    clock.advance(13 * dayMs)
    const app = new Koa().use(instance.apiKeySecurity({ scopes: ['a'] }))
    const url = `${await listen(t, app.callback())}/`
    const { status, headers } = await request(url, { headers: { 'api-key': ending.key } })
    assert.deepEqual([status, headers.sunset], [403, undefined])
  })

  it('is not on the refusal of a second guard either', async (t) => {
    const { create, instance, clock } = await start(t)
    const { key } = await create()
    clock.advance(13 * dayMs)
    const { apiKeySecurity } = instance
    const app = new Koa().use(apiKeySecurity()).use(apiKeySecurity({ scopes: ['a'] }))
    const url = `${await listen(t, app.callback())}/`
    const { status, headers } = await request(url, { headers: { 'api-key': key } })
    assert.deepEqual([status, headers.sunset], [403, undefined])
  })
})
