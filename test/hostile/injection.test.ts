import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { foldCase } from '../../src/keys/api-key.js'
import { tables } from '../../src/store/rows.js'
import { testedDatabases } from '../support/databases.js'
import { type Answer, type RequestOptions, request } from '../support/http.js'
import { runProgram } from '../support/program.js'
import { adminSecret, type StandAlone, startStandAlone } from '../support/stand-alone.js'
import { dumpOf, rowsOf } from '../support/stored.js'
import { temporaryFolder } from '../support/temporary.js'
import { attempt } from './attempts.js'
import {
  administrativeOperations,
  type DocumentedOperation,
  documentedOperations,
  filledPath,
  type Schema,
} from './documented.js'
import { exchange, type RawRequest, utf8Bytes } from './raw.js'

const group = 'injection'

/** Texts that mean something in SQL, or in the placeholders of a library. */
const payloads = [
  "'",
  '"',
  '`',
  '\\',
  "\\'",
  "''",
  "' OR '1'='1",
  "' OR 1=1 -- ",
  "' OR 1=1 #",
  '" OR ""="',
  "') OR ('1'='1",
  "admin'--",
  "'; DROP TABLE simple_security_keys; --",
  "'); DELETE FROM simple_security_secrets; --",
  "'; UPDATE simple_security_keys SET revoked_at = NULL; --",
  "x', 'y'); INSERT INTO simple_security_keys (id) VALUES ('z'); --",
  "' UNION SELECT digest, key_id, 1, 2, 3 FROM simple_security_secrets --",
  "' AND (SELECT count(*) FROM simple_security_secrets) > 0 --",
  "'||(SELECT digest FROM simple_security_secrets LIMIT 1)||'",
  "'+(SELECT 1/0)+'",
  "'; SELECT pg_sleep(60); --",
  "' OR SLEEP(60) -- ",
  "' AND 1=(SELECT count(*) FROM pg_sleep(60)) --",
  "'; COPY (SELECT 1) TO PROGRAM 'id'; --",
  "'; ATTACH DATABASE 'x.db' AS x; --",
  "' INTO OUTFILE 'x' -- ",
  '$$; SELECT 1; $$',
  "E'\\'; SELECT 1; --",
  '/*! UNION SELECT 1 */',
  '1; SELECT 1',
  '1) OR (1=1',
  '0x27',
  'CHAR(39)',
  "'--",
  "'||1=1--",
  "');DROP/**/TABLE/**/simple_security_secrets;--Aa1",
  '*/*',
  '?',
  '??',
  '\\?',
  ':name',
  ':name:',
  '$1',
  '\u0024{1}',
  '\u02bc OR 1=1 --',
  '\uff07 OR 1=1 --',
  "\ud83d\ude00' OR 1=1 --",
  'null',
  '9'.repeat(40),
]

/** Texts that mean something in a pattern, or in a full-text search. */
const patterns = [
  '%',
  '_',
  '%%',
  '[a-z]',
  '*',
  'NEAR(a b)',
  'a OR b',
  'a AND NOT b',
  'name:x',
  '{name}:x',
  '^a',
  '-a',
  '(',
  'a*',
  'A%',
  'a_b',
  '1_0',
  '%A%',
  'before % after',
]

/** Texts that a database or a driver may stumble over, and that are nothing to store. */
const unusable = ['\ud800', '\0', "a\0'; --", '\u0001', 'a\nb', 'a\r\nb: c', '\u001b[2J', '\u007f', '\u009b31m']

/** Bytes of a query or path that are no UTF-8, with a quote that a decoder may find in them. */
const brokenBytes = ['%bf%27', '%c0%a7', '%ff%27', '%27%00', '%u0027', '%', '%2', '%ed%a0%80']

interface Server extends StandAlone {
  databaseUrl: string
}

async function setUp(t: TestContext, database: (typeof testedDatabases)[number]): Promise<Server> {
  const databaseUrl = await database.fresh(t)
  return { ...(await startStandAlone(t, { databaseUrl, metrics: true })), databaseUrl }
}

interface Sent {
  target: string
  headers?: Record<string, string>
  body?: string
}

/** A place of a request where a caller's value stands. */
interface Place {
  name: string
  in: 'query' | 'path' | 'header' | 'body'
  /** The request with this text there. */
  with(text: string): Sent
}

/** Every parameter and every member of the body, at any depth, with what else the operation asks for filled in. */
function placesOf(operation: DocumentedOperation, target: { id: string }): Place[] {
  const { parameters, body } = operation
  const example = body?.example === undefined ? {} : { body: JSON.stringify(body.example) }
  const required = parameters
    .filter((one) => one.in === 'query' && one.required)
    .map(({ name }): [string, string] => [name, target.id])
  const query = (given: [string, string][]) => (given.length === 0 ? '' : `?${new URLSearchParams(given)}`)
  const path = (fill: (name: string) => string) => filledPath(operation, fill)
  const usual = path(() => target.id)
  return [
    ...parameters.map(
      (parameter): Place => ({
        name: `${parameter.in} ${parameter.name}`,
        in: parameter.in,
        with: (text) =>
          parameter.in === 'query'
            ? {
                target:
                  usual + query([...required.filter(([name]) => name !== parameter.name), [parameter.name, text]]),
                ...example,
              }
            : { target: path(() => percentEncodedText(text)) + query(required), ...example },
      }),
    ),
    {
      name: 'the name of a parameter',
      in: 'query',
      with: (text) => ({ target: usual + query([...required, [text, text]]), ...example }),
    },
    {
      name: 'the credential',
      in: 'header',
      with: (text) => ({
        target: usual + query(required),
        headers: { [operation.isAdministrative ? 'secret-key' : 'api-key']: utf8Bytes(text) },
        ...example,
      }),
    },
    ...(operation.isAdministrative
      ? []
      : [
          {
            name: 'query api-key',
            in: 'query',
            with: (text) => ({ target: usual + query([['api-key', text]]) }),
          } as Place,
        ]),
    ...(body === undefined
      ? []
      : membersOf(body.schema).map(
          ([pointer, valueWith]): Place => ({
            name: `body ${pointer}`,
            in: 'body',
            with: (text) => ({ target: usual, body: JSON.stringify(valueWith(text)) }),
          }),
        )),
  ]
}

/** How to put a text into each place of a value that fits a schema in all else. */
function membersOf(schema: Schema): [pointer: string, valueWith: (text: string) => unknown][] {
  const here: [string, (text: string) => unknown] = ['', (text) => text]
  const { properties = {}, items, additionalProperties } = schema
  const inside: (typeof here)[] = [
    ...Object.entries(properties).flatMap(([name, member]) =>
      membersOf(member).map(([pointer, valueWith]): typeof here => [
        `/${name}${pointer}`,
        (text) => ({ [name]: valueWith(text) }),
      ]),
    ),
    ...(items === undefined
      ? []
      : membersOf(items).map(([pointer, valueWith]): typeof here => [`/0${pointer}`, (text) => [valueWith(text)]])),
    ...(schema.type === 'object'
      ? [
          [
            '/(name)',
            (text: string) => Object.defineProperty({}, text, { value: text, enumerable: true }),
          ] as typeof here,
        ]
      : []),
    ...(typeof additionalProperties === 'object'
      ? [['/member', (text: string) => ({ member: text })] as typeof here]
      : []),
  ]
  return [here, ...inside]
}

type Try = readonly [name: string, make: () => Promise<void>]

/** Every text in a place, and bytes that are none where they can stand. */
function triesOf(server: Server, { operationId, method }: DocumentedOperation, place: Place): Try[] {
  const isEncoded = place.in === 'query' || place.in === 'path'
  // What a header cannot hold does not get further than Node.
  const texts = place.in === 'header' ? payloads : [...payloads, ...unusable]
  return [
    ...texts.map(
      (text): Try => [
        `${operationId}, ${place.name}: ${JSON.stringify(text)}`,
        async () => {
          const sent = place.with(text)
          await assertKept(server, await ask(server, method, sent), sent)
        },
      ],
    ),
    ...(isEncoded ? brokenBytes : []).map(
      (bytes): Try => [
        `${operationId}, ${place.name}: ${bytes}`,
        async () => {
          const { target, ...others } = place.with(marker)
          await ask(server, method, { target: target.replaceAll(marker, bytes), ...others })
        },
      ],
    ),
  ]
}

/** A request with the secret, and the answer, which is never a fault. */
async function ask({ url }: StandAlone, method: string, { target, headers, body }: Sent): Promise<Answer> {
  const options: RequestOptions = { method, headers: { 'secret-key': adminSecret, ...headers } }
  if (body !== undefined) options.headers = { ...options.headers, 'content-type': 'application/json' }
  const answer = await request(url + target, body === undefined ? options : { ...options, body })
  assert.ok(answer.status < 500, `${method} ${target} ${body ?? ''} was answered ${answer.status}`)
  const isOurs = target.startsWith('/auth/') || answer.status >= 400
  if (isOurs) assert.match(answer.headers['content-type'] ?? 'application/json', /^application\/(problem\+)?json$/)
  return answer
}

for (const database of testedDatabases) {
  describe(`SQL in what callers write, on ${database.name}`, () => {
    it('is text to every operation, in every place', async (t) => {
      const server = await setUp(t, database)
      const { databaseUrl, instance } = server
      await instance.keys.create({ name: 'bystander', scopes: ['a', 'b'], metadata: { m: 'x' } })
      await instance.keys.create({ name: 'revoked', neverExpires: true }).then(({ id }) => instance.keys.revoke(id))
      const bystanders = await dumpOf(databaseUrl)
      const target = await instance.keys.create({ name: 'target', metadata: { m: 'x' } })
      let before = await dumpOf(databaseUrl)
      // What is open has little to do with the database: one of them is enough.
      const operations = documentedOperations.filter(({ isOpen }) => !isOpen || databaseUrl.startsWith('sqlite:'))
      await attempt(
        group,
        operations.flatMap((operation) => [
          ...placesOf(operation, target).flatMap((place) => triesOf(server, operation, place)),
          [
            `${operation.operationId} changes no other row and no table`,
            async () => {
              const after = await dumpOf(databaseUrl)
              if (operation.changesState) assertContains(after, bystanders)
              else assert.deepEqual(after, before)
              before = after
            },
          ] as Try,
        ]),
      )
    })

    it('finds in a search by name what has just that text in it', async (t) => {
      const server = await setUp(t, database)
      const texts = [...payloads, ...patterns]
      const decoys = ['a', 'b', 'ab', 'axb', 'a b', 'name', 'x', '100', '100%', '1x0', "o'hara", 'before a after']
      const names = [...new Set([...texts, ...texts.map((text) => `before ${text} after`), ...decoys])]
      for (const name of names) await server.instance.keys.create({ name })
      await attempt(
        group,
        [...texts, ...decoys].map((text) => [
          `searched for ${JSON.stringify(text)}`,
          async () => {
            const expected = names.filter((name) => foldCase(name).includes(foldCase(text)))
            for (const sort of ['created_date', 'name']) {
              const query = new URLSearchParams({ name: text, limit: '200', sort })
              const { keys } = (await ask(server, 'GET', { target: `/auth/keys?${query}` })).json()
              assert.deepEqual(keys.map(({ name = '' }) => name).sort(), [...expected].sort())
            }
          },
        ]),
      )
    })

    it('does not make a prototype of metadata, and gives every name back', async (t) => {
      const server = await setUp(t, database)
      const members = [
        '__proto__',
        'constructor',
        'prototype',
        'toString',
        'hasOwnProperty',
        '__defineGetter__',
        'valueOf',
      ]
      const metadata = `{${members.map((name) => `"${name}":"text of ${name}"`).join(',')}}`
      const before = Reflect.ownKeys(Object.prototype)
      const made = (await ask(server, 'POST', { target: '/auth/keys', body: `{"metadata":${metadata}}` })).json()
      const target = `/auth/keys/${made.id}`
      const assertThere = (found: Record<string, string>) => {
        assert.deepEqual(
          Object.entries(found),
          members.map((name) => [name, `text of ${name}`]),
        )
      }
      const bodies = [
        '{"__proto__":{"name":"x"}}',
        '{"__proto__":null}',
        '{"constructor":{"prototype":{"polluted":"x"}}}',
        '{"prototype":{"polluted":"x"}}',
        '{"metadata":{"__proto__":{"polluted":"x"}}}',
        '{"metadata":{"constructor":{"prototype":{"polluted":"x"}}}}',
        '{"metadata":[]}',
        '{"scopes":{"__proto__":["*"]}}',
        '{"scopes":{"length":1,"0":"*"}}',
        '[{"__proto__":{"name":"x"}}]',
        '{"name":{"toString":"x"}}',
        '"__proto__"',
      ]
      await attempt(group, [
        ['created', () => assertThere(made.metadata)],
        ['read', async () => assertThere((await ask(server, 'GET', { target })).json().metadata)],
        [
          'changed',
          async () => {
            const body = `{"metadata":${metadata},"name":"changed"}`
            assertThere((await ask(server, 'PATCH', { target, body })).json().metadata)
          },
        ],
        [
          'listed',
          async () => assertThere((await ask(server, 'GET', { target: '/auth/keys' })).json().keys[0].metadata),
        ],
        [
          'in the audit trail',
          async () => {
            const { events } = (await ask(server, 'GET', { target: '/auth/audit' })).json()
            const created = events.find(({ action }: { action: string }) => action === 'created')
            const { to } = created.changes.find(({ member }: { member: string }) => member === 'metadata')
            assert.deepEqual(
              Object.entries(to),
              [...members].sort().map((name) => [name, `text of ${name}`]),
            )
          },
        ],
        [
          'known to a handler',
          async () => {
            const verification = await server.instance.verify(made.key)
            assert.ok(verification.ok)
            assertThere(verification.key.metadata)
          },
        ],
        ...bodies.flatMap((body) =>
          (
            [
              ['POST', '/auth/keys'],
              ['PATCH', target],
              ['POST', `${target}/renew`],
              ['POST', `${target}/rotate`],
            ] as const
          ).map(
            ([method, path]) =>
              [
                `${method} ${path} ${body}`,
                async () => assert.equal((await ask(server, method, { target: path, body })).status, 422),
              ] as const,
          ),
        ),
        ...administrativeOperations.flatMap((operation) =>
          ['__proto__=x', '__proto__[admin]=1', 'constructor[prototype][admin]=1', 'constructor.prototype.admin=1'].map(
            (query) =>
              [
                `${operation.operationId}?${query}`,
                async () => {
                  const path = filledPath(operation, () => made.id)
                  const { method, body: { example } = {} } = operation
                  const body = example === undefined ? {} : { body: JSON.stringify(example) }
                  assert.equal((await ask(server, method, { target: `${path}?${query}`, ...body })).status, 422)
                },
              ] as const,
          ),
        ),
        [
          'no prototype has a member more',
          async () => {
            assert.deepEqual(Reflect.ownKeys(Object.prototype), before)
            assert.equal(({} as { polluted?: unknown }).polluted, undefined)
            assertThere((await ask(server, 'GET', { target })).json().metadata)
          },
        ],
      ])
    })
  })
}

/** Texts that a name may be, and that a terminal, a page or a spreadsheet would take for more than a name. */
const misleading = [
  'invoice\u202Efdp.exe',
  '\u2066isolated\u2069',
  '\u200Fright to left',
  '\u061Cright to left',
  'a\u2028{"level":30,"msg":"forged"}',
  'a\u2029b',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "';alert(1)//",
  '</script><svg/onload=alert(1)>',
  '<!--',
  '{{constructor.constructor("alert(1)")()}}',
  '\u0024{7*7}',
  'javascript:alert(1)',
  '[x](javascript:alert(1))',
  '&lt;script&gt;',
  "=cmd|' /C calc'!A0",
  '%0d%0aSet-Cookie: a=b',
  '\\r\\nSet-Cookie: a=b',
  '\\u001b[2J',
  '$(id)',
  '`id`',
]

/** What no name may hold: they end lines, headers and texts, and are obeyed by terminals. */
const controlling = [
  'a\r\nSet-Cookie: a=b',
  'a\r\n\r\n<script>alert(1)</script>',
  'a\n{"level":30,"msg":"forged"}',
  'a\rb',
  '\u001b[2J\u001b[1;1H',
  '\u001b]0;title\u0007',
  '\u001b]8;;http://x/\u001b\\x\u001b]8;;\u001b\\',
  '\u009b2J',
  '\u0085next line',
  '\u0008\u0008\u0008',
  '\0',
  '\u007f',
]

/** What a terminal obeys, and what turns a line around or breaks it. */
const obeyed = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u

describe('text that is more than text to whoever shows it', () => {
  it('is refused where it controls, and else comes back as JSON and nothing else', async (t) => {
    const server = await startStandAlone(t)
    const { id } = await server.instance.keys.create({ name: 'target' })
    const bodiesOf = (text: string) => [{ name: text }, { metadata: { m: text } }, { metadata: { [text]: 'm' } }]
    const writes = (body: object): [string, string, Sent][] => [
      ['POST', 'created', { target: '/auth/keys', body: JSON.stringify(body) }],
      ['PATCH', 'changed', { target: `/auth/keys/${id}`, body: JSON.stringify(body) }],
    ]
    const before = (await ask(server, 'GET', { target: '/auth/keys?limit=200' })).json().keys.length
    await attempt(group, [
      ...controlling.flatMap((text) =>
        bodiesOf(text).flatMap((body) =>
          writes(body).map(
            ([method, done, sent]) =>
              [
                `${done} with ${sent.body}`,
                async () => assert.equal((await ask(server, method, sent)).status, 422),
              ] as const,
          ),
        ),
      ),
      [
        'nothing of it was kept',
        async () => {
          const { keys } = (await ask(server, 'GET', { target: '/auth/keys?limit=200' })).json()
          assert.deepEqual([keys.length, keys[0].name, keys[0].metadata], [before, 'target', {}])
        },
      ],
      ...misleading.flatMap((text) =>
        bodiesOf(text).flatMap((body) =>
          writes(body).map(
            ([method, done, sent]) =>
              [
                `${done} with ${sent.body}`,
                async () => {
                  const made = (await ask(server, method, sent)).json()
                  const read = await ask(server, 'GET', { target: `/auth/keys/${made.id}` })
                  assert.equal(read.headers['x-content-type-options'], 'nosniff')
                  assert.deepEqual({ ...read.json(), ...body }, read.json())
                },
              ] as const,
          ),
        ),
      ),
      ...[...misleading, ...controlling].flatMap((text) =>
        ['/', '/docs/', '/docs?', '/openapi.json?', '/secure?', '/auth/keys/', '/auth/keys?', '/health/live?'].map(
          (start) =>
            [
              `${start} with ${JSON.stringify(text)}`,
              async () => {
                const { status, headers } = await ask(server, 'GET', { target: start + percentEncodedText(text) })
                assert.ok(status >= 400 && status < 500)
                assert.equal(headers['content-type'], 'application/problem+json')
                assert.equal(headers['x-content-type-options'], 'nosniff')
              },
            ] as const,
        ),
      ),
      [
        'the page has no name in it',
        async () => {
          const page = await server.get('/docs')
          assert.match(String(page.headers['content-security-policy']), /default-src 'none'/)
          for (const text of misleading.filter((one) => one.length > 8)) assert.ok(!page.text.includes(text), text)
        },
      ],
    ])
  })

  it('makes no line of the log, and no line of it to be obeyed', async (t) => {
    const server = await startStandAlone(t)
    const texts = [...misleading, ...controlling].map(percentEncodedText)
    const requests: RawRequest[] = [
      ...texts.flatMap((text) => [
        { target: `/auth/new?name=${text}` },
        { target: `/auth/keys?name=${text}&sort=${text}` },
        { target: `/auth/keys/${text}` },
        { target: `/${text}` },
        { target: `/secure?${text}=${text}` },
        { target: `/secure?api-key=${text}` },
        // Beside something that looks like a key, a path is shown decoded.
        { target: `/${'k'.repeat(40)}/${text}` },
        { target: `/auth/new?name=${'k'.repeat(40)}${text}` },
      ]),
      ...misleading.flatMap((text) =>
        ['User-Agent', 'X-Forwarded-For', 'Forwarded', 'Referer', 'X-Request-Id', 'api-key', 'Cookie'].map((name) => ({
          target: '/secure',
          lines: [`${name}: ${utf8Bytes(text)}`],
        })),
      ),
    ]
    let answered = 0
    await attempt(
      group,
      requests.map(({ target, lines = [] }) => [
        [target, ...lines].join(' '),
        async () => {
          const { status } = await exchange(server.url, { target, lines: [...lines, `secret-key: ${adminSecret}`] })
          assert.ok(status >= 200 && status < 500, `answered ${status}`)
          answered++
          // A line is written when its answer has gone out, which may be after its arrival here.
          while (server.logged().split('\n').length <= answered) await setImmediate()
          const logged = server.logged().split('\n')
          assert.equal(logged.length, answered + 1)
          const line = logged[answered - 1] ?? ''
          assert.doesNotMatch(line, obeyed)
          const { msg, method, status: shown } = JSON.parse(line)
          assert.deepEqual([msg, method, shown], ['request', 'GET', status])
        },
      ]),
    )
  })

  it('is shown on a terminal as a character that does nothing, be it in the database by another way', async (t) => {
    const folder = await temporaryFolder(t)
    const databaseUrl = `sqlite:${folder}/sqlite.db`
    const { instance } = await startStandAlone(t, { databaseUrl })
    for (const text of misleading) {
      await instance.keys.create({ name: text, metadata: { [text]: text }, scopes: ['a'] })
    }
    for (const text of controlling) {
      const { id } = await instance.keys.create()
      const literal = sqlText(text)
      const keyChanges = `name = ${literal}, start = start || ${literal}, scopes = ${sqlText(JSON.stringify([text]))}`
      await rowsOf(databaseUrl, `UPDATE ${tables.keys} SET ${keyChanges} WHERE id = '${id}'`)
      const changes = sqlText(JSON.stringify([{ member: text, from: text, to: text }]))
      const auditChanges = `address = ${literal}, action = ${literal}, changes = ${changes}`
      await rowsOf(databaseUrl, `UPDATE ${tables.audit} SET ${auditChanges} WHERE key_id = '${id}'`)
    }
    const all = [...misleading, ...controlling]
    const whole = await instance.keys.create({ metadata: { m: 'x' } })
    const metadata = sqlText(JSON.stringify(Object.fromEntries(all.map((text) => [text, text]))))
    const scopes = sqlText(JSON.stringify(all))
    const keyChanges = `name = ${sqlText(all.join(''))}, metadata = ${metadata}, scopes = ${scopes}`
    await rowsOf(databaseUrl, `UPDATE ${tables.keys} SET ${keyChanges} WHERE id = '${whole.id}'`)
    const run = async (...args: string[]) => {
      const program = runProgram(t, args, {}, folder)
      assert.equal(await program.ended, 0, program.output().stderr)
      return program.output().stdout.trimEnd().split('\n')
    }
    const assertInert = (lines: readonly string[], expected: number) => {
      assert.equal(lines.length, expected)
      for (const line of lines) assert.doesNotMatch(line, obeyed)
    }
    await attempt(group, [
      ['keys list', async () => assertInert(await run('keys', 'list', '--all'), all.length + 2)],
      ['keys audit', async () => assertInert(await run('keys', 'audit', '--limit', '1000'), all.length + 2)],
      ['keys show', async () => assertInert(await run('keys', 'show', whole.id), 10)],
      ['keys revoke', async () => assertInert(await run('keys', 'revoke', whole.id), 11)],
    ])
  })

  it('splits no header: a Location has an id in it and nothing else', async (t) => {
    const server = await startStandAlone(t)
    const room = 'Ab0-_9876543210zyxwvutsrqponmlkj'
    const keys = [
      ...[...misleading, ...controlling].flatMap((text) => [room + text, text + room, text]),
      `${room}\r\nSet-Cookie: a=b`,
      `${room}%0d%0aSet-Cookie:a=b`,
      `${room}/../../../evil`,
      `//evil.example/${room}`,
      `\\\\evil.example\\${room}`,
      `${room}?x=y#z`,
      `kss_../../evil00_${room}0`,
      `kss_%0d%0aSet-Co_${room}0`,
    ]
    const lines = [`secret-key: ${adminSecret}`, 'Content-Type: application/json']
    let made = 0
    await attempt(group, [
      ...keys.map(
        (key) =>
          [
            JSON.stringify(key),
            async () => {
              const body = utf8Bytes(JSON.stringify({ key }))
              const { status, head } = await exchange(server.url, { method: 'POST', target: '/auth/keys', lines, body })
              assert.ok([201, 422].includes(status), head)
              assert.doesNotMatch(head, /set-cookie|evil/i)
              if (status === 201) made++
              const locations = head.match(/^Location: .*$/gim) ?? []
              assert.equal(locations.length, status === 201 ? 1 : 0)
              for (const one of locations) assert.match(one, /^Location: \/auth\/keys\/[0-9A-Za-z]{12}$/i)
            },
          ] as const,
      ),
      ['some of them are keys', () => assert.ok(made > 5, `${made} were`)],
    ])
  })
})

function sqlText(text: string): string {
  return `CAST(x'${Buffer.from(text).toString('hex')}' AS text)`
}

const marker = 'MARKER'

function percentEncodedText(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1).replaceAll('+', '%20')
}

/** Where a key was written, that it is there as it was sent, byte for byte. */
async function assertKept(server: Server, answer: Answer, { target, body }: Sent): Promise<void> {
  if (answer.status >= 300) return
  const isNew = target.startsWith('/auth/new')
  if (body === undefined && !isNew) return
  const sent = isNew ? Object.fromEntries(new URLSearchParams(target.split('?')[1])) : JSON.parse(String(body))
  const id = isNew ? answer.json().split('_').at(-2) : answer.json().id
  const read = (await ask(server, 'GET', { target: `/auth/keys/${id}` })).json()
  const [row] = await rowsOf(server.databaseUrl, `SELECT name, scopes, metadata FROM ${tables.keys} WHERE id = '${id}'`)
  for (const member of ['name', 'scopes', 'metadata']) {
    if (sent[member] === undefined) continue
    assert.deepEqual(read[member], sent[member])
    assert.equal(String(row?.[member]), member === 'name' ? sent.name : JSON.stringify(sent[member]))
  }
}

/** That every row which was there is there, and no table more or less. */
function assertContains(after: Awaited<ReturnType<typeof dumpOf>>, before: Awaited<ReturnType<typeof dumpOf>>): void {
  assert.deepEqual(after.tables, before.tables)
  for (const [table, rows] of Object.entries(before)) {
    // What counts changes.
    if (table === tables.revision || table === tables.flushes) continue
    const there = new Set(after[table])
    assert.deepEqual(
      rows.filter((row) => !there.has(row)),
      [],
      `rows of ${table} were changed`,
    )
  }
}
