import { stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { serve } from '../src/server.js'
import { launchChromium } from '../test/e2e/chromium.js'
import { authorize, credential, execute, openDialog, operationBlock } from '../test/e2e/docs-page.js'

// `npm run screenshots`: the pictures of the README, of a real server. Its keys end with it; what the pictures show instead is
// the key of the examples in openapi.yaml, whose checksum is wrong.
const secret = 'TEST_SECRET'
const sampleKey = 'kss_0Exampl3Id00_0ExampleSecretNotARea1Key00000000'
const shownUrl = 'http://localhost:8080'
const width = 960

async function open(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 660 }, reducedMotion: 'reduce' })
  await page.goto(`${shownUrl}/docs`)
  return page
}

/** Puts the sample in the place of the key, wherever the page has it as text. */
async function showSample(page: Page, key: string): Promise<void> {
  await page.evaluate(`{
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace('${key}', '${sampleKey}')
  }`)
  if ((await page.innerText('body')).includes(key)) throw new Error('The picture would show a key that was made.')
}

async function save(page: Page, picture: string, height?: number): Promise<void> {
  const path = fileURLToPath(new URL(`../.github/${picture}.png`, import.meta.url))
  await page.screenshot({
    path,
    ...(height && { fullPage: true, clip: { x: 0, y: await page.evaluate('scrollY'), width, height } }),
  })
  console.log(`${path}: ${Math.ceil((await stat(path)).size / 1000)} kB`)
}

/** The operation from its first line to the body of the answer, without what is different each time. */
async function saveAnswer(page: Page, operationId: string, picture: string): Promise<void> {
  const operation = operationBlock(page, operationId)
  await operation.evaluate((element) => element.scrollIntoView())
  const top = await operation.boundingBox()
  const body = await operation.locator('.live-responses-table .highlight-code').first().boundingBox()
  if (top === null || body === null) throw new Error(`${operationId} has no answer.`)
  await save(page, picture, Math.ceil(body.y + body.height + 8 - top.y))
}

const server = await serve(
  { PORT: '0', KOA_SIMPLE_SECURITY_SECRET: secret, KOA_SIMPLE_SECURITY_DB_LOCATION: ':memory:' },
  () => {},
)
const browser = await launchChromium([`--host-resolver-rules=MAP localhost:8080 ${new URL(server.url).host}`])
try {
  const page = await open(browser)
  await openDialog(page)
  await credential(page, 'Secret header').getByRole('textbox').fill(secret)
  await save(page, 'docs-authorize')
  await page.keyboard.press('Escape')

  await authorize(page, 'Secret header', secret)
  const key: string = JSON.parse((await execute(page, 'newApiKey', { name: 'reporting job' })).shown)
  await showSample(page, key)
  await saveAnswer(page, 'newApiKey', 'docs-new-key')

  const other = await open(browser)
  await authorize(other, 'API key header', key)
  await execute(other, 'getSecure')
  await showSample(other, key)
  await saveAnswer(other, 'getSecure', 'docs-secure')
} finally {
  await browser.close()
  await server.stop()
}
