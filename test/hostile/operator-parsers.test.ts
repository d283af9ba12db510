import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { readConfig, readListenConfig, readWorkers } from '../../src/config.js'
import { readDatabaseUrl } from '../../src/database-location.js'
import { isSimpleSecurityError } from '../../src/errors.js'
import { createClientAddress } from '../../src/http/client-address.js'
import { importFile } from '../../src/import/import-file.js'
import { readOriginalRow } from '../../src/import/original-row.js'
import { configOf, makeOriginal, row, rows } from '../import/original.js'
import { temporaryFolder } from '../support/temporary.js'
import { attemptProperties } from './attempts.js'

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 300 }))
/** Nobody writes it by chance. */
const marker = 'N0bodyMayReadThis'
/** What ends a line, moves the cursor or turns the direction of text, for a terminal, a log or a person. */
const notOneLine = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u

/** One line, and the one kind of error, are all that wrong configuration may cause. */
function assertRefusesWell(work: () => unknown): void {
  try {
    work()
  } catch (error) {
    assert.ok(isSimpleSecurityError(error, 'invalid_configuration') || isSimpleSecurityError(error, 'invalid_argument'))
    const { message } = error as Error
    assert.ok(!notOneLine.test(message), `more than one line: ${JSON.stringify(message)}`)
    assert.ok(!message.includes(marker), message)
  }
}

test('the configuration', async () => {
  const variables = [
    ...['SECRET', 'HIDE_DOCS', 'DB_LOCATION', 'DATABASE_URL', 'AUTOMATIC_EXPIRATION', 'KEY_PREFIX', 'POLL_INTERVAL'],
    ...['CACHE_ENTRIES', 'OUTAGE_GRACE', 'USAGE_RETENTION', 'SECRET_ATTEMPTS', 'TRUSTED_PROXIES', 'WORKERS'],
  ].map((name) => `KOA_SIMPLE_SECURITY_${name}`)
  const names = fc.oneof(
    fc.constantFrom(
      ...variables,
      'PORT',
      'HOST',
      'FASTAPI_SIMPLE_SECURITY_SECRET',
      'FASTAPI_SIMPLE_SECURITY_HIDE_DOCS',
    ),
    anyText.map((text) => `KOA_SIMPLE_SECURITY_${text}`),
  )
  const numbers = fc.oneof(fc.double().map(String), fc.integer().map(String))
  const words = fc.constantFrom(
    'true',
    'auto',
    '0x10',
    '1e3',
    '-1',
    ' 1',
    '1 ',
    ':memory:',
    'sqlite:x',
    '10.0.0.0/8',
    '0',
  )
  const values = fc.oneof(anyText, numbers, words)
  const secrets = values.map((text) => `${marker} ${text}`)
  const anything = fc.oneof(values, fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }))
  await attemptProperties('parsers', [
    [
      'any environment is read, or refused in one line',
      fc.property(fc.dictionary(names, values, { maxKeys: 2 }), values, (env, given) => {
        assertRefusesWell(() => readConfig({ env }))
        assertRefusesWell(() => readListenConfig(env))
        assertRefusesWell(() => readWorkers(env))
        assertRefusesWell(() => readWorkers({}, given))
      }),
    ],
    [
      'any options are read, or refused in one line',
      fc.property(
        fc.constantFrom('hideDocs', 'dbLocation', 'keyPrefix', 'cacheEntries', 'x'),
        anything,
        (name, value) => {
          assertRefusesWell(() => readConfig({ env: {}, [name]: value }))
        },
      ),
    ],
    [
      'a secret is not shown, wherever it can stand',
      fc.property(secrets, (secret) => {
        const url = `postgres://user:${secret}@`
        for (const env of [
          { KOA_SIMPLE_SECURITY_SECRET: secret },
          { FASTAPI_SIMPLE_SECURITY_SECRET: secret },
          { KOA_SIMPLE_SECURITY_DATABASE_URL: secret },
          { KOA_SIMPLE_SECURITY_DATABASE_URL: url },
        ]) {
          assertRefusesWell(() => readConfig({ env }))
        }
        assertRefusesWell(() => readConfig({ env: {}, secret: [secret, ''] }))
      }),
    ],
  ])
})

test('the URL of a database', async () => {
  const never = () => undefined
  const credentials = fc.string({ unit: 'binary' }).map((text) => encodeURIComponent(marker + text))
  const pieces = fc
    .array(
      fc.constantFrom('postgres', 'mysql', 'sqlite', ':', '/', '//', '@', '%', '?', '#', 'a', '[', ']', ' ', '\0', '1'),
    )
    .map((list) => list.join(''))
  await attemptProperties('parsers', [
    [
      'any text is a place or none',
      fc.property(fc.oneof(anyText, pieces, fc.webUrl()), (text) => {
        const location = readDatabaseUrl(text, never)
        if (location === undefined) return
        assert.ok(/^(postgres(ql)?|mysql|mariadb):/i.test(text), text)
        assert.ok(location.kind !== 'sqlite' && location.url === text)
      }),
    ],
    [
      'its name has neither user nor password, however they are written',
      fc.property(
        credentials,
        credentials,
        fc.domain(),
        fc.stringMatching(/^\w{1,20}$/),
        (user, password, host, name) => {
          const location = readDatabaseUrl(`mysql://${user}:${password}@${host}:4711/${name}`, never)
          assert.equal(location?.name, `MariaDB ${host}:4711/${name}`.replace('MariaDB', 'MySQL'))
        },
      ),
    ],
  ])
})

test('the address of a client', async () => {
  const isTrusted = (address: string) => address.startsWith('10.')
  const clientAddress = createClientAddress(isTrusted)
  const pieces = fc.constantFrom(
    '10.0.0.1',
    '10.0.0.2:80',
    '192.0.2.7',
    '[2001:db8::1]:9',
    'unknown',
    '',
    ' ',
    '1.2.3',
    'x',
  )
  const named = fc.array(fc.oneof(pieces, fc.ipV4(), fc.ipV6(), fc.string({ maxLength: 8 })), { maxLength: 6 })
  const read = (peer: string, header: string | undefined) =>
    clientAddress({ socket: { remoteAddress: peer }, headers: { 'x-forwarded-for': header } } as never)
  await attemptProperties('parsers', [
    [
      'what a client says of itself does not matter',
      fc.property(named, fc.ipV4(), (forged, client) => {
        fc.pre(!isTrusted(client))
        assert.equal(read(client, forged.join(', ')), client)
        assert.equal(read('10.0.0.1', [...forged, client].join(', ')), client)
        assert.equal(read('10.0.0.1', [...forged, client, '10.9.9.9'].join(',')), client)
      }),
    ],
    [
      'any header names an address',
      fc.property(
        fc.oneof(
          anyText,
          named.map((list) => list.join()),
        ),
        (header) => {
          assert.match(String(read('10.0.0.1', header)), /^[\d.]+$|^[\da-f:.]+$/)
        },
      ),
    ],
  ])
})

test('the rows of the original', async () => {
  const members = [
    'is_active',
    'never_expire',
    'expiration_date',
    'latest_query_date',
    'total_queries',
    'name',
  ] as const
  const values = fc.oneof(
    anyText,
    fc.constantFrom(null, 0, 1, -1, 1.5, 2 ** 60, Number.NaN, '2027-01-31T12:00:00', Buffer.from('x')),
    fc.double(),
  )
  const keys = fc.oneof(
    values,
    fc.uuid(),
    anyText.map((text) => `${marker}${text}`),
  )
  await attemptProperties('parsers', [
    [
      'any values are a key or refused, and the reason shows none of them',
      fc.property(keys, fc.dictionary(fc.constantFrom(...members), values), (apiKey, changes) => {
        const original = { row: 1, name: null, ...row({ ...changes, api_key: apiKey }) }
        const read = readOriginalRow(original, { now: 0, keyPrefix: 'kss' })
        if (read.ok) assert.ok(!JSON.stringify(read.imported).includes(String(apiKey)))
        else assert.match(read.reason, /^[\w ,;]+$/)
      }),
    ],
  ])
})

test('the file of the original', async (t) => {
  const folder = await temporaryFolder(t)
  const file = join(folder, 'original.db')
  await makeOriginal(file, rows(40))
  const whole = readFileSync(file)
  const damages = fc.record({
    writes: fc.array(fc.tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 30 })), { maxLength: 6 }),
    length: fc.oneof(fc.constant(whole.length), fc.nat(whole.length)),
  })
  const options = { dryRun: true, removePlaintext: false, onProgress: () => {} }
  await attemptProperties('parsers', [
    [
      'a file with anything wrong in it is taken over or refused in words',
      fc.asyncProperty(damages, async ({ writes, length }) => {
        const damaged = Buffer.from(whole)
        for (const [place, bytes] of writes) damaged.set(bytes, place % (damaged.length - bytes.length))
        writeFileSync(file, damaged.subarray(0, length))
        const read = await importFile(file, configOf(join(folder, 'keys.db')), options).catch((error: Error) => {
          // What was found out on the way names the file too.
          assert.ok(error.message.startsWith(file), error.message)
          return { ok: false as const, problem: error.message }
        })
        if (read.ok) for (const { reason } of read.result.failed) assert.match(reason, /^[\w ,;]+$/)
        else assert.match(read.problem, /^\S+ [^\n]+\.$/)
      }),
      0.02,
    ],
  ])
})
