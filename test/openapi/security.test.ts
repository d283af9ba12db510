import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import Router from '@koa/router'
import Koa, { type Context, type Middleware } from 'koa'
import type { SimpleSecurityOptions } from '../../src/index.js'
import { createClock, dayMs } from '../support/clock.js'
import { listen, type RequestOptions, request } from '../support/http.js'
import { createInstance, documentOf, operation, startEnforced, type Version, versions } from './enforced-app.js'

/** The keys of a case, by how it calls them. */
const keys = {
  plain: [],
  reader: ['reports:read'],
  writer: ['reports:read', 'reports:write'],
  wild: ['reports:*'],
} as const
type KeyName = keyof typeof keys

const passes = (key?: KeyName) => ({ status: 200, key })
const refused = (code: string) => ({ status: 403, code })

type Outcome = { status: number; key?: KeyName | undefined; code?: string; text?: string }
/** What a request carries: `{plain}` stands for that key. */
type Carried = { headers?: Record<string, string | string[]>; query?: string }
type Try = [carried: Carried, outcome: Outcome]

interface Case {
  name: string
  only?: Version
  /** Of the operation; left out where the document's own counts. */
  security?: object[]
  documentSecurity?: object[]
  scopes?: string[]
  securitySchemes?: Record<string, object>
  schemes?: SimpleSecurityOptions['schemes']
  tries: Try[]
}

const header = (value: string, name = 'api-key'): Carried => ({ headers: { [name]: value } })
const query = (value: string, name = 'api-key'): Carried => ({ query: `?${name}=${value}` })
const nothing: Carried = {}
const unknown = 'kss_nobodyknowsthiskey'

const bearer = { type: 'http', scheme: 'bearer' }
const isAlice = (ctx: Context) => ctx.get('authorization') === 'Bearer alice'
const alice = { authorization: 'Bearer alice' }
const teamHeader = { type: 'apiKey', in: 'header', name: 'X-Team-Key' }
const teamQuery = { type: 'apiKey', in: 'query', name: 'team' }
const answerName = (ctx: Context) => {
  ctx.body = ctx.state.apiKey?.name ?? 'nobody'
}
const either = [{ ApiKeyHeader: [] }, { ApiKeyQuery: [] }]

const cases: Case[] = [
  {
    name: 'a key in the header, of a scheme that nobody declared',
    security: [{ ApiKeyHeader: [] }],
    tries: [
      [nothing, refused('missing_api_key')],
      [header('{plain}'), passes('plain')],
      [header(unknown), refused('invalid_api_key')],
      [header(''), refused('missing_api_key')],
      [query('{plain}'), refused('missing_api_key')],
      [{ headers: { 'api-key': ['{plain}', '{plain}'] } }, refused('repeated_credential')],
    ],
  },
  {
    name: 'a key in the query, of a scheme that nobody declared',
    security: [{ ApiKeyQuery: [] }],
    tries: [
      [query('{plain}'), passes('plain')],
      [header('{plain}'), refused('missing_api_key')],
      [query(unknown), refused('invalid_api_key')],
      [{ query: '?api-key={plain}&api-key={plain}' }, refused('repeated_credential')],
    ],
  },
  {
    name: 'header or query',
    security: either,
    tries: [
      [nothing, refused('missing_api_key')],
      [header('{plain}'), passes('plain')],
      [query('{reader}'), passes('reader')],
      [{ ...header('{plain}'), ...query('{plain}') }, passes('plain')],
      [{ ...header('{plain}'), ...query('{reader}') }, refused('repeated_credential')],
      [{ ...header('{plain}'), ...query(unknown) }, refused('repeated_credential')],
    ],
  },
  {
    name: 'header and query, which are two places of one key',
    security: [{ ApiKeyHeader: [], ApiKeyQuery: [] }],
    tries: [
      [header('{plain}'), refused('missing_api_key')],
      [query('{plain}'), refused('missing_api_key')],
      [{ ...header('{plain}'), ...query('{plain}') }, passes('plain')],
      [{ ...header('{plain}'), ...query('{reader}') }, passes('plain')],
      [{ ...header('{plain}'), ...query(unknown) }, refused('invalid_api_key')],
    ],
  },
  {
    name: "the document's default, where the operation says nothing",
    documentSecurity: either,
    tries: [
      [nothing, refused('missing_api_key')],
      [query('{plain}'), passes('plain')],
    ],
  },
  {
    name: "nothing, over the document's default",
    documentSecurity: either,
    security: [],
    tries: [
      [nothing, passes()],
      [header(unknown), passes()],
    ],
  },
  {
    name: "something else than the document's default",
    documentSecurity: [{ ApiKeyQuery: [] }],
    security: [{ ApiKeyHeader: [] }],
    tries: [
      [query('{plain}'), refused('missing_api_key')],
      [header('{plain}'), passes('plain')],
    ],
  },
  { name: 'no security anywhere', tries: [[nothing, passes()]] },
  { name: 'an empty requirement alone', security: [{}], tries: [[header('{plain}'), passes()]] },
  {
    name: 'an optional key',
    security: [{}, { ApiKeyHeader: [] }],
    tries: [
      [nothing, passes()],
      [header('{plain}'), passes('plain')],
      [header(unknown), passes()],
      [{ headers: { 'api-key': ['{plain}', '{reader}'] } }, passes()],
    ],
  },
  {
    name: 'an optional key that needs a scope',
    security: [{ ApiKeyHeader: [] }, {}],
    scopes: ['reports:read'],
    tries: [
      [header('{reader}'), passes('reader')],
      [header('{plain}'), passes()],
    ],
  },
  {
    name: 'a scope in x-required-scopes',
    security: either,
    scopes: ['reports:read'],
    tries: [
      [header('{plain}'), refused('insufficient_scope')],
      [header('{reader}'), passes('reader')],
      [query('{wild}'), passes('wild')],
    ],
  },
  {
    name: 'two scopes in x-required-scopes',
    security: [{ ApiKeyHeader: [] }],
    scopes: ['reports:read', 'reports:write'],
    tries: [
      [header('{reader}'), refused('insufficient_scope')],
      [header('{writer}'), passes('writer')],
    ],
  },
  {
    name: "scopes in the requirement's list",
    only: '3.1.0',
    security: [{ ApiKeyHeader: ['reports:read'] }],
    tries: [
      [header('{plain}'), refused('insufficient_scope')],
      [header('{reader}'), passes('reader')],
    ],
  },
  {
    name: "scopes in the requirement's list and in x-required-scopes, which add up",
    only: '3.1.0',
    security: [{ ApiKeyHeader: ['reports:write'] }],
    scopes: ['reports:read'],
    tries: [
      [header('{reader}'), refused('insufficient_scope')],
      [header('{writer}'), passes('writer')],
    ],
  },
  {
    name: 'other scopes in the header than in the query',
    only: '3.1.0',
    security: [{ ApiKeyHeader: ['reports:write'] }, { ApiKeyQuery: ['reports:read'] }],
    tries: [
      [header('{reader}'), refused('insufficient_scope')],
      [query('{reader}'), passes('reader')],
      [header('{writer}'), passes('writer')],
    ],
  },
  {
    name: "the document's default with scopes in its list",
    only: '3.1.0',
    documentSecurity: [{ ApiKeyHeader: ['reports:read'] }],
    tries: [
      [header('{plain}'), refused('insufficient_scope')],
      [header('{reader}'), passes('reader')],
    ],
  },
  {
    name: 'a header of the user’s own, in any letter case',
    security: [{ Team: [] }],
    securitySchemes: { Team: teamHeader },
    tries: [
      [header('{plain}'), refused('missing_api_key')],
      [header('{plain}', 'X-Team-Key'), passes('plain')],
      [header('{plain}', 'x-team-key'), passes('plain')],
      [header(unknown, 'x-team-key'), refused('invalid_api_key')],
    ],
  },
  {
    name: 'a query parameter of the user’s own, in its letter case',
    security: [{ Team: [] }],
    securitySchemes: { Team: teamQuery },
    tries: [
      [query('{plain}', 'team'), passes('plain')],
      [query('{plain}', 'Team'), refused('missing_api_key')],
      [query('{plain}'), refused('missing_api_key')],
    ],
  },
  {
    name: 'the header Authorization as an API key',
    security: [{ Team: [] }],
    securitySchemes: { Team: { type: 'apiKey', in: 'header', name: 'Authorization' } },
    tries: [
      [header('{plain}', 'authorization'), passes('plain')],
      [header('Bearer {plain}', 'authorization'), refused('invalid_api_key')],
    ],
  },
  {
    name: 'ApiKeyHeader as the user declares it',
    security: [{ ApiKeyHeader: [] }],
    securitySchemes: { ApiKeyHeader: teamHeader },
    tries: [
      [header('{plain}'), refused('missing_api_key')],
      [header('{plain}', 'x-team-key'), passes('plain')],
    ],
  },
  {
    name: 'a scheme by a reference',
    security: [{ Team: [] }],
    securitySchemes: { Team: { $ref: '#/components/securitySchemes/Real' }, Real: teamHeader },
    tries: [
      [nothing, refused('missing_api_key')],
      [header('{plain}', 'x-team-key'), passes('plain')],
    ],
  },
  {
    name: 'two different keys together',
    security: [{ ApiKeyHeader: [], Team: [] }],
    securitySchemes: { Team: teamHeader },
    tries: [
      [header('{plain}'), refused('missing_api_key')],
      [header('{plain}', 'x-team-key'), refused('missing_api_key')],
      [{ headers: { 'api-key': '{plain}', 'x-team-key': unknown } }, refused('invalid_api_key')],
      [{ headers: { 'api-key': unknown, 'x-team-key': '{plain}' } }, refused('invalid_api_key')],
      [{ headers: { 'api-key': '{plain}', 'x-team-key': '{reader}' } }, passes('plain')],
      [{ headers: { 'api-key': '{plain}', 'x-team-key': '{plain}' } }, passes('plain')],
    ],
  },
  {
    name: 'two different keys together, both with a scope',
    security: [{ ApiKeyHeader: [], Team: [] }],
    securitySchemes: { Team: teamHeader },
    scopes: ['reports:read'],
    tries: [
      [{ headers: { 'api-key': '{reader}', 'x-team-key': '{plain}' } }, refused('insufficient_scope')],
      [{ headers: { 'api-key': '{plain}', 'x-team-key': '{reader}' } }, refused('insufficient_scope')],
      [{ headers: { 'api-key': '{writer}', 'x-team-key': '{reader}' } }, passes('writer')],
    ],
  },
  {
    name: 'one key or the other',
    security: [{ ApiKeyHeader: [] }, { Team: [] }],
    securitySchemes: { Team: teamHeader },
    tries: [
      [header('{plain}'), passes('plain')],
      [header('{plain}', 'x-team-key'), passes('plain')],
      [{ headers: { 'api-key': unknown, 'x-team-key': '{reader}' } }, passes('reader')],
      [{ headers: { 'api-key': unknown } }, refused('invalid_api_key')],
      [nothing, refused('missing_api_key')],
    ],
  },
  {
    name: 'an OR of ANDs, of which a half is not enough',
    security: [
      { ApiKeyHeader: [], bearer: [] },
      { ApiKeyQuery: [], Team: [] },
    ],
    securitySchemes: { Team: teamHeader, bearer },
    schemes: { bearer: isAlice },
    tries: [
      [header('{plain}'), refused('credential_refused')],
      [{ headers: { 'api-key': '{plain}', ...alice } }, passes('plain')],
      [{ headers: { 'x-team-key': '{plain}', ...alice } }, refused('missing_api_key')],
      [{ ...header('{plain}', 'x-team-key'), ...query('{reader}') }, passes('reader')],
      [{ headers: { 'api-key': '{plain}', 'x-team-key': '{reader}' }, ...query('{writer}') }, passes('writer')],
    ],
  },
  {
    name: 'an optional AND, of which a half is nobody',
    security: [{ ApiKeyHeader: [], bearer: [] }, {}],
    securitySchemes: { bearer },
    schemes: { bearer: isAlice },
    tries: [
      [header('{plain}'), passes()],
      [{ headers: { 'api-key': '{plain}', ...alice } }, passes('plain')],
      [nothing, passes()],
    ],
  },
  {
    name: 'a bearer token or a key',
    security: [{ bearer: [] }, ...either],
    securitySchemes: { bearer },
    schemes: { bearer: isAlice },
    tries: [
      [nothing, refused('credential_refused')],
      [{ headers: alice }, passes()],
      [query('{plain}'), passes('plain')],
      [header(unknown), refused('invalid_api_key')],
      [{ headers: { 'api-key': unknown, ...alice } }, passes()],
    ],
  },
  {
    name: 'a handler that answers by a promise, and one by something like a promise',
    security: [{ bearer: [], basic: [] }],
    securitySchemes: { bearer, basic: { type: 'http', scheme: 'basic' } },
    schemes: {
      bearer: async (ctx) => isAlice(ctx),
      // biome-ignore lint/suspicious/noThenProperty: as promises of libraries are
      basic: () => ({ then: (done: (met: boolean) => void) => done(true) }) as unknown as Promise<boolean>,
    },
    tries: [
      [nothing, refused('credential_refused')],
      [{ headers: alice }, passes()],
    ],
  },
  ...([undefined, false, 0, 'yes', {}, 1, null] as unknown[]).map(
    (answer): Case => ({
      name: `a handler that answers ${JSON.stringify(answer)}, which is not true`,
      security: [{ bearer: [] }],
      securitySchemes: { bearer },
      schemes: { bearer: () => answer as boolean },
      tries: [[{ headers: alice }, refused('credential_refused')]],
    }),
  ),
  {
    name: 'a handler that throws an answer',
    security: [{ bearer: [] }],
    securitySchemes: { bearer },
    schemes: { bearer: (ctx) => ctx.throw(401, 'who are you?') },
    tries: [[nothing, { status: 401, text: 'who are you?' }]],
  },
  {
    name: 'a handler that throws an answer later, behind a key',
    security: [{ ApiKeyHeader: [], bearer: [] }],
    securitySchemes: { bearer },
    schemes: { bearer: async (ctx) => ctx.throw(401, 'who are you?') },
    tries: [
      [nothing, refused('missing_api_key')],
      [header('{plain}'), { status: 401, text: 'who are you?' }],
    ],
  },
  {
    name: 'a handler that fails, also where nobody has to be known',
    security: [{ bearer: [] }, {}],
    securitySchemes: { bearer },
    schemes: {
      bearer() {
        throw new Error('the directory is away')
      },
    },
    tries: [[nothing, { status: 500, code: 'internal_error' }]],
  },
  {
    name: 'a handler that fails later',
    security: [{ bearer: [] }],
    securitySchemes: { bearer },
    schemes: { bearer: () => Promise.reject(new Error('the directory is away')) },
    tries: [[nothing, { status: 500, code: 'internal_error' }]],
  },
  {
    name: 'a handler of scopes, in oauth2',
    security: [{ oauth: ['a', 'b'] }],
    securitySchemes: { oauth: { type: 'oauth2', flows: {} } },
    schemes: { oauth: (ctx, scopes) => ctx.get('scopes') === scopes.join(' ') },
    tries: [
      [{ headers: { scopes: 'a b' } }, passes()],
      [{ headers: { scopes: 'a' } }, refused('credential_refused')],
    ],
  },
  {
    name: 'a handler of scopes, in openIdConnect',
    security: [{ oidc: ['a'] }],
    securitySchemes: { oidc: { type: 'openIdConnect', openIdConnectUrl: 'https://example.com' } },
    schemes: { oidc: (ctx, scopes) => ctx.get('scopes') === scopes.join(' ') },
    tries: [
      [{ headers: { scopes: 'a' } }, passes()],
      [nothing, refused('credential_refused')],
    ],
  },
  {
    name: 'a handler for a key in a cookie',
    security: [{ session: [] }],
    securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'sid' } },
    schemes: { session: (ctx) => ctx.cookies.get('sid') === 'good' },
    tries: [
      [{ headers: { cookie: 'sid=good' } }, passes()],
      [{ headers: { cookie: 'sid=bad' } }, refused('credential_refused')],
    ],
  },
  {
    name: 'a handler in the place of a scheme of ours',
    security: [{ ApiKeyHeader: [] }],
    schemes: { ApiKeyHeader: (ctx) => ctx.get('api-key') === 'mine' },
    tries: [
      [header('mine'), passes()],
      [header('{plain}'), refused('credential_refused')],
    ],
  },
  {
    name: 'the admin secret, of a scheme that nobody declared',
    security: [{ SecretHeader: [] }],
    tries: [
      [nothing, refused('missing_secret')],
      [header('TEST_SECRET', 'secret-key'), passes()],
      [header('WRONG', 'secret-key'), refused('invalid_secret')],
      [header('{plain}', 'secret-key'), refused('invalid_secret')],
      [header('{plain}'), refused('missing_secret')],
    ],
  },
  {
    name: 'the admin secret or a key',
    security: [{ SecretHeader: [] }, { ApiKeyHeader: [] }],
    tries: [
      [header('{plain}'), passes('plain')],
      [header('TEST_SECRET', 'secret-key'), passes()],
      [{ headers: { 'secret-key': 'WRONG', 'api-key': '{plain}' } }, passes('plain')],
      [{ headers: { 'secret-key': 'WRONG' } }, refused('invalid_secret')],
    ],
  },
  {
    name: 'schemes of names that objects have by themselves',
    security: [{ constructor: [] }, { toString: [] }],
    securitySchemes: { constructor: teamHeader, toString: teamQuery },
    tries: [
      [nothing, refused('missing_api_key')],
      [header('{plain}', 'x-team-key'), passes('plain')],
      [query('{plain}', 'team'), passes('plain')],
    ],
  },
]

for (const version of versions) {
  describe(`OpenAPI ${version}: an operation asks for`, () => {
    for (const one of cases) {
      if (one.only !== undefined && one.only !== version) continue
      it(one.name, async (t) => {
        const { security, documentSecurity, scopes, securitySchemes, schemes } = one
        const document = documentOf(version, {
          ...(documentSecurity && { security: documentSecurity }),
          paths: {
            '/it': {
              get: operation({ ...(security && { security }), ...(scopes && { 'x-required-scopes': scopes }) }),
            },
          },
          ...(securitySchemes && { components: { securitySchemes } }),
        })
        const { get, instance } = await startEnforced(t, { document, ...(schemes && { schemes }) })
        const made: Record<string, string> = {}
        for (const [name, granted] of Object.entries(keys)) {
          made[name] = (await instance.keys.create({ name, scopes: [...granted] })).key
        }
        const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => made[name] as string)
        for (const [carried, expected] of one.tries) {
          const headers = Object.fromEntries(
            Object.entries(carried.headers ?? {}).map(([name, value]) => [
              name,
              Array.isArray(value) ? value.map(fill) : fill(value),
            ]),
          )
          const answer = await get(`/it${fill(carried.query ?? '')}`, { headers })
          const { status, key, code, text } = expected
          const what = JSON.stringify(carried)
          assert.equal(answer.status, status, `${what}: ${answer.text}`)
          if (text !== undefined) assert.equal(answer.text, text)
          else if (code !== undefined) assert.equal(answer.json().code, code, what)
          else assert.deepEqual(answer.json(), { passed: true, ...(key && { key }) }, what)
        }
      })
    }
  })
}

/** What ends the start, and what the message must say. */
const refusedAtStart: {
  name: string
  only?: Version
  security: object[]
  schemes?: object
  members?: object
  says: RegExp
}[] = [
  ...(
    [
      ['a bearer token', bearer, /of the type http/],
      ['oauth2', { type: 'oauth2', flows: {} }, /of the type oauth2/],
      [
        'openIdConnect',
        { type: 'openIdConnect', openIdConnectUrl: 'https://example.com' },
        /of the type openIdConnect/,
      ],
      ['mutualTLS', { type: 'mutualTLS' }, /of the type mutualTLS/],
      ['a key in a cookie', { type: 'apiKey', in: 'cookie', name: 'sid' }, /an API key in a cookie/],
    ] as const
  ).map(([name, theirs, says]) => ({
    name: `${name} without a handler, even where it is optional`,
    security: [{ theirs: [] }, { ApiKeyHeader: [] }, {}],
    members: { components: { securitySchemes: { theirs } } },
    says: new RegExp(`${says.source}.*schemes: \\{ theirs: \\(ctx\\) => … \\}.*`),
  })),
  {
    name: 'a scheme whose name has to be quoted',
    security: [{ 'my-token': [] }],
    members: { components: { securitySchemes: { 'my-token': bearer } } },
    says: /schemes: \{ 'my-token': /,
  },
  {
    name: 'a scheme that the document does not declare',
    security: [{ Nobody: [] }],
    says: /security\/0\/Nobody: names the scheme Nobody, which the document does not declare/,
  },
  { name: 'a scheme of a name that objects have', security: [{ hasOwnProperty: [] }], says: /does not declare/ },
  {
    name: 'scopes in the list of a requirement',
    only: '3.0.3',
    security: [{ ApiKeyHeader: ['reports:read'] }],
    says: /ApiKeyHeader: must be empty in OpenAPI 3\.0; name the scopes in x-required-scopes/,
  },
  {
    name: 'a scope that no key can have',
    only: '3.1.0',
    security: [{ ApiKeyHeader: ['reports read'] }],
    says: /ApiKeyHeader\/0: must be a scope that a key can have/,
  },
  {
    name: 'a handler for no scheme of the document',
    security: [],
    schemes: { baerer: () => true },
    says: /schemes\.baerer is for no scheme of the document, which has/,
  },
  {
    name: 'a handler that is no function',
    security: [{ bearer: [] }],
    schemes: { bearer: true },
    members: { components: { securitySchemes: { bearer } } },
    says: /schemes\.bearer must be a function/,
  },
]

describe('the start ends with', () => {
  for (const version of versions) {
    for (const { name, only, security, schemes, members, says } of refusedAtStart) {
      if (only !== undefined && only !== version) continue
      it(`${name}, in ${version}`, (t) => {
        const document = documentOf(version, { paths: { '/it': { get: operation({ security }) } }, ...members })
        const options = { document, ...(schemes && { schemes }) } as SimpleSecurityOptions
        assert.throws(() => createInstance(t, options), { code: 'invalid_configuration', message: says })
      })
    }
  }

  it('scopes that are asked of nobody', (t) => {
    for (const security of [[], [{}], [{ bearer: [] }]]) {
      const paths = { '/it': { get: operation({ security, 'x-required-scopes': ['a'] }) } }
      const document = documentOf('3.1.0', { paths, components: { securitySchemes: { bearer } } })
      assert.throws(() => createInstance(t, { document, schemes: { bearer: () => true } }), {
        message: /its security takes no API key/,
      })
    }
  })

  it('options of enforce that there are not', (t) => {
    const { enforce } = createInstance(t, { document: documentOf('3.1.0', { paths: {} }) })
    for (const [options, says] of [
      [{ opne: [] }, /enforce has no option opne/],
      [{ open: '/' }, /open must be a list of paths/],
      [{ open: ['/assets'] }, /begin and end with a slash, not "\/assets"/],
      [{ open: ['assets/'] }, /not "assets\/"/],
      [{ open: ['/a/../b/'] }, /not "\/a\/\.\.\/b\/"/],
      [{ open: [/x/] }, /begin and end with a slash/],
      [{ strippedPrefix: '/v1' }, /must end with the path of a server/],
    ] as const) {
      assert.throws(() => enforce(options as object), { code: 'invalid_configuration', message: says })
    }
    assert.throws(() => createInstance(t, {}).enforce(), { message: /There is no document to go by/ })
  })
})

describe('one use of a key', () => {
  const document = documentOf('3.1.0', {
    security: either,
    paths: {
      '/it': { get: operation() },
      '/header': { get: operation({ security: [{ ApiKeyHeader: [] }] }) },
      '/both': { get: operation({ security: [{ ApiKeyHeader: [], ApiKeyQuery: [] }] }) },
      '/team': { get: operation({ security: [{ Team: [] }] }) },
      '/half': {
        get: operation({ security: [{ ApiKeyHeader: [], Team: [] }, { ApiKeyHeader: [], ApiKeyQuery: [] }, {}] }),
      },
    },
    components: { securitySchemes: { Team: teamHeader } },
  })

  const places: [path: string, carried: (key: string) => RequestOptions & { query?: string }][] = [
    ['/it', (key) => ({ headers: { 'api-key': key } })],
    ['/it', (key) => ({ query: `?api-key=${key}` })],
    ['/header', (key) => ({ headers: { 'api-key': key } })],
    ['/both', (key) => ({ headers: { 'api-key': key }, query: `?api-key=${key}` })],
    ['/team', (key) => ({ headers: { 'x-team-key': key } })],
    ['/half', (key) => ({ headers: { 'api-key': key }, query: `?api-key=${key}` })],
  ]
  for (const [index, [path, carried]] of places.entries()) {
    for (const order of ['before', 'behind'] as const) {
      it(`is counted once with enforce() ${order} apiKeySecurity(), ${path} (${index})`, async (t) => {
        const instance = createInstance(t, { document })
        const { enforce, apiKeySecurity, keys } = instance
        const app = new Koa()
        if (order === 'behind') app.use(path === '/team' ? enforce() : apiKeySecurity())
        app.use(enforce()).use(enforce()).use(apiKeySecurity())
        app.use(new Router().get(path, apiKeySecurity(), answerName).routes())
        const url = await listen(t, app.callback())
        const { key } = await keys.create({ name: 'mine' })
        const { query = '', ...options } = carried(key)
        assert.equal((await request(url + path + query, options)).text, 'mine')
        assert.equal((await keys.list()).keys[0]?.totalQueries, 1)
      })
    }
  }

  it('that is half of what is asked lets nobody pass a guard behind', async (t) => {
    const halves = documentOf('3.1.0', {
      paths: { '/it': { get: operation({ security: [{ Team: [], ApiKeyQuery: [] }, {}] }) } },
      components: { securitySchemes: { Team: teamHeader } },
    })
    const { get, instance } = await startEnforced(
      t,
      { document: halves },
      { routes: ({ apiKeySecurity }) => [apiKeySecurity(), answerName] },
    )
    const { key } = await instance.keys.create({ name: 'mine' })
    const half = await get('/it', { headers: { 'x-team-key': key } })
    assert.deepEqual([half.status, half.json().code], [403, 'missing_api_key'])
    assert.equal((await get(`/it?api-key=${key}`, { headers: { 'x-team-key': key } })).text, 'mine')
  })
})

describe('what is refused', () => {
  it('is told in the bytes of apiKeySecurity()', async (t) => {
    const document = documentOf('3.0.3', {
      paths: {
        '/it': { get: operation({ security: either }) },
        '/scoped': { get: operation({ security: either, 'x-required-scopes': ['a', 'b'] }) },
      },
    })
    const clock = createClock()
    const { enforce, apiKeySecurity, keys } = createInstance(t, { document, now: clock.now })
    const guarded = new Router().get('/it', apiKeySecurity()).get('/scoped', apiKeySecurity({ scopes: ['a', 'b'] }))
    const urls = [
      await listen(t, new Koa().use(enforce()).callback()),
      await listen(t, new Koa().use(guarded.routes()).callback()),
    ]
    const { key } = await keys.create({ scopes: ['a'] })
    const { key: expired } = await keys.create({ expiresAt: new Date(clock.now() + dayMs) })
    const { key: revoked, id } = await keys.create()
    await keys.revoke(id)
    clock.advance(2 * dayMs)
    for (const path of ['/it', '/scoped']) {
      for (const value of [
        undefined,
        '',
        'x',
        unknown,
        expired,
        revoked,
        [key, key],
        ...(path === '/it' ? [] : [key]),
      ]) {
        const headers: Record<string, string | string[]> = value === undefined ? {} : { 'api-key': value }
        const [one, other] = await Promise.all(urls.map((url) => request(url + path, { headers })))
        assert.equal(one?.status, 403)
        assert.deepEqual(
          [one?.status, one?.text, { ...one?.headers, date: '' }],
          [other?.status, other?.text, { ...other?.headers, date: '' }],
        )
      }
    }
  })

  it('has no Sunset of a key that was good for a half of it', async (t) => {
    const document = documentOf('3.0.3', {
      paths: { '/it': { get: operation({ security: [{ ApiKeyHeader: [], ApiKeyQuery: [] }] }) } },
    })
    const { get, instance } = await startEnforced(t, { document })
    const { key } = await instance.keys.create({ expiresAt: new Date(Date.now() + dayMs) })
    const { id } = (await instance.keys.list()).keys[0] as { id: string }
    const rotated = await instance.keys.rotate(id, { overlapSeconds: 60 })
    assert.ok(rotated !== undefined)
    const both = await get(`/it?api-key=${key}`, { headers: { 'api-key': key } })
    assert.ok(both.headers.sunset !== undefined && both.headers['cache-control'] === 'private')
    const half = await get('/it', { headers: { 'api-key': key } })
    assert.deepEqual([half.status, half.headers.sunset, half.headers['cache-control']], [403, undefined, 'no-store'])
  })
})

describe('with the database closed', () => {
  it('whoever brings a key gets 503, also where none is needed', async (t) => {
    const document = documentOf('3.1.0', {
      paths: {
        '/needed': { get: operation({ security: either }) },
        '/optional': { get: operation({ security: [...either, {}] }) },
        '/or': { get: operation({ security: [{ bearer: [] }, { ApiKeyHeader: [] }, {}] }) },
        '/open': { get: operation({ security: [] }) },
      },
      components: { securitySchemes: { bearer } },
    })
    const { get, instance } = await startEnforced(t, { document, schemes: { bearer: isAlice } })
    const { key } = await instance.keys.create()
    assert.equal((await get('/needed', { headers: { 'api-key': key } })).status, 200)
    await instance.close()
    for (const path of ['/needed', '/optional', '/or']) {
      const answer = await get(path, { headers: { 'api-key': key } })
      assert.deepEqual(
        [answer.status, answer.json().code, answer.headers['retry-after']],
        [503, 'database_unavailable', '1'],
      )
    }
    const statuses = await Promise.all(
      ['/needed', '/optional', '/or', '/open'].map(async (path) => (await get(path)).status),
    )
    assert.deepEqual(statuses, [403, 200, 200, 200])
  })
})

describe('in front of what this package serves', () => {
  const document = documentOf('3.1.0', { security: either, paths: { '/mine': { get: operation() } } })

  it('the key administration asks for the secret, and works', async (t) => {
    const { get } = await startEnforced(
      t,
      { document },
      { routes: ({ apiKeyRouter }) => [apiKeyRouter.routes() as Middleware] },
    )
    const headers = { 'secret-key': 'TEST_SECRET' }
    assert.equal((await get('/auth/keys')).json().code, 'missing_secret')
    assert.equal((await get('/auth/keys', { headers: { 'secret-key': 'x' } })).json().code, 'invalid_secret')
    const made = await get('/auth/keys', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{}',
    })
    assert.equal(made.status, 201)
    const { id } = made.json()
    assert.equal((await get(`/auth/keys/${id}`, { headers })).json().id, id)
    assert.equal((await get(`/auth/keys/${id}`, { headers, method: 'DELETE' })).status, 204)
    assert.equal((await get('/auth/keys', { method: 'PUT', headers })).headers.allow, 'GET, POST, HEAD')
    assert.equal((await get('/auth/new', { method: 'HEAD', headers })).status, 405)
    assert.equal((await get('/auth/nothing', { headers })).status, 404)
    assert.equal((await get('/AUTH/keys', { headers })).status, 404)
  })

  it('the docs are open once they are served, and nothing before', async (t) => {
    const withDocs = await startEnforced(t, { document }, { routes: ({ docs }) => [docs()] })
    for (const path of ['/docs', '/openapi.json', '/openapi.yaml']) {
      assert.equal((await withDocs.get(path)).status, 200, path)
    }
    assert.equal((await withDocs.get('/docs/')).status, 404)
    const { get } = await startEnforced(t, { document })
    for (const path of ['/docs', '/openapi.json', '/docs/x']) assert.equal((await get(path)).status, 404, path)
  })

  it('a template of the document that fits the path of the docs is no way around its key', async (t) => {
    const wide = documentOf('3.1.0', {
      security: either,
      paths: { '/{page}': { get: operation() }, '/{section}/x': { get: operation() } },
    })
    const { get } = await startEnforced(t, { document: wide })
    for (const path of ['/docs', '/openapi.json', '/docs/x']) assert.equal((await get(path)).status, 403, path)
    const served = await startEnforced(t, { document: wide }, { routes: ({ docs }) => [docs(), answerName] })
    assert.equal((await served.get('/docs')).status, 200)
    assert.equal((await served.get('/docs/x')).status, 403)
  })

  it('paths of the docs in the document are as it says', async (t) => {
    const theirs = documentOf('3.1.0', {
      paths: { '/openapi.json': { get: operation({ security: either, operationId: 'getDocs' }) } },
    })
    const { get } = await startEnforced(t, { document: theirs }, { routes: ({ docs }) => [docs()] })
    assert.equal((await get('/openapi.json')).status, 403)
    assert.equal((await get('/openapi.yaml')).status, 200)
  })
})
