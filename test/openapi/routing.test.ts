import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { describe, it } from 'node:test'
import type { EnforceOptions } from '../../src/http/document-policy.js'
import { createPathMatcher } from '../../src/openapi/path-matcher.js'
import { createInstance, type EnforcedApp, versions } from './enforced-app.js'
import { answerChecked, recorded, startRecorded } from './recorded-app.js'

/** What a request meets: the operations that it is checked against, the first of which it is of, or a refusal. */
type Outcome = string | string[] | 404 | 405
type Try = [request: string, outcome: Outcome]

interface Case {
  name: string
  operations: string[]
  part?: object
  enforce?: EnforceOptions
  tries: Try[]
}

const passed: string[] = []

const cases: Case[] = [
  {
    name: 'text goes before a parameter, whichever is written first',
    operations: ['GET /users/{id}', 'GET /users/me'],
    tries: [
      ['/users/me', 'GET /users/me'],
      ['/users/mine', 'GET /users/{id}'],
      ['/users/m', 'GET /users/{id}'],
      ['/users', 404],
      ['/users/me/x', 404],
    ],
  },
  {
    name: 'text goes before a parameter at every depth',
    operations: ['GET /{a}/{b}/{c}', 'GET /x/{b}/{c}', 'GET /x/y/{c}', 'GET /x/y/z'],
    tries: [
      ['/x/y/z', 'GET /x/y/z'],
      ['/x/y/1', 'GET /x/y/{c}'],
      ['/x/1/z', 'GET /x/{b}/{c}'],
      ['/1/y/z', 'GET /{a}/{b}/{c}'],
    ],
  },
  {
    name: 'a path that leads into a dead end by its text is found by the parameter',
    operations: ['GET /a/b/c', 'GET /{x}/b/d'],
    tries: [
      ['/a/b/c', 'GET /a/b/c'],
      ['/a/b/d', 'GET /{x}/b/d'],
      ['/a/b/e', 404],
    ],
  },
  {
    name: 'two templates of which neither says more of a path are both held against it',
    operations: ['GET /{user}/posts', 'GET /me/{thing}'],
    tries: [
      ['/me/posts', ['GET /me/{thing}', 'GET /{user}/posts']],
      ['/me/likes', 'GET /me/{thing}'],
      ['/you/posts', 'GET /{user}/posts'],
      ['/me/POSTS', ['GET /me/{thing}', 'GET /{user}/posts']],
      ['/me/p%6Fsts', ['GET /me/{thing}', 'GET /{user}/posts']],
    ],
  },
  {
    name: 'of two such templates, the one that has the method is meant',
    operations: ['GET /{user}/posts', 'POST /me/{thing}'],
    tries: [
      ['/me/posts', 'GET /{user}/posts'],
      ['POST /me/posts', 'POST /me/{thing}'],
      ['DELETE /me/posts', 405],
    ],
  },
  {
    name: 'templates that differ in the names of parameters are one, with the methods of both',
    operations: ['GET /a/{digest}/b', 'DELETE /a/{id}/b', 'PUT /a/{digest}/b', 'POST /a/{id}/b', 'POST /{x}/c/b'],
    tries: [
      ['/a/1/b', 'GET /a/{digest}/b'],
      ['DELETE /a/1/b', 'DELETE /a/{id}/b'],
      ['PUT /a/1/b', 'PUT /a/{digest}/b'],
      ['HEAD /a/1/b', passed],
      ['PATCH /a/1/b', 405],
      ['POST /a/c/b', ['POST /a/{id}/b', 'POST /{x}/c/b']],
      ['DELETE /a/c/b', 'DELETE /a/{id}/b'],
      ['DELETE /A/1/b', 404],
    ],
  },
  {
    name: 'text behind a parameter',
    operations: ['GET /reports/{id}.json', 'GET /reports/{id}.csv', 'GET /reports/{id}'],
    tries: [
      ['/reports/5.json', 'GET /reports/{id}.json'],
      ['/reports/5.csv', 'GET /reports/{id}.csv'],
      ['/reports/5.xml', 'GET /reports/{id}'],
      ['/reports/.json', 'GET /reports/{id}'],
      ['/reports/a.json.json', 'GET /reports/{id}.json'],
      ['/reports/5.JSON', 404],
    ],
  },
  {
    name: 'text behind a parameter alone',
    operations: ['GET /{id}.json'],
    tries: [
      ['/5.json', 'GET /{id}.json'],
      ['/.json', 404],
      ['/5.jsonx', 404],
      ['/5xjson', 404],
      ['/a/5.json', 404],
    ],
  },
  {
    name: 'text before a parameter',
    operations: ['GET /v{version}', 'GET /@{name}'],
    tries: [
      ['/v1', 'GET /v{version}'],
      ['/v', 404],
      ['/@me', 'GET /@{name}'],
      ['/x1', 404],
    ],
  },
  {
    name: 'a colon between two parameters',
    operations: ['GET /{a}:{b}'],
    tries: [
      ['/1:2', 'GET /{a}:{b}'],
      ['/1:2:3', 'GET /{a}:{b}'],
      ['/:2', 404],
      ['/1:', 404],
      ['/:', 404],
      ['/12', 404],
    ],
  },
  {
    name: 'two parameters in a segment or one: a router may take it for either',
    operations: ['GET /{owner}-{name}', 'GET /{id}'],
    tries: [
      ['/a-b', ['GET /{owner}-{name}', 'GET /{id}']],
      ['/ab', 'GET /{id}'],
      ['/a-', 'GET /{id}'],
    ],
  },
  {
    name: 'a verb behind a colon',
    operations: ['POST /books/{id}:archive', 'GET /books/{id}', 'POST /books:import'],
    tries: [
      ['POST /books/1:archive', 'POST /books/{id}:archive'],
      ['GET /books/1', 'GET /books/{id}'],
      ['POST /books:import', 'POST /books:import'],
      ['GET /books/1:archive', 405],
    ],
  },
  {
    name: 'letter case is that of the document',
    operations: ['GET /Pets/findByStatus', 'GET /Pets/{id}'],
    tries: [
      ['/Pets/findByStatus', 'GET /Pets/findByStatus'],
      ['/pets/findByStatus', 404],
      ['/Pets/findbystatus', 404],
      ['/Pets/FINDBYSTATUS', 404],
      ['/Pets/x', 'GET /Pets/{id}'],
      ['/Pets/X', 'GET /Pets/{id}'],
      ['/pets/X', 404],
    ],
  },
  {
    name: 'small letters reach no text in capitals',
    operations: ['GET /{x}', 'GET /A', 'GET /b/{x}', 'GET /b/C'],
    tries: [
      ['/a', 404],
      ['/A', 'GET /A'],
      ['/b', 'GET /{x}'],
      ['/b/c', 404],
      ['/b/d', 'GET /b/{x}'],
    ],
  },
  {
    name: 'a trailing slash is another path',
    operations: ['GET /pets', 'GET /shops/', 'GET /pets/{id}'],
    tries: [
      ['/pets/', 404],
      ['/pets//', 404],
      ['/shops/', 'GET /shops/'],
      ['/shops', 404],
      ['/shops//', 404],
      ['/pets/1/', 404],
    ],
  },
  {
    name: 'a doubled slash is another path',
    operations: ['GET /a/b', 'GET /a/{x}/b'],
    tries: [
      ['//a/b', 404],
      ['/a//b', 404],
      ['/a/b', 'GET /a/b'],
      ['/a///b', 404],
    ],
  },
  {
    name: 'the root',
    operations: ['GET /'],
    tries: [
      ['/', 'GET /'],
      ['//', 404],
      ['/?x=1', 'GET /'],
      ['/x', 404],
    ],
  },
  {
    name: 'a parameter is never empty',
    operations: ['GET /a/{x}', 'GET /{y}/b'],
    tries: [
      ['/a/', 404],
      ['//b', 404],
      ['/a/b', ['GET /a/{x}', 'GET /{y}/b']],
    ],
  },
  {
    name: 'encoded letters reach no text that they would be',
    operations: ['GET /admin/{x}', 'GET /admin/keys', 'GET /{area}/open'],
    tries: [
      ['/admin/%6Beys', 404],
      ['/admin/%6beys', 404],
      ['/%61dmin/keys', 404],
      ['/%61dmin/open', 404],
      ['/%2561dmin/open', 'GET /{area}/open'],
      ['/admin/%C3%B6', 'GET /admin/{x}'],
    ],
  },
  {
    name: 'an encoded slash is part of a parameter, and reaches nothing else',
    operations: ['GET /files/{name}', 'GET /files/a/b', 'GET /files/{name}/{version}'],
    tries: [
      ['/files/x%2Fy', 404],
      ['/files/a%2Fb', 404],
      ['/files%2Fa', 404],
      ['/files/a/b', 'GET /files/a/b'],
    ],
  },
  {
    name: 'an encoded slash is part of a parameter',
    operations: ['GET /files/{name}'],
    tries: [
      ['/files/x%2Fy', 'GET /files/{name}'],
      ['/files/x%2F..%2Fy', 404],
      ['/files/x%5Cy', 'GET /files/{name}'],
    ],
  },
  {
    name: 'an encoded slash hides no letter case',
    operations: ['GET /{area}/{name}', 'GET /Adm/{name}'],
    tries: [
      ['/adm/p%2Fq', 404],
      ['/Adm/p%2Fq', 'GET /Adm/{name}'],
      ['/other/p%2Fq', 'GET /{area}/{name}'],
    ],
  },
  {
    name: 'dot segments are never followed',
    operations: ['GET /a/{x}', 'GET /a/{x}/{y}', 'GET /b', 'GET /{x}'],
    tries: [
      ['/a/../b', 404],
      ['/a/./b', 404],
      ['/a/..', 404],
      ['/..', 404],
      ['/.', 404],
      ['/a/%2e%2e', 404],
      ['/a/%2E./b', 404],
      ['/a/..%2Fb', 404],
      ['/a/...', 'GET /a/{x}'],
      ['/a/.x', 'GET /a/{x}'],
      ['/.well-known', 'GET /{x}'],
    ],
  },
  {
    name: 'broken percent-encoding belongs to nothing',
    operations: ['GET /a/{x}', 'GET /a/{x}.json'],
    tries: [
      ['/a/%', 404],
      ['/a/%zz', 404],
      ['/a/%4', 404],
      ['/a/%C3', 404],
      ['/a/%FF.json', 404],
      ['/a/%00', 404],
      ['/a/x%00y', 404],
      ['/a/%25', 'GET /a/{x}'],
    ],
  },
  {
    name: 'backslashes are no slashes, and reach nothing that they would',
    operations: ['GET /a/{x}', 'GET /a/b/c'],
    tries: [
      ['/a/b\\c', 404],
      ['/a/x\\y', 'GET /a/{x}'],
      ['/a\\b\\c', 404],
      ['/a/..\\b', 404],
    ],
  },
  {
    name: 'letters of other languages are percent-encoded in requests',
    operations: ['GET /größe', 'GET /caf%C3%A9/{x}', 'GET /a b'],
    tries: [
      ['/gr%C3%B6%C3%9Fe', 'GET /größe'],
      ['/gr%c3%b6%c3%9fe', 404],
      ['/caf%C3%A9/1', 'GET /caf%C3%A9/{x}'],
      ['/a%20b', 'GET /a b'],
    ],
  },
  {
    name: 'names that objects have by themselves are names',
    operations: ['GET /__proto__', 'GET /constructor/{__proto__}', 'GET /{constructor}/x/{toString}'],
    tries: [
      ['/__proto__', 'GET /__proto__'],
      ['/constructor/1', 'GET /constructor/{__proto__}'],
      ['/hasOwnProperty', 404],
      ['/constructor', 404],
      ['/a/x/b', 'GET /{constructor}/x/{toString}'],
      ['/__proto__/x/__proto__', 'GET /{constructor}/x/{toString}'],
    ],
  },
  {
    name: 'HEAD is answered by GET, and other methods are not',
    operations: ['GET /a', 'POST /a', 'PUT /b'],
    tries: [
      ['HEAD /a', passed],
      ['HEAD /b', 405],
      ['OPTIONS /a', 405],
      ['DELETE /a', 405],
      ['TRACE /a', 405],
      ['PROPFIND /a', 405],
      ['DELETE /c', 404],
    ],
  },
  {
    name: 'HEAD, OPTIONS and TRACE of the document’s own',
    operations: ['GET /a', 'HEAD /a', 'OPTIONS /a', 'TRACE /a', 'HEAD /b'],
    tries: [
      ['OPTIONS /a', 'OPTIONS /a'],
      ['TRACE /a', 'TRACE /a'],
      ['HEAD /b', passed],
      ['GET /b', 405],
    ],
  },
  {
    name: 'a server with a path',
    operations: ['GET /pets', 'GET /{x}'],
    part: { servers: [{ url: 'https://example.com/v1' }] },
    tries: [
      ['/v1/pets', 'GET /pets'],
      ['/v1/x', 'GET /{x}'],
      ['/pets', 404],
      ['/V1/pets', 404],
      ['/v1', 404],
      ['/v1/', 404],
      ['/v1/v1/pets', 404],
    ],
  },
  ...[
    ['/v1/', '/v1'],
    ['v1', '/v1'],
    ['./v1', '/v1'],
    ['//example.com/v1', '/v1'],
    ['https://{region}.example.com:{port}/v1', '/v1'],
    ['{scheme}://example.com/a/b', '/a/b'],
    ['.', ''],
    ['./', ''],
    ['/', ''],
    ['', ''],
    ['http://example.com', ''],
  ].map(
    ([url, base]): Case => ({
      name: `a server at ${JSON.stringify(url)}`,
      operations: ['GET /pets'],
      part: { servers: [{ url, variables: {} }] },
      tries: [
        [`${base}/pets`, 'GET /pets'],
        [base === '' ? '/v1/pets' : '/pets', 404],
      ],
    }),
  ),
  {
    name: 'several servers',
    operations: ['GET /pets'],
    part: { servers: [{ url: '/v1' }, { url: 'https://example.com/v2' }, { url: 'https://test.example.com/v1' }] },
    tries: [
      ['/v1/pets', 'GET /pets'],
      ['/v2/pets', 'GET /pets'],
      ['/v3/pets', 404],
      ['/pets', 404],
    ],
  },
  {
    name: 'open prefixes let through what the document does not have',
    operations: ['GET /secret', 'GET /assets/{id}/edit', 'GET /assets/Private'],
    enforce: { open: ['/assets/', '/Public/'] },
    tries: [
      ['/assets/logo.png', passed],
      ['/assets/', passed],
      ['/assets', 404],
      ['/assetsx', 404],
      ['/ASSETS/logo.png', 404],
      ['/Public/x', passed],
      ['DELETE /assets/logo.png', passed],
      ['/assets/1/edit', 'GET /assets/{id}/edit'],
      ['POST /assets/1/edit', 405],
      ['/assets/1/EDIT', 404],
      ['/assets/1/edit/', 404],
      ['/assets//1/edit', 404],
      ['/assets/1%2Fedit', 404],
      ['/assets/private', 404],
      ['/assets/%50rivate', 404],
      ['/assets/../secret', 404],
      ['/assets/..%2Fsecret', 404],
      ['/assets/%2e%2e/secret', 404],
      ['/assets/..\\secret', 404],
      ['/assets/%', 404],
      ['/assets/a%00', 404],
      ['/other', 404],
    ],
  },
  {
    name: 'everything else is open',
    operations: ['GET /secret', 'GET /a/{x}'],
    enforce: { open: ['/'] },
    tries: [
      ['/', passed],
      ['/other', passed],
      ['/secret', 'GET /secret'],
      ['/SECRET', 404],
      ['/secret/', 404],
      ['//secret', 404],
      ['/%73ecret', 404],
      ['/./secret', 404],
      ['/A/p%2Fq', 404],
    ],
  },
  {
    name: 'open prefixes are no way around a server with a path',
    operations: ['GET /secret'],
    part: { servers: [{ url: '/v1' }] },
    enforce: { strippedPrefix: '/v1', open: ['/'] },
    tries: [
      ['/secret', 'GET /secret'],
      ['/SECRET', 404],
      ['/v1/SECRET', 404],
      ['/other', passed],
    ],
  },
  {
    name: 'a prefix that a proxy takes away',
    operations: ['GET /pets'],
    part: { servers: [{ url: '/api/v1' }] },
    enforce: { strippedPrefix: '/outer/api/v1', open: ['/assets/'] },
    tries: [
      ['/pets', 'GET /pets'],
      ['/api/v1/pets', 'GET /pets'],
      ['/v1/pets', 404],
      ['/assets/x', passed],
    ],
  },
]

async function meet(app: EnforcedApp, [given, outcome]: Try): Promise<void> {
  const [method = '', path = ''] = given.startsWith('/') ? ['GET', given] : given.split(/ (.*)/)
  const answer = await app.get(path, { method })
  if (typeof outcome === 'number') {
    assert.equal(answer.status, outcome, `${given}: ${answer.text}`)
    assert.equal(answer.headers.allow === undefined, outcome !== 405, given)
    return
  }
  assert.equal(answer.status, 200, `${given}: ${answer.text}`)
  if (method !== 'HEAD') assert.deepEqual(answer.json().checked, [outcome].flat(), given)
}

for (const version of versions) {
  describe(`OpenAPI ${version}:`, () => {
    for (const { name, operations, part, enforce, tries } of cases) {
      it(name, async (t) => {
        const app = await startRecorded(t, recorded(version, operations, part), enforce && { enforce })
        for (const one of tries) await meet(app, one)
      })
    }
  })
}

describe('methods', () => {
  it('HEAD is checked as GET is, or as HEAD where the document has one', async (t) => {
    const one = recorded('3.1.0', ['GET /a', 'GET /b', 'HEAD /b'])
    const app = await startRecorded(t, one, {
      routes: [
        (ctx) => {
          ctx.set('checked', ctx.state.checked)
          answerChecked(ctx)
        },
      ],
    })
    for (const [path, checked] of [
      ['/a', 'GET /a'],
      ['/b', 'HEAD /b'],
    ] as const) {
      assert.equal((await app.get(path, { method: 'HEAD' })).headers.checked, checked)
    }
  })

  it('HEAD is not answered by a GET that changes something', async (t) => {
    const app = await startRecorded(t, recorded('3.1.0', ['GET /a'], {}, { 'x-changes-state': true }))
    const answer = await app.get('/a', { method: 'HEAD' })
    assert.deepEqual([answer.status, answer.headers.allow], [405, 'GET'])
  })

  it('Allow names what the path takes', async (t) => {
    const app = await startRecorded(t, recorded('3.1.0', ['GET /a', 'POST /a', 'DELETE /{x}']))
    for (const [path, allow] of [
      ['/a', 'GET, POST, HEAD'],
      ['/b', 'DELETE'],
    ] as const) {
      const answer = await app.get(path, { method: 'PATCH' })
      assert.deepEqual([answer.status, answer.headers.allow, answer.json().code], [405, allow, 'method_not_allowed'])
    }
  })

  for (const header of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
    it(`${header} says nothing`, async (t) => {
      const app = await startRecorded(t, recorded('3.1.0', ['GET /a', 'DELETE /a']))
      const answer = await app.get('/a?_method=DELETE', { headers: { [header]: 'DELETE' } })
      assert.deepEqual(answer.json().checked, ['GET /a'])
    })
  }
})

describe('templates of which a path would not tell which one is meant', () => {
  const servers = [{ url: '/' }, { url: '/v1' }]
  const pairs: [one: string, other: string, reason: RegExp, part?: object][] = [
    [
      'GET /a/{x}',
      'GET /a/{y}',
      /as \/a\/\{x\}: they differ in the names of parameters only, and have a method in common/,
    ],
    ['GET /a/{x}', 'HEAD /a/{y}', /have a method in common/],
    ['HEAD /a/{x}', 'GET /a/{y}', /have a method in common/],
    ['GET /a/{x}', 'DELETE /A/{x}', /letter case, encoding or slashes only/],
    ['GET /a/{x}', 'DELETE /a/{x}/', /letter case, encoding or slashes only/],
    ['GET /a', 'DELETE /%61', /letter case, encoding or slashes only/],
    ['GET /v1/a', 'GET /a', /as \/v1\/a: with the paths of their servers, both are \/v1\/a/, { servers }],
    ['GET /a', 'POST /b', /as \/v1\/a, under another server/, { servers: [{ url: '/v1' }, { url: '/V1' }] }],
  ]
  for (const [one, other, reason, part = {}] of pairs) {
    it(`${one} and ${other} end the start`, (t) => {
      assert.throws(
        () => createInstance(t, recorded('3.1.0', [one, other], part)),
        (error: Error) => {
          assert.match(error.message, /#\/paths\/~1.*matches the same requests/)
          assert.match(error.message, reason)
          assert.match(error.message, /keep one of them\.$/)
          return true
        },
      )
    })
  }

  it('with another method, each has its parameters by its own names', async (t) => {
    const one = recorded('3.1.0', ['GET /a/{x}/{y}', 'DELETE /a/{y}/{z}'])
    const app = await startRecorded(t, one, {
      enforce: { validate: true },
      routes: [
        (ctx) => {
          ctx.body = ctx.state.validated?.path
        },
      ],
    })
    assert.deepEqual((await app.get('/a/1/%32')).json(), { x: '1', y: '2' })
    assert.deepEqual((await app.get('/a/1/%32', { method: 'DELETE' })).json(), { y: '1', z: '2' })
  })
})

describe('request targets', () => {
  /** The status line and the body of the answer to what stands in the first line of a request. */
  function ask(url: string, target: string | Buffer): Promise<{ status: number; body: string }> {
    const { port } = new URL(url)
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1')
      let text = ''
      socket.on('data', (data) => {
        text += data
      })
      socket.on('error', reject)
      socket.on('end', () => resolve({ status: Number(text.split(' ')[1]), body: text.split('\r\n\r\n')[1] ?? '' }))
      socket.write('GET ')
      socket.write(target)
      socket.write(' HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    })
  }

  const operations = ['GET /a', 'GET /{x}', 'GET /b/{x}']
  const targets: [target: string | Buffer, outcome: string | number][] = [
    ['/a', 'GET /a'],
    ['http://example.com/a', 'GET /a'],
    ['http://example.com/a?x=1', 'GET /a'],
    ['HTTP://example.com/a', 'GET /a'],
    ['http://example.com/A', 404],
    ['http://example.com//a', 404],
    ['http://example.com', 404],
    ['http://a/v1/a', 404],
    ['/a#x', 'GET /a'],
    ['/a?/../b', 'GET /a'],
    ['*', 400],
    ['a', 400],
    [Buffer.from('/b/\xf6', 'latin1'), 400],
    [Buffer.from('/b/ö', 'utf8'), 400],
  ]
  for (const [target, outcome] of targets) {
    it(typeof target === 'string' ? target : target.toString('latin1'), async (t) => {
      const { url } = await startRecorded(t, recorded('3.1.0', operations))
      const { status, body } = await ask(url, target)
      if (typeof outcome === 'string') assert.deepEqual([status, JSON.parse(body).checked], [200, [outcome]])
      // Node itself refuses some.
      else assert.ok(status === outcome || (outcome === 400 && status === 404), `${status}`)
    })
  }

  it('the host of an absolute one is no path of a server', async (t) => {
    const { url } = await startRecorded(t, recorded('3.1.0', ['GET /a'], { servers: [{ url: '/v1' }] }))
    for (const target of ['http://v1/a', 'http://x/v1/../a', '//v1/a', 'http://x//v1/a']) {
      assert.equal((await ask(url, target)).status, 404, target)
    }
    assert.equal((await ask(url, 'http://v1/v1/a')).status, 200)
  })
})

describe('long paths', () => {
  const length = 15_000
  const operations = [
    'GET /{a}-{b}-{c}-{d}',
    'GET /x/{a}.{b}.{c}',
    'GET /{p}/{q}',
    'GET /{p}/{q}.json',
    'GET /a/b/c/d/{e}',
  ]
  const long: [name: string, path: string, outcome: Outcome][] = [
    ['one long segment', `/x/${'a'.repeat(length)}`, 'GET /{p}/{q}'],
    ['many dashes', `/${'-'.repeat(length)}`, 'GET /{a}-{b}-{c}-{d}'],
    ['many dots', `/x/${'a.'.repeat(length / 2)}`, 'GET /x/{a}.{b}.{c}'],
    ['many segments', '/a'.repeat(length / 2), 404],
    ['many empty segments', '/'.repeat(length), 404],
    ['many encoded characters', `/x/${'%41'.repeat(length / 3)}`, 'GET /{p}/{q}'],
    ['many encoded slashes', `/x/${'%2F'.repeat(length / 3)}`, 'GET /{p}/{q}'],
    ['many dot segments', `/x${'/..'.repeat(length / 3)}`, 404],
  ]
  for (const [name, path, outcome] of long) {
    // Trying every way would take days.
    it(`${name} are no work`, { timeout: 60_000 }, async (t) => {
      const app = await startRecorded(t, recorded('3.1.0', operations))
      for (let turn = 0; turn < 20; turn++) {
        const answer = await app.get(path)
        assert.equal(answer.status, outcome === 404 ? 404 : 200)
        if (outcome !== 404) assert.equal(answer.json().checked[0], outcome)
      }
    })
  }
})

it('parameters are decoded, by the last place of each text', () => {
  const matcher = createPathMatcher(
    ['/a/{x}', '/b/{owner}-{name}', '/c/{__proto__}/{constructor}', '/d/{x}.{y}.json'].map((template) => ({
      template,
      value: template,
    })),
  )
  for (const [path, parameters] of [
    ['/a/%C3%B6%2F%25', { x: 'ö/%' }],
    ['/a/a+b', { x: 'a+b' }],
    ['/b/my-org-repo', { owner: 'my-org', name: 'repo' }],
    ['/b/a--b', { owner: 'a-', name: 'b' }],
    ['/d/1.2.3.json', { x: '1.2', y: '3' }],
  ] as const) {
    assert.deepEqual(matcher.match(path)?.parameters, parameters, path)
  }
  const own = matcher.match('/c/1/2')?.parameters ?? {}
  assert.deepEqual(Object.entries(own), [
    ['__proto__', '1'],
    ['constructor', '2'],
  ])
  assert.equal(Object.getPrototypeOf(own), Object.prototype)
})

it('a case names only operations of its document', () => {
  for (const { name, operations, tries } of cases) {
    for (const [, outcome] of tries) {
      if (typeof outcome === 'number') continue
      for (const id of [outcome].flat()) assert.ok(operations.includes(id), `${name}: ${id}`)
    }
  }
  assert.ok(cases.length >= 35)
})
