import assert from 'node:assert/strict'
import { after, before, describe, type TestContext, test } from 'node:test'
import type { Browser, BrowserContext, Locator, Page, Response } from 'playwright-core'
import { operations } from '../../generated/operations.js'
import { adminSecret, startStandAlone } from '../support/stand-alone.js'
import { launchChromium, skipWithoutChromium } from './chromium.js'

const pathOf: Record<string, string> = Object.fromEntries(
  Object.entries(operations).map(([id, { path }]) => [id, path]),
)
const successOf: Record<string, number> = { createKey: 201, rotateKey: 201, deleteKey: 204 }

describe('the page of docs', { skip: skipWithoutChromium }, () => {
  let browser: Browser
  before(async () => {
    browser = await launchChromium()
  })
  after(() => browser?.close())

  test('leads a person from the admin secret to an answer of the secure endpoint', async (t) => {
    const { url, logs } = await startStandAlone(t)
    const visit = await openDocs(t, browser, url)
    const { page } = visit

    await t.test('the dialog offers the three credentials, each with its place and its name', async () => {
      await openDialog(page)
      const offered = await page.locator('.auth-container').allInnerTexts()
      const words = offered.map((text) => text.replace(/\s+/g, ' ').trim())
      assert.equal(words.length, 3)
      assert.match(words[0] ?? '', /^Secret header .*secret-key in the header/)
      assert.match(words[1] ?? '', /^API key header .*api-key in the header/)
      assert.match(words[2] ?? '', /^API key query .*api-key in the query/)
      await closeDialog(page)
    })

    await t.test(
      'the first credential has the focus, and what is typed there is neither shown nor remembered',
      async () => {
        await openDialog(page)
        const focused = 'document.activeElement'
        assert.equal(await page.evaluate(`${focused}.labels[0].textContent`), 'Secret header')
        assert.equal(await page.evaluate(`getComputedStyle(${focused})['-webkit-text-security']`), 'disc')
        assert.equal(await page.evaluate(`${focused}.autocomplete`), 'off')
        await closeDialog(page)
      },
    )

    let shownKey = ''
    await t.test('with the secret, it makes a key and shows it', async () => {
      await authorize(page, 'Secret header', adminSecret)
      const answer = await execute(page, 'newApiKey', { name: 'browser walk' })
      assert.equal(answer.status, 200)
      assert.match(answer.shown, /^"kss_\w+"$/)
      assert.equal((await logs())[0].name, 'browser walk')
      shownKey = answer.shown
    })

    await t.test('the key opens the secure endpoint from the header', async () => {
      await authorize(page, 'API key header', JSON.parse(shownKey))
      const answer = await execute(page, 'getSecure')
      assert.equal(answer.status, 200)
      assert.deepEqual(JSON.parse(answer.shown), { message: 'This is a secure endpoint' })
      assert.equal(answer.requestHeaders['api-key'], JSON.parse(shownKey))
      assert.equal(answer.requestHeaders['secret-key'], undefined)
      assert.equal(new URL(answer.url).search, '')
    })

    await t.test('after a logout it opens nothing any more', async () => {
      await logOut(page, 'API key header')
      const answer = await execute(page, 'getSecure')
      assert.equal(answer.status, 403)
      assert.equal(answer.requestHeaders['api-key'], undefined)
    })

    await t.test('the key, copied with its quotes, opens the secure endpoint from the query', async () => {
      await authorize(page, 'API key query', shownKey)
      const answer = await execute(page, 'getSecure')
      assert.equal(answer.status, 200)
      assert.equal(new URL(answer.url).searchParams.get('api-key'), JSON.parse(shownKey))
      assert.equal(answer.requestHeaders['api-key'], undefined)
    })

    await assertClean(visit, { refusals: ['/secure'] })
  })

  test('shows that a wrong key was refused, and why', async (t) => {
    const { url } = await startStandAlone(t)
    const visit = await openDocs(t, browser, url)
    await authorize(visit.page, 'API key header', 'wrong')
    const answer = await execute(visit.page, 'getSecure')
    assert.equal(answer.status, 403)
    assert.equal(JSON.parse(answer.shown).code, 'invalid_api_key')
    await assertClean(visit, { refusals: ['/secure'] })
  })

  test('executes every operation that it offers, with the values that it suggests', async (t) => {
    const { url, newKey } = await startStandAlone(t)
    const key = await newKey()
    const visit = await openDocs(t, browser, url)
    await authorize(visit.page, 'Secret header', adminSecret)
    await authorize(visit.page, 'API key header', key)
    const offered = await visit.page.locator('.opblock').evaluateAll((elements) => elements.map(({ id }) => id))
    const ids = offered.map((id) => id.replace(/.*-/, ''))
    assert.ok(ids.includes('getDocsFile') && ids.includes('getApiKeyUsageLogs'), ids.join())
    for (const id of ids) {
      // The key of the examples does not exist.
      const [, keyId = ''] = (await newKey()).split('_')
      const fields: Record<string, string> = id === 'renewApiKey' ? { 'api-key': keyId } : {}
      if (/\/\{keyId\}/.test(pathOf[id] ?? '')) fields.keyId = keyId
      assert.equal((await execute(visit.page, id, fields)).status, successOf[id] ?? 200, id)
      // Swagger UI renders every open operation anew at each step.
      await visit.page.locator(`[id$="-${id}"] .opblock-summary-control`).click()
    }
    await assertClean(visit)
  })

  test('shows an answer that is a picture', async (t) => {
    const { url } = await startStandAlone(t)
    const visit = await openDocs(t, browser, url)
    await execute(visit.page, 'getDocsFile', { file: 'favicon-32x32.png' })
    const picture = visit.page.locator('.live-responses-table img')
    await picture.evaluate((image) => image.decode())
    await assertClean(visit)
  })

  test('is served with a policy that allows no inline and no evaluated script or style', async (t) => {
    const { get } = await startStandAlone(t)
    const { headers, text } = await get('/docs')
    const policy = String(headers['content-security-policy'])
    assert.match(policy, /(^|; )default-src 'none'(;|$)/)
    assert.match(policy, /(^|; )script-src 'self'(;|$)/)
    assert.match(policy, /(^|; )style-src 'self'(;|$)/)
    assert.doesNotMatch(policy, /unsafe|https?:|\*/)
    assert.doesNotMatch(text, /<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/i)
  })

  test('shows no trace of the admin operations when they are hidden', async (t) => {
    const { url, get, newKey } = await startStandAlone(t, { hideDocs: true })
    const visit = await openDocs(t, browser, url)
    await visit.page.locator('[id$="-getSecure"]').waitFor()
    await openDialog(visit.page)
    const credentials = await visit.page.locator('.credential label').allTextContents()
    assert.deepEqual(credentials, ['API key header', 'API key query'])
    assert.doesNotMatch(await visit.page.content(), adminTrace)
    await closeDialog(visit.page)

    await authorize(visit.page, 'API key query', await newKey())
    assert.equal((await execute(visit.page, 'getSecure')).status, 200)

    const linked = [...(await get('/docs')).text.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, path]) => `/${path}`)
    const ours = linked.filter((path) => !path.includes('swagger-ui'))
    assert.ok(ours.includes('/docs/page.js') && ours.includes('/docs/page.css'), ours.join())
    for (const path of ['/docs', '/openapi.json', '/openapi.yaml', ...ours]) {
      const { status, text } = await get(path)
      assert.equal(status, 200, path)
      assert.doesNotMatch(text, adminTrace, path)
    }
    await assertClean(visit)
  })
})

const adminTrace = /x-internal|\/auth\/|secret-key|secret header|_auth/i

interface Visit {
  url: string
  page: Page
  context: BrowserContext
  /** The addresses of all requests. */
  requests: string[]
  /** Errors in the console and of scripts, and violations of the page's policy. */
  faults: string[]
}

async function openDocs(t: TestContext, browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext()
  t.after(() => context.close())
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const requests: string[] = []
  const faults: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('websocket', (socket) => requests.push(socket.url()))
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()} ${message.location().url}`)
  })
  await page.exposeFunction('reportViolation', (violation: string) => faults.push(`policy: ${violation}`))
  await page.addInitScript(`addEventListener('securitypolicyviolation', (event) =>
    reportViolation(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sourceFile))`)
  await page.goto(`${url}/docs`)
  await page.locator('.opblock').first().waitFor()
  return { url, page, context, requests, faults }
}

/** Nothing went wrong, nothing was asked of another host, and nothing stays behind in the browser. */
async function assertClean(visit: Visit, { refusals = [] }: { refusals?: string[] } = {}): Promise<void> {
  const { url, page, context, requests, faults } = visit
  // Chromium itself reports each refused request in the console.
  const isExpected = (fault: string) =>
    refusals.some((path) => fault.includes('status of 403') && fault.endsWith(url + path))
  assert.deepEqual(
    faults.filter((fault) => !isExpected(fault)),
    [],
  )
  assert.deepEqual(
    requests.filter((address) => new URL(address).origin !== url),
    [],
  )
  const kept = await page.evaluate(`(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
  }))()`)
  assert.deepEqual(kept, { local: {}, session: {}, databases: [], caches: [] })
  assert.deepEqual(await context.cookies(), [])
}

async function openDialog(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Authorize', exact: true }).click()
  await page.getByRole('heading', { name: 'Available authorizations' }).waitFor()
}

async function closeDialog(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await page.locator('.dialog-ux').waitFor({ state: 'detached' })
}

function credential(page: Page, name: string): Locator {
  return page.locator('.auth-container form').filter({ hasText: name })
}

async function authorize(page: Page, name: string, value: string): Promise<void> {
  await openDialog(page)
  const form = credential(page, name)
  await form.getByRole('textbox', { name }).fill(value)
  await form.getByRole('button', { name: 'Apply credentials' }).click()
  await form.getByText('Authorized', { exact: true }).waitFor()
  await closeDialog(page)
}

async function logOut(page: Page, name: string): Promise<void> {
  await openDialog(page)
  await credential(page, name).getByRole('button', { name: 'Remove authorization' }).click()
  await credential(page, name).getByRole('textbox', { name }).waitFor()
  await closeDialog(page)
}

interface Executed {
  status: number
  /** The body, as the page shows it. */
  shown: string
  url: string
  requestHeaders: Record<string, string>
}

/** Opens the operation unless it is open, fills in the fields, presses Execute and reads what the page shows. */
async function execute(page: Page, operationId: string, fields: Record<string, string> = {}): Promise<Executed> {
  const operation = page.locator(`.opblock[id$="-${operationId}"]`)
  const button = operation.getByRole('button', { name: 'Execute' })
  if (!(await button.isVisible())) await operation.locator('.opblock-summary-control').click()
  for (const [name, value] of Object.entries(fields)) {
    await operation.locator(`tr[data-param-name="${name}"] input`).fill(value)
  }
  const [response] = await Promise.all([
    page.waitForResponse((answer) => answer.request().resourceType() === 'fetch'),
    button.click(),
  ])
  return { ...(await shownAnswer(operation, response)), ...(await sent(response)) }
}

async function shownAnswer(operation: Locator, response: Response): Promise<{ status: number; shown: string }> {
  const table = operation.locator('.live-responses-table')
  // What an earlier execution left there has another status or is the same answer.
  await table
    .locator('.response-col_status')
    .filter({ hasText: String(response.status()) })
    .waitFor()
  const body = table.locator('.response-col_description .highlight-code code')
  const shown = (await body.count()) > 0 ? await body.first().textContent() : ''
  return { status: response.status(), shown: shown ?? '' }
}

async function sent(response: Response): Promise<{ url: string; requestHeaders: Record<string, string> }> {
  return { url: response.url(), requestHeaders: await response.request().allHeaders() }
}
