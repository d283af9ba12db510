import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'yaml'
import { readConfig } from '../../src/config.js'
import type { RequestOptions } from '../support/http.js'
import { startStandAlone } from '../support/stand-alone.js'
import { attempt } from './attempts.js'

// What fuzzing has found, one case for each kind of fault: it stays found.

interface Case {
  path: string
  operation: string
  status: number
  options?: RequestOptions
  /** Where an error must point to. */
  pointer?: string
}

const json = (method: string, body: object): RequestOptions => ({
  method,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})

test('requests', async (t) => {
  const { admin, newKey } = await startStandAlone(t)
  const id = String((await newKey()).split('_')[1])
  const document = (await admin('/openapi.json')).json()
  const long = encodeURIComponent('\u{1F404}'.repeat(2_001))
  const instant = '0042-07-17T08:58:27+03:42'
  const cases: Case[] = [
    { path: `/auth/logs?cursor=${long}`, operation: 'get /auth/logs', status: 431 },
    { path: '/auth/logs?cursor=', operation: 'get /auth/logs', status: 422, pointer: '/query/cursor' },
    {
      path: `/auth/audit?cursor=${'0'.repeat(2_000)}`,
      operation: 'get /auth/audit',
      status: 422,
      pointer: '/query/cursor',
    },
    { path: '/auth/keys?name=', operation: 'get /auth/keys', status: 422, pointer: '/query/name' },
    { path: '/auth/new?name=', operation: 'get /auth/new', status: 422, pointer: '/query/name' },
    {
      path: `/auth/renew?api-key=${id}&expiration-date=${'0'.repeat(39)}`,
      operation: 'get /auth/renew',
      status: 422,
      pointer: '/query/expiration-date',
    },
    {
      path: `/auth/keys/${id}/usage?from=2000-01-01T00:00:00Z&interval=hour`,
      operation: 'get /auth/keys/{keyId}/usage',
      status: 422,
      pointer: '/query/from',
    },
    {
      path: '/auth/keys',
      options: json('POST', { expiration_date: instant }),
      operation: 'post /auth/keys',
      status: 422,
      pointer: '/body/expiration_date',
    },
    {
      path: `/auth/keys/${id}/renew`,
      options: json('POST', { expiration_date: '1963-03-24T23:39:38Z' }),
      operation: 'post /auth/keys/{keyId}/renew',
      status: 422,
      pointer: '/body/expiration_date',
    },
    {
      path: '/auth/keys',
      options: json('POST', { key: '0' }),
      operation: 'post /auth/keys',
      status: 422,
      pointer: '/body/key',
    },
    {
      path: `/auth/keys/${id}`,
      options: json('PATCH', { metadata: { 'r\u0000F\u0004\u009d': 'x' } }),
      operation: 'patch /auth/keys/{keyId}',
      status: 422,
      pointer: '/body/metadata',
    },
  ]
  await attempt(
    'fuzzing',
    cases.map(({ path, operation, status, options, pointer }) => [
      `${operation} with ${path.slice(0, 80)} ${options?.body ?? ''}`,
      async () => {
        const answer = await admin(path, options)
        assert.equal(answer.status, status, answer.text)
        if (pointer !== undefined) assert.equal(answer.json().errors[0].pointer, pointer)
        const [method = '', template = ''] = operation.split(' ')
        assert.ok(document.paths[template][method].responses[status], `${status} is not documented`)
      },
    ]),
  )
})

test('what the document says', async (t) => {
  const { get } = await startStandAlone(t)
  const document = (await get('/openapi.json')).json()
  const { parameters, schemas } = document.components
  const parameter = (path: string, name: string) =>
    document.paths[path].get.parameters.find((one: { name?: string }) => one.name === name)
  await attempt('fuzzing', [
    [
      'the document in YAML is what its schema says: an object, and no text',
      async () => {
        const { $ref } = document.paths['/openapi.yaml'].get.responses['200'].content['application/yaml'].schema
        assert.equal($ref, '#/components/schemas/OpenapiDocument')
        assert.deepEqual(parse((await get('/openapi.yaml')).text), document)
      },
    ],
    ['a cursor is not empty', () => assert.equal(parameters.Cursor.schema.minLength, 1)],
    ['a name to look for is not empty', () => assert.equal(parameter('/auth/keys', 'name').schema.minLength, 1)],
    ['the name of a new key is not empty', () => assert.equal(parameter('/auth/new', 'name').schema.minLength, 1)],
    ['a time has a year from 1970', () => assert.match(schemas.Instant.description, /1970 to 9999/)],
    [
      'a key to bring in is not any text',
      () => assert.equal(schemas.KeyCreation.properties.key.format, 'brought-in-key'),
    ],
    [
      'every operation can be refused for its length',
      () => {
        for (const [path, item] of Object.entries<Record<string, { responses?: object }>>(document.paths)) {
          for (const { responses } of Object.values(item)) {
            if (responses !== undefined) assert.ok('431' in responses, path)
          }
        }
      },
    ],
  ])
})

test('configuration', async () => {
  const clear = '\u001b[2J'
  await attempt(
    'fuzzing',
    [
      [{ env: { [`KOA_SIMPLE_SECURITY_${clear}`]: 'x' } }, /^The variable KOA_SIMPLE_SECURITY_\S\[2J is unknown\./],
      [
        { env: { KOA_SIMPLE_SECURITY_KEY_PREFIX: '\u009b2J\u2028' } },
        /^KOA_SIMPLE_SECURITY_KEY_PREFIX is "\S2J\S", but/,
      ],
      [{ env: {}, cacheEntries: 10n }, /^The option cacheEntries is 10n, but must be a whole number/],
    ].map(([options, message]) => [
      String(message),
      () =>
        assert.throws(
          () => readConfig(options as object),
          (error: Error) => {
            assert.match(error.message, message as RegExp)
            assert.doesNotMatch(error.message, /[\p{Cc}\u2028]/u)
            return true
          },
        ),
    ]),
  )
})
