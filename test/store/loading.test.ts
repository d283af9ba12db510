import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { testedDatabases } from '../support/databases.js'

const entry = new URL('../../dist/src/index.js', import.meta.url)
const script = `
  import { createRequire } from 'node:module'
  const { simpleSecurity } = await import('${entry}')
  const instance = simpleSecurity({ secret: 'secret', databaseUrl: process.argv[1], env: {} })
  await instance.ready()
  await instance.close()
  const files = Object.keys(createRequire('${entry}').cache)
  console.log(['sqlite3', 'pg', 'mysql2'].filter((name) => files.some((file) => file.includes('/node_modules/' + name + '/'))).join())
`
const drivers: Record<string, string> = { sqlite: 'sqlite3', postgres: 'pg', mysql: 'mysql2', mariadb: 'mysql2' }

describe('an instance', () => {
  for (const database of testedDatabases) {
    it(`on ${database.name} loads no driver but its own`, async (t) => {
      const url = await database.fresh(t)
      const args = ['--input-type=module', '--eval', script, url]
      const cwd = fileURLToPath(new URL('.', entry))
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd })
      assert.equal(stdout.trim(), drivers[String(url.split(':')[0])])
    })
  }
})
