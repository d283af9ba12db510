import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { dayMs } from './support/clock.js'
import { request } from './support/http.js'
import { runProgram, runServer } from './support/program.js'
import { assertRefusedStart, changeDatabase, madeDatabase, type RefusedStart } from './support/refused-start.js'
import { temporaryFolder } from './support/temporary.js'

const own = 'KOA_SIMPLE_SECURITY_'
const location = `${own}DB_LOCATION`

interface Refusal extends RefusedStart {
  what: string
  /** Puts files into the folder that the program runs in; what it returns is added to the environment. */
  // biome-ignore lint/suspicious/noConfusingVoidType: most have nothing to add
  prepare?: (folder: string, t: TestContext) => Promise<Record<string, string> | void>
}

function refusedValue(variable: string, value: string, allowed: string): Refusal {
  return { what: `${variable}=${value}`, env: { [variable]: value }, says: [variable, JSON.stringify(value), allowed] }
}

function hiddenValue(what: string, variable: string, value: string, hides: string[], allowed: string): Refusal {
  return { what, env: { [variable]: value }, says: [variable, allowed], hides: [value, ...hides] }
}

const port = 'whole number from 0 to 65535'
const days = 'number of days above 0'
const ascii = 'visible ASCII characters'

const refusals: Refusal[] = [
  ...['http', '70000', '-1', '80.5', '0x50', ' 80'].map((value) => refusedValue('PORT', value, port)),
  refusedValue('HOST', 'a b', 'an address or a host name'),
  refusedValue(`${own}HIDE_DOCS`, 'maybe', 'true or false'),
  refusedValue('FASTAPI_SIMPLE_SECURITY_HIDE_DOCS', 'maybe', 'true or false'),
  ...['0', '-3', 'soon', '1e400', '0x10', '15 days', 'Infinity'].map((value) =>
    refusedValue(`${own}AUTOMATIC_EXPIRATION`, value, days),
  ),
  refusedValue('FAST_API_SIMPLE_SECURITY_AUTOMATIC_EXPIRATION', 'soon', days),
  ...['my key', 'my-key', '_key', 'k'.repeat(21)].map((value) =>
    refusedValue(`${own}KEY_PREFIX`, value, 'letters and digits'),
  ),
  hiddenValue('a secret with a control character', `${own}SECRET`, 'hush\u0001hush', ['hush'], ascii),
  hiddenValue('a secret with a letter outside ASCII', `${own}SECRET`, 'hushwört', ['hushw'], ascii),
  hiddenValue('a secret with a blank', 'FASTAPI_SIMPLE_SECURITY_SECRET', 'hush hush', ['hush'], ascii),
  hiddenValue('an empty secret in a list', `${own}SECRET`, 'hush,,other', ['hush', 'other'], ascii),
  hiddenValue(
    'a PostgreSQL URL without a database',
    `${own}DATABASE_URL`,
    'postgres://user:hunter2@127.0.0.1',
    ['hunter2'],
    'sqlite:',
  ),
  hiddenValue(
    'a URL of no database',
    `${own}DATABASE_URL`,
    'ftp://user:hunter2@127.0.0.1/keys',
    ['hunter2'],
    'sqlite:',
  ),
  {
    what: 'a misspelt variable',
    env: { [`${own}SECERT`]: 'hunter2' },
    says: [`${own}SECERT`, /\bKOA_SIMPLE_SECURITY_SECRET\?/],
    hides: ['hunter2'],
  },
  {
    what: 'a database below a file',
    prepare: (folder) => writeFile(join(folder, 'file'), 'no folder'),
    env: { [location]: 'file/below/keys.db' },
    says: ['/file/below/keys.db cannot be opened', 'not a directory'],
  },
  {
    what: 'a folder as database',
    prepare: async (folder) => void (await mkdir(join(folder, 'folder'))),
    env: { [location]: 'folder' },
    says: ['/folder cannot be opened', 'folder'],
  },
  {
    what: 'a folder as database, by URL',
    prepare: async (folder) => void (await mkdir(join(folder, 'folder'))),
    env: { [`${own}DATABASE_URL`]: 'sqlite:folder' },
    says: ['/folder cannot be opened', 'folder'],
  },
  {
    what: 'a folder as database that has a line break in its name',
    prepare: async (folder) => void (await mkdir(join(folder, 'two\nlines'))),
    env: { [location]: 'two\nlines' },
    says: ['two', 'lines', 'folder'],
  },
  {
    what: 'a text file as database',
    prepare: (folder) => writeFile(join(folder, 'sqlite.db'), 'Dear diary, this is no database.\n'.repeat(200)),
    says: ['/sqlite.db cannot be used', 'not a database'],
  },
]

/** Those that start from a good database of this program. */
const databaseRefusals: Refusal[] = [
  {
    what: 'a truncated database',
    prepare: async (folder) => {
      const file = join(folder, 'sqlite.db')
      await truncate(file, Math.floor((await stat(file)).size / 2))
    },
    says: ['/sqlite.db cannot be used'],
  },
  {
    what: 'random bytes after the name of the format',
    prepare: (folder) => scramble(join(folder, 'sqlite.db'), 'SQLite format 3\0'.length),
    says: ['/sqlite.db cannot be used'],
  },
  {
    what: 'random bytes after the whole header',
    prepare: (folder) => scramble(join(folder, 'sqlite.db'), 100),
    says: ['/sqlite.db cannot be used'],
  },
  {
    what: 'a database of a newer version',
    prepare: (folder) =>
      changeDatabase(
        join(folder, 'sqlite.db'),
        `INSERT INTO simple_security_migrations (name, batch, migration_time) VALUES ('9999-from-the-future', 2, 0)`,
      ),
    says: ['/sqlite.db', 'newer', '9999-from-the-future'],
  },
  {
    // A dump that was read back in is in the default journal mode; to change it is to change the file.
    what: 'a database of a newer version in the default journal mode',
    prepare: (folder) =>
      changeDatabase(
        join(folder, 'sqlite.db'),
        `INSERT INTO simple_security_migrations (name, batch, migration_time) VALUES ('9999-from-the-future', 2, 0);
         PRAGMA journal_mode = DELETE`,
      ),
    says: ['/sqlite.db', 'newer', '9999-from-the-future'],
  },
  {
    what: 'a database in which a table of our name is something else',
    prepare: (folder) =>
      changeDatabase(
        join(folder, 'sqlite.db'),
        'DROP TABLE simple_security_migrations; CREATE TABLE simple_security_migrations (other TEXT)',
      ),
    says: ['/sqlite.db'],
  },
  {
    what: 'a port that is taken',
    prepare: async (_, t) => ({ PORT: await takenPort(t) }),
    says: ['127.0.0.1', 'EADDRINUSE', 'PORT'],
  },
]

async function scramble(file: string, from: number): Promise<void> {
  const bytes = await readFile(file)
  // The same in every run.
  for (let at = from; at < bytes.length; at += 32) createHash('sha256').update(String(at)).digest().copy(bytes, at)
  await writeFile(file, bytes)
}

async function takenPort(t: TestContext): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return String((server.address() as AddressInfo).port)
}

async function assertRefused(
  t: TestContext,
  folder: string,
  { env, prepare, says, hides = [] }: Refusal,
): Promise<void> {
  const added = (await prepare?.(folder, t)) ?? {}
  await assertRefusedStart(t, folder, { env: { ...env, ...added }, says, hides })
}

test('what cannot be used stops the start with one line and changes nothing', { concurrency: 2 }, async (t) => {
  const database = await madeDatabase(t)
  const onDatabase = databaseRefusals.map((refusal) => ({
    ...refusal,
    prepare: async (folder: string, t: TestContext) => {
      await copyFile(database, join(folder, 'sqlite.db'))
      return refusal.prepare?.(folder, t)
    },
  }))
  await Promise.all(
    [...refusals, ...onDatabase].map((refusal) =>
      t.test(refusal.what, async (t) => assertRefused(t, await temporaryFolder(t), refusal)),
    ),
  )
})

test('a start that fails since its port is taken leaves no new database behind', async (t) => {
  await assertRefused(t, await temporaryFolder(t), {
    what: '',
    prepare: async (_, t) => ({ PORT: await takenPort(t) }),
    says: ['EADDRINUSE'],
  })
})

interface Effect {
  secrets: string[]
  refusedSecrets: string[]
  hidden: boolean
  file: string
  expirationDays: number
}

/** Starts with this environment and looks at what each variable does. */
async function assertEffect(
  t: TestContext,
  folder: string,
  env: Record<string, string>,
  effect: Effect,
): Promise<void> {
  const server = await runServer(t, env, folder)
  const admin = (path: string, secret: string) =>
    request(server.url + path, { headers: { 'secret-key': secret || generatedSecret } })
  const generatedSecret = /secret {4}(\S+)/.exec(server.output().stdout)?.[1] ?? ''
  for (const secret of effect.secrets) assert.equal((await admin('/auth/new', secret)).status, 200)
  for (const secret of effect.refusedSecrets) assert.equal((await admin('/auth/new', secret)).status, 403)
  const document = (await request(`${server.url}/openapi.json`)).json()
  assert.equal('/auth/new' in document.paths, !effect.hidden)
  assert.ok(existsSync(join(folder, effect.file)), effect.file)
  const { logs } = (await admin('/auth/logs', effect.secrets[0] ?? '')).json()
  const daysLeft = (Date.parse(logs[0].expiration_date) - Date.now()) / dayMs
  assert.ok(Math.abs(daysLeft - effect.expirationDays) < 0.01, `${daysLeft} days`)
  server.process.kill('SIGTERM')
  await server.ended
}

const originals = {
  FASTAPI_SIMPLE_SECURITY_SECRET: 'original',
  FASTAPI_SIMPLE_SECURITY_HIDE_DOCS: 'True',
  FASTAPI_SIMPLE_SECURITY_DB_LOCATION: 'original.db',
  FAST_API_SIMPLE_SECURITY_AUTOMATIC_EXPIRATION: '3',
}
const originalEffect: Effect = {
  secrets: ['original'],
  refusedSecrets: ['ours'],
  hidden: true,
  file: 'original.db',
  expirationDays: 3,
}
const emptyOnes = Object.fromEntries(
  ['SECRET', 'HIDE_DOCS', 'DB_LOCATION', 'DATABASE_URL', 'AUTOMATIC_EXPIRATION', 'KEY_PREFIX'].map((name) => [
    own + name,
    '',
  ]),
)

test('what the environment says', { concurrency: 2 }, async (t) => {
  const holds = (what: string, env: Record<string, string>, effect: Effect, absentFile?: string) =>
    t.test(what, async (t) => {
      const folder = await temporaryFolder(t)
      await assertEffect(t, folder, env, effect)
      if (absentFile !== undefined) assert.ok(!existsSync(join(folder, absentFile)), absentFile)
    })
  await Promise.all([
    holds('the names of the original system work', originals, originalEffect, 'sqlite.db'),
    holds(
      'our names win over the original ones',
      {
        ...originals,
        [`${own}SECRET`]: 'ours, also',
        [`${own}HIDE_DOCS`]: 'false',
        [location]: 'ours.db',
        [`${own}AUTOMATIC_EXPIRATION`]: '0.5',
      },
      { secrets: ['ours', 'also'], refusedSecrets: ['original'], hidden: false, file: 'ours.db', expirationDays: 0.5 },
      'original.db',
    ),
    holds('an empty value of ours leaves the original name in force', { ...originals, ...emptyOnes }, originalEffect),
    holds(
      'empty values count as not set',
      { ...Object.fromEntries(Object.keys(originals).map((name) => [name, ''])), ...emptyOnes, HOST: '' },
      { secrets: [''], refusedSecrets: ['ours'], hidden: false, file: 'sqlite.db', expirationDays: 15 },
    ),
    holds(
      'missing folders above the database are made',
      { [`${own}SECRET`]: 'ours', [location]: 'a/b/c/keys.db' },
      { secrets: ['ours'], refusedSecrets: [], hidden: false, file: 'a/b/c/keys.db', expirationDays: 15 },
      'sqlite.db',
    ),
    holds(
      'the URL wins over the location, and its missing folders are made',
      { [`${own}SECRET`]: 'ours', [`${own}DATABASE_URL`]: 'sqlite:d/e/keys.db', [location]: 'other.db' },
      { secrets: ['ours'], refusedSecrets: [], hidden: false, file: 'd/e/keys.db', expirationDays: 15 },
      'other.db',
    ),
  ])
})

test('the command line', { concurrency: 2 }, async (t) => {
  const run = async (t: TestContext, args: string[]) => {
    const folder = await temporaryFolder(t)
    const program = runProgram(t, args, { PORT: '0' }, folder)
    const code = await program.ended
    assert.deepEqual(await readdir(folder), [], 'no file is made')
    return { code, ...program.output() }
  }
  const wrong: [args: string[], says: string][] = [
    [['server'], "unknown command 'server'"],
    [['serve', '--port'], "unknown option '--port'"],
    [['--port'], "unknown option '--port'"],
    [['serve', '8080'], 'too many arguments'],
  ]
  await Promise.all([
    ...wrong.map(([args, says]) =>
      t.test(`refuses ${args.join(' ')} as wrong use and hints at the help`, async (t) => {
        const { code, stdout, stderr } = await run(t, args)
        assert.equal(code, 2)
        assert.equal(stdout, '')
        assert.ok(stderr.includes(says) && stderr.includes('--help'), stderr)
        assert.ok(stderr.split('\n').length <= 4, stderr)
      }),
    ),
    t.test('shows the help, as wrong use, where no command is given', async (t) => {
      const { code, stdout, stderr } = await run(t, [])
      assert.equal(code, 2)
      assert.equal(stdout, '')
      assert.match(stderr, /^Usage: [\s\S]*^ +serve /m)
    }),
    ...[['--help'], ['serve', '--help']].map((args) =>
      t.test(`shows help with an example for ${args.join(' ')}`, async (t) => {
        const { code, stdout, stderr } = await run(t, args)
        assert.equal(code, 0)
        assert.equal(stderr, '')
        assert.match(stdout, /^Usage: koa-simple-security /)
        assert.match(stdout, /^Examples?:\n +\$ .*koa-simple-security serve/m)
      }),
    ),
    t.test('prints the version of the package', async (t) => {
      const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
      assert.deepEqual(await run(t, ['--version']), { code: 0, stdout: `${version}\n`, stderr: '' })
    }),
  ])
})
