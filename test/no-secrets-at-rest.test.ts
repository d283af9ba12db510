import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { request } from './support/http.js'
import { runServer, type ServingProgram } from './support/program.js'
import { temporaryFolder } from './support/temporary.js'

const adminSecret = 'AdminSecretThatMustNeverBeWritten'
const env = { KOA_SIMPLE_SECURITY_SECRET: adminSecret, KOA_SIMPLE_SECURITY_DB_LOCATION: 'data/keys.db' }

function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

/** The 33 characters after the last underscore: what somebody who has the public start lacks. */
function secretPart(key: string): string {
  return key.slice(key.lastIndexOf('_') + 1)
}

/** What must not be found: the key, its secret part, and as much of that as would shorten a search. */
function traces(key: string): string[] {
  return [key, secretPart(key), secretPart(key).slice(0, 20)]
}

interface Place {
  name: string
  bytes: Buffer
}

async function databaseFiles(folder: string): Promise<Place[]> {
  const data = join(folder, 'data')
  return Promise.all((await readdir(data)).map(async (name) => ({ name, bytes: await readFile(join(data, name)) })))
}

function outputOf(server: ServingProgram): Place[] {
  const { stdout, stderr } = server.output()
  return [
    { name: 'stdout', bytes: Buffer.from(stdout) },
    { name: 'stderr', bytes: Buffer.from(stderr) },
  ]
}

function assertNowhere(places: Place[], secrets: readonly string[]): void {
  for (const { name, bytes } of places) {
    for (const secret of secrets) {
      // The position and what stands before it say enough; the secret itself need not be shown once more.
      const at = bytes.indexOf(secret)
      const before = bytes
        .subarray(Math.max(0, at - 120), Math.max(0, at))
        .toString()
        .replace(/[^ -~]+/g, ' ')
      assert.equal(at, -1, `${secret.length} characters of a secret are in ${name}, behind: ${before}`)
    }
  }
}

async function start(t: TestContext) {
  const folder = await temporaryFolder(t)
  const server = await runServer(t, env, folder)
  const get = (path: string, headers: Record<string, string | string[]> = {}) => request(server.url + path, { headers })
  const admin = (path: string) => get(path, { 'secret-key': adminSecret })
  const newKey = async (query = ''): Promise<string> => {
    const answer = await admin(`/auth/new${query}`)
    assert.equal(answer.status, 200, answer.text)
    return answer.json()
  }
  const stop = async () => {
    server.process.kill('SIGTERM')
    assert.equal(await server.ended, 0)
  }
  return { folder, server, get, admin, newKey, stop }
}

test('no secret and no key is in the log, the database or the documents, however it was used', async (t) => {
  const { folder, server, get, admin, newKey, stop } = await start(t)
  const keys = [await newKey(), await newKey('?name=job'), await newKey('?never_expires=true')]
  const statuses = new Set<number>()
  const use = async (path: string, headers?: Record<string, string | string[]>) => {
    statuses.add((await get(path, headers)).status)
  }
  const manage = async (path: string) => {
    statuses.add((await admin(path)).status)
  }
  for (const key of keys) {
    const typo = `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`
    for (const given of [key, typo, key.slice(0, -1)]) {
      await use('/secure', { 'api-key': given })
      await use(`/secure?api-key=${given}`)
      await use(`/secure?api_key=${given}`)
      await use(`/secure?api-key=${given}&API-KEY=${given}`)
      await use(`/secure?${given}`)
      await use(`/secure?${given}=x`)
      await use(`/secure?name=${given}`, { 'api-key': given })
      await use(`/secure?api-key=a&api-key=${given}`)
      await use('/secure', { 'api-key': ['a', given] })
      await use('/secure', { authorization: `Bearer ${given}`, cookie: `api-key=${given}`, referer: `/?k=${given}` })
      await use('/secure', { 'secret-key': given })
      await use(`/secure/${given}`)
      await use(`/secure/api-key=${given}`)
      await use(`/${given}?api-key=${given}`)
      await use(`/docs/${given}`)
      await manage(`/auth/${given}`)
      await manage(`/auth/new?api-key=${given}`)
      await manage(`/auth/revoke?api_key=${given}`)
      await manage(`/auth/revoke?api-key=${given}&name=${given}`)
      await manage(`/auth/renew?api-key=kss_000000000000&expiration-date=${given}`)
      await manage(`/auth/logs?name=${given}`)
      await manage(`/auth/new?never_expires=${given}`)
    }
    await manage(`/auth/revoke?api-key=${key}`)
    await manage(`/auth/renew?api-key=${key}`)
    await use('/secure', { 'api-key': key })
  }
  await use('/secure', { 'api-key': adminSecret })
  await use(`/secure?api-key=${adminSecret}`)
  await use(`/auth/new?secret-key=${adminSecret}`)
  await use(`/auth/new?secret_key=${adminSecret}`)
  await use(`/auth/new?${adminSecret}`)
  await use('/auth/new', { 'secret-key': ['a', adminSecret] })
  await use('/auth/new', { 'secret-key': `${adminSecret}x` })
  await manage(`/auth/revoke?api-key=${adminSecret}`)
  await manage(`/auth/renew?api-key=${adminSecret}`)
  assert.deepEqual([...statuses].sort(), [200, 403, 404, 422], 'each kind of answer was among them')

  const paths = ['/openapi.json', '/openapi.yaml', '/docs', '/docs/page.js', '/auth/logs']
  const documents = await Promise.all(
    paths.map(async (name) => {
      const { status, text } = await admin(name)
      assert.equal(status, 200)
      return { name, bytes: Buffer.from(text) }
    }),
  )
  const secrets = [adminSecret, ...keys.flatMap(traces)]
  const whileRunning = await databaseFiles(folder)
  assert.ok(whileRunning.some(({ name }) => name === 'keys.db-wal'))
  await stop()
  const afterwards = await databaseFiles(folder)
  for (const files of [whileRunning, afterwards]) {
    const digests = keys.filter((key) => files.some(({ bytes }) => bytes.includes(digestOf(key))))
    assert.equal(digests.length, keys.length, 'what is searched is where the keys are kept')
  }
  const log = server.output().stdout
  for (const key of keys) assert.ok(log.includes(key.slice(0, key.lastIndexOf('_'))), 'the log shows the public start')
  assertNowhere([...outputOf(server), ...documents, ...whileRunning, ...afterwards], secrets)
})

const misplaced = {
  'percent-encoded in part': (key: string) => key.replaceAll('_', '%5F'),
  'percent-encoded as a whole': (key: string) =>
    [...key].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join(''),
  'without its prefix': (key: string) => key.slice(key.indexOf('_') + 1),
  'without its public start': secretPart,
}

for (const [how, disguise] of Object.entries(misplaced)) {
  test(`no key is in the log that was put into the path ${how}`, async (t) => {
    const { server, get, newKey, stop } = await start(t)
    const key = await newKey()
    assert.equal((await get(`/secure/${disguise(key)}`)).status, 404)
    await stop()
    const places = outputOf(server)
    const decoded = places.map(({ name, bytes }) => ({
      name,
      bytes: Buffer.from(bytes.toString().replace(/(%[0-9A-Fa-f]{2})+/g, decodeURIComponent)),
    }))
    assertNowhere([...places, ...decoded], traces(key))
  })
}

test('no key is kept that somebody put into the name of another', async (t) => {
  const { folder, server, admin, newKey, stop } = await start(t)
  const key = await newKey()
  await admin(`/auth/new?name=${encodeURIComponent(`for ${key}`)}`)
  const logs = await admin('/auth/logs')
  await stop()
  const places = [...outputOf(server), ...(await databaseFiles(folder))]
  assertNowhere([...places, { name: '/auth/logs', bytes: Buffer.from(logs.text) }], traces(key))
})
