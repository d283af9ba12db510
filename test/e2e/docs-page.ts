import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions, Locator, Page, Response } from 'playwright-core'

const pageChecks = fileURLToPath(new URL('./page-checks.js', import.meta.url))

export interface Visit {
  page: Page
  /** The addresses of all requests. */
  requests: string[]
}

interface VisitOptions extends BrowserContextOptions {
  /** The paths, with their queries, that will be answered with 403 or 404. */
  refusals?: string[]
}

/** Opens the page. When the test ends, nothing may have gone wrong, been asked of another host, or stayed behind in the browser. */
export async function openDocs(
  t: TestContext,
  browser: Browser,
  url: string,
  { refusals = [], ...options }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext(options)
  context.setDefaultTimeout(15_000)
  await context.addInitScript({ path: pageChecks })
  const page = await context.newPage()
  const requests: string[] = []
  const faults: string[] = []
  t.after(async () => {
    try {
      // Chromium itself reports each refused request in the console.
      const isExpected = (fault: string) =>
        refusals.some((path) => /status of 40[34]/.test(fault) && fault.endsWith(url + path))
      assert.deepEqual(
        faults.filter((fault) => !isExpected(fault)),
        [],
      )
      await assertOwnOrigin(page, requests, new URL(url).origin)
    } finally {
      await context.close()
    }
  })
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
  return { page, requests }
}

async function assertOwnOrigin(page: Page, requests: string[], origin: string): Promise<void> {
  assert.deepEqual(
    requests.filter((address) => new URL(address).origin !== origin),
    [],
  )
  const kept = await page.evaluate(`(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
  }))()`)
  assert.deepEqual(kept, { local: {}, session: {}, databases: [], caches: [] })
  assert.deepEqual(await page.context().cookies(), [])
}

export async function openDialog(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Authorize', exact: true }).click()
  await page.getByRole('heading', { name: 'Available authorizations' }).waitFor()
}

export async function closeDialog(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await page.locator('.dialog-ux').waitFor({ state: 'detached' })
}

export function credential(page: Page, name: string): Locator {
  return page.locator('.auth-container form').filter({ hasText: name })
}

export async function authorize(page: Page, name: string, value: string): Promise<void> {
  await openDialog(page)
  const form = credential(page, name)
  await form.getByRole('textbox', { name }).fill(value)
  await form.getByRole('button', { name: 'Apply credentials' }).click()
  await form.getByText('Authorized', { exact: true }).waitFor()
  await closeDialog(page)
}

export async function logOut(page: Page, name: string): Promise<void> {
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

export function operationBlock(page: Page, operationId: string): Locator {
  return page.locator(`.opblock[id$="-${operationId}"]`)
}

/** Opens the operation unless it is open, fills in the fields, presses Execute and reads what the page shows. */
export async function execute(page: Page, operationId: string, fields: Record<string, string> = {}): Promise<Executed> {
  const operation = operationBlock(page, operationId)
  const button = operation.getByRole('button', { name: 'Execute' })
  if (!(await button.isVisible())) await operation.locator('.opblock-summary-control').click()
  for (const [name, value] of Object.entries(fields)) {
    await operation.locator(`tr[data-param-name="${name}"] input`).fill(value)
  }
  return readAnswer(operation, () => button.click())
}

/** What the page shows below the operation after the action, which presses Execute in one way or another. */
export async function readAnswer(operation: Locator, action: () => Promise<void>): Promise<Executed> {
  const [response] = await Promise.all([
    operation.page().waitForResponse((answer) => answer.request().resourceType() === 'fetch'),
    action(),
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
