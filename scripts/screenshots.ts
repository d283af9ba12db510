import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
import { serve } from '../src/server.js'
import { launchChromium } from '../test/e2e/chromium.js'

// `npx tsx scripts/screenshots.ts [FOLDER]`: the picture of the docs that the README shows, and, in the folder, those of
// the steps after it, to look at when the page or Swagger UI changes.
const secret = 'TEST_SECRET'
const readmePicture = fileURLToPath(new URL('../.github/docs-authorize.png', import.meta.url))
const folder = process.argv[2] ? resolve(process.argv[2]) : await mkdtemp(join(tmpdir(), 'koa-simple-security-'))

async function authorize(page: Page, scheme: string, value: string): Promise<Locator> {
  await page.getByRole('button', { name: 'Authorize', exact: true }).click()
  const form = page.locator('.auth-container form').filter({ hasText: scheme })
  await form.getByRole('textbox').fill(value)
  return form
}

async function apply(form: Locator): Promise<void> {
  await form.getByRole('button', { name: 'Apply credentials' }).click()
  await form.page().getByRole('button', { name: 'Close', exact: true }).click()
}

/** Opens the operation, executes it, and scrolls so that the whole answer is in the picture. */
async function execute(page: Page, operationId: string, fields: Record<string, string> = {}): Promise<string> {
  const operation = page.locator(`[id$="-${operationId}"]`)
  await operation.locator('.opblock-summary-control').click()
  for (const [name, value] of Object.entries(fields)) {
    await operation.locator(`tr[data-param-name="${name}"] input`).fill(value)
  }
  await operation.getByRole('button', { name: 'Execute' }).click()
  const body = await operation.locator('.live-responses-table .highlight-code code').first().textContent()
  await operation
    .locator('.execute-wrapper, .btn-group')
    .first()
    .evaluate((element) => element.scrollIntoView())
  return body ?? ''
}

const server = await serve(
  { PORT: '0', KOA_SIMPLE_SECURITY_SECRET: secret, KOA_SIMPLE_SECURITY_DB_LOCATION: ':memory:' },
  () => {},
)
const browser = await launchChromium()
try {
  await mkdir(folder, { recursive: true })
  const open = async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1 })
    await page.goto(`${server.url}/docs`)
    return page
  }

  const page = await open()
  const form = await authorize(page, 'Secret header', secret)
  await page.screenshot({ path: readmePicture })
  await apply(form)
  const key: string = JSON.parse(await execute(page, 'newApiKey', { name: 'reporting job' }))
  await page.screenshot({ path: join(folder, 'new-key.png') })

  for (const [scheme, picture] of [
    ['API key header', 'secure-header.png'],
    ['API key query', 'secure-query.png'],
  ] as const) {
    const page = await open()
    await apply(await authorize(page, scheme, key))
    await execute(page, 'getSecure')
    await page.screenshot({ path: join(folder, picture) })
  }
} finally {
  await browser.close()
  await server.stop()
}
console.log(`${readmePicture}\n${folder}`)
