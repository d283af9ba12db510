import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import type { SimpleSecurityOptions } from '../../src/index.js'
import { createClock, dayMs, secondMs } from '../support/clock.js'
import { startStandAlone } from '../support/stand-alone.js'

const hourMs = 3600 * secondMs

interface Point {
  start: string
  queries: number
}

async function start(t: TestContext, options: SimpleSecurityOptions & { at?: string } = {}) {
  const { at = '2026-03-10T12:30:00Z', ...given } = options
  const clock = createClock(at)
  const server = await startStandAlone(t, { now: clock.now, ...given })
  const { keys } = server.instance
  const use = async (key: string, times = 1) => {
    for (let number = 0; number < times; number++) {
      assert.equal((await server.get('/secure', { headers: { 'api-key': key } })).status, 200)
    }
  }
  const usage = async (
    id: string,
    query: Record<string, string> = {},
  ): Promise<{ interval: string; points: Point[] }> => {
    const answer = await server.admin(`/auth/keys/${id}/usage?${new URLSearchParams(query)}`)
    assert.equal(answer.status, 200, answer.text)
    return answer.json()
  }
  const pointers = async (id: string, query: Record<string, string>): Promise<string[] | number> => {
    const answer = await server.admin(`/auth/keys/${id}/usage?${new URLSearchParams(query)}`)
    return answer.status === 422
      ? answer.json().errors.map(({ pointer }: { pointer: string }) => pointer)
      : answer.status
  }
  const create = () => keys.create({ neverExpires: true })
  return { ...server, clock, keys, use, usage, pointers, create }
}

/** The points of so many intervals from this time on, with these counts in some of them. */
function pointsFrom(begin: string, intervalMs: number, count: number, counts: Record<string, number> = {}): Point[] {
  return Array.from({ length: count }, (_, index) => {
    const start = new Date(Date.parse(begin) + index * intervalMs).toISOString().replace('.000Z', 'Z')
    return { start, queries: counts[start] ?? 0 }
  })
}

const sumOf = (points: Point[]) => points.reduce((sum, { queries }) => sum + queries, 0)

describe('the usage of a key by the hour', () => {
  it('has a point for each of the last 24 hours, this one included, those without any use too', async (t) => {
    const { create, use, usage, clock } = await start(t)
    const { key, id } = await create()
    await use(key, 2)
    clock.advance(3 * hourMs)
    await use(key, 5)
    assert.deepEqual(await usage(id), {
      interval: 'hour',
      points: pointsFrom('2026-03-09T16:00:00Z', hourMs, 24, { '2026-03-10T12:00:00Z': 2, '2026-03-10T15:00:00Z': 5 }),
    })
    assert.deepEqual(await usage(id, { interval: 'hour' }), await usage(id))
  })

  it('counts a use in the hour in which it was, to the millisecond', async (t) => {
    const { create, use, usage, clock } = await start(t, { at: '2026-03-10T12:59:59.999Z' })
    const { key, id } = await create()
    await use(key)
    clock.advance(1)
    await use(key, 2)
    clock.advance(hourMs - 1)
    await use(key, 4)
    clock.advance(1)
    await use(key, 8)
    const { points } = await usage(id, { from: '2026-03-10T12:00:00Z', to: '2026-03-10T15:00:00Z' })
    assert.deepEqual(
      points.map(({ queries }) => queries),
      [1, 6, 8],
    )
  })

  it('shows a use in the first millisecond of an hour at once, also without a range', async (t) => {
    const { create, use, usage } = await start(t, { at: '2026-03-10T13:00:00Z' })
    const { key, id } = await create()
    await use(key)
    for (const interval of ['hour', 'day']) assert.equal(sumOf((await usage(id, { interval })).points), 1, interval)
  })

  it('has only zeros for a key that was never used, and nothing of other keys', async (t) => {
    const { create, use, usage } = await start(t)
    const [unused, other] = [await create(), await create()]
    await use(other.key, 3)
    assert.deepEqual((await usage(unused.id)).points, pointsFrom('2026-03-09T13:00:00Z', hourMs, 24))
  })

  it('counts uses that were allowed, and only those', async (t) => {
    const { create, use, usage, get, keys } = await start(t)
    const { key, id } = await create()
    await use(key, 2)
    await keys.revoke(id)
    for (let refused = 0; refused < 3; refused++) await get('/secure', { headers: { 'api-key': key } })
    assert.equal(sumOf((await usage(id)).points), 2)
  })
})

describe('the usage of a key by the day', () => {
  it('has a point for each of the last 30 days of UTC, this one included', async (t) => {
    const { create, use, usage, clock } = await start(t, { at: '2026-02-27T23:59:59.999Z' })
    const { key, id } = await create()
    await use(key)
    clock.advance(1)
    await use(key, 2)
    clock.advance(dayMs - 1)
    await use(key, 4)
    clock.advance(12 * hourMs)
    await use(key, 8)
    assert.deepEqual(await usage(id, { interval: 'day' }), {
      interval: 'day',
      points: pointsFrom('2026-01-31T00:00:00Z', dayMs, 30, {
        '2026-02-27T00:00:00Z': 1,
        '2026-02-28T00:00:00Z': 6,
        '2026-03-01T00:00:00Z': 8,
      }),
    })
  })

  it('has the sum of the hours in each day', async (t) => {
    const { create, use, usage, clock } = await start(t, { at: '2026-03-01T00:00:00Z' })
    const { key, id } = await create()
    for (let hour = 0; hour < 72; hour += 5) {
      await use(key, (hour % 3) + 1)
      clock.advance(5 * hourMs)
    }
    const range = { from: '2026-03-01T00:00:00Z', to: '2026-03-05T00:00:00Z' }
    const hours = (await usage(id, range)).points
    const days = (await usage(id, { ...range, interval: 'day' })).points
    assert.deepEqual([hours.length, days.length], [96, 4])
    assert.deepEqual(
      days.map(({ queries }) => queries),
      [0, 1, 2, 3].map((day) => sumOf(hours.slice(day * 24, day * 24 + 24))),
    )
    assert.ok(sumOf(days) > 20)
  })
})

describe('the range of usage', () => {
  const starts = ({ points }: { points: Point[] }) => [points[0]?.start, points.at(-1)?.start, points.length]

  for (const [query, first, last, count] of [
    [{ from: '2026-03-10T10:00:00Z' }, '2026-03-10T10:00:00Z', '2026-03-10T12:00:00Z', 3],
    [{ from: '2026-03-10T10:59:59.999Z' }, '2026-03-10T10:00:00Z', '2026-03-10T12:00:00Z', 3],
    [{ to: '2026-03-10T10:00:00Z' }, '2026-03-09T10:00:00Z', '2026-03-10T09:00:00Z', 24],
    [{ to: '2026-03-10T10:00:00.001Z' }, '2026-03-09T11:00:00Z', '2026-03-10T10:00:00Z', 24],
    [{ from: '2026-03-10T10:20:00Z', to: '2026-03-10T10:40:00Z' }, '2026-03-10T10:00:00Z', '2026-03-10T10:00:00Z', 1],
    [
      { from: '2026-03-10T10:00:00+05:30', to: '2026-03-10T11:00:00+05:30' },
      '2026-03-10T04:00:00Z',
      '2026-03-10T05:00:00Z',
      2,
    ],
    [{ from: '2026-03-10T12:00:00Z', to: '2026-03-11T12:00:00Z' }, '2026-03-10T12:00:00Z', '2026-03-11T11:00:00Z', 24],
    [{ interval: 'day', from: '2026-03-08T23:59:59Z' }, '2026-03-08T00:00:00Z', '2026-03-10T00:00:00Z', 3],
    [{ interval: 'day', to: '2026-03-10T00:00:00Z' }, '2026-02-08T00:00:00Z', '2026-03-09T00:00:00Z', 30],
    [
      { interval: 'day', from: '2026-03-10T01:00:00+02:00', to: '2026-03-10T05:00:00+02:00' },
      '2026-03-09T00:00:00Z',
      '2026-03-10T00:00:00Z',
      2,
    ],
    [
      { interval: 'day', from: '2024-02-28T00:00:00Z', to: '2024-03-01T00:00:00Z' },
      '2024-02-28T00:00:00Z',
      '2024-02-29T00:00:00Z',
      2,
    ],
  ] as [Record<string, string>, string, string, number][]) {
    it(`goes from ${first} to ${last} for ${JSON.stringify(query)}`, async (t) => {
      const { create, usage } = await start(t)
      assert.deepEqual(starts(await usage((await create()).id, query)), [first, last, count])
    })
  }

  it('has 2,400 points at most', async (t) => {
    const { create, usage, pointers } = await start(t)
    const { id } = await create()
    const to = '2026-03-01T00:00:00Z'
    for (const [interval, lengthMs] of [
      ['hour', hourMs],
      ['day', dayMs],
    ] as const) {
      const from = new Date(Date.parse(to) - 2400 * lengthMs).toISOString()
      assert.equal((await usage(id, { interval, from, to })).points.length, 2400)
      const earlier = new Date(Date.parse(from) - 1).toISOString()
      assert.deepEqual(await pointers(id, { interval, from: earlier, to }), ['/query/from'])
      assert.deepEqual(await pointers(id, { interval, from: '1970-01-01T00:00:00Z' }), ['/query/from'])
      assert.deepEqual(await pointers(id, { interval, to: '9999-12-31T23:59:59Z', from: to }), ['/query/from'])
    }
  })

  it('must begin before it ends', async (t) => {
    const { create, pointers } = await start(t)
    const { id } = await create()
    const refused: Record<string, string>[] = [
      { from: '2026-03-10T10:00:00Z', to: '2026-03-10T10:00:00Z' },
      { from: '2026-03-10T10:00:00Z', to: '2026-03-10T09:59:59Z' },
      { from: '2026-03-11T00:00:00Z', to: '2026-03-10T00:00:00Z', interval: 'day' },
      { from: '2026-03-10T13:00:00Z' },
      { from: '2030-01-01T00:00:00Z', interval: 'day' },
    ]
    assert.deepEqual(
      await Promise.all(refused.map((query) => pointers(id, query))),
      refused.map(() => ['/query/from']),
    )
  })

  it('must begin before it ends also where both are in the same hour or day', async (t) => {
    const { create, pointers } = await start(t)
    const { id } = await create()
    const refused: Record<string, string>[] = [
      { from: '2026-03-10T10:40:00Z', to: '2026-03-10T10:20:00Z' },
      { from: '2026-03-10T10:20:00Z', to: '2026-03-10T10:20:00Z' },
      { from: '2026-03-10T20:00:00Z', to: '2026-03-10T10:00:00Z', interval: 'day' },
    ]
    assert.deepEqual(
      await Promise.all(refused.map((query) => pointers(id, query))),
      refused.map(() => ['/query/from']),
    )
  })

  it('may be in the future and begin or end where time does', async (t) => {
    const { create, usage } = await start(t)
    const { id } = await create()
    const edges: Record<string, string>[] = [
      { from: '2030-01-01T00:00:00Z', to: '2030-01-02T00:00:00Z' },
      { from: '9999-12-31T00:00:00Z', to: '9999-12-31T23:59:59Z' },
      { from: '1970-01-01T00:00:00Z', to: '1970-01-02T00:00:00Z' },
    ]
    for (const query of edges) {
      assert.deepEqual([(await usage(id, query)).points.length, sumOf((await usage(id, query)).points)], [24, 0])
    }
    assert.equal((await usage(id, { to: '1970-01-01T12:00:00Z' })).points.length, 12)
  })
})

describe('the retention of usage', () => {
  it('removes hours that are older than the configured number of days with the next uses, and keeps the totals', async (t) => {
    const { create, use, usage, clock, admin } = await start(t, { usageRetention: 2, at: '2026-03-01T12:30:00Z' })
    const { key, id } = await create()
    const other = await create()
    await use(key, 3)
    clock.advance(hourMs)
    await use(key, 5)
    clock.advance(2 * dayMs + hourMs)
    await use(other.key)
    const range = { from: '2026-03-01T00:00:00Z', to: '2026-03-05T00:00:00Z' }
    const { points } = await usage(id, range)
    assert.deepEqual(
      points.filter(({ queries }) => queries > 0),
      [],
    )
    assert.equal((await admin(`/auth/keys/${id}`)).json().total_queries, 8)
    assert.equal((await admin(`/auth/keys/${id}`)).json().latest_query_date, '2026-03-01T13:30:00Z')
    assert.equal(sumOf((await usage(other.id, range)).points), 1)
  })

  it('keeps what is not older', async (t) => {
    const { create, use, usage, clock } = await start(t, { usageRetention: 2, at: '2026-03-01T12:00:00Z' })
    const { key, id } = await create()
    await use(key, 3)
    clock.advance(2 * dayMs)
    await use(key)
    assert.equal(sumOf((await usage(id, { from: '2026-03-01T00:00:00Z', to: '2026-03-05T00:00:00Z' })).points), 4)
    clock.advance(2 * hourMs)
    await use(key)
    assert.equal(sumOf((await usage(id, { from: '2026-03-01T00:00:00Z', to: '2026-03-05T00:00:00Z' })).points), 2)
  })

  it('keeps an hour as long as any of it is not older', async (t) => {
    const { create, use, usage, clock } = await start(t, { usageRetention: 2, at: '2026-03-01T12:45:00Z' })
    const { key, id } = await create()
    await use(key)
    clock.advance(2 * dayMs - 10 * 60 * secondMs)
    await use(key)
    assert.equal(sumOf((await usage(id, { from: '2026-03-01T00:00:00Z', to: '2026-03-05T00:00:00Z' })).points), 2)
  })

  it('keeps 90 days unless told otherwise', async (t) => {
    const { create, use, usage, clock } = await start(t, { at: '2026-03-01T12:00:00Z' })
    const { key, id } = await create()
    await use(key)
    clock.advance(90 * dayMs)
    await use(key)
    const range = { from: '2026-03-01T00:00:00Z', to: '2026-06-02T00:00:00Z', interval: 'day' }
    assert.equal(sumOf((await usage(id, range)).points), 2)
    clock.advance(2 * hourMs)
    await use(key)
    assert.equal(sumOf((await usage(id, range)).points), 2)
  })
})

describe('the usage of a key that was deleted', () => {
  it('is gone: 404, and a key that is brought in again begins anew', async (t) => {
    const { use, usage, keys, admin, create } = await start(t)
    const { key, id } = await create()
    await use(key, 3)
    assert.equal(sumOf((await usage(id)).points), 3)
    await use(key, 2)
    await keys.delete(id)
    const { status, json } = await admin(`/auth/keys/${id}/usage`)
    assert.deepEqual([status, json().code], [404, 'key_not_found'])
    const again = await keys.create({ key })
    assert.equal(again.id, id)
    assert.equal(sumOf((await usage(id)).points), 0)
    await use(key)
    const shown = (await admin(`/auth/keys/${id}`)).json()
    assert.deepEqual([shown.total_queries, sumOf((await usage(id)).points)], [1, 1])
  })

  it('does not keep the counts of other keys from being written', async (t) => {
    const { use, usage, keys, create } = await start(t)
    const [gone, other] = [await create(), await create()]
    await Promise.all([use(gone.key, 3), use(other.key, 3)])
    await keys.delete(gone.id)
    assert.equal(sumOf((await usage(other.id)).points), 3)
  })
})

describe('500 requests at once', () => {
  it('are each counted once: the sum of the points is total_queries, while it is read all along', async (t) => {
    const { get, usage, admin, create, clock } = await start(t)
    const { key, id } = await create()
    const read = async () => {
      const total = (await admin(`/auth/keys/${id}`)).json().total_queries
      assert.ok(sumOf((await usage(id)).points) >= total)
    }
    const statuses: number[] = []
    const requests = Array.from({ length: 500 }, async (_, number) => {
      if (number % 100 === 99) clock.advance(10 * 60 * secondMs)
      statuses.push((await get('/secure', { headers: { 'api-key': key } })).status)
      if (number % 50 === 0) await read()
    })
    await Promise.all(requests)
    assert.deepEqual(statuses, Array(500).fill(200))
    const total = (await admin(`/auth/keys/${id}`)).json().total_queries
    assert.equal(total, 500)
    for (const interval of ['hour', 'day']) assert.equal(sumOf((await usage(id, { interval })).points), 500)
    assert.equal((await admin('/auth/logs')).json().logs[0].total_queries, 500)
  })
})
