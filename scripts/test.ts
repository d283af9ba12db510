import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// `npm test [-- PART-OF-A-PATH …]`: node's test runner on every test file, or on those whose path has one of the parts.
const root = fileURLToPath(new URL('../', import.meta.url))
const parts = process.argv.slice(2)
const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => join('test', file))
  .filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)))
  .sort()
if (files.length === 0) {
  console.error(`No test file has one of these in its path: ${parts.join(', ')}`)
  process.exit(2)
}
const runner = ['--import', 'tsx', '--test', '--test-concurrency=2', '--test-timeout=120000']
const { status } = spawnSync(process.execPath, [...runner, ...files], { cwd: root, stdio: 'inherit' })
process.exitCode = status ?? 1
