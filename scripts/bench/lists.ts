import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCursorCodec } from '../../src/keys/cursor.js'
import { createKeys, type ListKeysInput } from '../../src/keys/keys.js'
import { openSqlite } from '../../src/store/sqlite.js'
import { openStore } from '../../src/store/store.js'

// `npm run bench:lists [-- COUNT [ROUNDS]]`: how long a page of a list takes among a million keys. The goal is a p99 below
// 20 ms for the first, a middle and a filtered page.
const count = Number(process.argv[2] ?? 1_000_000)
const rounds = Number(process.argv[3] ?? 200)
const start = Date.parse('2026-01-01T00:00:00Z')
const minuteMs = 60_000

const folder = await mkdtemp(join(tmpdir(), 'koa-simple-security-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const location = join(folder, 'keys.db')
const store = await openStore(() => openSqlite(location))

const filling = performance.now()
await fill()
console.log(`${count} keys in ${Math.round(performance.now() - filling)} ms\n`)

const keysOf = createKeys({
  store,
  now: () => start + (count / 2) * minuteMs,
  keyPrefix: 'kss',
  expirationDays: 15,
  cursors: createCursorCodec(['bench']),
  onChange: () => {},
  flushUsage: async () => {},
})
const keys = keysOf({ via: 'code' })
const at = (share: number) => new Date(start + count * share * minuteMs)

const lists: Record<string, ListKeysInput> = {
  'newest first': {},
  'by name': { sort: 'name' },
  'by expiry': { sort: 'expiration_date' },
  'by last use, latest first': { sort: '-latest_query_date' },
  active: { status: 'active' },
  'revoked (1 in 100)': { status: 'revoked' },
  'expired (half)': { status: 'expired' },
  'a rare scope (1 in 1,000)': { scope: 'rare' },
  'a common scope (1 in 4)': { scope: 'common' },
  'a rare name': { name: 'job 77777' },
  'a common part of a name': { name: 'job' },
  'two letters of a name': { name: 'jo' },
  'unused since': { unusedSince: at(0.25) },
  'expires before': { expiresBefore: at(0.1) },
  'expires before, newest first': { expiresBefore: at(0.001), sort: '-created_date' },
  'rare scope, active, by name': { scope: 'rare', status: 'active', sort: 'name' },
}

console.log(
  `${'list'.padEnd(32)}${['first p50', 'p99', 'middle p50', 'p99'].map((head) => head.padStart(12)).join('')}  (ms)`,
)
for (const [name, input] of Object.entries(lists)) {
  const middle = await middleCursor(input)
  const [first, later] = [
    await measure(input),
    middle === undefined ? undefined : await measure({ ...input, cursor: middle }),
  ]
  const cells = [...first, ...(later ?? [])].map((ms) => ms.toFixed(1).padStart(12))
  console.log(`${name.padEnd(32)}${cells.join('')}`)
}
await store.close()

async function measure(input: ListKeysInput): Promise<[p50: number, p99: number]> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now()
    await keys.list(input)
    times.push(performance.now() - begin)
  }
  times.sort((one, other) => one - other)
  return [times[Math.floor(rounds * 0.5)] ?? 0, times[Math.floor(rounds * 0.99)] ?? 0]
}

/** Where the page after a few hundred thousand keys begins, reached in large steps. */
async function middleCursor(input: ListKeysInput): Promise<string | undefined> {
  let cursor: string | undefined
  for (let skipped = 0; skipped < count / 4; skipped += 50_000) {
    const page = await keys.list({ ...input, limit: 50_000, cursor })
    if (page.nextCursor === undefined) break
    cursor = page.nextCursor
  }
  return cursor
}

/** In SQL, since making a million keys one by one would take an hour. A key for each minute. */
async function fill(): Promise<void> {
  const { client, close } = openSqlite(location)
  await client.raw('PRAGMA synchronous = OFF')
  const numbers = `WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < ${count - 1})`
  // A multiplication by an odd number mixes the order, so that no column is sorted like another.
  const mixed = (factor: number) => `((n * ${factor}) % ${count})`
  await client.raw(`${numbers}
    INSERT INTO simple_security_keys (id, start, name, name_folded, scopes, metadata, never_expires, expires_at, ends_at,
      created_at, renewed_at, revoked_at, latest_query_at, total_queries)
    SELECT 'key' || n, 'kss_key' || n, 'Job ' || ${mixed(7919)}, 'job ' || ${mixed(7919)}, '[]', '{}', 0,
      ${start} + ${mixed(104729)} * ${minuteMs}, ${start} + ${mixed(104729)} * ${minuteMs},
      ${start} + n * ${minuteMs}, ${start} + n * ${minuteMs}, CASE WHEN n % 100 = 7 THEN ${start} END,
      CASE WHEN n % 3 = 0 THEN -1 ELSE ${start} + ${mixed(15485863)} * ${minuteMs} END, n % 1000
    FROM n`)
  await client.raw(`${numbers} INSERT INTO simple_security_secrets (digest, key_id, created_at)
    SELECT printf('%064x', n), 'key' || n, 0 FROM n`)
  await client.raw(`INSERT INTO simple_security_scopes (scope, key_seq)
    SELECT 'common', seq FROM simple_security_keys WHERE seq % 4 = 0
    UNION ALL SELECT 'rare', seq FROM simple_security_keys WHERE seq % 1000 = 0`)
  await close()
}
