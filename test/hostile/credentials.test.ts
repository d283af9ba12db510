import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import Koa from 'koa'
import { generateKey } from '../../src/credentials/api-key-format.js'
import { simpleSecurity } from '../../src/index.js'
import { listen, type RequestOptions, request } from '../support/http.js'
import { runServer } from '../support/program.js'
import { dumpOf } from '../support/stored.js'
import { temporaryFolder } from '../support/temporary.js'
import { attempt } from './attempts.js'
import { administrativeOperations, filledPath } from './documented.js'
import { exchange, percentByte, percentEncoded, type RawAnswer, type RawRequest, utf8Bytes } from './raw.js'

const secrets = ['the-first-Secret-of-this-test', 'the-second-Secret-of-this-test'] as const
const [secret] = secrets
const group = 'credential confusion'

type Attack = readonly [name: string, request: RawRequest]

/** The built command, with two keys that nobody but the test may use. */
async function setUp(t: TestContext) {
  const folder = await temporaryFolder(t)
  // More than are tried, so that each is compared.
  const env = {
    KOA_SIMPLE_SECURITY_SECRET: secrets.join(','),
    KOA_SIMPLE_SECURITY_SECRET_ATTEMPTS: '10000',
    // So that every operation is there to be attacked.
    KOA_SIMPLE_SECURITY_METRICS: 'true',
  }
  const server = await runServer(t, env, folder)
  const admin = (path: string, options: RequestOptions = {}) =>
    request(server.url + path, { ...options, headers: { 'secret-key': secret, ...options.headers } })
  const made = async (name: string) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await admin('/auth/keys', { method: 'POST', headers, body: JSON.stringify({ name }) })
    assert.equal(answer.status, 201, answer.text)
    return answer.json() as { key: string; id: string; start: string }
  }
  const good = await made('good')
  const other = await made('other')

  /** How often each key was used; asking writes what is still in memory. */
  async function uses(): Promise<Record<string, number>> {
    const { logs } = (await admin('/auth/logs')).json()
    return Object.fromEntries(logs.map((log: { name: string; total_queries: number }) => [log.name, log.total_queries]))
  }

  /** Makes the attempts, and then one more: that they left nothing behind, neither a count nor a change. */
  async function expectRefusals(attacks: readonly Attack[]): Promise<void> {
    const database = `sqlite:${join(folder, 'sqlite.db')}`
    const usesBefore = await uses()
    const before = await dumpOf(database)
    await attempt(group, [
      ...attacks.map(
        ([name, attack]) => [name, async () => assertRefused(await exchange(server.url, attack))] as const,
      ),
      [
        'nothing is counted or changed by any of them',
        async () => {
          assert.deepEqual(await uses(), usesBefore)
          assert.deepEqual(await dumpOf(database), before)
        },
      ],
    ])
  }

  return { url: server.url, good, other, uses, expectRefusals }
}

function assertRefused({ status, head, body }: RawAnswer): void {
  assert.ok(status === 0 || (status >= 400 && status < 500), `answered ${head.split('\r\n', 1)}`)
  assert.doesNotMatch(body, /This is a secure|"openapi"/)
}

/** Texts that resemble a credential and are none, each character a byte. */
function tamperedWith(credential: string): [name: string, bytes: string][] {
  const middle = Math.floor(credential.length / 2)
  const inserted = (bytes: string, at = middle) => credential.slice(0, at) + bytes + credential.slice(at)
  const letterAt = credential.search(/[a-z]/)
  const letter = credential[letterAt] ?? ''
  const replaced = (bytes: string) => credential.slice(0, letterAt) + bytes + credential.slice(letterAt + 1)
  const flipped = [...credential].map((one) => (one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase()))
  return [
    ['in capitals', credential.toUpperCase()],
    ['in small letters', credential.toLowerCase()],
    ['each letter in the other case', flipped.join('')],
    ...[...flipped].flatMap((one, at): [string, string][] =>
      one === credential[at]
        ? []
        : [[`letter ${at} in the other case`, credential.slice(0, at) + one + credential.slice(at + 1)]],
    ),
    ...[...credential.slice(1)].map((_, at): [string, string] => [
      `the first ${at + 1} characters`,
      credential.slice(0, at + 1),
    ]),
    ['without its first character', credential.slice(1)],
    ['twice in a row', credential + credential],
    ['with a comma', `${credential},`],
    ['twice, with a comma', `${credential}, ${credential}`],
    ['in quotes', `"${credential}"`],
    ['as a Bearer token', `Bearer ${credential}`],
    ['reversed', [...credential].reverse().join('')],
    ['with a blank within', inserted(' ')],
    ['with a tab within', inserted('\t')],
    ['with more behind a blank', `${credential} x`],
    ['with a character more', `${credential}0`],
    ['with a no-break space within', inserted(utf8Bytes('\u00A0'))],
    ['with a zero-width space within', inserted(utf8Bytes('\u200B'))],
    ['with a soft hyphen within', inserted(utf8Bytes('\u00AD'))],
    ['with a byte order mark before it', inserted(utf8Bytes('\uFEFF'), 0)],
    ['with a combining accent', inserted(utf8Bytes('\u0301'), letterAt + 1)],
    ['in full-width letters', utf8Bytes(credential.replace(/[!-~]/g, (one) => shifted(one, 0xfee0)))],
    ['in mathematical letters', utf8Bytes(credential.replace(/[a-z]/g, (one) => shifted(one, 0x1d41a - 0x61)))],
    ['with a Cyrillic letter', utf8Bytes(credential.replace(/[aceopxy]/, (one) => cyrillic[one] ?? one))],
    ['with a letter of the same low byte', replaced(utf8Bytes(shifted(letter, 0x100)))],
    ['with a letter whose capital is the same', replaced(utf8Bytes('\u017F'))],
    ['with the high bit of a byte set', replaced(shifted(letter, 0x80))],
    ['with a letter in two bytes that are no UTF-8', replaced(overlong(letter))],
    ['percent-encoded once too often', percentAll(credential)],
  ]
}

const cyrillic: Record<string, string> = { a: 'а', c: 'с', e: 'е', o: 'о', p: 'р', x: 'х', y: 'у' }

function shifted(letter: string, by: number): string {
  return String.fromCodePoint((letter.codePointAt(0) ?? 0) + by)
}

function overlong(letter: string): string {
  const code = letter.charCodeAt(0)
  return String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 0x3f))
}

function percentAll(bytes: string): string {
  return [...bytes].map(percentByte).join('')
}

/** What is no key, in whatever place a key may stand. */
function wrongKeys({ good, other }: { good: { key: string; id: string; start: string }; other: { key: string } }) {
  const digest = createHash('sha256').update(good.key).digest()
  const madeUp = generateKey('kss').key
  return [
    ...tamperedWith(good.key),
    ['the admin secret', secret],
    ['the id', good.id],
    ['the start', good.start],
    ['its digest, which is what is stored', digest.toString('hex')],
    ['its digest in base64', digest.toString('base64')],
    ['a made-up key with a right checksum', madeUp],
    ['a made-up key under its id', generateKey('kss', good.id).key],
    ['the start of one and the secret of another', good.start + other.key.slice(-34)],
    ['one character', 'k'],
    ['15,000 characters', 'k'.repeat(15_000)],
    ['a key and 14,900 characters', good.key.padEnd(14_900, '0')],
    ['null', 'null'],
    ['undefined', 'undefined'],
    ['true', 'true'],
    ['an object', '{"$ne":null}'],
    ['an asterisk', '*'],
    ['a percent sign', '%'],
    ['SQL', "' OR '1'='1"],
  ] as [string, string][]
}

describe('a key', () => {
  const routes = ['/secure', '/openapi.json?for=key', '/openapi.yaml?for=key']
  const withQuery = (route: string, query: string) => `${route}${route.includes('?') ? '&' : '?'}${query}`

  for (const route of routes) {
    it(`opens ${route} as it was given and not as anything that resembles it`, async (t) => {
      const { good, other, expectRefusals } = await setUp(t)
      const bad = generateKey('kss').key
      const inHeader = (name: string, ...lines: string[]): Attack => [`header: ${name}`, { target: route, lines }]
      const inQuery = (name: string, query: string): Attack => [`query: ${name}`, { target: withQuery(route, query) }]
      const { key } = good
      await expectRefusals([
        ...wrongKeys({ good, other }).flatMap(([name, bytes]) => [
          inHeader(name, `api-key: ${bytes}`),
          inQuery(name, `api-key=${percentEncoded(bytes)}`),
        ]),
        inHeader('with NUL behind it', `api-key: ${key}\0`),
        inHeader('with NUL before it', `api-key: \0${key}`),
        inHeader('with a line feed within', `api-key: ${key.slice(0, 9)}\n${key.slice(9)}`),
        inHeader('with a carriage return within', `api-key: ${key.slice(0, 9)}\r${key.slice(9)}`),
        inHeader('folded into two lines', 'api-key:', ` ${key}`),
        inHeader('a blank before the colon', `api-key : ${key}`),
        inHeader('a blank before the name', 'X: y', ` api-key: ${key}`),
        inHeader('no colon', `api-key ${key}`),
        inHeader('an underscore in the name', `api_key: ${key}`),
        inHeader('no hyphen in the name', `apikey: ${key}`),
        inHeader('x-api-key', `x-api-key: ${key}`),
        inHeader('the Kelvin sign in the name', `${utf8Bytes('api-\u212Aey')}: ${key}`),
        inHeader('the name of the secret', `secret-key: ${key}`),
        inHeader('Authorization', `Authorization: ${key}`),
        inHeader('Authorization: Bearer', `Authorization: Bearer ${key}`),
        inHeader('Authorization: ApiKey', `Authorization: ApiKey ${key}`),
        inHeader('Authorization: Basic', `Authorization: Basic ${btoa(`api-key:${key}`)}`),
        inHeader('Proxy-Authorization', `Proxy-Authorization: ${key}`),
        inHeader('a cookie', `Cookie: api-key=${key}`),
        inHeader('Referer', `Referer: http://127.0.0.1/?api-key=${key}`),
        inHeader('Forwarded', `X-Original-URL: /secure?api-key=${key}`, `X-Rewrite-URL: /secure?api-key=${key}`),
        inHeader('the same one twice', `api-key: ${key}`, `api-key: ${key}`),
        inHeader('twice, in another letter case', `api-key: ${key}`, `API-KEY: ${key}`),
        inHeader('good and bad', `api-key: ${key}`, `api-key: ${bad}`),
        inHeader('bad and good', `api-key: ${bad}`, `api-key: ${key}`),
        inHeader('good and bad, in another letter case', `api-key: ${key}`, `Api-Key: ${bad}`),
        inHeader('bad and good, in another letter case', `API-KEY: ${bad}`, `api-key: ${key}`),
        inHeader('two good ones', `api-key: ${key}`, `api-key: ${other.key}`),
        inHeader('good and empty', `api-key: ${key}`, 'api-key:'),
        inHeader('empty and good', 'api-key:', `api-key: ${key}`),
        inHeader('two good ones and a bad one', ...[key, other.key, bad].map((one) => `api-key: ${one}`)),
        inHeader('two good ones far apart', `api-key: ${key}`, ...fillers(2_500), `api-key: ${other.key}`),
        inHeader('good and bad far apart', `api-key: ${key}`, ...fillers(1_050), `api-key: ${bad}`),
        inHeader('bad and good far apart', `api-key: ${bad}`, ...fillers(1_050), `api-key: ${key}`),
        inHeader('too many lines before it', ...fillers(20_000), `api-key: ${key}`),
        inQuery('the same one twice', `api-key=${key}&api-key=${key}`),
        inQuery('good and bad', `api-key=${key}&api-key=${bad}`),
        inQuery('bad and good', `api-key=${bad}&api-key=${key}`),
        inQuery('good and empty', `api-key=${key}&api-key=`),
        inQuery('empty and good', `api-key&api-key=${key}`),
        inQuery('two good ones', `api-key=${key}&api-key=${other.key}`),
        inQuery('two good ones, one name encoded', `api-key=${key}&api%2Dkey=${other.key}`),
        inQuery('two good ones far apart', `api-key=${key}${'&'.repeat(3_000)}api-key=${other.key}`),
        inQuery('two good ones behind 1,500 parameters', `api-key=${key}${'&x=y'.repeat(1_500)}&api-key=${other.key}`),
        inQuery('a list', `api-key[]=${key}`),
        inQuery('a list with a number', `api-key[0]=${key}`),
        inQuery('a list, encoded', `api-key%5B%5D=${key}`),
        inQuery('an object', `api-key[key]=${key}`),
        inQuery('a list and a good one', `api-key[]=${bad}&api-key[]=${key}`),
        inQuery('a path of members', `api-key.key=${key}`),
        inQuery('capitals in the name', `API-KEY=${key}`),
        inQuery('an underscore in the name', `api_key=${key}`),
        inQuery('no hyphen in the name', `apikey=${key}`),
        inQuery('a blank before the name', `%20api-key=${key}`),
        inQuery('a plus behind the name', `api-key+=${key}`),
        inQuery('NUL behind the name', `api-key%00=${key}`),
        inQuery('the Kelvin sign in the name', `api-%E2%84%AAey=${key}`),
        inQuery('the name encoded twice', `api%252Dkey=${key}`),
        inQuery('the name with an overlong character', `%c1%a1pi-key=${key}`),
        inQuery('a semicolon as a separator', `x=y;api-key=${key}`),
        inQuery('a semicolon behind it', `api-key=${key};x=y`),
        inQuery('a second question mark', `x=y?api-key=${key}`),
        inQuery('in the fragment', `#api-key=${key}`),
        inQuery('no name', key),
        inQuery('as a name', `${key}=api-key`),
        inQuery('NUL behind it', `api-key=${key}%00`),
        inQuery('a line feed behind it', `api-key=${key}%0a`),
        inQuery('a blank before it', `api-key=%20${key}`),
        inQuery('a plus before it', `api-key=+${key}`),
        inQuery('a blank behind it', `api-key=${key}%20`),
        inQuery('a tab behind it', `api-key=${key}%09`),
        inQuery('an equals sign more', `api-key==${key}`),
        inQuery('half of an escape behind it', `api-key=${key}%`),
        inQuery('escapes with a letter u', `api-key=${key.replace('k', '%u006b')}`),
        inQuery('raw bytes of UTF-8', `api-key=${utf8Bytes('ｋ')}${key.slice(1)}`),
        inQuery('a raw blank within', `api-key=${key.slice(0, 9)} ${key.slice(9)}`),
        ['as a parameter of the path', { target: route.replace(/(\?|$)/, `;api-key=${key}$1`) }],
        ['as the user of the target', { target: `http://${key}@127.0.0.1${route}` }],
        ...(
          [
            ['good and bad', key, bad],
            ['bad and good', bad, key],
            ['two good ones', key, other.key],
            ['good and the same in capitals', key, key.toUpperCase()],
          ] as const
        ).map(
          ([name, header, query]): Attack => [
            `header and query: ${name}`,
            { target: withQuery(route, `api-key=${query}`), lines: [`api-key: ${header}`] },
          ],
        ),
        [
          'header once and query twice',
          { target: withQuery(route, `api-key=${key}&api-key=${key}`), lines: [`api-key: ${key}`] },
        ],
        [
          'header twice and query once',
          { target: withQuery(route, `api-key=${key}`), lines: [`api-key: ${key}`, `api-key: ${key}`] },
        ],
        ...['GET', 'POST'].flatMap((method) =>
          (
            [
              ['application/x-www-form-urlencoded', `api-key=${key}`],
              ['application/json', JSON.stringify({ 'api-key': key })],
              ['text/plain', key],
            ] as const
          ).map(
            ([type, body]): Attack => [
              `in the body of ${method}, ${type}`,
              { method, target: route, lines: [`Content-Type: ${type}`], body },
            ],
          ),
        ),
        [
          'in a trailer',
          {
            target: route,
            lines: [
              'Connection: close',
              'Transfer-Encoding: chunked',
              'Trailer: api-key',
              '',
              '1',
              'x',
              '0',
              `api-key: ${key}`,
            ],
          },
        ],
        ...['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'PROPFIND', 'QUERY', 'get', 'GETS'].map(
          (method): Attack => [`by ${method}`, { method, target: route, lines: [`api-key: ${key}`] }],
        ),
      ])
    })
  }

  it('that is presented rightly opens, and each time is one use of that key and of no other', async (t) => {
    const { url, good, other, uses } = await setUp(t)
    const { key } = good
    const lines = (...given: string[]): RawRequest => ({ target: '/secure', lines: given })
    const presented: Attack[] = [
      ['in the header', lines(`api-key: ${key}`)],
      ['in another letter case', lines(`API-KEY: ${key}`)],
      ['with blanks around it, which are no part of a header’s value', lines(`api-key: \t ${key} \t `)],
      ['without a blank', lines(`api-key:${key}`)],
      ['behind 2,500 other lines', lines(...fillers(2_500), `api-key: ${key}`)],
      ['in the query', { target: `/secure?api-key=${key}` }],
      ['percent-encoded', { target: `/secure?%61pi-key=${percentAll(key)}` }],
      ['in header and query alike', { target: `/secure?api-key=${key}`, lines: [`api-key: ${key}`] }],
      ['with the query empty', { target: '/secure?api-key=', lines: [`api-key: ${key}`] }],
      ['with the header empty', { target: `/secure?api-key=${key}`, lines: ['api-key:'] }],
      ['beside another’s in a cookie', lines(`Cookie: api-key=${other.key}`, `api-key: ${key}`)],
      ['by HEAD', { method: 'HEAD', target: '/secure', lines: [`api-key: ${key}`] }],
    ]
    await attempt(
      group,
      presented.map(([name, given]) => [
        name,
        async () => {
          const before = await uses()
          const { status, head } = await exchange(url, given)
          assert.equal(status, 200, head)
          assert.deepEqual(await uses(), { ...before, good: Number(before.good) + 1 })
        },
      ]),
    )
  })

  it('is not taken for the only one where Node itself drops lines of headers', async (t) => {
    const instance = simpleSecurity({ secret, dbLocation: ':memory:', env: {} })
    t.after(() => instance.close())
    const [good, other] = await Promise.all([instance.keys.create(), instance.keys.create()])
    const app = new Koa().use(instance.apiKeySecurity()).use((ctx) => {
      ctx.body = ctx.state.apiKey.id
    })
    const attacks = async (settings: { maxHeadersCount?: number }, counts: number[]) => {
      const url = await listen(t, app.callback(), settings)
      const ask = (...lines: string[]) => exchange(url, { target: '/', lines })
      const [few = 0] = counts
      assert.equal((await ask(...fillers(few), `api-key: ${good.key}`)).body.includes(good.id), true)
      return counts.flatMap((count) => [
        [
          `${count} lines between two keys`,
          async () => assertRefused(await ask(`api-key: ${good.key}`, ...fillers(count), `api-key: ${other.key}`)),
        ] as const,
        [
          `${count} lines before two keys`,
          async () => assertRefused(await ask(...fillers(count), `api-key: ${good.key}`, `api-key: ${other.key}`)),
        ] as const,
      ])
    }
    await attempt(group, [
      ...(await attacks({}, [900, 990, 1_000, 1_050, 2_000, 2_500])),
      ...(await attacks({ maxHeadersCount: 20 }, [10, 16, 17, 18, 20, 32, 50, 100])),
      ...(await attacks({ maxHeadersCount: 0 }, [900, 1_050, 2_500])),
    ])
  })
})

describe('the admin secret', () => {
  it('opens an operation as it was configured and not as anything that resembles it', async (t) => {
    const { good, expectRefusals } = await setUp(t)
    const target = '/auth/new?name=forged'
    const inHeader = (name: string, ...lines: string[]): Attack => [name, { target, lines }]
    await expectRefusals([
      ...tamperedWith(secret).map(([name, bytes]) => inHeader(name, `secret-key: ${bytes}`)),
      inHeader('none'),
      inHeader('empty', 'secret-key:'),
      inHeader('one character', 'secret-key: t'),
      inHeader('15,000 characters', `secret-key: ${secret.padEnd(15_000, 't')}`),
      inHeader('all of them as one', `secret-key: ${secrets.join(',')}`),
      inHeader('all of them as one, with a blank', `secret-key: ${secrets.join(', ')}`),
      inHeader('each of them', ...secrets.map((one) => `secret-key: ${one}`)),
      inHeader('a key', `secret-key: ${good.key}`),
      inHeader('a key in its own header', `api-key: ${good.key}`),
      inHeader('in the header of a key', `api-key: ${secret}`),
      inHeader('its digest', `secret-key: ${createHash('sha256').update(secret).digest('hex')}`),
      inHeader('the name of the variable', 'secret-key: KOA_SIMPLE_SECURITY_SECRET'),
      inHeader('with NUL behind it', `secret-key: ${secret}\0`),
      inHeader('folded into two lines', 'secret-key:', ` ${secret}`),
      inHeader('a blank before the colon', `secret-key : ${secret}`),
      inHeader('an underscore in the name', `secret_key: ${secret}`),
      inHeader('x-secret-key', `x-secret-key: ${secret}`),
      inHeader('Authorization', `Authorization: Bearer ${secret}`),
      inHeader('Authorization: Basic', `Authorization: Basic ${btoa(`admin:${secret}`)}`),
      inHeader('a cookie', `Cookie: secret-key=${secret}`),
      inHeader('the same one twice', `secret-key: ${secret}`, `secret-key: ${secret}`),
      inHeader('good and bad', `secret-key: ${secret}`, 'secret-key: x'),
      inHeader('bad and good', 'secret-key: x', `secret-key: ${secret}`),
      inHeader('bad and good, in another letter case', 'SECRET-KEY: x', `secret-key: ${secret}`),
      inHeader('good and empty', `secret-key: ${secret}`, 'secret-key:'),
      inHeader('good and bad far apart', `secret-key: ${secret}`, ...fillers(2_500), 'secret-key: x'),
      inHeader('too many lines before it', ...fillers(20_000), `secret-key: ${secret}`),
      ['in the query', { target: `${target}&secret-key=${secret}` }],
      ['in the query as a list', { target: `${target}&secret-key[]=${secret}` }],
      [
        'in the query, with a wrong one in the header',
        { target: `${target}&secret-key=${secret}`, lines: ['secret-key: x'] },
      ],
      [
        'in the body',
        {
          method: 'POST',
          target: '/auth/keys',
          lines: ['Content-Type: application/json'],
          body: JSON.stringify({ 'secret-key': secret, secret_key: secret }),
        },
      ],
    ])
  })

  it('is asked for on every path that resembles that of an admin operation', async (t) => {
    const { good, expectRefusals } = await setUp(t)
    await expectRefusals(
      administrativeOperations.flatMap((operation) => {
        const { operationId, method, body } = operation
        const path = filledPath(operation, () => good.id)
        const query = requiredQuery(operation, good.id)
        return variantsOf(path).flatMap(([name, target]) =>
          [[], [`secret-key: ${good.key}`]].map(
            (lines): Attack => [
              `${operationId}: ${name}${lines.length > 0 ? ', with a key for the secret' : ''}`,
              {
                method,
                target: target + query,
                lines: body === undefined ? lines : [...lines, 'Content-Type: application/json'],
                body: body === undefined ? '' : JSON.stringify(body.example),
              },
            ],
          ),
        )
      }),
    )
  })

  it('opens no operation by another method than its own', async (t) => {
    const { good, expectRefusals } = await setUp(t)
    const methodsOfPath = new Map<string, string[]>()
    for (const operation of administrativeOperations) {
      const { method, changesState } = operation
      const path = filledPath(operation, () => good.id)
      const allowed = changesState ? [method] : [method, 'HEAD']
      methodsOfPath.set(path, [...(methodsOfPath.get(path) ?? []), ...allowed])
    }
    const all = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'PROPFIND', 'QUERY']
    const strange = ['get', 'Post', 'DELETES', 'PURGE', 'FOO', '*']
    const lines = [`secret-key: ${secret}`]
    await expectRefusals(
      [...methodsOfPath].flatMap(([path, methods]) => {
        const refused = [...all, ...strange].filter((method) => !methods.includes(method))
        return [
          ...refused.map((method): Attack => [`${method} ${path}`, { method, target: path, lines }]),
          ...refused.slice(0, 1).flatMap((method) =>
            methods.flatMap((meant) => [
              ...['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'].map(
                (header): Attack => [
                  `${method} ${path} with ${header}: ${meant}`,
                  { method, target: path, lines: [...lines, `${header}: ${meant}`] },
                ],
              ),
              [
                `${method} ${path} with _method=${meant} in the body`,
                {
                  method,
                  target: path,
                  lines: [...lines, 'Content-Type: application/x-www-form-urlencoded'],
                  body: `_method=${meant}`,
                },
              ] as const,
            ]),
          ),
          ...methods.map(
            (method): Attack => [
              `${method} ${path} with _method=DELETE in the query`,
              { method, target: `${path}?_method=DELETE`, lines },
            ],
          ),
        ]
      }),
    )
  })

  it('lets a method be overridden by nothing: what is read stays read', async (t) => {
    const { url, good, uses } = await setUp(t)
    const target = `/auth/keys/${good.id}`
    await attempt(
      group,
      ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override', '_method'].map((header) => [
        header,
        async () => {
          const { status, body } = await exchange(url, {
            target,
            lines: [`secret-key: ${secret}`, `${header}: DELETE`],
          })
          assert.deepEqual([status, JSON.parse(body).id], [200, good.id])
          assert.ok('good' in (await uses()))
        },
      ]),
    )
  })
})

function fillers(count: number): string[] {
  return Array.from({ length: count }, () => 'a:')
}

function requiredQuery({ parameters }: (typeof administrativeOperations)[number], value: string): string {
  const names = parameters.filter((one) => one.in === 'query' && one.required).map(({ name }) => name)
  return names.length === 0 ? '' : `?${names.map((name) => `${name}=${value}`).join('&')}`
}

/** Other spellings of a path, each of which something in front of a server may take for it. */
function variantsOf(path: string): [name: string, target: string][] {
  const [, first = '', ...rest] = path.split('/')
  const behind = rest.join('/')
  const last = path.slice(path.lastIndexOf('/') + 1)
  return [
    ['as it is', path],
    ['in capitals', path.toUpperCase()],
    ['with one capital', path.replace('/a', '/A')],
    ['with two slashes before it', `/${path}`],
    ['with two slashes within', `/${first}//${behind}`],
    ['with a slash behind it', `${path}/`],
    ['with two slashes behind it', `${path}//`],
    ['with an encoded letter', path.replace('/a', '/%61')],
    ['with every letter encoded', path.replace(/[a-z]/gi, percentByte)],
    ['encoded twice', path.replace('/a', '/%2561')],
    ['with the encoded slash', `/${first}%2f${behind}`],
    ['with the encoded slash in capitals', `/${first}%2F${behind}`],
    ['with the slash encoded twice', `/${first}%252f${behind}`],
    ['with an overlong slash', `/${first}%c0%af${behind}`],
    ['with a dot segment', `/${first}/./${behind}`],
    ['with a dot segment before it', `/.${path}`],
    ['with a dot segment behind it', `${path}/.`],
    ['with an encoded dot segment', `/${first}/%2e/${behind}`],
    ['from another folder', `/x/..${path}`],
    ['from another folder, encoded', `/x/%2e%2e${path}`],
    ['from another folder, with the slash encoded', `/x/..%2f${path.slice(1)}`],
    ['from the folder of the page', `/docs/..${path}`],
    ['from the folder of the page, encoded', `/docs/%2e%2e${path}`],
    ['from the folder of the page, with the slash encoded', `/docs/..%2f${path.slice(1)}`],
    ['from an open operation', `/unsecured/..${path}`],
    ['from an open operation, by a parameter of the path', `/unsecured/..;${path}`],
    ['from a deeper open operation', `/health/live/../..${path}`],
    ['by way of itself', `${path}/../${last}`],
    ['with a parameter of the path', `${path};x=y`],
    ['with an empty parameter of the path', `${path};`],
    ['with a parameter in its first part', `/${first};x=y/${behind}`],
    ['with a backslash before it', `\\${path.slice(1)}`],
    ['with backslashes', path.replaceAll('/', '\\')],
    ['with a backslash within', `/${first}\\${behind}`],
    ['with an encoded backslash', `/${first}%5c${behind}`],
    ['with a slash and a backslash', `/\\${path.slice(1)}`],
    ['without a slash', path.slice(1)],
    ['as a whole URL', `http://127.0.0.1${path}`],
    ['as a whole URL of another server', `http://other.example${path}`],
    ['as a whole URL in capitals', `HTTP://127.0.0.1${path}`],
    ['as a whole URL with a user', `http://admin@127.0.0.1${path}`],
    ['as a whole URL with two slashes', `http://127.0.0.1/${path}`],
    ['as a URL without a scheme', `//127.0.0.1${path}`],
    ['as a file', `file://${path}`],
    ['with NUL behind it', `${path}%00`],
    ['with a blank behind it', `${path}%20`],
    ['with a line feed behind it', `${path}%0a`],
    ['with an extension', `${path}.json`],
    ['with a fragment', `${path}#x`],
    ['with an encoded fragment', `${path}%23`],
    ['with an encoded question mark', `${path}%3f`],
    ['with a question mark', `${path}?`],
    ['in full-width letters', utf8Bytes(path.replace(/[a-z]/g, (one) => shifted(one, 0xfee0)))],
    ['in full-width letters, encoded', path.replace('/a', `/${percentAll(utf8Bytes('ａ'))}`)],
    ['with half of an escape', `${path}%`],
  ]
}
