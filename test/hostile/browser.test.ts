import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { operations } from '../../generated/operations.js'
import { launchChromium, skipWithoutChromium } from '../e2e/chromium.js'
import { type Answer, listen, type RequestOptions } from '../support/http.js'
import { adminSecret, type StandAlone, startStandAlone } from '../support/stand-alone.js'
import { attempt } from './attempts.js'
import { exchange } from './raw-connection.js'

const evil = 'evil.example'
const docsFiles = ['swagger-ui-bundle.js', 'page.js', 'swagger-ui.css', 'page.css', 'favicon-32x32.png']

interface Call {
  method: string
  path: string
  isAdmin: boolean
}

/** Every operation that the stand-alone server has. */
const calls = Object.values(operations).map(({ method, path, ...rest }): Call => {
  const isAdmin = 'credential' in rest && rest.credential.name === 'secret-key'
  return { method, path: path.replace('{keyId}', 'nobodysKeyId').replace('{file}', 'page.css'), isAdmin }
})
const paths = [...new Set(calls.map(({ path }) => path))]
const adminCalls = calls.filter(({ isAdmin }) => isAdmin)

function withoutDate({ headers: { date: _, ...headers }, ...answer }: Answer) {
  return { status: answer.status, headers, text: answer.text }
}

/** What there is but for its usage, and what changed so far: whoever must not change anything leaves it as it was. */
async function stateOf({ admin }: StandAlone): Promise<string> {
  const [keys, audit] = await Promise.all([admin('/auth/keys'), admin('/auth/audit')])
  const isUsage = (name: string) => name === 'total_queries' || name === 'latest_query_date'
  return JSON.stringify([keys.json(), audit.json()], (name, value) => (isUsage(name) ? undefined : value))
}

test('what is served is nothing that another page can make use of', async (t) => {
  const { get, admin } = await startStandAlone(t)
  const page = await get('/docs')
  const policy = new Map(
    String(page.headers['content-security-policy'])
      .split(';')
      .map((directive) => directive.trim().split(/ (.*)/s, 2) as [string, string]),
  )
  const only = (directive: string, value: string) => () => assert.equal(policy.get(directive), value)
  const header = (answer: Answer, name: string, value: string) => () => assert.equal(answer.headers[name], value)
  await attempt('browser', [
    ['everything that no directive names, objects among it', only('default-src', "'none'")],
    ['scripts', only('script-src', "'self'")],
    ['styles', only('style-src', "'self'")],
    ['calls', only('connect-src', "'self'")],
    ['base', only('base-uri', "'none'")],
    ['forms', only('form-action', "'none'")],
    ['frames around it', only('frame-ancestors', "'none'")],
    [
      'other directives',
      () => {
        const wide = [...policy.values()].filter((value) => /unsafe|\*|https?:|strict-dynamic|nonce|sha\d/.test(value))
        assert.deepEqual(wide, [])
        assert.ok(!policy.has('object-src') && !policy.has('script-src-elem') && !policy.has('script-src-attr'))
      },
    ],
    [
      'the page itself',
      () =>
        assert.doesNotMatch(
          page.text,
          /<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=|javascript:|https?:|<base|<form/i,
        ),
    ],
    ['referrer', header(page, 'referrer-policy', 'no-referrer')],
    ['opener', header(page, 'cross-origin-opener-policy', 'same-origin')],
    ['embedding of the page', header(page, 'cross-origin-resource-policy', 'same-origin')],
    ...[...docsFiles.map((file) => `/docs/${file}`), '/openapi.json', '/openapi.yaml'].map(
      (path) =>
        [
          `embedding of ${path}`,
          async () => header(await get(path), 'cross-origin-resource-policy', 'same-origin')(),
        ] as const,
    ),
    ...calls.map(
      ({ method, path }) =>
        [
          `another type for the answer of ${method} ${path}`,
          async () => {
            for (const answer of [
              await get(path, { method }),
              await admin(path, { method }),
              await get(`${path}?x`, { method }),
            ]) {
              assert.equal(answer.headers['x-content-type-options'], 'nosniff')
            }
          },
        ] as const,
    ),
    [
      'another type for what is not there',
      async () => header(await get('/nowhere'), 'x-content-type-options', 'nosniff')(),
    ],
  ])
})

test('no page of another origin may read an answer', async (t) => {
  const { get, admin } = await startStandAlone(t)
  const origins = [`https://${evil}`, 'null', 'http://127.0.0.1', 'file://', '*']
  const assertClosed = ({ headers }: Answer) => {
    const allowing = Object.keys(headers).filter((name) => /^access-control-|^timing-allow/.test(name))
    assert.deepEqual(allowing, [])
  }
  await attempt(
    'browser',
    origins.flatMap((Origin) =>
      [...paths, '/nowhere'].map((path): [string, () => Promise<void>] => [
        `${path} from ${Origin}`,
        async () => {
          const headers = { Origin, 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'cors' }
          for (const ask of [get, admin]) assertClosed(await ask(path, { headers }))
          const preflight = await get(path, {
            method: 'OPTIONS',
            headers: {
              ...headers,
              'Access-Control-Request-Method': 'POST',
              'Access-Control-Request-Headers': 'secret-key, api-key, content-type',
              'Access-Control-Request-Private-Network': 'true',
            },
          })
          assertClosed(preflight)
          assert.ok([404, 405].includes(preflight.status), `the preflight was answered ${preflight.status}`)
        },
      ]),
    ),
  )
})

test('no header of a request says where the server is, what is asked for, or by which method', async (t) => {
  const { get } = await startStandAlone(t)
  const headers: Record<string, string> = {
    Host: evil,
    'X-Forwarded-Host': evil,
    'X-Host': evil,
    'X-Forwarded-Server': evil,
    'X-Forwarded-Proto': 'javascript',
    'X-Forwarded-Prefix': `//${evil}`,
    'X-Forwarded-Port': '1',
    Forwarded: `host=${evil};proto=https`,
    Origin: `https://${evil}`,
    Referer: `https://${evil}/`,
    'X-Original-URL': '/unsecured',
    'X-Rewrite-URL': '/unsecured',
    'X-HTTP-Method-Override': 'DELETE',
    'X-HTTP-Method': 'DELETE',
    'X-Method-Override': 'DELETE',
    Accept: 'text/html',
    'Accept-Language': evil,
    Cookie: `secret-key=${adminSecret}; api-key=${evil}`,
    Authorization: `Bearer ${adminSecret}`,
    Range: 'bytes=0-1',
  }
  await attempt(
    'browser',
    Object.entries(headers).flatMap(([name, value]) =>
      [...paths, '/nowhere'].map((path): [string, () => Promise<void>] => [
        `${name} for ${path}`,
        async () => {
          const usual = withoutDate(await get(path))
          const found = withoutDate(await get(path, { headers: { [name]: value } }))
          assert.deepEqual(found, usual)
        },
      ]),
    ),
  )
})

test('no path leads to another file, and none to another host', async (t) => {
  const { url, get } = await startStandAlone(t)
  const ups = [
    '..',
    '%2e%2e',
    '%2E.',
    '.%2e',
    '%252e%252e',
    '..;',
    '%c0%ae%c0%ae',
    '%u002e%u002e',
    '....',
    '..%00',
    '．．',
  ]
  const slashes = ['/', '%2f', '%5c', '\\', '%252f', '%c0%af', '//', '/./']
  const targets = ['page.css', 'index.html', 'package.json', 'etc/passwd']
  const traversals = ups.flatMap((up) =>
    slashes.flatMap((slash) => targets.map((target) => `/docs/${`${up}${slash}`.repeat(3)}${target}`)),
  )
  const others = [
    '/docs/index.html',
    '/docs/swagger-ui.LICENSE.txt',
    '/docs/page.css%00.txt',
    '/docs/page.css%00',
    '/docs/page.css/',
    '/docs/page.css%20',
    '/docs/PAGE.CSS',
    '/docs/page.css::$DATA',
    '/docs//page.css',
    '/docs/./page.css',
    '/docs/%2fetc%2fpasswd',
    '/docs//etc/passwd',
    '/docs/C:%5cwindows%5cwin.ini',
    '/docs/file:%2f%2f%2fetc%2fpasswd',
    '/docs/__proto__',
    '/docs/constructor',
    '/docs/toString',
    '/docs/',
    '/.env',
    '/sqlite.db',
    '/package.json',
    '/dist/src/cli.js',
    '/openapi.yaml/',
    '/openapi.yaml%00',
  ]
  const redirections = [
    `//${evil}`,
    `//${evil}/..`,
    `/%5c${evil}`,
    `/.${evil}`,
    `/docs/..//${evil}`,
    `/docs?next=//${evil}`,
    `/?url=//${evil}`,
    `/%0d%0aLocation:%20//${evil}`,
    `/docs%0d%0aLocation:%20//${evil}`,
    `/unsecured?a=%0d%0aSet-Cookie:%20a=b`,
    `/auth/keys/%0d%0aX:%20y`,
  ]
  await attempt('browser', [
    ...[...traversals, ...others].map((path): [string, () => Promise<void>] => [
      path,
      async () => {
        const bytes = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: kss\r\nConnection: close\r\n\r\n`).toString('latin1')
        const { statuses, received } = await exchange(t, url, bytes, { answers: 1, closes: true })
        assert.ok(statuses.length === 1 && [400, 404].includes(statuses[0] ?? 0), `answered ${statuses}`)
        assert.ok(!received.includes('{ margin') && !received.includes('root:') && !received.includes('"dependencies"'))
      },
    ]),
    ...redirections.map((path): [string, () => Promise<void>] => [
      path,
      async () => {
        const { status, headers, text } = await get(path)
        assert.ok(status >= 400, `answered ${status}`)
        assert.equal(headers.location ?? headers.refresh ?? headers['set-cookie'] ?? headers.x, undefined)
        assert.ok(!text.includes(evil))
      },
    ]),
  ])
})

test('the page of docs takes no document from its address', async (t) => {
  const { get } = await startStandAlone(t)
  const document = encodeURIComponent(`https://${evil}/openapi.json`)
  const queries = [
    'url',
    'configUrl',
    'urls',
    'urls.primaryName',
    'spec',
    'oauth2RedirectUrl',
    'validatorUrl',
    'plugins',
  ]
  await attempt(
    'browser',
    queries.map((name) => [
      name,
      async () => {
        const { status, text } = await get(`/docs?${name}=${document}`)
        assert.equal(status, 422)
        assert.ok(!text.includes(evil) && !text.includes('<'), text)
      },
    ]),
  )
})

test('no cache keeps an answer or a refusal of the administration, nor a key', async (t) => {
  const { get, admin, newKey } = await startStandAlone(t)
  const key = await newKey()
  const id = key.split('_')[1] ?? ''
  const withSecret = (body: string, type = 'application/json'): RequestOptions => ({
    headers: { 'secret-key': adminSecret, 'Content-Type': type, 'Content-Length': String(body.length) },
    body,
  })
  const refusals: [string, RequestOptions][] = [
    ['without a secret', {}],
    ['with a wrong secret', { headers: { 'secret-key': 'wrong' } }],
    ['with two secrets', { headers: { 'secret-key': [adminSecret, adminSecret] } }],
    ['with a secret', { headers: { 'secret-key': adminSecret } }],
    ['with a condition', { headers: { 'secret-key': adminSecret, 'If-None-Match': '*' } }],
    ['with a body', withSecret('{}')],
    ['with no JSON', withSecret('{')],
    ['with text', withSecret('{}', 'text/plain')],
    ['with too much', withSecret(' '.repeat(200_000))],
  ]
  const onKey = (path: string) => [path, path.replace('nobodysKeyId', id), `${path}?x=y`]
  const adminPaths = [...new Set(adminCalls.flatMap(({ path }) => onKey(path)))]
  await attempt('browser', [
    ...['GET', 'POST', 'PATCH', 'OPTIONS', 'PUT'].flatMap((method) =>
      adminPaths.flatMap((path) =>
        refusals.map(([name, options]): [string, () => Promise<void>] => [
          `${method} ${path} ${name}`,
          async () => {
            const { status, headers } = await get(path, { method, ...options })
            assert.equal(headers['cache-control'], 'no-store')
            assert.notEqual(status, 304)
          },
        ]),
      ),
    ),
    ...[
      '/secure',
      '/secure?api-key=wrong',
      `/secure?api-key=${key}&api-key=${key}`,
      `/openapi.json?for=key&api-key=${key}`,
    ].map((path): [string, () => Promise<void>] => [
      path,
      async () => assert.equal((await get(path)).headers['cache-control'], 'no-store'),
    ]),
    [
      'what a key opens',
      async () =>
        assert.match(String((await get(`/secure?api-key=${key}`)).headers['cache-control']), /private|no-store/),
    ],
    [
      'a key in an answer that may be kept',
      async () => {
        for (const path of paths) {
          const { headers, text } = await admin(path)
          assert.ok(headers['cache-control'] === 'no-store' || !text.includes(key), path)
        }
      },
    ],
  ])
})

test('a page of another origin changes nothing', async (t) => {
  const server = await startStandAlone(t)
  const { get, admin, newKey, logs } = server
  const key = await newKey('?never_expires=true')
  const before = await stateOf(server)
  const crossSite = { Origin: `https://${evil}`, 'Sec-Fetch-Site': 'cross-site', Cookie: `secret-key=${adminSecret}` }
  const fields = `secret-key=${adminSecret}&name=forged`
  const bodies: Record<string, { type: string; body: string }> = {
    'a form': { type: 'application/x-www-form-urlencoded', body: fields },
    'a form of text': { type: 'text/plain', body: `{"name":"forged","secret-key":"${adminSecret}"}` },
    'a form of parts': {
      type: 'multipart/form-data; boundary=x',
      body: `--x\r\nContent-Disposition: form-data; name="secret-key"\r\n\r\n${adminSecret}\r\n--x--\r\n`,
    },
    'JSON, as a plug-in could send it': { type: 'application/json', body: '{"name":"forged"}' },
    'a beacon': { type: 'text/plain;charset=UTF-8', body: '{"name":"forged"}' },
  }
  const changing = (path: string) => `${path}?api-key=${key}&${fields}`
  const kinds: Record<string, Record<string, string>> = {
    'an image': { 'Sec-Fetch-Dest': 'image', 'Sec-Fetch-Mode': 'no-cors', Accept: 'image/*' },
    'a prefetch': { Purpose: 'prefetch', 'Sec-Purpose': 'prefetch;prerender', 'X-Moz': 'prefetch' },
    'a link': { 'Sec-Fetch-Dest': 'document', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-User': '?1' },
  }
  const assertUnchanged = async () => assert.equal(await stateOf(server), before)
  await attempt('browser', [
    ...adminCalls.flatMap(({ path }) => [
      ...Object.entries(bodies).map(([name, { type, body }]): [string, () => Promise<void>] => [
        `${name} for ${path}`,
        async () => {
          const options = { method: 'POST', headers: { ...crossSite, 'Content-Type': type }, body }
          for (const target of [path, changing(path)]) {
            assert.ok([403, 405].includes((await get(target, options)).status))
          }
          await assertUnchanged()
        },
      ]),
      ...Object.entries(kinds).map(([name, headers]): [string, () => Promise<void>] => [
        `${name} of ${path}`,
        async () => {
          for (const target of [path, changing(path)]) {
            const { status } = await get(target, { headers: { ...crossSite, ...headers } })
            assert.ok([403, 405].includes(status), `answered ${status}`)
          }
          await assertUnchanged()
        },
      ]),
    ]),
    ...calls.flatMap(({ path }) =>
      ['HEAD', 'OPTIONS', 'TRACE'].map((method): [string, () => Promise<void>] => [
        `${method} ${path}, with the secret`,
        async () => {
          await admin(path, { method })
          await admin(`${path}?api-key=${key}`, { method })
          await assertUnchanged()
        },
      ]),
    ),
    ...calls
      .filter(({ method, path }) => method === 'GET' && !/auth\/(new|revoke|renew)/.test(path))
      .map(({ path }): [string, () => Promise<void>] => [
        `GET ${path}, with the secret`,
        async () => {
          await admin(path)
          await assertUnchanged()
        },
      ]),
    ...Object.entries(bodies)
      .filter(([, { type }]) => type !== 'application/json')
      .map(([name, { type, body }]): [string, () => Promise<void>] => [
        `${name} with the secret`,
        async () => {
          const options = { method: 'POST', headers: { ...crossSite, 'Content-Type': type }, body }
          assert.equal((await admin('/auth/keys', options)).status, 415)
          await assertUnchanged()
        },
      ]),
    [
      'a key in the query of an image',
      async () => {
        const [before] = await logs()
        const { status, headers } = await get(`/secure?api-key=${key}`, {
          headers: { ...crossSite, ...kinds['an image'] },
        })
        assert.equal(status, 200)
        assert.equal(headers['set-cookie'], undefined)
        const [log] = await logs()
        // The one use that it is, and nothing else.
        assert.equal(log.total_queries, before.total_queries + 1)
        await assertUnchanged()
      },
    ],
  ])
})

test('a browser keeps a page of another origin out', { skip: skipWithoutChromium, timeout: 120_000 }, async (t) => {
  const server = await startStandAlone(t)
  const before = await stateOf(server)
  const browser = await launchChromium()
  t.after(() => browser.close())
  const page = await (await browser.newContext()).newPage()
  const html = '<!doctype html><title>evil</title><iframe id="frame"></iframe>'
  const origin = await listen(t, (_, response) => response.setHeader('Content-Type', 'text/html').end(html))
  await page.goto(origin.replace('127.0.0.1', 'localhost'))
  const run = <Result>(script: string): Promise<Result> => page.evaluate(script)
  const { url } = server
  const fetches: Record<string, string> = {
    'the document': `fetch('${url}/openapi.json')`,
    'an open endpoint': `fetch('${url}/unsecured')`,
    'an admin answer': `fetch('${url}/auth/logs', { headers: { 'secret-key': '${adminSecret}' } })`,
    'a new key': `fetch('${url}/auth/new', { headers: { 'secret-key': '${adminSecret}' } })`,
    'a new key by POST': `fetch('${url}/auth/keys', { method: 'POST', body: '{}', headers: { 'secret-key': '${adminSecret}', 'Content-Type': 'application/json' } })`,
    'a file of the page, unread': `fetch('${url}/docs/page.js', { mode: 'no-cors' })`,
  }
  await attempt('browser', [
    ...Object.entries(fetches).map(([name, script]): [string, () => Promise<void>] => [
      `Chromium: ${name}`,
      async () => assert.equal(await run(`${script}.then(() => 'answered', () => 'kept out')`), 'kept out'),
    ]),
    [
      'Chromium: the page in a frame',
      async () => {
        await run(`new Promise((resolve) => { frame.onload = resolve; frame.src = '${url}/docs' })`)
        const text = await page
          .frames()[1]
          ?.evaluate('document.title')
          .catch(() => 'kept out')
        assert.notEqual(text, 'API docs')
      },
    ],
    [
      'Chromium: the page in a window',
      async () => {
        const opened = page.context().waitForEvent('page')
        await run(`{ window.opened = window.open('${url}/docs'); undefined }`)
        const docs = await opened
        await docs.locator('.opblock').first().waitFor()
        assert.equal(await docs.evaluate('window.opener'), null)
        assert.equal(await run('window.opened.closed'), true)
        await docs.close()
      },
    ],
    [
      'Chromium: a script of the page',
      async () => assert.equal(await loaded(page, 'script', `${url}/docs/swagger-ui-bundle.js`), 'kept out'),
    ],
    [
      'Chromium: the document as a script',
      async () => assert.equal(await loaded(page, 'script', `${url}/openapi.json`), 'kept out'),
    ],
    [
      'Chromium: a picture of the page',
      async () => assert.equal(await loaded(page, 'img', `${url}/docs/favicon-32x32.png`), 'kept out'),
    ],
    [
      'Chromium: an image that makes a key',
      async () => {
        assert.equal(await loaded(page, 'img', `${url}/auth/new?secret-key=${adminSecret}`), 'kept out')
        assert.equal(await stateOf(server), before)
      },
    ],
    ...['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'].map(
      (type): [string, () => Promise<void>] => [
        `Chromium: a form of ${type}`,
        async () => {
          const other = await page.context().newPage()
          await other.goto(page.url())
          const fields = `<input name='{"name":"forged","metadata":{"a":"' value='"}}'><input name="secret-key" value="${adminSecret}">`
          const form = `<form method="post" enctype="${type}" action="${url}/auth/keys">${fields}</form>`
          const answered = other.waitForResponse(`${url}/auth/keys`)
          await other.evaluate(`{ document.body.innerHTML = ${JSON.stringify(form)}; document.forms[0].submit() }`)
          assert.equal((await answered).status(), 403)
          assert.equal(await stateOf(server), before)
          await other.close()
        },
      ],
    ),
    ...['?url=', '#?url=', '#/?configUrl=', '?configUrl='].map((begin): [string, () => Promise<void>] => [
      `Chromium: the page with ${begin}`,
      async () => {
        const other = await page.context().newPage()
        const asked: string[] = []
        other.on('request', (request) => asked.push(new URL(request.url()).origin))
        await other.goto(`${url}/docs${begin}${encodeURIComponent(`${origin}/openapi.json`)}`)
        if (!begin.startsWith('?')) await other.locator('.opblock').first().waitFor()
        await other.waitForLoadState('networkidle')
        assert.deepEqual([...new Set(asked)], [url])
        await other.close()
      },
    ]),
  ])
})

/** Puts the element into the page, and tells whether what it shows was loaded. */
function loaded(page: Page, element: 'script' | 'img', src: string): Promise<string> {
  return page.evaluate(`new Promise((resolve) => {
    const element = document.createElement('${element}')
    element.onload = () => resolve('loaded')
    element.onerror = () => resolve('kept out')
    element.src = '${src}'
    document.body.append(element)
  })`)
}
