import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import fc from 'fast-check'
import type { KeyStatus } from '../../src/index.js'
import { createCursorCodec, type Position } from '../../src/keys/cursor.js'
import { createClock, dayMs, secondMs } from '../support/clock.js'
import { adminSecret, startStandAlone } from '../support/stand-alone.js'
import { temporaryFolder } from '../support/temporary.js'

/** What a test knows of a key that it made. */
interface ModelKey {
  /** The order in which they were made, which decides between equals. */
  seq: number
  id: string
  key: string
  name: string
  scopes: string[]
  createdAt: number
  /** Infinity for a key that never expires. */
  endsAt: number
  isRevoked: boolean
  /** 0 for a key that was never used. */
  latestQueryAt: number
}

interface Filters {
  status?: KeyStatus
  name?: string
  scope?: string
  unused_since?: number
  expires_before?: number
}

const columns = {
  created_date: (key: ModelKey) => key.createdAt,
  name: (key: ModelKey) => key.name.toLowerCase(),
  expiration_date: (key: ModelKey) => key.endsAt,
  latest_query_date: (key: ModelKey) => key.latestQueryAt,
}
type Column = keyof typeof columns
const sorts = Object.keys(columns).flatMap((column) => [column, `-${column}`])

// As UTF-8 sorts: by code points, where JavaScript compares by UTF-16 units.
function compare(one: string | number, other: string | number): number {
  if (typeof one === 'string') return Buffer.compare(Buffer.from(one), Buffer.from(String(other)))
  return one < Number(other) ? -1 : Number(one > Number(other))
}

function usualSort({ status, unused_since, expires_before }: Filters): string {
  if (expires_before !== undefined || status === 'expired') return 'expiration_date'
  return unused_since === undefined ? '-created_date' : 'latest_query_date'
}

/** The list as it should be, in plain JavaScript. */
function expectedIds(keys: readonly ModelKey[], filters: Filters, sort: string | undefined, now: number): string[] {
  const { status, name, scope, unused_since, expires_before } = filters
  const statusOf = (key: ModelKey) => (key.isRevoked ? 'revoked' : key.endsAt > now ? 'active' : 'expired')
  const by = sort ?? usualSort(filters)
  const columnOf = columns[by.replace('-', '') as Column]
  const found = keys.filter(
    (key) =>
      (status === undefined || statusOf(key) === status) &&
      (name === undefined || key.name.toLowerCase().includes(name.toLowerCase())) &&
      (scope === undefined || key.scopes.includes(scope)) &&
      (unused_since === undefined || key.latestQueryAt < unused_since) &&
      (expires_before === undefined || key.endsAt < expires_before),
  )
  found.sort((one, other) => compare(columnOf(one), columnOf(other)) || one.seq - other.seq)
  if (by.startsWith('-')) found.reverse()
  return found.map(({ id }) => id)
}

const names = [
  '',
  'Reports',
  'reports',
  'REPORTS: daily',
  'daily report',
  '100% sure',
  '100 percent',
  'under_score',
  'underscore',
  'un der',
  `O'Brien`,
  'say "hello"',
  '"""',
  'back\\slash',
  'a*b',
  'a',
  'ab',
  'Ünïcode ÄÖÜ',
  'ünïcode äöü',
  '日本語のキー',
  '本',
  '\u{1F511}\u{1F512} key',
  '\u{1F511}',
  '\uffee wide',
  'ТОКЕН Иван',
  'NEAR(a b)',
  'AND OR NOT',
  'name:reports',
  '-minus',
  '  blanks  ',
  'x'.repeat(200),
]

async function start(t: TestContext) {
  const clock = createClock('2026-01-01T00:00:00Z')
  const server = await startStandAlone(t, { now: clock.now })
  const { keys } = server.instance
  const model: ModelKey[] = []

  async function make(name: string, more: { scopes?: string[]; days?: number } = {}): Promise<ModelKey> {
    const { scopes = [], days } = more
    const expiresAt = new Date(clock.now() + Math.round((days ?? 15) * dayMs))
    const { id, key } = await keys.create({ name, scopes, neverExpires: days === undefined, expiresAt })
    const made: ModelKey = {
      seq: model.length,
      id,
      key,
      name,
      scopes,
      createdAt: clock.now(),
      endsAt: days === undefined ? Number.POSITIVE_INFINITY : expiresAt.getTime(),
      isRevoked: false,
      latestQueryAt: 0,
    }
    model.push(made)
    return made
  }

  async function use(key: ModelKey): Promise<void> {
    assert.equal((await server.instance.verify(key.key)).ok, true)
    key.latestQueryAt = clock.now()
  }

  function query(filters: Filters, sort: string | undefined): URLSearchParams {
    const given = new URLSearchParams()
    for (const [name, value] of Object.entries({ ...filters, sort })) {
      if (value !== undefined) given.set(name, typeof value === 'number' ? new Date(value).toISOString() : value)
    }
    return given
  }

  async function page(given: URLSearchParams, limit: number, cursor?: string) {
    const parameters = new URLSearchParams(given)
    parameters.set('limit', String(limit))
    if (cursor !== undefined) parameters.set('cursor', cursor)
    const answer = await server.admin(`/auth/keys?${parameters}`)
    assert.equal(answer.status, 200, `${parameters} ${answer.text}`)
    const { keys: rows, next_cursor } = answer.json() as { keys: { id: string }[]; next_cursor?: string }
    assert.ok(rows.length <= limit)
    return { ids: rows.map(({ id }) => id), next: next_cursor }
  }

  /** All pages until the end, with whatever happens between them. */
  async function walk(
    filters: Filters,
    sort: string | undefined,
    limit: number,
    between?: (page: number) => Promise<void>,
  ) {
    const given = query(filters, sort)
    const ids: string[] = []
    let cursor: string | undefined
    for (let number = 0; ; number++) {
      const { ids: found, next } = await page(given, limit, cursor)
      ids.push(...found)
      if (next === undefined) return ids
      assert.equal(found.length, limit)
      assert.notEqual(next, cursor, 'the next page is the same again')
      cursor = next
      await between?.(number)
    }
  }

  return { ...server, clock, keys, model, make, use, walk }
}

/** A few hundred keys of every kind, with many equal values in every column. */
async function startWithKeys(t: TestContext) {
  const started = await start(t)
  const { make, use, model, keys, clock } = started
  for (let made = 0; made < 310; made++) {
    const scopes = ['reports:read', 'reports:*', '*', 'admin'].filter((_, bit) => (made >> bit) & 1)
    const days = [undefined, 15, 1, 2.5, 30][made % 5]
    await make(String(names[(made * 7) % names.length]), { scopes, ...(days === undefined ? {} : { days }) })
    if (made % 4 === 0) clock.advance(6 * 60 * 60 * secondMs)
  }
  for (const key of model.filter(({ seq }) => seq % 3 === 0)) {
    if (key.endsAt > clock.now()) await use(key)
    if (key.seq % 4 === 0) clock.advance(60 * 60 * secondMs)
  }
  for (const key of model.filter(({ seq }) => seq % 11 === 0)) {
    await keys.revoke(key.id)
    key.isRevoked = true
  }
  return started
}

describe('a list of keys, page by page', () => {
  it('is what plain JavaScript makes of all keys, for every filter and every sort', async (t) => {
    const { model, walk, clock } = await startWithKeys(t)
    const now = clock.now()
    const middle = Number(model[150]?.createdAt)
    const filters: Filters[] = [
      {},
      { status: 'active' },
      { status: 'revoked' },
      { status: 'expired' },
      { name: 'report' },
      { name: 'a' },
      { scope: 'reports:*' },
      { scope: 'reports:write' },
      { unused_since: now },
      { unused_since: middle },
      { expires_before: now + 10 * dayMs },
      { status: 'active', name: 'un', scope: 'admin' },
      { status: 'expired', expires_before: middle + dayMs, unused_since: now, name: 'a', scope: 'admin' },
    ]
    for (const filter of filters) {
      for (const sort of [undefined, ...sorts]) {
        const expected = expectedIds(model, filter, sort, now)
        assert.deepEqual(await walk(filter, sort, 23), expected, `${JSON.stringify(filter)} by ${sort}`)
      }
    }
    // The filters are worth testing only where they find some keys and not all.
    const found = filters.slice(1).map((filter) => expectedIds(model, filter, undefined, now).length)
    assert.ok(found.filter((count) => count > 0 && count < model.length).length >= 10, String(found))
  })

  it('is the same with pages of any size, also of one key', async (t) => {
    const { model, walk, clock } = await startWithKeys(t)
    for (const [filter, sort] of [
      [{}, 'name'],
      [{ status: 'active' }, '-latest_query_date'],
      [{ name: 'report' }, '-expiration_date'],
      [{ scope: 'admin' }, 'created_date'],
    ] as const) {
      const expected = expectedIds(model, filter, sort, clock.now())
      for (const limit of [1, 2, 3, 50, 199, 200]) assert.deepEqual(await walk(filter, sort, limit), expected)
    }
  })

  it('is right for filters, sorts and sizes of pages at random', async (t) => {
    const { model, walk, clock } = await startWithKeys(t)
    const now = clock.now()
    const instant = fc.integer({
      min: Math.floor(Number(model[0]?.createdAt) / 1000),
      max: Math.floor(now / 1000) + 86_400 * 30,
    })
    const part = fc.constantFrom(...names.filter((name) => name !== '')).chain((name) => {
      const characters = [...name]
      return fc
        .tuple(fc.nat(characters.length - 1), fc.integer({ min: 1, max: 6 }), fc.boolean())
        .map(([from, length, upper]) => {
          const text = characters.slice(from, from + length).join('')
          return upper ? text.toUpperCase() : text
        })
    })
    const filters = fc.record(
      {
        status: fc.constantFrom<KeyStatus[]>('active', 'revoked', 'expired'),
        name: part,
        scope: fc.constantFrom('reports:read', 'reports:*', '*', 'admin', 'reports', 'Admin'),
        unused_since: instant.map((seconds) => seconds * 1000),
        expires_before: instant.map((seconds) => seconds * 1000),
      },
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(
        filters,
        fc.constantFrom(undefined, ...sorts),
        fc.integer({ min: 9, max: 200 }),
        async (filter, sort, limit) => {
          assert.deepEqual(await walk(filter, sort, limit), expectedIds(model, filter, sort, now))
        },
      ),
      { numRuns: 150 },
    )
  })

  it('orders equals by when they were made, and backwards with a minus', async (t) => {
    const { make, walk, model } = await start(t)
    for (let made = 0; made < 12; made++) await make('same', { days: 15 })
    const ids = model.map(({ id }) => id)
    for (const sort of sorts) {
      assert.deepEqual(await walk({}, sort, 5), sort.startsWith('-') ? ids.toReversed() : ids, sort)
    }
  })

  it('puts keys without a name, use or end where the document says', async (t) => {
    const { make, walk, use, clock } = await start(t)
    const nameless = await make('', { days: 1 })
    const endless = await make('b')
    const used = await make('a', { days: 2 })
    clock.advance(secondMs)
    await use(used)
    assert.equal((await walk({}, 'name', 2))[0], nameless.id)
    assert.equal((await walk({}, '-expiration_date', 2))[0], endless.id)
    assert.equal((await walk({}, '-latest_query_date', 2))[0], used.id)
    assert.equal((await walk({}, 'latest_query_date', 2))[2], used.id)
  })

  it('does not find expired what a renewal, a revocation or never_expire has changed', async (t) => {
    const { make, walk, keys, clock } = await start(t)
    const [expired, renewed, revoked, endless] = [
      await make('1', { days: 1 }),
      await make('2', { days: 1 }),
      await make('3', { days: 1 }),
      await make('4', { days: 1 }),
    ]
    clock.advance(dayMs)
    assert.equal((await walk({ status: 'expired' }, undefined, 3)).length, 4)
    await keys.renew(renewed.id)
    await keys.revoke(revoked.id)
    await keys.update(endless.id, { neverExpires: true })
    assert.deepEqual(await walk({ status: 'expired' }, undefined, 3), [expired.id])
    assert.deepEqual(await walk({ status: 'active' }, 'name', 3), [renewed.id, endless.id])
    assert.deepEqual(await walk({ status: 'revoked' }, undefined, 3), [revoked.id])
    assert.deepEqual(await walk({ expires_before: clock.now() + dayMs }, 'name', 3), [expired.id, revoked.id])
  })

  it('draws the line of unused_since and expires_before right at the instant', async (t) => {
    const { make, walk, use, clock } = await start(t)
    const key = await make('job', { days: 1 })
    const never = await make('never', { days: 2 })
    const begin = clock.now()
    clock.advance(secondMs)
    await use(key)
    assert.deepEqual(await walk({ unused_since: begin + secondMs }, 'name', 5), [never.id])
    assert.deepEqual(await walk({ unused_since: begin + secondMs + 1 }, 'name', 5), [key.id, never.id])
    assert.deepEqual(await walk({ expires_before: begin + dayMs }, 'name', 5), [])
    assert.deepEqual(await walk({ expires_before: begin + dayMs + 1 }, 'name', 5), [key.id])
  })

  it('finds a key that was never used with any unused_since, the earliest included', async (t) => {
    const { make, walk } = await start(t)
    const { id } = await make('never used')
    for (const unused_since of [1, 0]) assert.deepEqual(await walk({ unused_since }, undefined, 5), [id])
  })

  it('follows a change of scopes and of the name', async (t) => {
    const { make, walk, keys } = await start(t)
    const { id } = await make('before', { scopes: ['old'] })
    await keys.update(id, { name: 'AFTER that', scopes: ['new', 'other'] })
    assert.deepEqual(await walk({ name: 'before' }, undefined, 5), [])
    assert.deepEqual(await walk({ scope: 'old' }, undefined, 5), [])
    for (const filter of [{ name: 'after' }, { scope: 'new' }, { scope: 'other' }, { scope: 'new', name: 'that' }]) {
      assert.deepEqual(await walk(filter, undefined, 5), [id])
    }
    await keys.update(id, { name: '', scopes: [] })
    for (const filter of [{ name: 'after' }, { name: 'a' }, { scope: 'new' }]) {
      assert.deepEqual(await walk(filter, undefined, 5), [])
    }
    await keys.delete(id)
    assert.deepEqual(await walk({}, undefined, 5), [])
  })
})

describe('while keys are added, deleted and used between the pages', () => {
  for (const sort of ['created_date', '-created_date', 'name', '-name']) {
    for (const filter of [{}, { name: 'job' }, { scope: 'stays' }] as Filters[]) {
      it(`every key that exists throughout appears exactly once, by ${sort} with ${JSON.stringify(filter)}`, async (t) => {
        const { make, use, keys, model, walk, clock } = await start(t)
        const nameOf = (number: number) => `job ${String((number * 37) % 100).padStart(3, '0')}`
        for (let made = 0; made < 60; made++) {
          // Three at a time have the same time, and every tenth has the name of another.
          if (made % 3 === 0) clock.advance(secondMs)
          await make(nameOf(made % 10 === 0 ? 5 : made), { scopes: ['stays'] })
        }
        const throughout = model.filter(({ seq }) => seq % 4 !== 0)
        const temporary = model.filter(({ seq }) => seq % 4 === 0)
        const ids = await walk(filter, sort, 7, async (page) => {
          clock.advance(1)
          const gone = temporary.splice((page * 5) % Math.max(1, temporary.length), 2)
          for (const { id } of gone) await keys.delete(id)
          for (const name of ['job 000', nameOf(page * 11), 'job 999']) await make(name, { scopes: ['stays'] })
          for (const key of throughout.slice(page, page + 5)) await use(key)
        })
        assert.equal(new Set(ids).size, ids.length)
        const expected = expectedIds(throughout, filter, sort, clock.now())
        assert.equal(expected.length, 45)
        assert.deepEqual(
          ids.filter((id) => throughout.some((key) => key.id === id)),
          expected,
        )
      })
    }
  }

  it('a page does not miss the key after one that was deleted, nor repeat the one before', async (t) => {
    const { make, keys, model, walk } = await start(t)
    for (let made = 0; made < 6; made++) await make('same')
    const ids = await walk({}, 'name', 2, async (page) => {
      await keys.delete(String(model[page * 2 + 1]?.id))
    })
    assert.deepEqual(
      ids,
      model.map(({ id }) => id),
    )
  })
})

describe('the search by name', () => {
  async function startWithNames(t: TestContext, given: readonly string[]) {
    const started = await start(t)
    for (const name of given) await started.make(name)
    const search = async (text: string) => {
      const ids = await started.walk({ name: text }, 'created_date', 50)
      return ids.map((id) => started.model.find((key) => key.id === id)?.name)
    }
    return { ...started, search }
  }

  for (const [text, found] of [
    ['100%', ['100% sure']],
    ['%', ['100% sure']],
    ['0%', ['100% sure']],
    ['under_', ['under_score']],
    ['r_s', ['under_score']],
    ['_', ['under_score']],
    [`'`, [`O'Brien`]],
    [`o'b`, [`O'Brien`]],
    ['"', ['say "hello"', '"""']],
    ['""', ['"""']],
    ['"""', ['"""']],
    ['"hello"', ['say "hello"']],
    ['\\', ['back\\slash']],
    ['k\\s', ['back\\slash']],
    ['a*b', ['a*b']],
    ['*', ['a*b']],
    ['(', ['NEAR(a b)']],
    ['near(a', ['NEAR(a b)']],
    ['AND OR', ['AND OR NOT']],
    ['name:', ['name:reports']],
    ['-minus', ['-minus']],
    ['  ', ['  blanks  ']],
    ['REPORT', ['Reports', 'reports', 'REPORTS: daily', 'daily report', 'name:reports']],
    ['RePorTs:', ['REPORTS: daily']],
    ['ÄÖÜ', ['Ünïcode ÄÖÜ', 'ünïcode äöü']],
    ['ä', ['Ünïcode ÄÖÜ', 'ünïcode äöü']],
    ['ünïcode', ['Ünïcode ÄÖÜ', 'ünïcode äöü']],
    ['本', ['日本語のキー', '本']],
    ['本語', ['日本語のキー']],
    ['日本語', ['日本語のキー']],
    ['\u{1F511}', ['\u{1F511}\u{1F512} key', '\u{1F511}']],
    ['\u{1F511}\u{1F512}', ['\u{1F511}\u{1F512} key']],
    ['\u{1F511}\u{1F512} ', ['\u{1F511}\u{1F512} key']],
    ['иван', ['ТОКЕН Иван']],
    ['ТОКЕН И', ['ТОКЕН Иван']],
    ['x'.repeat(200), ['x'.repeat(200)]],
    ['unicode', []],
    ['reports  daily', []],
  ] as [string, string[]][]) {
    it(`takes ${JSON.stringify(text.slice(0, 20))} literally, whatever the letter case`, async (t) => {
      const { search } = await startWithNames(t, names)
      assert.deepEqual(await search(text), found)
    })
  }

  it('finds the beginning of a Greek word in capitals, whose last sigma has another small letter', async (t) => {
    const { search } = await startWithNames(t, ['ΟΔΟΣΑ', 'οδος'])
    assert.deepEqual(await search('ΟΔΟΣ'), ['ΟΔΟΣΑ', 'οδος'])
  })

  it('finds letters whose capitals are several, also by a text that has over 200 characters once its case is folded', async (t) => {
    const { search } = await startWithNames(t, ['Straße', '\ufb03'.repeat(150)])
    for (const text of ['STRASSE', 'straße', 'rasse']) assert.deepEqual(await search(text), ['Straße'])
    for (const length of [1, 60, 100, 150]) {
      assert.deepEqual(await search('\ufb03'.repeat(length)), ['\ufb03'.repeat(150)], `${length}`)
    }
  })

  it('finds every part of every name, whatever the letter case of either', async (t) => {
    const { search } = await startWithNames(t, names)
    for (const name of names.filter((each) => each.length < 50)) {
      for (const length of [1, 2, 3, 4]) {
        const characters = [...name]
        for (let from = 0; from + length <= characters.length; from += 3) {
          const part = characters.slice(from, from + length).join('')
          for (const text of [part, part.toUpperCase(), part.toLowerCase()]) {
            assert.ok((await search(text)).includes(name), `${JSON.stringify(text)} in ${JSON.stringify(name)}`)
          }
        }
      }
    }
  })

  it('finds nothing, and does not fail, where the text has what no name can have', async (t) => {
    const { admin, make } = await start(t)
    await make('abc def')
    for (const text of ['%00', 'abc%00', 'abc%00def', '%00abc', '%0A', 'abc%0Adef', '%ED%A0%80abc', '%EF%BF%BF']) {
      const { status, json } = await admin(`/auth/keys?name=${text}`)
      assert.ok(status === 422 || (status === 200 && json().keys.length === 0), `${text}: ${status}`)
    }
  })
})

describe('cursors', () => {
  const position = fc.array(
    fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string({ unit: 'binary' })),
    {
      maxLength: 4,
    },
  ) as fc.Arbitrary<Position>
  // A list is made of JSON, in which -0 is 0 and what is undefined is null.
  const list = fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { maxLength: 6 })
  const secrets = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 })
  const sameJson = (one: unknown, other: unknown) => assert.equal(JSON.stringify(one), JSON.stringify(other))

  it('give back the position that they were made of, for the same list, and fit into a URL', () => {
    fc.assert(
      fc.property(secrets, list, position, (accepted, of, at) => {
        const { encode, decode } = createCursorCodec(accepted)
        const cursor = encode(of, at)
        assert.match(cursor, /^[\w-]+$/)
        sameJson(decode([...of], cursor), at)
      }),
    )
  })

  it('are refused when any character is changed, left out or added', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. '
    fc.assert(
      fc.property(list, position, fc.nat(), fc.constantFrom(...alphabet), (of, at, place, character) => {
        const { encode, decode } = createCursorCodec([adminSecret])
        const cursor = encode(of, at)
        const index = place % cursor.length
        const rest = cursor.slice(index + 1)
        assert.equal(decode(of, cursor.slice(0, index) + rest), undefined)
        assert.equal(decode(of, `${cursor.slice(0, index)}${character}${cursor.slice(index)}`), undefined)
        assert.equal(decode(of, `${cursor}${character}`), undefined)
        if (character === cursor[index]) return
        assert.equal(decode(of, `${cursor.slice(0, index)}${character}${rest}`), undefined)
      }),
      { numRuns: 1000 },
    )
  })

  it('are refused when a character is changed that stands for a name with U+FFFD, which wrong bytes also decode to', () => {
    const { encode, decode } = createCursorCodec([adminSecret])
    for (const name of ['\ufffd', 'x\ufffd', 'xy\ufffd']) {
      const cursor = encode(['keys'], [name, 1])
      const accepted = new Set<string>()
      for (let index = 0; index < cursor.length; index++) {
        for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
          const changed = `${cursor.slice(0, index)}${character}${cursor.slice(index + 1)}`
          if (decode(['keys'], changed) !== undefined) accepted.add(changed)
        }
      }
      assert.deepEqual([...accepted], [cursor])
    }
  })

  it('are refused for another list', () => {
    fc.assert(
      fc.property(list, list, position, (of, other, at) => {
        fc.pre(JSON.stringify(of) !== JSON.stringify(other))
        const { encode, decode } = createCursorCodec([adminSecret])
        assert.equal(decode(other, encode(of, at)), undefined)
      }),
    )
  })

  it('are refused when they were made up', () => {
    fc.assert(
      fc.property(
        list,
        fc.oneof(fc.string(), fc.base64String(), fc.uint8Array({ maxLength: 60 }).map(base64url)),
        (of, made) => {
          assert.equal(createCursorCodec([adminSecret]).decode(of, made), undefined)
        },
      ),
    )
  })

  it('are signed with the first secret and accepted under each, so that secrets can be replaced', () => {
    fc.assert(
      fc.property(secrets, fc.string({ minLength: 1 }), list, position, (old, fresh, of, at) => {
        fc.pre(!old.includes(fresh))
        const cursor = createCursorCodec(old).encode(of, at)
        sameJson(createCursorCodec([fresh, ...old]).decode(of, cursor), at)
        sameJson(createCursorCodec([...old.slice(1), String(old[0])]).decode(of, cursor), at)
        assert.equal(createCursorCodec([fresh]).decode(of, cursor), undefined)
        assert.equal(createCursorCodec([...old.slice(1), fresh]).decode(of, cursor), undefined)
      }),
    )
  })

  it('go on working over HTTP after a secret was put before the one that signed them', async (t) => {
    const dbLocation = `${await temporaryFolder(t)}/keys.db`
    const before = await startStandAlone(t, { dbLocation, secret: 'old' })
    for (let made = 0; made < 3; made++) await before.instance.keys.create()
    const headers = { 'secret-key': 'old' }
    const { next_cursor: cursor } = (await before.get('/auth/keys?limit=1', { headers })).json()
    const statuses = []
    for (const secret of [['new', 'old'], ['new']]) {
      const after = await startStandAlone(t, { dbLocation, secret })
      const answer = await after.get(`/auth/keys?cursor=${cursor}`, { headers: { 'secret-key': 'new' } })
      statuses.push([answer.status, answer.json().keys?.length])
    }
    assert.deepEqual(statuses, [
      [200, 2],
      [422, undefined],
    ])
  })
})

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
