import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { promisify } from 'node:util'
import sqlite3 from 'sqlite3'
import { request } from './http.js'
import { runProgram, runServer } from './program.js'
import { temporaryFolder } from './temporary.js'

export interface RefusedStart {
  env?: Record<string, string>
  /** What the line must say. */
  says: (string | RegExp)[]
  /** What it must not. */
  hides?: string[]
  /** Whether modes of files hold for it where the test is root's, for whom they do not. */
  obeysModes?: boolean
}

/** Sees that `serve` ends with one line and leaves all files as they are. */
export async function assertRefusedStart(
  t: TestContext,
  folder: string,
  { env = {}, says, hides = [], obeysModes = false }: RefusedStart,
): Promise<void> {
  const before = await contentsOf(folder)
  const program = runProgram(t, ['serve'], { PORT: '0', ...env }, folder, { obeysModes })
  // A server that does start would not end.
  program.process.stdout?.once('data', () => program.process.kill('SIGKILL'))
  const code = await program.ended
  const { stdout, stderr } = program.output()
  assert.equal(stdout, '')
  assert.match(stderr, /^koa-simple-security: [^\n]+\n$/, 'one line on stderr, and nothing else')
  assert.equal(code, 1)
  for (const text of says) assert.ok(typeof text === 'string' ? stderr.includes(text) : text.test(stderr), stderr)
  for (const text of hides) assert.ok(!stderr.includes(text), stderr)
  assert.deepEqual(await contentsOf(folder), before, 'no file is made or changed')
}

/** Every file and folder, with the digest of what it holds. */
async function contentsOf(folder: string): Promise<Record<string, string>> {
  const contents: Record<string, string> = {}
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    contents[path] = entry.isFile()
      ? createHash('sha256')
          .update(await readFile(path))
          .digest('hex')
      : 'folder'
  }
  return contents
}

/** A good database, as the program leaves it behind. */
export async function madeDatabase(t: TestContext): Promise<string> {
  const folder = await temporaryFolder(t)
  const server = await runServer(t, { KOA_SIMPLE_SECURITY_SECRET: 'x' }, folder)
  await request(`${server.url}/auth/new`, { headers: { 'secret-key': 'x' } })
  server.process.kill('SIGTERM')
  await server.ended
  return join(folder, 'sqlite.db')
}

/** Changes a SQLite file beside the program. */
export async function changeDatabase(file: string, sql: string): Promise<void> {
  const database = new sqlite3.Database(file)
  await promisify<string, void>(database.exec.bind(database))(sql)
  await promisify(database.close.bind(database))()
}
