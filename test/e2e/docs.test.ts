import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { operations } from '../../generated/operations.js'
import { adminSecret, startStandAlone } from '../support/stand-alone.js'
import { launchChromium, skipWithoutChromium } from './chromium.js'
import { authorize, closeDialog, execute, logOut, openDialog, openDocs } from './docs-page.js'

const pathOf: Record<string, string> = Object.fromEntries(
  Object.entries(operations).map(([id, { path }]) => [id, path]),
)
const successOf: Record<string, number> = { createKey: 201, rotateKey: 201, deleteKey: 204, verifyKey: 204 }

describe('the page of docs', { skip: skipWithoutChromium }, () => {
  let browser: Browser
  before(async () => {
    browser = await launchChromium()
  })
  after(() => browser?.close())

  test('leads a person from the admin secret to an answer of the secure endpoint', async (t) => {
    const { url, logs } = await startStandAlone(t)
    const visit = await openDocs(t, browser, url, { refusals: ['/secure'] })
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
  })

  test('shows that a wrong key was refused, and why', async (t) => {
    const { url } = await startStandAlone(t)
    const visit = await openDocs(t, browser, url, { refusals: ['/secure'] })
    await authorize(visit.page, 'API key header', 'wrong')
    const answer = await execute(visit.page, 'getSecure')
    assert.equal(answer.status, 403)
    assert.equal(JSON.parse(answer.shown).code, 'invalid_api_key')
  })

  test('executes every operation that it offers, with the values that it suggests', async (t) => {
    const { url, newKey, instance } = await startStandAlone(t)
    // The scope of the example of /auth/verify.
    const { key } = await instance.keys.create({ scopes: ['reports:read'] })
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
  })

  test('shows an answer that is a picture', async (t) => {
    const { url } = await startStandAlone(t)
    const visit = await openDocs(t, browser, url)
    await execute(visit.page, 'getDocsFile', { file: 'favicon-32x32.png' })
    const picture = visit.page.locator('.live-responses-table img')
    await picture.evaluate((image) => image.decode())
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
  })
})

const adminTrace = /x-internal|\/auth\/|secret-key|secret header|_auth/i
