import assert from 'node:assert/strict'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { it } from 'node:test'
import { promisify } from 'node:util'
import sqlite3 from 'sqlite3'
import { administerUntilGone, createAdminLedger } from './support/admin-writes.js'
import { request } from './support/http.js'
import { runServer } from './support/program.js'
import { halfDone } from './support/stored.js'
import { temporaryFolder } from './support/temporary.js'

const secret = 'secret'
const asAdmin = { headers: { 'secret-key': secret } }

// As docs/operations.md has it.
it('a SQLite file that is copied while a server writes to it is whole, and a server goes on from the copy', async (t) => {
  const folder = await temporaryFolder(t)
  const file = join(folder, 'keys.db')
  const env = { KOA_SIMPLE_SECURITY_SECRET: secret, KOA_SIMPLE_SECURITY_DB_LOCATION: file }
  const server = await runServer(t, env, folder)
  const newKey = async (): Promise<string> => (await request(`${server.url}/auth/new`, asAdmin)).json()
  const use = async (url: string, key: string) =>
    (await request(`${url}/secure`, { headers: { 'api-key': key } })).status
  const [kept, revoked] = [await newKey(), await newKey()]
  assert.equal((await request(`${server.url}/auth/revoke?api-key=${revoked}`, asAdmin)).status, 200)
  const ledger = createAdminLedger()
  const writing = Promise.all([0, 1].map(() => administerUntilGone(server.url, secret, ledger)))
  while (ledger.answered < 10) await newKey()

  const database = new sqlite3.Database(file)
  await promisify<string, void>(database.exec.bind(database))(`VACUUM INTO '${join(folder, 'backup.db')}'`)
  await promisify(database.close.bind(database))()
  const answeredBefore = ledger.answered
  const later = await newKey()
  while (ledger.answered < answeredBefore + 10) await newKey()
  server.process.kill('SIGKILL')
  await Promise.all([writing, server.ended])
  assert.deepEqual(ledger.refusals, [], 'nobody had to wait for the copy in vain')

  for (const ending of ['-wal', '-shm']) await rm(file + ending)
  await rename(join(folder, 'backup.db'), file)
  assert.deepEqual(await halfDone(`sqlite:${file}`), [])
  const restored = await runServer(t, env, folder)
  assert.deepEqual([await use(restored.url, kept), await use(restored.url, revoked)], [200, 403])
  assert.equal(await use(restored.url, later), 403, 'it was made after the copy')
  const { events } = (await request(`${restored.url}/auth/audit?limit=200`, asAdmin)).json()
  assert.ok(events.length >= 13, `${events.length} events of more than 13`)
  assert.equal((await request(`${restored.url}/auth/new`, asAdmin)).status, 200)
})
