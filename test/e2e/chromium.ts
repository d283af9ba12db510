import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const usualPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const path = process.env.CHROMIUM_PATH || usualPaths.find((usual) => existsSync(usual))
const missing =
  'There is no Chromium here. Install it (Debian: apt-get install chromium), or set CHROMIUM_PATH to the executable.'

/** Why the tests that need a browser are skipped, or false. In CI they never are: without a browser they fail there. */
export const skipWithoutChromium = path === undefined && !process.env.CI && missing

/** @param more arguments of the command line beside those that it always gets */
export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  if (path === undefined) throw new Error(missing)
  return chromium.launch({
    executablePath: path,
    // As root, and so in most containers, Chromium starts without its sandbox only. The rest keeps it from calling home.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  })
}
