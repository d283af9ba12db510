import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import type { Knex } from 'knex'
import type { KeyRecord } from '../../src/keys/api-key.js'
import type { AuditEntry } from '../../src/keys/audit.js'
import type { KeyListQuery, KeySortColumn } from '../../src/keys/key-store.js'
import { openSqlite } from '../../src/store/sqlite.js'
import { openStore } from '../../src/store/store.js'

// More than the candidates that a filter may have to be the one to start from.
const count = 6_000
const now = 1_800_000_000_000
const sortColumns: KeySortColumn[] = ['created_date', 'name', 'expiration_date', 'latest_query_date']

interface Statement {
  sql: string
  bindings: unknown[]
  plan: string[]
}

/**
 * A store with keys that nearly all have the scope `dense`, a name with `common` in it, an expiry in the past and no use,
 * a third of them revoked, and every thousandth a scope and a name of its own.
 */
async function openWithKeys(t: TestContext) {
  const database = openSqlite(':memory:')
  const store = await openStore(() => database)
  t.after(() => store.close())
  await database.client.raw(
    `INSERT INTO simple_security_keys (id, start, name, name_folded, scopes, metadata, never_expires, expires_at, ends_at,
       created_at, renewed_at, revoked_at, latest_query_at, total_queries)
     WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count - 1})
     SELECT printf('%012d', n), 'kss', 'common ' || n, 'common ' || n || iif(n % 1000 = 0, ' rare', ''), '[]', '{}', 0,
       ${now} - n * 1000, ${now} - n * 1000, n / 3, n / 3, iif(n % 3 = 0, n, NULL), iif(n % 2 = 0, 0, n), 0 FROM numbers`,
  )
  await database.client.raw(
    `INSERT INTO simple_security_scopes SELECT 'dense', seq FROM simple_security_keys
     UNION ALL SELECT 'sparse', seq FROM simple_security_keys WHERE seq % 1000 = 0`,
  )
  return { store, client: database.client }
}

/** What a call asks of the database, with SQLite's plan for each statement. */
async function statementsOf(client: Knex, call: () => Promise<unknown>): Promise<Statement[]> {
  const seen: { sql: string; bindings?: unknown[] }[] = []
  const listener = (query: { sql: string; bindings?: unknown[] }) => seen.push(query)
  client.on('query', listener)
  await call()
  client.removeListener('query', listener)
  const statements: Statement[] = []
  for (const { sql, bindings = [] } of seen) {
    if (!/^(select|insert|update|delete|with)/i.test(sql)) continue
    // Values of JavaScript's own that the driver takes, and knex would write otherwise.
    const rows: { detail: string }[] = await client.raw(`EXPLAIN QUERY PLAN ${sql}`, bindings as never)
    statements.push({ sql, bindings, plan: rows.map(({ detail }) => detail) })
  }
  assert.ok(statements.length > 0)
  return statements
}

/** A walk through a whole table, be it of keys or of what hangs on them, without an index. */
function wholeTableScans(plan: string[]): string[] {
  return plan.filter(
    (step) =>
      /^SCAN simple_security_\w+/.test(step) && !/USING (COVERING )?INDEX|VIRTUAL TABLE INDEX \d+:[^ ]+/.test(step),
  )
}

const sorts = (plan: string[]) => plan.filter((step) => /USE TEMP B-TREE/.test(step))

function assertIndexed({ sql, plan }: Statement, what: string): void {
  assert.deepEqual(wholeTableScans(plan), [], `${what}\n${sql}\n${plan.join('\n')}`)
}

const noFilters = {
  status: undefined,
  nameContains: undefined,
  scope: undefined,
  unusedSince: undefined,
  expiresBefore: undefined,
}
const filters: Record<string, Partial<KeyListQuery>> = {
  'no filter': {},
  'status active': { status: 'active' },
  'status revoked, which few are not': { status: 'revoked' },
  'status expired, which most are': { status: 'expired' },
  'status expired, which few are': { status: 'expired', now: now - (count - 10) * 1000 },
  'a name that most have': { nameContains: 'common' },
  'a name that few have': { nameContains: 'rare' },
  'a name of one character': { nameContains: 'r' },
  'a scope that all have': { scope: 'dense' },
  'a scope that few have': { scope: 'sparse' },
  'a scope that none has': { scope: 'none' },
  'unused since, which most are': { unusedSince: count },
  'unused since, which few are': { unusedSince: 1 },
  'expires before, which most do': { expiresBefore: now },
  'expires before, which few do': { expiresBefore: now - (count - 10) * 1000 },
  'everything at once': {
    status: 'active',
    nameContains: 'common',
    scope: 'sparse',
    unusedSince: count,
    expiresBefore: now + 1,
  },
  'a dense scope and a dense name': { nameContains: 'common', scope: 'dense' },
}

describe('a page of keys', () => {
  for (const [what, filter] of Object.entries(filters)) {
    it(`walks along an index, or sorts a bounded set of candidates that one leads to: ${what}`, async (t) => {
      const { store, client } = await openWithKeys(t)
      for (const by of sortColumns) {
        for (const descending of [false, true]) {
          const query: KeyListQuery = {
            limit: 51,
            sort: { by, descending },
            after: undefined,
            now,
            ...noFilters,
            ...filter,
          }
          const last = (await store.list({ ...query, limit: 3 })).at(-1)
          for (const after of last === undefined ? [undefined] : [undefined, last.position]) {
            const context = `${what} by ${descending ? '-' : ''}${by}${after === undefined ? '' : ' after a page'}`
            const statements = await statementsOf(client, () => store.list({ ...query, after }))
            for (const statement of statements) {
              assertIndexed(statement, context)
              if (!/`?seq`? in \((select|\?)/i.test(statement.sql)) {
                assert.deepEqual(sorts(statement.plan), [], `${context}\n${statement.sql}`)
                continue
              }
              // What is sorted, if anything, is what the candidates of one filter are, of which there are few.
              assert.match(String(statement.plan[0]), byCandidate, `${context}\n${statement.plan.join('\n')}`)
              assert.ok((await candidatesOf(client, statement)) <= 5_000, context)
            }
          }
        }
      }
    })
  }

  it('is found by the candidates where these are few, and along the order where they are many', async (t) => {
    const { store, client } = await openWithKeys(t)
    const statementsFor = (filter: Partial<KeyListQuery>) => {
      const query = { limit: 51, sort: { by: 'created_date' as const, descending: true }, after: undefined, now }
      return statementsOf(client, () => store.list({ ...query, ...noFilters, ...filter }))
    }
    const isSorted = async (filter: Partial<KeyListQuery>) =>
      (await statementsFor(filter)).some(({ plan }) => sorts(plan).length > 0)
    assert.equal(await isSorted({ scope: 'sparse' }), true)
    // Once it is known that there are none, nothing is read.
    assert.equal((await statementsFor({ scope: 'none' })).length, 1)
    assert.equal(await isSorted({ nameContains: 'rare' }), true)
    assert.equal(await isSorted({ unusedSince: 1 }), true)
    assert.equal(await isSorted({ scope: 'dense' }), false)
    assert.equal(await isSorted({ nameContains: 'common' }), false)
    assert.equal(await isSorted({ unusedSince: count }), false)
    assert.equal(await isSorted({}), false)
  })
})

/** Each candidate is looked up by its number, also where that is the second column of the index of the value sought. */
const byCandidate =
  /^SEARCH simple_security_keys USING (INTEGER PRIMARY KEY \(rowid=\?\)|INDEX \S+ \(\w+=\? AND seq=\?)/

/** How many rows a page is sorted from: those of a list, or those that a subquery gives. */
async function candidatesOf(client: Knex, { sql, bindings }: Statement): Promise<number> {
  const [, list] = /`seq` in \((\?[?, ]*)\)/.exec(sql) ?? []
  if (list !== undefined) return list.split(',').length
  const begin = sql.search(/\(select/i)
  let depth = 0
  let end = begin
  do {
    if (sql[end] === '(') depth++
    if (sql[end] === ')') depth--
    end++
  } while (depth > 0)
  const skipped = sql.slice(0, begin).split('?').length - 1
  const subquery = sql.slice(begin, end)
  const own = bindings.slice(skipped, skipped + subquery.split('?').length - 1)
  const [row] = await client.raw(`SELECT count(*) AS candidates FROM ${subquery}`, own as never)
  return row.candidates
}

describe('every other query', () => {
  const key: KeyRecord = {
    id: 'newkey000000',
    start: 'kss_newkey000000',
    name: 'new',
    scopes: ['a', 'b'],
    metadata: {},
    neverExpires: false,
    expiresAt: now,
    createdAt: now,
    renewedAt: now,
    revokedAt: undefined,
    latestQueryAt: undefined,
    totalQueries: 0,
  }
  const entry: AuditEntry = { at: now, action: 'created', keyId: key.id, actor: { via: 'code' }, changes: [] }

  for (const [what, call, expected] of [
    [
      'a verification',
      (store) => store.findByDigest('digest'),
      [/SEARCH simple_security_secrets USING INDEX/, /SEARCH simple_security_keys USING INDEX/],
    ],
    ['a search by digest', (store) => store.findIdByDigest('digest'), [/SEARCH simple_security_secrets USING INDEX/]],
    ['a search by id', (store) => store.findById(key.id), [/SEARCH simple_security_keys USING INDEX/]],
    [
      'usage over time',
      (store) => store.usage(key.id, 0, now),
      [/SEARCH simple_security_usage USING (COVERING )?INDEX \S+ \(key_id=\? AND hour>\? AND hour<\?\)/],
    ],
    [
      'adding usage',
      (store) =>
        store.addUsage({
          recorder: 'one',
          number: 1,
          at: now,
          increments: ['000000000001', '000000000002'].map((keyId) => ({
            keyId,
            hour: 0,
            queries: 1,
            latestQueryAt: now,
          })),
        }),
      [/SEARCH simple_security_keys USING INDEX/],
    ],
    [
      'removing old usage',
      (store) => store.removeUsage(now),
      [/SEARCH simple_security_usage USING (COVERING )?INDEX simple_security_usage_hour/],
    ],
    [
      'the audit trail',
      (store) => store.audit({ limit: 51, before: undefined, keyId: undefined }),
      [/^SCAN simple_security_audit$/],
    ],
    [
      'a later page of the audit trail',
      (store) => store.audit({ limit: 51, before: 1000, keyId: undefined }),
      [/SEARCH simple_security_audit USING INTEGER PRIMARY KEY/],
    ],
    [
      'the audit trail of a key',
      (store) => store.audit({ limit: 51, before: undefined, keyId: key.id }),
      [/SEARCH simple_security_audit USING INDEX simple_security_audit_key \(key_id=\?\)/],
    ],
    [
      'a later page of the audit trail of a key',
      (store) => store.audit({ limit: 51, before: 1000, keyId: key.id }),
      [/SEARCH simple_security_audit USING INDEX simple_security_audit_key \(key_id=\? AND seq<\?\)/],
    ],
    ['a new key', (store) => store.insert(key, 'new digest', entry), [/SEARCH simple_security_secrets USING INDEX/]],
    [
      'a change',
      (store) =>
        store.change('000000000001', (before) => ({
          after: { ...before, scopes: ['c'] },
          entry,
          endSecretsAt: now,
          endReplacedOnly: false,
          addDigest: 'third digest',
        })),
      [
        /SEARCH simple_security_keys USING INDEX/,
        /SEARCH simple_security_secrets USING INDEX/,
        /SEARCH simple_security_scopes USING (COVERING )?INDEX/,
      ],
    ],
    ['a deletion', (store) => store.delete('000000000002', () => entry), [/SEARCH simple_security_keys USING INDEX/]],
  ] as [string, (store: Awaited<ReturnType<typeof openStore>>) => Promise<unknown>, RegExp[]][]) {
    it(`of ${what} uses its indexes, and sorts nothing`, async (t) => {
      const { store, client } = await openWithKeys(t)
      const statements = await statementsOf(client, () => call(store))
      const steps = statements.flatMap(({ plan }) => plan)
      for (const step of expected)
        assert.ok(
          steps.some((each) => step.test(each)),
          `${step}\n${steps.join('\n')}`,
        )
      assert.deepEqual(sorts(steps), [])
      // Newest first without a filter is the table itself, read from its end until the page is full.
      const isWholeTrail = what === 'the audit trail'
      for (const statement of statements) if (!isWholeTrail) assertIndexed(statement, what)
    })
  }

  it('that a deletion sets off finds what belongs to the key by an index', async (t) => {
    const { client } = await openWithKeys(t)
    const tables = ['secrets', 'scopes', 'usage'].map((name) => `simple_security_${name}`)
    for (const table of tables) {
      const references: { from: string; on_delete: string }[] = await client.raw(`PRAGMA foreign_key_list(${table})`)
      assert.equal(references.length, 1, table)
      for (const { from, on_delete } of references) {
        assert.equal(on_delete, 'CASCADE', table)
        const plan: { detail: string }[] = await client.raw(
          `EXPLAIN QUERY PLAN DELETE FROM ${table} WHERE ${from} = 'x'`,
        )
        assert.deepEqual(wholeTableScans(plan.map(({ detail }) => detail)), [], table)
      }
    }
  })
})
