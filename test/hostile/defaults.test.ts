import assert from 'node:assert/strict'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { after, type TestContext, test } from 'node:test'
import { request } from '../support/http.js'
import { runServer } from '../support/program.js'
import { temporaryFolder } from '../support/temporary.js'
import { attempt } from './attempts.js'

// What a server does that nobody told anything. The port alone is given, so that tests do not meet.

const own = 'KOA_SIMPLE_SECURITY_'
const dayMs = 86_400_000

// With the usual mask of 022, a file that everybody may write would look like one that everybody may read.
const usualMask = process.umask(0)
after(() => process.umask(usualMask))

async function start(t: TestContext, env: Record<string, string> = {}) {
  const folder = await temporaryFolder(t)
  const server = await runServer(t, env, folder)
  const secret = /^ {2}secret {4}(\S+)$/m.exec(server.output().stdout)?.[1] ?? ''
  const get = (path: string, headers: Record<string, string> = {}) => request(server.url + path, { headers })
  const admin = (path: string, headers: Record<string, string> = {}) => get(path, { ...headers, 'secret-key': secret })
  const newKey = async (): Promise<string> => (await admin('/auth/new')).json()
  const written = () => server.output().stdout + server.output().stderr
  return { ...server, folder, secret, get, admin, newKey, written }
}

function occurrences(text: string, part: string): number {
  return text.split(part).length - 1
}

function isReached(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 })
    const end = (reached: boolean) => {
      socket.destroy()
      resolve(reached)
    }
    socket.once('connect', () => end(true))
    for (const event of ['error', 'timeout']) socket.once(event, () => end(false))
  })
}

async function modesIn(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort()
  const modes = names.map(async (name) => [name, ((await stat(join(folder, name))).mode & 0o777).toString(8)])
  return Object.fromEntries(await Promise.all(modes))
}

test('a server that nothing was configured for is reached by its own machine only', async (t) => {
  const { url } = await start(t)
  const port = Number(new URL(url).port)
  assert.equal(url, `http://127.0.0.1:${port}`)
  assert.ok(await isReached('127.0.0.1', port))
  const outside = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  // The second one is of the loopback interface, too, and is there where a machine has no other.
  const others = ['127.0.0.2', '::1', ...outside.filter(({ internal }) => !internal).map(({ address }) => address)]
  await attempt(
    'defaults',
    others.map((host) => [host, async () => assert.equal(await isReached(host, port), false, 'it is reached')]),
  )
})

test('a server that nothing was configured for makes a secret that cannot be guessed and shows it once', async (t) => {
  const [one, two] = [await start(t), await start(t)]
  const { secret, get, newKey, written } = one
  const key = await newKey()
  await attempt('defaults', [
    ['it has 128 random bits', () => assert.ok(Buffer.from(secret, 'base64url').length * 8 >= 128, `${secret.length}`)],
    ['it is another one each time', () => assert.notEqual(secret, two.secret)],
    [
      'it is that of the other server',
      async () => assert.equal((await one.get('/auth/keys', { 'secret-key': two.secret })).status, 403),
    ],
    ['no secret', async () => assert.equal((await get('/auth/keys')).status, 403)],
    ['an empty secret', async () => assert.equal((await get('/auth/keys', { 'secret-key': '' })).status, 403)],
    [
      'the secret of the original system’s examples',
      async () => assert.equal((await get('/auth/keys', { 'secret-key': 'TEST_SECRET' })).status, 403),
    ],
    [
      'keys and the secret are in no line of the log',
      async () => {
        for (const path of [`/secure?api-key=${key}`, `/auth/keys?secret-key=${secret}`, `/nowhere/${key}?${secret}`]) {
          await get(path, { 'api-key': `${key}x` })
        }
        for (const startedAt = performance.now(); !written().includes('/nowhere/'); ) {
          assert.ok(performance.now() - startedAt < 10_000, 'nothing was logged')
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
        assert.equal(occurrences(written(), key), 0, 'the key is')
        assert.equal(occurrences(written(), secret), 1, 'the secret is')
      },
    ],
  ])
})

test('a server that nothing was configured for trusts nobody', async (t) => {
  const { get, admin, newKey, secret, url, process: serving } = await start(t)
  const key = await newKey()
  const foreign = { origin: 'https://evil.example' }
  const corsOf = async (method: string, path: string) => {
    const asked = { ...foreign, 'access-control-request-method': 'GET', 'access-control-request-headers': 'secret-key' }
    const { headers } = await request(url + path, {
      method,
      headers: { ...asked, 'secret-key': secret, 'api-key': key },
    })
    return Object.keys(headers).filter((name) => name.startsWith('access-control-'))
  }
  await attempt('defaults', [
    ...['/auth/keys', '/secure', '/unsecured', '/docs', '/openapi.json', '/nowhere'].flatMap((path) =>
      ['GET', 'OPTIONS'].map(
        (method) =>
          [
            `${method} ${path} of another origin`,
            async () => assert.deepEqual(await corsOf(method, path), []),
          ] as const,
      ),
    ),
    [
      'an address that the client writes',
      async () => {
        await admin('/auth/new', {
          'x-forwarded-for': '203.0.113.9',
          'x-real-ip': '203.0.113.9',
          forwarded: 'for=203.0.113.9',
        })
        const [latest] = (await admin('/auth/audit?limit=1')).json().events
        assert.equal(latest.address, '127.0.0.1')
      },
    ],
    [
      'a key that lives for ever',
      async () => {
        const { expiration_date: expires, never_expire: never } = (await admin('/auth/keys?limit=1')).json().keys[0]
        assert.equal(never, false)
        assert.ok(Math.abs(Date.parse(expires) - Date.now() - 15 * dayMs) < 60_000, expires)
      },
    ],
    [
      'what runs it',
      async () => {
        const { headers } = await get('/unsecured')
        assert.deepEqual([headers.server, headers['x-powered-by']], [undefined, undefined])
      },
    ],
    [
      'an inspector, a report or a snapshot of the heap',
      async () => {
        const command = await readFile(`/proc/${serving.pid}/cmdline`, 'utf8')
        assert.doesNotMatch(command, /--(inspect|heap|report|diagnostic|abort)/)
      },
    ],
    [
      // The last one: nobody gets in from this address for a minute.
      'guessing without end',
      async () => {
        for (let time = 1; time <= 20; time++) {
          assert.equal((await get('/auth/keys', { 'secret-key': `guess ${time}` })).status, 403)
        }
        assert.equal((await admin('/auth/keys')).status, 429)
      },
    ],
  ])
})

test('a new SQLite database can be read by its user only, with all that is beside it', async (t) => {
  const { folder, newKey } = await start(t)
  await newKey()
  const chosen = await start(t, { [`${own}DB_LOCATION`]: 'data/of/keys.db' })
  await chosen.newKey()
  const usersOwn = (name: string) => ({ [name]: '600', [`${name}-shm`]: '600', [`${name}-wal`]: '600' })
  await attempt('defaults', [
    ['sqlite.db', async () => assert.deepEqual(await modesIn(folder), usersOwn('sqlite.db'))],
    [
      'a location of one’s own',
      async () => assert.deepEqual(await modesIn(join(chosen.folder, 'data/of')), usersOwn('keys.db')),
    ],
    [
      'a file that was there keeps its mode',
      async () => {
        const shared = await temporaryFolder(t)
        await writeFile(join(shared, 'sqlite.db'), '', { mode: 0o640 })
        await runServer(t, {}, shared)
        assert.equal((await modesIn(shared))['sqlite.db'], '640')
      },
    ],
  ])
})

test('what makes a server stricter does what it says', async (t) => {
  const [usual, hidden, none, header] = [
    await start(t),
    await start(t, { [`${own}HIDE_DOCS`]: 'true' }),
    await start(t, { [`${own}DOCS`]: 'false' }),
    await start(t, { [`${own}KEYS_IN`]: 'header' }),
  ]
  const documents = ['/openapi.json', '/openapi.yaml']
  const key = await header.newKey()
  await attempt('defaults', [
    ...documents.flatMap((path) => [
      [
        `${path} shows the administration`,
        async () => assert.match((await usual.get(path)).text, /\/auth\/new/),
      ] as const,
      [
        `${path} hides it`,
        async () => {
          const { status, text } = await hidden.get(path)
          assert.equal(status, 200)
          assert.match(text, /\/secure/)
          assert.doesNotMatch(text, /\/auth\/|secret-key/)
        },
      ] as const,
    ]),
    ['hidden is not open', async () => assert.equal((await hidden.get('/auth/keys')).status, 403)],
    ...['/docs', '/docs/page.js', ...documents].map(
      (path) => [`no ${path}`, async () => assert.equal((await none.get(path)).status, 404)] as const,
    ),
    ['a key in the query', async () => assert.equal((await header.get(`/secure?api-key=${key}`)).status, 403)],
    ['a key in the header', async () => assert.equal((await header.get('/secure', { 'api-key': key })).status, 200)],
  ])
})
