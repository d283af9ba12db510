import assert from 'node:assert/strict'
import http from 'node:http'
import { after, before, describe, type TestContext, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import Router from '@koa/router'
import Koa from 'koa'
import mount from 'koa-mount'
import type { Browser, Page } from 'playwright-core'
import { simpleSecurity } from '../../src/index.js'
import { listen } from '../support/http.js'
import { startStandAlone } from '../support/stand-alone.js'
import { launchChromium, skipWithoutChromium } from './chromium.js'
import { authorize, execute, logOut, openDocs } from './docs-page.js'

const responses = { '200': { description: 'Done.', content: { 'application/json': { schema: { type: 'string' } } } } }

/** A document whose operations need no scope, one, or no key. */
const document = {
  openapi: '3.1.0',
  info: { title: 'Bakery', version: '3' },
  servers: [{ url: 'https://bakery.example/v1' }, { url: 'https://test.bakery.example/v1' }],
  paths: {
    '/bread': {
      get: { operationId: 'listBread', tags: ['bread'], security: [], responses },
      post: { operationId: 'bakeBread', tags: ['bread'], security: [{ BakerKey: ['bread:bake'] }], responses },
    },
    '/hours': { get: { operationId: 'getHours', security: [{ BakerKey: [] }], responses } },
    '/report': { get: { operationId: 'getReport', tags: ['office'], security: [{ Office: [] }], responses } },
  },
  components: {
    securitySchemes: {
      BakerKey: { type: 'apiKey', in: 'header', name: 'X-Baker', description: 'Key of a baker' },
      Office: { type: 'http', scheme: 'bearer' },
    },
  },
}

async function start(t: TestContext, given: object = document) {
  const instance = simpleSecurity({
    secret: 'TEST_SECRET',
    dbLocation: ':memory:',
    env: {},
    document: given,
    schemes: { Office: () => false },
  })
  t.after(() => instance.close())
  const app = new Koa()
  app.use(instance.enforce())
  app.use(instance.docs())
  app.use(instance.apiKeyRouter.routes())
  const router = new Router({ prefix: '/v1' })
  for (const path of ['/bread', '/hours', '/report']) router.all(path, (ctx) => (ctx.body = JSON.stringify(ctx.path)))
  app.use(router.routes())
  return { instance, app, url: await listen(t, app.callback()) }
}

/** Serves an app under a prefix, as a proxy does that takes the prefix away. */
async function behindPrefix(t: TestContext, url: string, prefix: string): Promise<string> {
  const front = await listen(t, (request, response) => {
    if (!request.url?.startsWith(`${prefix}/`)) {
      response.writeHead(404).end()
      return
    }
    const { method = 'GET', headers } = request
    const target = url + request.url.slice(prefix.length)
    const outgoing = http.request(target, { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    request.pipe(outgoing)
  })
  return front + prefix
}

const groups = (page: Page) => page.locator('.opblock-tag').evaluateAll((all) => all.map((one) => one.dataset.tag))
const offered = (page: Page) =>
  page.locator('.opblock').evaluateAll((all) => all.map(({ id }) => id.replace(/.*-/, '')))
const filter = (page: Page) => page.getByRole('checkbox', { name: 'Show only what this key may call' })

/** Waits until the page offers these operations and no others. Its policy keeps Playwright from waiting for an expression. */
async function waitForOperations(page: Page, ids: string[]): Promise<void> {
  const deadline = performance.now() + 15_000
  for (;;) {
    const found = (await offered(page)).sort()
    if (isDeepStrictEqual(found, [...ids].sort())) return
    if (performance.now() > deadline) assert.deepEqual(found, [...ids].sort())
    await page.evaluate('new Promise(requestAnimationFrame)')
  }
}

describe('the page of docs of a document of a user', { skip: skipWithoutChromium }, () => {
  let browser: Browser
  before(async () => {
    browser = await launchChromium()
  })
  after(() => browser?.close())

  test('has its title and its order, with ours at the end, and offers no server to choose', async (t) => {
    const { url } = await start(t)
    const visit = await openDocs(t, browser, url)
    assert.match((await visit.page.locator('.info .title').innerText()) ?? '', /^Bakery/)
    assert.deepEqual(await groups(visit.page), ['bread', 'default', 'office', '_auth', '_gateway'])
    assert.equal(await visit.page.locator('.servers').count(), 0)
  })

  test('calls the paths of the document and ours where the page is, also behind a prefix', async (t) => {
    const { url, instance } = await start(t)
    const { key } = await instance.keys.create()
    for (const place of [url, await behindPrefix(t, url, '/shop/west')]) {
      const visit = await openDocs(t, browser, place)
      await authorize(visit.page, 'Secret header', 'TEST_SECRET')
      await authorize(visit.page, 'Key of a baker', key)
      const theirs = await execute(visit.page, 'getHours')
      assert.equal(theirs.url, `${place}/v1/hours`)
      assert.equal(theirs.status, 200)
      const ours = await execute(visit.page, 'listAuditEvents')
      assert.equal(new URL(ours.url).pathname, `${new URL(place).pathname.replace(/\/$/, '')}/auth/audit`)
      assert.equal(ours.status, 200)
    }
  })

  for (const [name, prefix, servers, called] of [
    ['the base path of an app that is mounted there', '/v1', document.servers, '/v1/bread'],
    ['its beginning, where an app is mounted above its routers', '/shop', [{ url: '/shop/v1' }], '/shop/v1/bread'],
  ] as const) {
    test(`does not repeat ${name}`, async (t) => {
      const { app } = await start(t, { ...document, servers })
      const front = await listen(t, new Koa().use(mount(prefix, app)).callback())
      // Where the app's routes are is not what this is about.
      const visit = await openDocs(t, browser, front + prefix, { refusals: [called.slice(prefix.length)] })
      const [request] = await Promise.all([
        visit.page.waitForRequest((sent) => sent.url().endsWith('/bread')),
        execute(visit.page, 'listBread'),
      ])
      assert.equal(request.url(), front + called)
    })
  }

  test('lets choose between several base paths', async (t) => {
    const { url } = await start(t, { ...document, servers: [{ url: '/v1' }, { url: 'https://bakery.example/v2' }] })
    const visit = await openDocs(t, browser, url, { refusals: ['/v2/bread'] })
    const choices = await visit.page.locator('.servers option').allTextContents()
    assert.deepEqual(
      choices.map((text) => text.trim()),
      [`${url}/v1`, `${url}/v2`],
    )
    await visit.page.locator('.servers select').selectOption(`${url}/v2`)
    assert.equal((await execute(visit.page, 'listBread')).url, `${url}/v2/bread`)
  })

  test('shows only what a key may call, and everything again, by the keyboard alone', async (t) => {
    const { url, instance } = await start(t)
    const { key } = await instance.keys.create({ name: 'shop' })
    const visit = await openDocs(t, browser, url)
    const { page, requests } = visit
    const everything = await offered(page)
    assert.ok(everything.includes('bakeBread') && everything.includes('createKey'), everything.join())
    assert.equal(await filter(page).count(), 0)

    await authorize(page, 'Key of a baker', key)
    await filter(page).focus()
    const [request] = await Promise.all([
      page.waitForRequest((one) => one.url().includes('for=key')),
      page.keyboard.press('Space'),
    ])
    assert.equal((await request.allHeaders())['x-baker'], key)
    await waitForOperations(page, ['listBread', 'getHours'])
    assert.deepEqual(await groups(page), ['bread', 'default'])
    assert.equal(await filter(page).isChecked(), true)
    assert.equal(await page.evaluate('document.activeElement.type'), 'checkbox')
    assert.equal((await execute(page, 'getHours')).status, 200)

    await filter(page).focus()
    await page.keyboard.press('Space')
    await waitForOperations(page, everything)
    assert.equal(await filter(page).isChecked(), false)
    assert.ok(requests.every((address) => !address.includes(key)))
  })

  test('shows everything again after a logout, and follows another key', async (t) => {
    const { url, instance } = await start(t)
    const { key } = await instance.keys.create()
    const { key: baker } = await instance.keys.create({ scopes: ['bread:bake'] })
    const visit = await openDocs(t, browser, url)
    const { page } = visit
    const everything = await offered(page)
    await authorize(page, 'Key of a baker', baker)
    await filter(page).check()
    await waitForOperations(page, ['listBread', 'bakeBread', 'getHours'])
    await logOut(page, 'Key of a baker')
    await waitForOperations(page, everything)
    assert.equal(await filter(page).count(), 0)
    await authorize(page, 'Key of a baker', key)
    await filter(page).check()
    await waitForOperations(page, ['listBread', 'getHours'])
  })

  test('can be left again where a key opens nothing that needs one', async (t) => {
    const { url, instance } = await start(t, {
      ...document,
      paths: { '/bread': document.paths['/bread'] },
    })
    const { key } = await instance.keys.create()
    const { page } = await openDocs(t, browser, url)
    const everything = await offered(page)
    await authorize(page, 'Key of a baker', key)
    await filter(page).check()
    await waitForOperations(page, ['listBread'])
    await filter(page).uncheck()
    await waitForOperations(page, everything)
  })

  test('says why a key is refused, and goes on showing everything', async (t) => {
    const { url } = await start(t)
    const visit = await openDocs(t, browser, url, { refusals: ['/openapi.json?for=key'] })
    const everything = await offered(visit.page)
    await authorize(visit.page, 'Key of a baker', 'wrong')
    await filter(visit.page).click()
    const alert = visit.page.locator('.key-filter [role="alert"]')
    await alert.waitFor()
    assert.match(await alert.innerText(), /The API key is wrong, revoked or expired/)
    assert.equal(await filter(visit.page).isChecked(), false)
    assert.deepEqual(await offered(visit.page), everything)
  })

  test('sends a key of the query in a header there, and takes no secret for a key', async (t) => {
    const { url, newKey } = await startStandAlone(t)
    const key = await newKey()
    const visit = await openDocs(t, browser, url)
    await authorize(visit.page, 'Secret header', 'TEST_SECRET')
    assert.equal(await filter(visit.page).count(), 0)
    await authorize(visit.page, 'API key query', key)
    const [request] = await Promise.all([
      visit.page.waitForRequest((one) => one.url().includes('for=key')),
      filter(visit.page).click(),
    ])
    assert.equal(request.url(), `${url}/openapi.json?for=key`)
    const headers = await request.allHeaders()
    assert.equal(headers['api-key'], key)
    assert.equal(headers['secret-key'], undefined)
    await visit.page.locator('[id$="-newApiKey"]').waitFor({ state: 'detached' })
    await visit.page.locator('[id$="-getSecure"]').waitFor()
  })
})
