import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { generateKey } from '../../src/credentials/api-key-format.js'
import { digestKey } from '../../src/credentials/digest.js'
import { importFile } from '../../src/import/import-file.js'
import { startStandAlone } from '../support/stand-alone.js'
import { temporaryFolder } from '../support/temporary.js'
import {
  configOf,
  keysInBytes,
  makeOriginal,
  originalKeys,
  query,
  type Row,
  row,
  rows,
  snapshot,
  takeOver,
} from './original.js'

const now = Date.parse('2026-03-01T00:00:00Z')

function works({ is_active, never_expire, expiration_date }: Row): boolean {
  return is_active === 1 && (never_expire === 1 || Date.parse(`${expiration_date}Z`) > now)
}

describe('taking over a database of the original', () => {
  it('lets each of ten thousand keys do what it did, within a few seconds', async (t) => {
    const folder = await temporaryFolder(t)
    const [file, dbLocation] = [join(folder, 'original.db'), join(folder, 'keys.db')]
    const content = rows(10_000, (index) => ({
      is_active: index % 7 === 0 ? 0 : 1,
      never_expire: index % 5 === 0 ? 1 : 0,
      expiration_date: index % 3 === 0 ? '2026-01-31T12:00:00' : '2026-12-31T12:00:00',
      total_queries: index,
      latest_query_date: index % 2 === 0 ? null : '2026-02-01T00:00:00',
    }))
    await makeOriginal(file, content)
    const before = snapshot(folder)
    const startedAt = performance.now()
    const result = await takeOver(file, dbLocation)
    const seconds = (performance.now() - startedAt) / 1000
    t.diagnostic(`${seconds.toFixed(2)} s`)
    assert.ok(seconds < 8, `${seconds} s`)
    assert.deepEqual(result, {
      takenOver: 10_000,
      alreadyThere: 0,
      failed: [],
      plaintextRemoved: false,
      remains: undefined,
    })
    assert.equal(snapshot(folder).get('original.db'), before.get('original.db'))
    assert.equal(keysInBytes(file, content), 10_000)
    assert.equal(keysInBytes(dbLocation, content), 0)

    const { instance, get, admin } = await startStandAlone(t, { dbLocation, now: () => now })
    const { keys } = await instance.keys.list({ limit: Number.POSITIVE_INFINITY })
    const byName = new Map(keys.map((key) => [key.name, key]))
    assert.equal(byName.size, 10_000)
    for (const one of content) {
      const key = byName.get(String(one.name))
      assert.deepEqual(
        [key?.isActive, key?.neverExpires, key?.expiresAt, key?.totalQueries, key?.latestQueryAt],
        [
          one.is_active === 1,
          one.never_expire === 1,
          new Date(`${one.expiration_date}Z`),
          one.total_queries,
          one.latest_query_date === null ? undefined : new Date('2026-02-01T00:00:00Z'),
        ],
      )
      assert.equal(key?.start, `kss_${key?.id}`)
    }
    const stored = await query<{ digest: string }>(dbLocation, 'SELECT digest FROM simple_security_secrets')
    const digests = content.map(({ api_key }) => digestKey(String(api_key)))
    assert.deepEqual(new Set(stored.map(({ digest }) => digest)), new Set(digests))
    for (const one of content.slice(0, 1000)) {
      assert.equal((await instance.verify(String(one.api_key))).ok, works(one), JSON.stringify(one))
    }
    for (const one of content.slice(0, 40)) {
      const answer = await get('/secure', { headers: { 'api-key': String(one.api_key) } })
      assert.equal(answer.status, works(one) ? 200 : 403, JSON.stringify(one))
    }
    const { id } = byName.get('key 9999') ?? {}
    const events = (await admin(`/auth/audit?key_id=${id}`)).json().events
    assert.deepEqual(
      events.map((event: { action: string; via?: string }) => event.action),
      ['imported'],
    )
    const [event] = (await instance.keys.audit({ keyId: id as string })).events
    assert.equal(event?.via, 'command-line')
  })

  it('takes over a file from before there were names', async (t) => {
    const folder = await temporaryFolder(t)
    const content = rows(600)
    await makeOriginal(join(folder, 'original.db'), content, { names: false })
    const dbLocation = join(folder, 'keys.db')
    assert.equal((await takeOver(join(folder, 'original.db'), dbLocation)).takenOver, 600)
    const { get, instance } = await startStandAlone(t, { dbLocation })
    assert.equal((await get(`/secure?api-key=${content[599]?.api_key}`)).status, 200)
    const { keys } = await instance.keys.list({ limit: 1 })
    assert.equal(keys[0]?.name, undefined)
  })

  it('reads dates with a blank, with microseconds and with an offset', async (t) => {
    const folder = await temporaryFolder(t)
    const dates = [
      '2030-01-31T12:00:00',
      '2030-01-31 12:00:00',
      '2030-01-31T12:00:00.123456',
      '2030-01-31T14:00:00+02:00',
    ]
    await makeOriginal(
      join(folder, 'original.db'),
      dates.map((expiration_date) => row({ expiration_date })),
    )
    await takeOver(join(folder, 'original.db'), join(folder, 'keys.db'))
    const found = await query<{ expires_at: number }>(
      join(folder, 'keys.db'),
      'SELECT expires_at FROM simple_security_keys ORDER BY seq',
    )
    const noon = Date.UTC(2030, 0, 31, 12)
    assert.deepEqual(
      found.map(({ expires_at }) => expires_at),
      [noon, noon, noon + 123, noon],
    )
  })

  it('changes nothing the second time, not even what was changed here or there meanwhile', async (t) => {
    const folder = await temporaryFolder(t)
    const [file, dbLocation] = [join(folder, 'original.db'), join(folder, 'keys.db')]
    const content = rows(1200, () => ({ total_queries: 5 }))
    await makeOriginal(file, content)
    await takeOver(file, dbLocation)
    const [used, revoked] = content.map(({ api_key }) => String(api_key)) as [string, string]
    const { instance, get } = await startStandAlone(t, { dbLocation })
    await get('/secure', { headers: { 'api-key': used } })
    await instance.keys.revoke(revoked)
    const before = await instance.keys.list({ limit: Number.POSITIVE_INFINITY, sort: 'created_date' })
    await query(file, "UPDATE fastapi_simple_security SET total_queries = 99, is_active = 1, name = 'other'")
    assert.deepEqual(await takeOver(file, dbLocation), {
      takenOver: 0,
      alreadyThere: 1200,
      failed: [],
      plaintextRemoved: false,
      remains: undefined,
    })
    assert.deepEqual(await instance.keys.list({ limit: Number.POSITIVE_INFINITY, sort: 'created_date' }), before)
    assert.equal((await instance.keys.get(used))?.totalQueries, 6)
    assert.equal((await get('/secure', { headers: { 'api-key': revoked } })).status, 403)
    assert.equal((await query(dbLocation, 'SELECT 1 FROM simple_security_audit')).length, 1201)
  })

  it('tells the rows that cannot be taken over, without their keys, and takes over the others', async (t) => {
    const folder = await temporaryFolder(t)
    const [file, dbLocation] = [join(folder, 'original.db'), join(folder, 'keys.db')]
    const generated = generateKey('kss').key
    const own = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'
    const bad: [Partial<Row>, RegExp][] = [
      [{ api_key: 'guessable' }, /^api_key is neither/],
      [{ api_key: null }, /^api_key/],
      [{ api_key: Buffer.from('3f2504e0-4f89-41d3-9a0c-0305e82c3301') }, /^api_key/],
      [{ api_key: `${generated.slice(0, -1)}${generated.endsWith('0') ? '1' : '0'}` }, /^api_key/],
      [{ is_active: 2 }, /^is_active is not 0 or 1$/],
      [{ is_active: null }, /^is_active/],
      [{ is_active: 'yes' }, /^is_active/],
      [{ never_expire: -1 }, /^never_expire/],
      [{ expiration_date: null }, /^expiration_date/],
      [{ expiration_date: '2026-02-30T00:00:00' }, /^expiration_date/],
      [{ expiration_date: 'tomorrow' }, /^expiration_date/],
      [{ latest_query_date: 'yesterday' }, /^latest_query_date/],
      [{ latest_query_date: Buffer.from('x') }, /^latest_query_date/],
      [{ total_queries: -1 }, /^total_queries/],
      [{ total_queries: 1.5 }, /^total_queries/],
      [{ total_queries: 'many' }, /^total_queries/],
      [{ total_queries: null }, /^total_queries/],
      [{ name: 'n'.repeat(201) }, /^name/],
      [{ name: 'a\nb' }, /^name/],
      [{ name: Buffer.from('x') }, /^name/],
      [{ api_key: own, name: `for ${own.toUpperCase()}` }, /^name/],
      [{ name: `for ${generated}` }, /^name/],
      [{ api_key: 'weak', total_queries: -1 }, /^api_key .*; total_queries is not/],
    ]
    const good = rows(bad.length + 1, (index) => ({ name: index % 2 === 0 ? 'n'.repeat(200) : '' }))
    const content = bad.flatMap(([changes], index) => [good[index] as Row, row(changes)])
    content.push(good.at(-1) as Row)
    await makeOriginal(file, content)
    const result = await takeOver(file, dbLocation)
    assert.equal(result.takenOver, good.length)
    assert.deepEqual(
      result.failed.map((failed) => failed.row),
      bad.map((_, index) => 2 * index + 2),
    )
    for (const [index, { reason }] of result.failed.entries()) assert.match(reason, bad[index]?.[1] as RegExp)
    const told = JSON.stringify(result)
    for (const { api_key } of content) assert.ok(!told.includes(String(api_key)), String(api_key))
    assert.equal(keysInBytes(dbLocation, content), 0)
    const { get } = await startStandAlone(t, { dbLocation })
    for (const { api_key } of good) assert.equal((await get(`/secure?api-key=${api_key}`)).status, 200)
  })

  it('keeps the id in a key that was made by another installation, so that it can be managed by the whole key', async (t) => {
    const folder = await temporaryFolder(t)
    const [file, dbLocation] = [join(folder, 'original.db'), join(folder, 'keys.db')]
    const first = generateKey('acme')
    const second = generateKey('acme', first.id)
    await makeOriginal(file, [row({ api_key: first.key }), row({ api_key: second.key }), row()])
    const result = await takeOver(file, dbLocation)
    assert.deepEqual(
      [result.takenOver, result.failed],
      [2, [{ row: 2, reason: 'another key has the id in this api_key' }]],
    )
    const { get, admin } = await startStandAlone(t, { dbLocation })
    const use = async () => (await get('/secure', { headers: { 'api-key': first.key } })).status
    assert.equal(await use(), 200)
    await admin(`/auth/revoke?api-key=${first.key}`)
    assert.equal(await use(), 403)
  })

  for (const how of ['its path', 'a symbolic link', 'a database of ours already'] as const) {
    it(`takes over the configured file itself (${how})`, async (t) => {
      const folder = await temporaryFolder(t)
      const dbLocation = join(folder, 'sqlite.db')
      const content = rows(1100)
      await makeOriginal(dbLocation, content)
      let file = dbLocation
      if (how === 'a symbolic link') {
        file = join(folder, 'link.db')
        symlinkSync(dbLocation, file)
      }
      if (how === 'a database of ours already') {
        const { instance } = await startStandAlone(t, { dbLocation })
        await instance.keys.create({ name: 'ours' })
        await instance.close()
      }
      assert.equal((await takeOver(file, dbLocation)).takenOver, 1100)
      assert.equal((await takeOver(file, dbLocation)).alreadyThere, 1100)
      assert.deepEqual(
        await originalKeys(dbLocation),
        content.map(({ api_key }) => api_key),
      )
      const { get } = await startStandAlone(t, { dbLocation })
      assert.equal((await get(`/secure?api-key=${content[1099]?.api_key}`)).status, 200)
    })
  }

  it('mends a file that a crash left half written, which a dry run does not', async (t) => {
    const folder = await temporaryFolder(t)
    const [file, dbLocation] = [join(folder, 'original.db'), join(folder, 'keys.db')]
    const content = rows(2000)
    await makeOriginal(file, content)
    const crash = `import os, sqlite3, sys
c = sqlite3.connect(sys.argv[1])
c.execute('PRAGMA cache_size = 1')
c.execute('DELETE FROM fastapi_simple_security WHERE rowid % 2')
os.kill(os.getpid(), 9)`
    spawnSync('python3', ['-c', crash, file])
    const before = snapshot(folder)
    assert.ok(before.has('original.db-journal'))
    await assert.rejects(takeOver(file, dbLocation, { dryRun: true }), /half written/)
    assert.deepEqual(snapshot(folder), before)
    assert.equal((await takeOver(file, dbLocation)).takenOver, 2000)
  })

  it('refuses a file that is no database of the original in one line, and leaves everything as it was', async (t) => {
    const folder = await temporaryFolder(t)
    const path = (name: string) => join(folder, name)
    mkdirSync(path('folder'))
    writeFileSync(path('text'), 'Not a database, however long it is.\n'.repeat(100))
    writeFileSync(path('empty'), '')
    await query(path('other'), 'CREATE TABLE other (api_key TEXT)')
    await query(path('log'), 'PRAGMA journal_mode = WAL')
    await query(path('log'), 'CREATE TABLE other (api_key TEXT)')
    await query(path('columns'), 'CREATE TABLE fastapi_simple_security (api_key TEXT, is_active INTEGER)')
    const reasons = {
      missing: 'does not exist.',
      folder: 'is a folder.',
      '../../../dev/null': 'is not a file.',
      text: 'is not a SQLite database.',
      empty: 'has no table fastapi_simple_security: it is no database of the original system.',
      other: 'has no table fastapi_simple_security: it is no database of the original system.',
      log: 'has no table fastapi_simple_security: it is no database of the original system.',
      columns:
        'has a table fastapi_simple_security without never_expire, expiration_date, latest_query_date, total_queries.',
    }
    const before = snapshot(folder)
    for (const [name, reason] of Object.entries(reasons)) {
      for (const dryRun of [true, false]) {
        const answer = await importFile(path(name), configOf(path('keys.db')), {
          dryRun,
          removePlaintext: !dryRun,
          onProgress: () => {},
        })
        assert.deepEqual(answer, { ok: false, problem: `${path(name)} ${reason}` })
      }
    }
    assert.deepEqual(snapshot(folder), before)
  })

  it('refuses to import into memory, where --remove-plaintext would lose the keys', async (t) => {
    const file = join(await temporaryFolder(t), 'original.db')
    const content = rows(3)
    await makeOriginal(file, content)
    await assert.rejects(takeOver(file, ':memory:', { removePlaintext: true }), { code: 'invalid_configuration' })
    assert.equal((await originalKeys(file)).length, 3)
  })
})
