import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { adminSecret } from '../support/stand-alone.js'

export const root = fileURLToPath(new URL('../../', import.meta.url))

export interface Example {
  url: string
  /** All that it printed so far. */
  output(): string
}

/** Runs an example that serves, on a free port, until the test ends; it must then end well. */
export async function startExample(
  t: TestContext,
  [command = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd = root,
): Promise<Example> {
  const child = spawn(command, args, {
    cwd,
    env: { PATH: process.env.PATH, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  t.after(async () => {
    child.kill('SIGTERM')
    assert.equal(await ended, 0)
  })
  let output = ''
  return new Promise((resolve, reject) => {
    ended.then(() => reject(new Error(`The example ended:\n${output}`)))
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const url = /(http:\S+)\/docs/.exec(output)?.[1]
      if (url !== undefined) resolve({ url, output: () => output })
    })
  })
}

/** The app of an example, with its keys in memory. */
export function startApp(t: TestContext, name: string): Promise<Example> {
  const env = { KOA_SIMPLE_SECURITY_SECRET: adminSecret, KOA_SIMPLE_SECURITY_DB_LOCATION: ':memory:' }
  return startExample(t, [process.execPath, '--import', 'tsx', `examples/${name}/app.ts`], env)
}
