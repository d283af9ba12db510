import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'
import Router from '@koa/router'
import Koa from 'koa'
import sqlite3 from 'sqlite3'
import { document } from '../generated/document.js'
import { simpleSecurity } from '../src/index.js'
import { createClock, dayMs } from './support/clock.js'
import { listen, request } from './support/http.js'
import { startStandAlone } from './support/stand-alone.js'
import { temporaryFolder } from './support/temporary.js'

// What the users of the original complained about or asked for, in the order of their list.

describe('1: opening the database', () => {
  it('makes the folders that its path lacks', async (t) => {
    const dbLocation = join(await temporaryFolder(t), 'not/there/yet/keys.db')
    const { newKey, get } = await startStandAlone(t, { dbLocation })
    assert.equal((await get('/secure', { headers: { 'api-key': await newKey() } })).status, 200)
  })

  it('reads its variable when the instance is made, not when the package is imported', async (t) => {
    const folder = await temporaryFolder(t)
    for (const name of ['one.db', 'two.db']) {
      const env = { KOA_SIMPLE_SECURITY_DB_LOCATION: join(folder, name) }
      const { admin } = await startStandAlone(t, { env, dbLocation: undefined })
      assert.equal((await admin(`/auth/new?name=${name}`)).status, 200)
      assert.equal((await readFile(join(folder, name))).subarray(0, 15).toString(), 'SQLite format 3')
    }
  })
})

describe('2: which key made the request', () => {
  it('can be read in a handler whose guard stands on the whole router', async (t) => {
    const { apiKeySecurity, keys, close } = simpleSecurity({ secret: 'x', dbLocation: ':memory:', env: {} })
    t.after(close)
    const router = new Router().use(apiKeySecurity()).get('/who', (ctx) => {
      ctx.body = { id: ctx.state.apiKey.id, name: ctx.state.apiKey.name }
    })
    const url = await listen(t, new Koa().use(router.routes()).callback())
    const { key, id } = await keys.create({ name: 'Ann' })
    assert.deepEqual((await request(`${url}/who?api-key=${key}`)).json(), { id, name: 'Ann' })
  })
})

describe('3: names of headers', () => {
  it('have hyphens and no underscores, which proxies drop', async (t) => {
    const schemes = Object.values(document.components.securitySchemes)
    const names = schemes.flatMap((scheme) => ('name' in scheme ? [scheme.name] : []))
    assert.equal(names.length, 3)
    for (const name of names) assert.match(name, /^[a-z]+(-[a-z]+)*$/)
    const { newKey, get } = await startStandAlone(t)
    const key = await newKey()
    assert.equal((await get('/secure', { headers: { 'API-Key': key } })).status, 200)
    assert.equal((await get('/secure', { headers: { api_key: key } })).status, 403)
  })
})

describe('4: the version of the framework', () => {
  it('is theirs: Koa is a peer, in the versions 2 and 3', async () => {
    const manifest = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
    assert.equal(manifest.peerDependencies.koa, '^2.13.0 || ^3.0.0')
    assert.equal(manifest.dependencies.koa, undefined)
  })
})

describe('5: a database from an older version', () => {
  for (const [version, nameColumn] of [
    ['with names', ', name TEXT'],
    ['without names', ''],
  ]) {
    it(`does not break, also not one of the original ${version}: its table stays as it is`, async (t) => {
      const dbLocation = join(await temporaryFolder(t), 'sqlite.db')
      const columns = `api_key TEXT PRIMARY KEY, is_active INTEGER, never_expire INTEGER, expiration_date TEXT,
        latest_query_date TEXT, total_queries INTEGER${nameColumn}`
      await run(dbLocation, [
        `CREATE TABLE fastapi_simple_security (${columns})`,
        `INSERT INTO fastapi_simple_security (api_key, total_queries) VALUES ('${randomUUID()}', 7)`,
      ])
      const before = await all(dbLocation, 'SELECT * FROM fastapi_simple_security')
      const { newKey, get } = await startStandAlone(t, { dbLocation })
      assert.equal((await get('/secure', { headers: { 'api-key': await newKey() } })).status, 200)
      assert.deepEqual(await all(dbLocation, 'SELECT * FROM fastapi_simple_security'), before)
    })
  }
})

describe('6: usage per key, old and unused keys, options with sensible defaults', () => {
  it('shows for each key how often and when it was last used, and which keys are unused or expired', async (t) => {
    const clock = createClock('2026-01-01T00:00:00Z')
    const { newKey, get, logs } = await startStandAlone(t, { now: clock.now })
    const used = await newKey('?name=used')
    await newKey('?name=unused')
    for (let use = 0; use < 3; use++) await get('/secure', { headers: { 'api-key': used } })
    const byName = new Map((await logs()).map((log) => [log.name, log]))
    assert.deepEqual(
      [byName.get('used').total_queries, byName.get('used').latest_query_date],
      [3, '2026-01-01T00:00:00Z'],
    )
    assert.deepEqual([byName.get('unused').total_queries, byName.get('unused').latest_query_date], [0, undefined])
    clock.advance(20 * dayMs)
    assert.ok((await logs()).every(({ expiration_date }) => Date.parse(expiration_date) < clock.now()))
  })

  it('works with no option at all, and each option changes what it says', async (t) => {
    const clock = createClock('2026-01-01T00:00:00Z')
    const { newKey, logs, get } = await startStandAlone(t, {
      now: clock.now,
      automaticExpiration: 0.5,
      keyPrefix: 'acme_live',
      hideDocs: true,
    })
    assert.match(await newKey(), /^acme_live_[0-9A-Za-z]{12}_[0-9A-Za-z]{33}$/)
    assert.equal((await logs())[0].expiration_date, '2026-01-01T12:00:00Z')
    assert.equal((await get('/openapi.json')).json().paths['/auth/new'], undefined)
  })
})

describe('7: distributed deployment', () => {
  it('two instances on one database know the same keys, and their counts add up', async (t) => {
    const dbLocation = join(await temporaryFolder(t), 'keys.db')
    const one = await startStandAlone(t, { dbLocation })
    const two = await startStandAlone(t, { dbLocation })
    const key = await one.newKey()
    const use = (server: typeof one) => server.get('/secure', { headers: { 'api-key': key } })
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => use(index % 2 === 0 ? one : two)))
    assert.ok(answers.every(({ status }) => status === 200))
    await one.logs()
    assert.equal((await two.logs())[0].total_queries, 100)
    await one.admin(`/auth/revoke?api-key=${key}`)
    assert.equal((await use(one)).status, 403)
    const deadline = Date.now() + 1000
    while ((await use(two)).status !== 403) assert.ok(Date.now() < deadline, 'still accepted after 1 s')
  })
})

describe('8: existing keys', () => {
  it('can be put in, and are checked, counted, revoked and renewed like generated ones', async (t) => {
    const { instance, get, admin, logs } = await startStandAlone(t)
    for (const key of [randomUUID(), 'sk_live_51HhTzQ8vW2mXbR4nYp7', '0123456789abcdef0123456789abcdef']) {
      const { start } = await instance.keys.create({ key, name: 'old' })
      const use = () => get('/secure', { headers: { 'api-key': key } })
      assert.equal((await use()).status, 200)
      const log = (await logs()).find(({ api_key }) => api_key === start)
      assert.equal(log.total_queries, 1)
      assert.ok(!JSON.stringify(log).includes(key.slice(0, 12)))
      await admin(`/auth/revoke?api-key=${key}`)
      assert.equal((await use()).status, 403)
      assert.match((await admin(`/auth/renew?api-key=${key}`)).json(), /reactivated/)
      assert.equal((await use()).status, 200)
    }
  })

  it('are refused when they could be guessed or are there already', async (t) => {
    const { instance, newKey, logs } = await startStandAlone(t)
    const key = await newKey()
    const weak = [
      '',
      'password',
      'correct-horse-batt',
      '1'.repeat(100),
      'ab'.repeat(50),
      '0123456789abcdef0123456789abcde',
    ]
    const unusable = [
      'has a blank but is very long indeed 0123456789',
      `${'é'.repeat(40)}abcdefghij`,
      'x0y1z2w3'.repeat(40),
    ]
    for (const refused of [...weak, ...unusable, `${key}x`, key.replace(/.$/, key.endsWith('0') ? '1' : '0')]) {
      await assert.rejects(instance.keys.create({ key: refused }), { code: 'invalid_argument' }, refused)
    }
    await assert.rejects(instance.keys.create({ key }), { code: 'key_exists' })
    assert.equal((await logs()).length, 1)
  })
})

async function run(location: string, statements: string[]): Promise<void> {
  const database = new sqlite3.Database(location)
  for (const statement of statements) await promisify<string>(database.exec.bind(database))(statement)
  await promisify(database.close.bind(database))()
}

async function all(location: string, query: string): Promise<unknown> {
  const database = new sqlite3.Database(location)
  const rows = await promisify<string, unknown>(database.all.bind(database))(query)
  await promisify(database.close.bind(database))()
  return rows
}
