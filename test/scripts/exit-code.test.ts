import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { it } from 'node:test'

it('a program that can start a PostgreSQL ends with the code that it was given', async () => {
  const module = new URL('../support/postgres-server.ts', import.meta.url).href
  const program = `await import('${module}'); process.exitCode = 3`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    stdio: 'inherit',
  })
  const [code] = await once(child, 'exit')
  assert.equal(code, 3)
})
