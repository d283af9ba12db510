import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { it } from 'node:test'
import { parse } from 'yaml'
import { changedUrl, serverDatabases } from '../support/databases.js'
import { request } from '../support/http.js'
import { runServer } from '../support/program.js'
import { temporaryFolder } from '../support/temporary.js'
import { root } from './example.js'

it('the replicas of the example with PostgreSQL know the same keys', async (t) => {
  const { services } = parse(await readFile(join(root, 'examples/postgres/compose.yaml'), 'utf8'))
  const { POSTGRES_USER: user, POSTGRES_PASSWORD: password, POSTGRES_DB: database } = services.database.environment
  const given = services.api.environment
  const url = given.KOA_SIMPLE_SECURITY_DATABASE_URL
  assert.equal(url, `postgres://${user}:${password}@database:5432/${database}`)
  const front = await readFile(join(root, 'examples/postgres/front.conf'), 'utf8')
  assert.match(front, /server api:8080;/)

  // The same, on a server that is there.
  const [postgres] = serverDatabases
  assert.equal(postgres?.name, 'PostgreSQL')
  const fresh = await postgres.fresh(t)
  const env = { ...given, KOA_SIMPLE_SECURITY_DATABASE_URL: changedUrl(fresh, {}) }
  const folder = await temporaryFolder(t)
  const replicas = await Promise.all([runServer(t, env, folder), runServer(t, env, folder)])
  const [one, other] = replicas.map((replica) => replica.url) as [string, string]
  const headers = { 'secret-key': given.KOA_SIMPLE_SECURITY_SECRET }
  const key = (await request(`${one}/auth/new`, { headers })).json()
  const use = (replica: string) => request(`${replica}/secure`, { headers: { 'api-key': key } })
  assert.deepEqual([(await use(one)).status, (await use(other)).status], [200, 200])
  await request(`${one}/auth/revoke?api-key=${key}`, { headers })
  const deadline = performance.now() + 10_000
  while ((await use(other)).status !== 403) assert.ok(performance.now() < deadline, 'it is never refused')
})
