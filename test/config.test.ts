import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { describe, it } from 'node:test'
import { type Environment, readConfig, readListenConfig, type SimpleSecurityOptions } from '../src/config.js'
import { simpleSecurity } from '../src/index.js'

const base: SimpleSecurityOptions = { secret: 'x', env: {} }

function messageOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    assert.equal((error as { code?: string }).code, 'invalid_configuration')
    const { message } = error as Error
    assert.ok(!message.includes('\n'))
    return message
  }
  assert.fail('was not refused')
}

describe('the defaults', () => {
  it('are those of the contract', () => {
    const config = readConfig({ env: {} })
    assert.deepEqual(
      [config.hideDocs, config.database.name, config.expirationDays, config.keyPrefix, config.validateResponses],
      [false, resolve('sqlite.db'), 15, 'kss', true],
    )
    assert.deepEqual(readListenConfig({}), { port: 8080, host: '127.0.0.1' })
  })

  it('have a secret of at least 128 random bits, another one each time', () => {
    const [one, two] = [readConfig({ env: {} }), readConfig({ env: {} })]
    assert.ok(Buffer.from(String(one.generatedSecret), 'base64url').length * 8 >= 128)
    assert.notEqual(one.generatedSecret, two.generatedSecret)
    assert.deepEqual(one.secrets, [one.generatedSecret])
    assert.equal(readConfig(base).generatedSecret, undefined)
  })

  it('check responses, save in production', () => {
    assert.equal(readConfig({ env: { NODE_ENV: 'production' } }).validateResponses, false)
  })
})

describe('the environment', () => {
  it('is read when the instance is made, under our names and under those of the original', () => {
    const ours = {
      KOA_SIMPLE_SECURITY_SECRET: 'one, two',
      KOA_SIMPLE_SECURITY_HIDE_DOCS: 'yes',
      KOA_SIMPLE_SECURITY_DB_LOCATION: 'data/ours.db',
      KOA_SIMPLE_SECURITY_AUTOMATIC_EXPIRATION: '0.5',
      KOA_SIMPLE_SECURITY_KEY_PREFIX: 'acme',
    }
    const theirs = {
      FASTAPI_SIMPLE_SECURITY_SECRET: 'three',
      FASTAPI_SIMPLE_SECURITY_HIDE_DOCS: 'false',
      FASTAPI_SIMPLE_SECURITY_DB_LOCATION: 'theirs.db',
      FAST_API_SIMPLE_SECURITY_AUTOMATIC_EXPIRATION: '3',
    }
    const both = readConfig({ env: { ...theirs, ...ours } })
    assert.deepEqual(both.secrets, ['one', 'two'])
    assert.deepEqual(
      [both.hideDocs, both.database.name, both.expirationDays, both.keyPrefix],
      [true, resolve('data/ours.db'), 0.5, 'acme'],
    )
    const original = readConfig({ env: theirs })
    assert.deepEqual(
      [original.secrets, original.hideDocs, original.database.name, original.expirationDays],
      [['three'], false, resolve('theirs.db'), 3],
    )
  })

  it('reads what bounds the memory and the times of verification', () => {
    const read = (env: Environment) => {
      const { cacheEntries, denyEntries, pollIntervalMs, outageGraceMs } = readConfig({ ...base, env })
      return { cacheEntries, denyEntries, pollIntervalMs, outageGraceMs }
    }
    assert.deepEqual(read({}), {
      cacheEntries: 100_000,
      denyEntries: 10_000,
      pollIntervalMs: 500,
      outageGraceMs: 30_000,
    })
    const env = {
      KOA_SIMPLE_SECURITY_CACHE_ENTRIES: '1',
      KOA_SIMPLE_SECURITY_DENY_ENTRIES: '2',
      KOA_SIMPLE_SECURITY_POLL_INTERVAL: '50',
      KOA_SIMPLE_SECURITY_OUTAGE_GRACE: '0',
    }
    assert.deepEqual(read(env), { cacheEntries: 1, denyEntries: 2, pollIntervalMs: 50, outageGraceMs: 0 })
  })

  it('counts an empty value as not set', () => {
    const env = {
      KOA_SIMPLE_SECURITY_SECRET: '',
      FASTAPI_SIMPLE_SECURITY_SECRET: 'theirs',
      KOA_SIMPLE_SECURITY_KEY_PREFIX: '',
    }
    const config = readConfig({ env })
    assert.deepEqual([config.secrets, config.keyPrefix], [['theirs'], 'kss'])
    assert.equal(readListenConfig({ PORT: '' }).port, 8080)
  })

  it('gives way to options', () => {
    const config = readConfig({ secret: 'option', keyPrefix: 'mine', env: { KOA_SIMPLE_SECURITY_SECRET: 'env' } })
    assert.deepEqual([config.secrets, config.keyPrefix], [['option'], 'mine'])
  })

  it('names a database of a server by URL, and shows it without credentials', () => {
    const database = (databaseUrl: string) => readConfig({ ...base, databaseUrl }).database
    for (const [url, kind, name] of [
      ['postgres://me:hunter2@db.example.com/keys', 'postgres', 'PostgreSQL db.example.com:5432/keys'],
      ['postgresql://me:p%40ss@[::1]:26257/keys?sslmode=verify-full', 'postgres', 'PostgreSQL [::1]:26257/keys'],
      ['postgres:///keys?host=/run/postgresql', 'postgres', 'PostgreSQL /run/postgresql:5432/keys'],
      ['mysql://me:hunter2@db/keys', 'mysql', 'MySQL db:3306/keys'],
      ['mariadb://me:hunter2@db:3307/keys?ssl={}', 'mysql', 'MariaDB db:3307/keys'],
    ] as const) {
      assert.deepEqual(database(url), { kind, name, url })
    }
  })

  it('names SQLite by URL too, which wins over the location', () => {
    const location = (url: string) =>
      readConfig({ ...base, env: { KOA_SIMPLE_SECURITY_DATABASE_URL: url, KOA_SIMPLE_SECURITY_DB_LOCATION: 'x.db' } })
        .database.name
    assert.equal(location('sqlite:data/keys.db'), resolve('data/keys.db'))
    assert.equal(location('sqlite:/var/keys.db'), '/var/keys.db')
    assert.equal(location('sqlite:///var/keys.db'), '/var/keys.db')
    assert.equal(location('sqlite::memory:'), ':memory:')
  })
})

describe('what makes a server stricter', () => {
  it('is read from the environment, and not there without it', () => {
    const read = (env: Environment) => {
      const { docs, keysIn, secretAttempts } = readConfig({ ...base, env })
      return { docs, keysIn, secretAttempts }
    }
    assert.deepEqual(read({}), { docs: true, keysIn: ['header', 'query'], secretAttempts: 20 })
    const env = {
      KOA_SIMPLE_SECURITY_DOCS: 'false',
      KOA_SIMPLE_SECURITY_KEYS_IN: 'header',
      KOA_SIMPLE_SECURITY_SECRET_ATTEMPTS: '5',
    }
    assert.deepEqual(read(env), { docs: false, keysIn: ['header'], secretAttempts: 5 })
    assert.deepEqual(read({ KOA_SIMPLE_SECURITY_KEYS_IN: 'query, header' }).keysIn, ['header', 'query'])
  })
})

describe('the proxies that are trusted', () => {
  it('are none, or those that are named', () => {
    const trusts = (env: Environment, address: string) => readConfig({ ...base, env }).isTrustedProxy(address)
    const env = { KOA_SIMPLE_SECURITY_TRUSTED_PROXIES: '192.0.2.7, 10.1.2.3/8,2001:DB8::1/32' }
    for (const [address, isTrusted] of [
      ['192.0.2.7', true],
      ['192.0.2.8', false],
      ['10.255.0.1', true],
      ['11.0.0.1', false],
      ['2001:db8:1::1', true],
      ['2001:db9::1', false],
    ] as const) {
      assert.equal(trusts(env, address), isTrusted, address)
      assert.equal(trusts({}, address), false, address)
    }
  })
})

describe('a value that cannot be used', () => {
  const cases: [string, () => unknown, RegExp][] = [
    [
      'a port',
      () => readListenConfig({ PORT: '70000' }),
      /^PORT is "70000", but must be a whole number from 0 to 65535\.$/,
    ],
    [
      'too many entries',
      () => readConfig({ ...base, env: { KOA_SIMPLE_SECURITY_CACHE_ENTRIES: '10000001' } }),
      /^KOA_SIMPLE_SECURITY_CACHE_ENTRIES is "10000001", but must be a whole number from 1 to 10000000\.$/,
    ],
    [
      'no entry',
      () => readConfig({ ...base, denyEntries: 0, env: {} }),
      /^The option denyEntries is 0, but must be a whole number from 1 to 10000000\.$/,
    ],
    [
      'a part of an entry',
      () => readConfig({ ...base, cacheEntries: 1.5, env: {} }),
      /^The option cacheEntries is 1\.5, but must be a whole number /,
    ],
    [
      'an interval at which a change is seen too late',
      () => readConfig({ ...base, env: { KOA_SIMPLE_SECURITY_POLL_INTERVAL: '1000' } }),
      /^KOA_SIMPLE_SECURITY_POLL_INTERVAL is "1000", but must be a whole number of milliseconds from 50 to 900\.$/,
    ],
    [
      'a grace that is not one',
      () => readConfig({ ...base, env: { KOA_SIMPLE_SECURITY_OUTAGE_GRACE: '-1' } }),
      /^KOA_SIMPLE_SECURITY_OUTAGE_GRACE is "-1", but must be a whole number of seconds from 0 to 3600\.$/,
    ],
    ['a port with more', () => readListenConfig({ PORT: '80x' }), /^PORT /],
    ...['cookie', 'header,', 'header;query'].map((place): [string, () => unknown, RegExp] => [
      `keys in ${place}`,
      () => readConfig({ ...base, env: { KOA_SIMPLE_SECURITY_KEYS_IN: place } }),
      /^KOA_SIMPLE_SECURITY_KEYS_IN is "[^"]+", but must be header, query, or both, separated by a comma\.$/,
    ]),
    ['keys nowhere', () => readConfig({ ...base, keysIn: [] }), /^The option keysIn is \[\], but must be header, /],
    [
      'docs that are neither',
      () => readConfig({ ...base, env: { KOA_SIMPLE_SECURITY_DOCS: 'hidden' } }),
      /^KOA_SIMPLE_SECURITY_DOCS is "hidden", but must be true or false\.$/,
    ],
    ...['0', '10001', '2.5', 'none'].map((attempts): [string, () => unknown, RegExp] => [
      `${attempts} attempts`,
      () => readConfig({ ...base, env: { KOA_SIMPLE_SECURITY_SECRET_ATTEMPTS: attempts } }),
      /^KOA_SIMPLE_SECURITY_SECRET_ATTEMPTS is "[^"]+", but must be a whole number from 1 to 10000\.$/,
    ]),
    [
      'a proxy by its name',
      () => readConfig({ ...base, env: { KOA_SIMPLE_SECURITY_TRUSTED_PROXIES: '10.0.0.1,proxy' } }),
      /^KOA_SIMPLE_SECURITY_TRUSTED_PROXIES is "10\.0\.0\.1,proxy", but must be IP addresses and ranges such as 10\.0\.0\.0\/8, separated by commas\.$/,
    ],
    ...['10.0.0.0/33', '2001:db8::/129', '10.0.0.0/08', '10.0.0.0/-1', '10.0.0/8', '0.0.0.0/0', '::/0'].map(
      (range): [string, () => unknown, RegExp] => [
        `the range ${range}`,
        () => readConfig({ ...base, trustedProxies: [range] }),
        /^The option trustedProxies is \["[^"]+"\], but must be IP addresses and ranges such as /,
      ],
    ),
    ['a proxy that is no text', () => readConfig({ ...base, trustedProxies: [10 as never] }), /^The option trustedP/],
    ['a host', () => readListenConfig({ HOST: 'a b' }), /^HOST is "a b", but must be an address/],
    [
      'a boolean',
      () => readConfig({ ...base, env: { KOA_SIMPLE_SECURITY_HIDE_DOCS: 'maybe' } }),
      /^KOA_SIMPLE_SECURITY_HIDE_DOCS is "maybe", but must be true or false\.$/,
    ],
    [
      'a number of the original',
      () => readConfig({ ...base, env: { FAST_API_SIMPLE_SECURITY_AUTOMATIC_EXPIRATION: '0' } }),
      /^FAST_API_SIMPLE_SECURITY_AUTOMATIC_EXPIRATION is "0", but must be a number of days above 0/,
    ],
    ['an option', () => readConfig({ ...base, automaticExpiration: Number.NaN }), /^The option automaticExpiration /],
    [
      'an option of a wrong type',
      () => readConfig({ ...base, hideDocs: 5 as never }),
      /^The option hideDocs is 5, but/,
    ],
    [
      'metrics that are neither on nor off',
      () => readConfig({ ...base, metrics: 'token' as never }),
      /^The option metrics is "token", but must be true or false\.$/,
    ],
    [
      'tracing that is neither on nor off',
      () => readConfig({ ...base, env: { KOA_SIMPLE_SECURITY_TRACING: 'otlp' } }),
      /^KOA_SIMPLE_SECURITY_TRACING is "otlp", but must be true or false\.$/,
    ],
    ['a prefix', () => readConfig({ ...base, keyPrefix: 'a__b' }), /^The option keyPrefix is "a__b", but/],
    ['an empty location', () => readConfig({ ...base, dbLocation: '' }), /^The option dbLocation /],
  ]
  for (const [what, work, expected] of cases) {
    it(`names the place, the value and what is allowed: ${what}`, () => assert.match(messageOf(work), expected))
  }

  it('is not shown where it may be a secret', () => {
    for (const work of [
      () => readConfig({ env: { KOA_SIMPLE_SECURITY_SECRET: 'hunter2 hunter2' } }),
      () => readConfig({ secret: ['hunter2\u0007'], env: {} }),
      () => readConfig({ ...base, databaseUrl: 'postgres://me:hunter2@db' }),
      () => readConfig({ ...base, databaseUrl: 'mysql://me:hunter2@/keys' }),
      () => readConfig({ ...base, databaseUrl: 'oracle://me:hunter2@db/keys' }),
      () => readConfig({ ...base, databaseUrl: 'postgres://me:hunter2%@db/keys' }),
      () => readConfig({ secret: '', env: {} }),
      () => readConfig({ secret: [], env: {} }),
      // Too short; too few different characters; not what a header of a bearer token can carry.
      ...['hunter2', 'hunter2hunter2hunte', 'hunter2hunter2hunter2,hunter2', '2'.repeat(99)].map(
        (metricsToken) => () => readConfig({ ...base, metricsToken }),
      ),
    ]) {
      const message = messageOf(work)
      assert.doesNotMatch(message, /hunter2/)
      assert.match(message, /must be/)
    }
  })
})

describe('the token for metrics', () => {
  it('is one with room for 128 bits, as generators make them', () => {
    for (const token of [
      '9f86d081884c7d659a2feaa0c55ad015',
      'q2Zr5u8x-A_DGhKbPeShVmYq',
      'dGhpcyBpcyBub3QgcmFuZG9tISE=',
    ]) {
      assert.equal(readConfig({ ...base, metricsToken: token }).metricsToken, token)
      assert.equal(readConfig({ ...base, env: { KOA_SIMPLE_SECURITY_METRICS_TOKEN: token } }).metricsToken, token)
    }
    assert.equal(readConfig(base).metricsToken, undefined)
  })

  it('is no admin secret', () => {
    const token = 'q2Zr5u8x-A_DGhKbPeShVmYq'
    const message = messageOf(() => readConfig({ env: {}, secret: ['other', token], metricsToken: token }))
    assert.equal(
      message,
      'The token for metrics is an admin secret, too, but must be another one: whoever has it could administer keys.',
    )
  })
})

describe('an unknown name', () => {
  it('is an error that suggests the nearest one', () => {
    assert.match(
      messageOf(() => readConfig({ ...base, env: { KOA_SIMPLE_SECURITY_SECERT: 'x' } })),
      /KOA_SIMPLE_SECURITY_SECERT is unknown\. Did you mean KOA_SIMPLE_SECURITY_SECRET\?/,
    )
    assert.match(
      messageOf(() => simpleSecurity({ ...base, hideDoc: true } as never)),
      /option hideDoc is unknown\. Did you mean hideDocs\?/,
    )
  })
})

describe('the generated secret', () => {
  it('is shown once, with how to set one', async (t) => {
    const messages: string[] = []
    const logger = {
      warn: (message: string) => messages.push(message),
      error: (message: string) => messages.push(message),
    }
    const { ready, close } = simpleSecurity({ env: {}, dbLocation: ':memory:', logger })
    t.after(close)
    await ready()
    assert.equal(messages.length, 1)
    assert.match(String(messages[0]), /[\w-]{32}.*KOA_SIMPLE_SECURITY_SECRET/)
  })
})
