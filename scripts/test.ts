import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '../test/support/postgres-server.js'

// `npm test [-- PART-OF-A-PATH …]`: node's test runner on every test file, or on those whose path has one of the parts.
// What takes long or needs programs has commands of its own: `npm run test:hostile`, `npm run test:e2e` for the browser,
// `npm run test:processes` for servers of several processes, `npm run test:gateway` for nginx and Caddy, `npm run test:package`.
// Servers to test on may be named in TEST_POSTGRES_URL and TEST_MYSQL_URL; the users must be allowed to make databases.
const root = fileURLToPath(new URL('../', import.meta.url))
const parts = process.argv.slice(2)
const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts') && !/^(hostile|package)\b/.test(file))
  .filter((file) => parts.length > 0 || !/^(e2e|gateway|processes)\b/.test(file))
  .map((file) => join('test', file))
  .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)))
  .sort()
if (files.length === 0) {
  console.error(`No test file has one of these in its path: ${parts.join(', ')}`)
  process.exit(2)
}
if (!process.env.TEST_MYSQL_URL) {
  console.error('MySQL and MariaDB are not tested: TEST_MYSQL_URL is not set. (.ci/run starts a MariaDB and sets it.)')
}
const postgres = process.env.TEST_POSTGRES_URL ? undefined : await startPostgres()
try {
  const env = { ...process.env, TEST_POSTGRES_URL: process.env.TEST_POSTGRES_URL || postgres?.url }
  // What is promised within seconds has the machine to itself.
  const atOnce = files.every((file) => file.startsWith(join('test', 'processes'))) ? 1 : 3
  const runner = ['--import', 'tsx', '--test', `--test-concurrency=${atOnce}`, '--test-timeout=120000']
  const [status] = await once(
    spawn(process.execPath, [...runner, ...files], { cwd: root, stdio: 'inherit', env }),
    'close',
  )
  process.exitCode = status ?? 1
} finally {
  await postgres?.stop()
}
