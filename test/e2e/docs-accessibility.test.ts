import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { adminSecret, startStandAlone } from '../support/stand-alone.js'
import { launchChromium, skipWithoutChromium } from './chromium.js'
import {
  authorize,
  closeDialog,
  credential,
  execute,
  openDialog,
  openDocs,
  operationBlock,
  readAnswer,
} from './docs-page.js'

type Check = 'contrastFaults' | 'focusFaults' | 'reflowFaults'

async function assertNoFaults(page: Page, check: Check): Promise<void> {
  assert.deepEqual(await page.evaluate(`pageChecks.${check}()`), [])
}

const isFocused = (target: Locator): Promise<boolean> => target.evaluate((element) => element.matches(':focus'))

/** Presses Tab, or another key, until the focus is there. On its way it can be seen at each stop. */
async function moveTo(target: Locator, key = 'Tab'): Promise<void> {
  const page = target.page()
  for (let presses = 0; presses < 250; presses += 1) {
    await page.keyboard.press(key)
    const { faults, isThere } = await target.evaluate((element) => ({
      faults: element.ownerDocument.defaultView.pageChecks.focusFaults(),
      isThere: element.matches(':focus'),
    }))
    assert.deepEqual(faults, [])
    if (isThere) return
  }
  assert.fail(`${key} does not lead to ${target}`)
}

const authorizeButton = (page: Page) => page.locator('.btn.authorize')
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Available authorizations' })
const control = (operation: Locator) => operation.locator('.opblock-summary-control')
const executeButton = (operation: Locator) => operation.getByRole('button', { name: 'Execute' })

/** Opens the dialog from where the focus is; the first empty credential has the focus then. */
async function openByKeyboard(page: Page, first: string): Promise<void> {
  await page.keyboard.press('Enter')
  await dialog(page).waitFor()
  assert.equal(await isFocused(dialog(page).getByRole('textbox', { name: first })), true)
}

/** Applies what was typed, closes the dialog, and finds the focus where it was before. */
async function applyByKeyboard(page: Page, name: string, opener: Locator): Promise<void> {
  await page.keyboard.press('Enter')
  const answer = credential(page, name).getByText('Authorized', { exact: true })
  await answer.waitFor()
  assert.equal(await isFocused(answer), true)
  await page.keyboard.press('Escape')
  await dialog(page).waitFor({ state: 'detached' })
  assert.equal(await isFocused(opener), true)
}

describe('the page of docs for everybody', { skip: skipWithoutChromium }, () => {
  let browser: Browser
  before(async () => {
    browser = await launchChromium()
  })
  after(() => browser?.close())

  for (const [name, place] of [
    ['API key header', 'header'],
    ['API key query', 'query'],
  ] as const) {
    test(`leads from the secret to an answer with the key in the ${place} by the keyboard alone`, async (t) => {
      const { url, logs } = await startStandAlone(t)
      const { page } = await openDocs(t, browser, url)
      const newApiKey = operationBlock(page, 'newApiKey')
      const getSecure = operationBlock(page, 'getSecure')

      await moveTo(authorizeButton(page))
      await openByKeyboard(page, 'Secret header')
      await page.keyboard.type(adminSecret)
      await applyByKeyboard(page, 'Secret header', authorizeButton(page))

      await moveTo(control(newApiKey))
      await page.keyboard.press('Enter')
      await moveTo(newApiKey.locator('tr[data-param-name="name"] input'))
      await page.keyboard.press('Control+A')
      await page.keyboard.type('made by keys')
      await moveTo(executeButton(newApiKey))
      const made = await readAnswer(newApiKey, () => page.keyboard.press('Space'))
      assert.equal(made.status, 200)
      assert.equal((await logs())[0].name, 'made by keys')
      await moveTo(newApiKey.locator('.response-col_description .copy-to-clipboard button').first())
      await page.keyboard.press('Enter')

      await moveTo(authorizeButton(page), 'Shift+Tab')
      await openByKeyboard(page, 'API key header')
      const field = dialog(page).getByRole('textbox', { name })
      if (!(await isFocused(field))) await moveTo(field)
      await page.keyboard.press('Control+V')
      await applyByKeyboard(page, name, authorizeButton(page))

      await moveTo(control(getSecure))
      await page.keyboard.press('Space')
      await moveTo(executeButton(getSecure))
      const answer = await readAnswer(getSecure, () => page.keyboard.press('Enter'))
      assert.equal(answer.status, 200)
      assert.deepEqual(JSON.parse(answer.shown), { message: 'This is a secure endpoint' })
      const key = JSON.parse(made.shown)
      assert.equal(answer.requestHeaders['api-key'], place === 'header' ? key : undefined)
      assert.equal(new URL(answer.url).searchParams.get('api-key'), place === 'query' ? key : null)
    })
  }

  test('keeps the focus in the dialog, gives it back, and closes it with each of its buttons', async (t) => {
    const { url } = await startStandAlone(t)
    const { page } = await openDocs(t, browser, url)
    const lock = operationBlock(page, 'newApiKey').locator('.authorization__btn')
    for (const [opener, close] of [
      [authorizeButton(page), 'Close'],
      [lock, 'Close the dialog'],
    ] as const) {
      await moveTo(opener)
      await openByKeyboard(page, 'Secret header')
      for (const key of ['Tab', 'Shift+Tab']) {
        for (let presses = 0; presses < 12; presses += 1) {
          await page.keyboard.press(key)
          assert.equal(await page.evaluate('pageChecks.isInsideDialog(document.activeElement)'), true)
          await assertNoFaults(page, 'focusFaults')
        }
      }
      await moveTo(dialog(page).getByRole('button', { name: close, exact: true }))
      await page.keyboard.press('Enter')
      await dialog(page).waitFor({ state: 'detached' })
      assert.equal(await isFocused(opener), true)
    }
  })

  test('gives an empty credential the focus after a logout', async (t) => {
    const { url } = await startStandAlone(t)
    const { page } = await openDocs(t, browser, url)
    await authorize(page, 'API key header', 'any')
    await moveTo(authorizeButton(page))
    await openByKeyboard(page, 'Secret header')
    await moveTo(credential(page, 'API key header').getByRole('button', { name: 'Remove authorization' }))
    await page.keyboard.press('Enter')
    const field = dialog(page).getByRole('textbox', { name: 'API key header' })
    await field.waitFor()
    assert.equal(await isFocused(field), true)
  })

  for (const name of ['API key header', 'API key query']) {
    // A window 1280 px wide has 320 px at 400 %.
    test(`leads from the secret to an answer with the ${name} at 400 % zoom`, async (t) => {
      const { url } = await startStandAlone(t)
      const { page } = await openDocs(t, browser, url, {
        viewport: { width: 320, height: 256 },
        deviceScaleFactor: 4,
      })
      await assertNoFaults(page, 'reflowFaults')
      await openDialog(page)
      await assertNoFaults(page, 'reflowFaults')
      await closeDialog(page)
      await authorize(page, 'Secret header', adminSecret)
      const made = await execute(page, 'newApiKey', { name: 'magnified' })
      assert.equal(made.status, 200)
      await assertNoFaults(page, 'reflowFaults')
      await authorize(page, name, made.shown)
      await openDialog(page)
      await assertNoFaults(page, 'reflowFaults')
      await closeDialog(page)
      assert.equal((await execute(page, 'getSecure')).status, 200)
      await control(operationBlock(page, 'rotateKey')).click()
      await executeButton(operationBlock(page, 'rotateKey')).waitFor()
      await assertNoFaults(page, 'reflowFaults')
    })
  }

  test('shows which operations are locked, by an open and a closed lock', async (t) => {
    const { url } = await startStandAlone(t)
    const { page } = await openDocs(t, browser, url)
    const secure = operationBlock(page, 'getSecure').locator('.authorization__btn')
    const locks = [authorizeButton(page), secure]
    const look = (lock: Locator) =>
      lock
        .locator('svg')
        .evaluate((svg) => ({ shape: svg.querySelector('path').getAttribute('d'), isShown: svg.checkVisibility() }))
    const open = await Promise.all(locks.map(look))
    assert.equal(await secure.getAttribute('aria-label'), 'authorization button unlocked')
    await authorize(page, 'API key query', 'any')
    const closed = await Promise.all(locks.map(look))
    assert.equal(await secure.getAttribute('aria-label'), 'authorization button locked')
    assert.ok([...open, ...closed].every(({ isShown }) => isShown))
    for (const [index, { shape }] of open.entries()) assert.notEqual(shape, closed[index]?.shape)
    // An open operation has none.
    assert.equal(await operationBlock(page, 'getUnsecured').locator('.authorization__btn').count(), 0)
  })

  test('has text that stands out from its ground', async (t) => {
    const { url } = await startStandAlone(t)
    const { page } = await openDocs(t, browser, url, { reducedMotion: 'reduce' })
    await assertNoFaults(page, 'contrastFaults')
    await openDialog(page)
    await assertNoFaults(page, 'contrastFaults')
    await closeDialog(page)
    await authorize(page, 'Secret header', adminSecret)
    await openDialog(page)
    await assertNoFaults(page, 'contrastFaults')
    await closeDialog(page)
    await execute(page, 'newApiKey')
    // It has a parameter that is required, and a body.
    await control(operationBlock(page, 'rotateKey')).click()
    await executeButton(operationBlock(page, 'rotateKey')).waitFor()
    await assertNoFaults(page, 'contrastFaults')
  })

  test('has a language and a title, and moves nothing where that is not wanted', async (t) => {
    const { url } = await startStandAlone(t)
    const { page } = await openDocs(t, browser, url, { reducedMotion: 'reduce' })
    assert.equal(await page.locator('html').getAttribute('lang'), 'en')
    assert.equal(await page.title(), 'API docs')
    await openDialog(page)
    assert.equal(
      await page.evaluate(`[...document.querySelectorAll('.swagger-ui *')].every((element) => {
        const { transitionDuration, animationName } = getComputedStyle(element)
        return transitionDuration === '0s' && animationName === 'none'
      })`),
      true,
    )
  })
})
