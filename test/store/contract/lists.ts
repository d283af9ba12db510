import assert from 'node:assert/strict'
import { it } from 'node:test'
import { foldCase, type KeyRecord, keyStatus } from '../../../src/keys/api-key.js'
import type { Position } from '../../../src/keys/cursor.js'
import type { KeyListQuery, KeySortColumn } from '../../../src/keys/key-store.js'
import type { TestedDatabase } from '../../support/databases.js'
import { compareNames, keyRecord, setUp } from './setting.js'

const now = 1_800_000_000_000
const names = [
  ...[undefined, 'a', 'A', 'a ', 'a!', 'b', 'B', 'Z', 'zebra', '_', '%', '100% sure', '100 percent', 'a_b', 'aXb'],
  ...[
    'ä',
    'Ä',
    'ae',
    'Zürich',
    'ZÜRICH',
    'straße',
    'STRASSE',
    'ς',
    'Σ',
    'И',
    'и',
    '東京',
    'ｚ',
    '\uFFFD',
    '😀',
    '𐐨',
    '"',
    "'",
    '\\',
  ],
]

/** Keys with many ties in every column that is sorted by. */
function someKeys(): KeyRecord[] {
  return Array.from({ length: 90 }, (_, n) =>
    keyRecord(`key${n}`, {
      name: names[(n * 7) % names.length],
      scopes: n % 3 === 0 ? ['often', `only:${n}`] : n % 10 === 1 ? ['Often', 'seldom'] : [],
      createdAt: 1_700_000_000_000 + (n % 5),
      expiresAt: now + ((n * 13) % 11) - 5,
      neverExpires: n % 9 === 0,
      revokedAt: n % 4 === 0 ? 1_750_000_000_000 + (n % 3) : undefined,
      latestQueryAt: n % 6 === 0 ? undefined : 1_760_000_000_000 + ((n * 5) % 7),
    }),
  )
}

const filters: Partial<KeyListQuery>[] = [
  {},
  ...(['active', 'revoked', 'expired'] as const).map((status) => ({ status })),
  ...['a', 'e', 'zür', 'zürich', '%', '_', '100%', '\\', '"', "'", '東京', '😀', 'σ', 'none', 'a!'].map((name) => ({
    nameContains: foldCase(name),
  })),
  ...['often', 'Often', 'OFTEN', 'often ', 'öften', 'seldom', 'only:3', 'none'].map((scope) => ({ scope })),
  ...[1, 1_760_000_000_003, now].map((unusedSince) => ({ unusedSince })),
  ...[now - 3, now + 3].map((expiresBefore) => ({ expiresBefore })),
  { status: 'active', scope: 'often', unusedSince: now },
  { status: 'expired', nameContains: 'a', expiresBefore: now + 1 },
]

const columns: Record<KeySortColumn, (one: KeyRecord, other: KeyRecord) => number> = {
  created_date: (one, other) => one.createdAt - other.createdAt,
  name: (one, other) => compareNames(one.name, other.name),
  expiration_date: (one, other) => endOf(one) - endOf(other),
  latest_query_date: (one, other) => (one.latestQueryAt ?? 0) - (other.latestQueryAt ?? 0),
}
const sorts = (Object.keys(columns) as KeySortColumn[]).flatMap((by) => [
  { by, descending: false },
  { by, descending: true },
])

function endOf({ neverExpires, expiresAt }: KeyRecord): number {
  return neverExpires ? Number.MAX_SAFE_INTEGER : expiresAt
}

/** The list as it should be, in plain JavaScript. */
function expected(keys: KeyRecord[], query: KeyListQuery): string[] {
  const { status, nameContains, scope, unusedSince, expiresBefore, sort } = query
  const found = keys.filter(
    (key) =>
      (status === undefined || keyStatus(key, now) === status) &&
      (nameContains === undefined || foldCase(key.name ?? '').includes(nameContains)) &&
      (scope === undefined || key.scopes.includes(scope)) &&
      (unusedSince === undefined || (key.latestQueryAt ?? 0) < unusedSince) &&
      (expiresBefore === undefined || endOf(key) < expiresBefore),
  )
  found.sort((one, other) => columns[sort.by](one, other) || keys.indexOf(one) - keys.indexOf(other))
  if (sort.descending) found.reverse()
  return found.map(({ id }) => id)
}

const everything = {
  limit: Number.POSITIVE_INFINITY,
  after: undefined,
  now,
  status: undefined,
  nameContains: undefined,
  scope: undefined,
  unusedSince: undefined,
  expiresBefore: undefined,
}

export function listsContract(database: TestedDatabase): void {
  it('lists keys by every filter in every order, names by their bytes', async (t) => {
    const { store, insert } = await setUp(t, database)
    const keys = someKeys()
    for (const key of keys) await insert(key)
    await setScopes(store, keys)
    for (const filter of filters) {
      for (const sort of sorts) {
        const query: KeyListQuery = { ...everything, ...filter, sort }
        const listed = await store.list(query)
        const what = JSON.stringify({ filter, sort })
        assert.deepEqual(
          listed.map(({ key }) => key.id),
          expected(keys, query),
          what,
        )
      }
    }
  })

  it('lists them page by page, with ties, while keys come and go', async (t) => {
    const { store, insert } = await setUp(t, database)
    const keys = someKeys()
    await insert(...keys)
    for (const sort of sorts) {
      for (const filter of [{}, { status: 'active' as const }, { nameContains: 'a' }, { unusedSince: now }]) {
        const query: KeyListQuery = { ...everything, ...filter, sort }
        const listed: string[] = []
        for (let after: Position | undefined; ; ) {
          const page = await store.list({ ...query, limit: 7, after })
          listed.push(...page.map(({ key }) => key.id))
          after = page.at(-1)?.position
          if (page.length < 7) break
          // As it goes through a cursor.
          after = JSON.parse(JSON.stringify(after))
        }
        assert.deepEqual(listed, expected(keys, query), JSON.stringify({ filter, sort }))
      }
    }
    const sort = { by: 'name', descending: false } as const
    const [first] = await store.list({ ...everything, sort, limit: 1 })
    await store.delete(String(first?.key.id), () => assertEntry(String(first?.key.id)))
    const rest = await store.list({ ...everything, sort, after: first?.position })
    assert.deepEqual(
      rest.map(({ key }) => key.id),
      expected(keys, { ...everything, sort }).slice(1),
    )
  })

  it('lists with more candidates than are sorted', async (t) => {
    const { store, insert } = await setUp(t, database)
    const keys = Array.from({ length: 5_200 }, (_, n) =>
      keyRecord(`key${n}`, { name: n === 77 ? 'rare' : 'common', expiresAt: n, latestQueryAt: 5_200 - n }),
    )
    await insert(...keys)
    for (const filter of [{ status: 'expired' }, { unusedSince: now }, { nameContains: 'rare' }] as const) {
      for (const sort of sorts) {
        const query: KeyListQuery = { ...everything, ...filter, sort, limit: 51 }
        const listed = await store.list(query)
        assert.deepEqual(
          listed.map(({ key }) => key.id),
          expected(keys, query).slice(0, 51),
        )
      }
    }
  })
}

function assertEntry(keyId: string) {
  return { at: now, action: 'deleted' as const, keyId, actor: { via: 'code' as const }, changes: [] }
}

/** Keys that are imported have no scopes that could be searched for: the original system knows none. */
async function setScopes(store: Awaited<ReturnType<typeof setUp>>['store'], keys: KeyRecord[]): Promise<void> {
  for (const { id, scopes } of keys) {
    if (scopes.length === 0) continue
    const entry = { at: now, action: 'updated' as const, keyId: id, actor: { via: 'code' as const }, changes: [] }
    await store.change(id, (before) => ({ after: { ...before, scopes: [...scopes] }, entry }))
  }
}
