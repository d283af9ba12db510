import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { createCursorCodec } from '../../src/keys/cursor.js'
import { createKeys } from '../../src/keys/keys.js'
import { copyDatabase } from '../../src/store/copy.js'
import { openDatabase } from '../../src/store/open-database.js'
import { openStore } from '../../src/store/store.js'
import { locationOf, type TestedDatabase, testedDatabases } from '../support/databases.js'
import { runProgram } from '../support/program.js'
import { temporaryFolder } from '../support/temporary.js'

const now = Date.parse('2026-03-01T12:34:56.789Z')
const hourMs = 60 * 60 * 1000
const noProgress = () => {}

async function openKeys(t: TestContext, url: string) {
  const store = await openStore(() => openDatabase(locationOf(url)))
  t.after(() => store.close())
  const keysOf = createKeys({
    store,
    now: () => now,
    keyPrefix: 'kss',
    expirationDays: 15,
    cursors: createCursorCodec(['secret']),
    onChange: () => {},
    flushUsage: async () => {},
  })
  return { store, keys: keysOf({ via: 'http', address: '192.0.2.1' }) }
}

/** Something of everything that there is to copy, in more rows than are copied at a time. */
async function fill(t: TestContext, url: string) {
  const { store, keys } = await openKeys(t, url)
  const made = []
  for (const name of ['plain', 'ÄÖÜ straße 💥', 'O\'Brien \\ "%_', undefined]) {
    made.push(
      await keys.create({ ...(name === undefined ? {} : { name }), scopes: ['b:*', 'a'], metadata: { Team: 'x' } }),
    )
  }
  const [first, second, third, last] = made
  assert.ok(first && second && third && last)
  const rotated = await keys.rotate(first.id, { overlapSeconds: 60 })
  await keys.revoke(second.id)
  await keys.update(third.id, { neverExpires: true, scopes: [] })
  const gone = await keys.create()
  await keys.delete(gone.id)
  const increments = Array.from({ length: 600 }, (_, n) => ({
    keyId: first.id,
    hour: n * hourMs,
    queries: 5_000_000_000 + n,
    latestQueryAt: now,
  }))
  await store.addUsage({ recorder: 'one', number: 7, at: now, increments })
  return { first, rotated, last }
}

async function everything(t: TestContext, url: string) {
  const { store, keys } = await openKeys(t, url)
  const { keys: list } = await keys.list({ limit: Number.POSITIVE_INFINITY, sort: 'name' })
  const { events } = await keys.audit({ limit: 1_000 })
  const usage = await Promise.all(list.map(({ id }) => store.usage(id, 0, 600 * hourMs)))
  return { list, events, usage, revision: (await store.changesAfter(undefined)).revision }
}

// Each kind as a source and as a target, in one chain that comes back to where it began.
const chain: TestedDatabase[] = [...testedDatabases, ...testedDatabases.slice(0, 1)]

describe('a copy of a database', () => {
  it(`has everything, from ${chain.map(({ name }) => name).join(' to ')}`, async (t) => {
    const urls = []
    for (const database of chain) urls.push(await database.fresh(t))
    const [start, ...targets] = urls
    assert.ok(start)
    const { first, rotated, last } = await fill(t, start)
    const expected = await everything(t, start)
    let from = start
    for (const to of targets) {
      const seen: number[] = []
      const copied = await copyDatabase(locationOf(from), locationOf(to), (done, total) => {
        assert.ok(done <= total)
        seen.push(done)
      })
      assert.deepEqual(copied, { keys: 4, secrets: 5, scopes: 6, usage: 600, audit: 9 })
      assert.deepEqual(await everything(t, to), expected)
      assert.ok(seen.length > 3)
      from = to
    }
    // What was copied is in use: both secrets of the key, new keys and changes, batches that were written before.
    const { store, keys } = await openKeys(t, from)
    for (const key of [first.key, rotated?.key]) assert.equal((await keys.get(String(key)))?.id, first.id)
    const increments = [{ keyId: first.id, hour: 0, queries: 1, latestQueryAt: now }]
    await store.addUsage({ recorder: 'one', number: 7, at: now, increments })
    assert.deepEqual((await everything(t, from)).usage, expected.usage)
    const added = await keys.create({ name: 'added', scopes: ['c'] })
    await keys.update(last.id, { name: 'changed' })
    const after = await everything(t, from)
    assert.equal(after.list.length, 5)
    assert.equal(after.revision, expected.revision + 2)
    assert.deepEqual(
      after.events.slice(0, 2).map(({ keyId }) => keyId),
      [last.id, added.id],
    )
  })

  for (const database of testedDatabases) {
    it(`goes into an empty database only, and changes nothing in another (${database.name})`, async (t) => {
      const [source, target] = [await database.fresh(t), await database.fresh(t)]
      await fill(t, source)
      const { keys } = await openKeys(t, target)
      await keys.create({ name: 'here already' })
      const before = await everything(t, target)
      await assert.rejects(copyDatabase(locationOf(source), locationOf(target), noProgress), {
        code: 'database_unusable',
        message: /is not empty\. Copy into an empty one\.$/,
      })
      await assert.rejects(copyDatabase(locationOf(target), locationOf(target), noProgress), /is not empty/)
      assert.deepEqual(await everything(t, target), before)
    })

    it(`that breaks off leaves nothing behind (${database.name})`, async (t) => {
      const [source, target] = [await database.fresh(t), await database.fresh(t)]
      await fill(t, source)
      const broken = new Error('broken off')
      const breakOff = (done: number, total: number) => {
        if (done === total) throw broken
      }
      await assert.rejects(copyDatabase(locationOf(source), locationOf(target), breakOff), broken)
      assert.deepEqual(await everything(t, target), { list: [], events: [], usage: [], revision: 0 })
    })
  }

  it('asks for a source that is there and up to date, and makes none', async (t) => {
    const [sqlite] = testedDatabases
    assert.ok(sqlite)
    const missing = join(await temporaryFolder(t), 'missing.db')
    const target = locationOf(await sqlite.fresh(t))
    await assert.rejects(copyDatabase(locationOf(`sqlite:${missing}`), target, noProgress), /is not there\.$/)
    assert.equal(existsSync(missing), false)
    const empty = await sqlite.fresh(t)
    const database = await openDatabase(locationOf(empty))
    await database.client.raw('CREATE TABLE something (id INTEGER)')
    await database.close()
    await assert.rejects(copyDatabase(locationOf(empty), target, noProgress), /has no schema of this version\. Run /)
  })
})

describe('the command copy', () => {
  const run = async (t: TestContext, args: string[], env: Record<string, string> = {}) => {
    const program = runProgram(t, ['copy', ...args], env, await temporaryFolder(t))
    return { code: await program.ended, ...program.output() }
  }

  it('copies the configured database, and says what was compared', async (t) => {
    const [sqlite] = testedDatabases
    assert.ok(sqlite)
    const [source, target, other] = [await sqlite.fresh(t), await sqlite.fresh(t), await sqlite.fresh(t)]
    await fill(t, source)
    const told = await run(t, ['--to', target], { KOA_SIMPLE_SECURITY_DATABASE_URL: source })
    assert.equal(told.code, 0, told.stderr)
    assert.match(told.stdout, /^Copied \S+ to \S+, and compared:\n {2}keys +4\n {2}secrets +5\n {2}scopes +6\n/)
    assert.equal(told.stderr, '')
    const json = await run(t, ['--from', 'SOURCE', '--to', 'TARGET', '--json'], { SOURCE: target, TARGET: other })
    assert.deepEqual(JSON.parse(json.stdout).copied, { keys: 4, secrets: 5, scopes: 6, usage: 600, audit: 9 })
    const again = await run(t, ['--from', source, '--to', target])
    assert.deepEqual([again.code, again.stdout], [1, ''])
    assert.match(again.stderr, /^koa-simple-security: The database \S+ is not empty\. Copy into an empty one\.\n$/)
  })

  it('does not show what may be a password, and tells wrong use', async (t) => {
    const wrong = await run(t, ['--to', 'postgrse://user:p4ssword@host/name'])
    assert.equal(wrong.code, 2)
    assert.match(wrong.stderr, /^error: option '--to' must be the URL of a database, or a variable with one\n/)
    assert.ok(!wrong.stderr.includes('p4ssword'))
    assert.equal((await run(t, [])).code, 2)
  })
})
