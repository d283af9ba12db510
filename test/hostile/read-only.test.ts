import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Answer } from '../support/http.js'
import { assertRefusedStart, changeDatabase, madeDatabase } from '../support/refused-start.js'
import { halfDone, rowsOf } from '../support/stored.js'
import { temporaryFolder } from '../support/temporary.js'
import { attempt } from './attempts.js'
import { type FileServer, startOnFile } from './file-server.js'

const obeysModes = true
const ends = ['', '-wal', '-shm'] as const
type Modes = Readonly<Partial<Record<(typeof ends)[number] | 'folder', number>>>
const readOnly: Modes = { '': 0o444, '-wal': 0o444, '-shm': 0o444, folder: 0o555 }
const closed: Modes = { '': 0, '-wal': 0, '-shm': 0, folder: 0 }

/** Does something while files of a database, as far as they are there, and their folder have these modes. */
async function withModes<Result>(folder: string, modes: Modes, work: () => Promise<Result>): Promise<Result> {
  const change = async (modeOf: (of: keyof Modes) => number | undefined) => {
    for (const end of ends) {
      const path = join(folder, `sqlite.db${end}`)
      const mode = modeOf(end)
      if (mode !== undefined && existsSync(path)) await chmod(path, mode)
    }
  }
  await change((of) => modes[of])
  await chmod(folder, modes.folder ?? 0o755)
  try {
    return await work()
  } finally {
    await chmod(folder, 0o755)
    await change(() => 0o644)
  }
}

/** Sees that everything works, and that the server ends well. */
async function assertWorks({ admin, use, process, ended, output, file }: FileServer): Promise<void> {
  const made = await admin('/auth/keys', {})
  assert.equal(made.status, 201, made.text)
  const { id, key } = made.json()
  assert.equal(await use(key), 200)
  // Another worker may have counted it than the one that is asked.
  await eventually('the use is counted', async () => (await admin(`/auth/keys/${id}`)).json().total_queries === 1)
  process.kill('SIGTERM')
  assert.equal(await ended, 0, output().stderr)
  assert.deepEqual(await halfDone(`sqlite:${file}`), [])
  assert.deepEqual(await rowsOf(`sqlite:${file}`, 'PRAGMA integrity_check'), [{ integrity_check: 'ok' }])
}

/** Sees that a refusal is a problem that says when to try again, and nothing of what is behind it. */
function assertClear({ status, headers, text }: Answer): void {
  if (status < 300) return
  assert.equal(status, 503, text)
  assert.equal(headers['content-type'], 'application/problem+json')
  assert.equal(JSON.parse(text).code, 'database_unavailable')
  assert.ok(Number(headers['retry-after']) >= 1)
  assert.ok(!/ at |sqlite|file:/i.test(text), text)
}

/** Asks for more at once than one connection answers. */
function lists({ admin }: FileServer): Promise<Answer[]> {
  return Promise.all(Array.from({ length: 8 }, () => admin('/auth/keys')))
}

/** Sees that nothing was printed but the start block and lines of JSON, as a stack trace is none. */
function assertLogIsWhole({ output }: FileServer): void {
  const { stdout, stderr } = output()
  assert.equal(stderr, '')
  const lines = stdout
    .split('\n')
    .filter((line) => line !== '' && !/^(koa-simple-security is listening$| {2}\S)/.test(line))
  for (const line of lines) assert.doesNotThrow(() => JSON.parse(line), line)
}

interface Way {
  name: string
  modes: Modes
  /** What of the good database there is not. */
  without?: 'file'
  /** What the line must say. */
  says: string | RegExp
  prepare?: (file: string) => Promise<void>
}

const ways: readonly Way[] = [
  { name: 'the file and its folder are read-only', modes: { '': 0o444, folder: 0o555 }, says: 'sqlite.db (EACCES)' },
  { name: 'the file is read-only', modes: { '': 0o444 }, says: 'sqlite.db (EACCES)' },
  {
    name: 'the file is read-only and has the default journal mode',
    modes: { '': 0o444 },
    says: 'sqlite.db (EACCES)',
    prepare: (file) => changeDatabase(file, 'PRAGMA journal_mode = DELETE'),
  },
  // SQLite makes the -wal and the -shm in it.
  { name: 'the folder is read-only', modes: { folder: 0o555 }, says: /koa-simple-security-\w+ \(EACCES\)/ },
  { name: 'there is no file, and the folder is read-only', modes: { folder: 0o555 }, without: 'file', says: 'EACCES' },
  ...(['-wal', '-shm'] as const).map((end) => ({
    name: `a ${end} was left behind that is read-only`,
    modes: { [end]: 0o444 },
    says: `sqlite.db${end} (EACCES)`,
    prepare: (file: string) => writeFile(file + end, ''),
  })),
]

describe('a database that may not be written to', {
  skip: process.platform === 'win32' && 'modes mean nothing on Windows',
}, () => {
  it('stops the start with one line and is left as it is, and works once it may be written to', async (t) => {
    const good = await madeDatabase(t)
    await attempt(
      'crash and corruption',
      ways.map(({ name, modes, without, says, prepare }) => [
        name,
        async () => {
          const folder = await temporaryFolder(t)
          const file = join(folder, 'sqlite.db')
          if (without === undefined) await copyFile(good, file)
          await prepare?.(file)
          await withModes(folder, modes, () =>
            assertRefusedStart(t, folder, { obeysModes, says: ['/sqlite.db cannot be', says] }),
          )
          await assertWorks(await startOnFile(t, { folder, obeysModes }))
        },
      ]),
    )
  })

  it('is none where only the folder of a link to it is read-only', async (t) => {
    await attempt('crash and corruption', [
      [
        'a link',
        async () => {
          const folder = await temporaryFolder(t)
          await mkdir(join(folder, 'data'))
          const file = join(folder, 'data', 'keys.db')
          await copyFile(await madeDatabase(t), file)
          await symlink(file, join(folder, 'sqlite.db'))
          await withModes(folder, { folder: 0o555 }, async () =>
            assertWorks(await startOnFile(t, { folder, obeysModes })),
          )
        },
      ],
    ])
  })
})

// What is open stays writable, whatever becomes of its mode, and a file system that has files open for writing cannot be mounted
// read-only (mount(2), EBUSY): only what is opened later can be refused. That is a connection that reads, of which there are more
// when there is more to read; a worker that takes the place of one that died; a server that is started again; and the database of
// an app that did not wait for it. Writes that fail on what is open, as on a file system that turned read-only after a fault of
// the disk, are tried in disk.test.ts.
describe('a database that is made read-only while a server runs', {
  skip: process.platform === 'win32' && 'modes mean nothing on Windows',
}, () => {
  /** A server with a key in memory and one that is not, with no connection open but those that one request needs. */
  async function start(t: TestContext, env: Record<string, string> = {}) {
    const server = await startOnFile(t, { obeysModes, env })
    const [known, unknown, other] = await Promise.all(
      ['known', 'unknown', 'other'].map(async (name) => (await server.admin('/auth/keys', { name })).json()),
    )
    let uses = 0
    const useKnown = async () => {
      assert.equal(await server.use(known.key), 200)
      uses++
    }
    await useKnown()
    const totalBy = async ({ admin }: FileServer) => (await admin(`/auth/keys/${known.id}`)).json().total_queries
    const assertCounted = async (by = server) => assert.equal(await totalBy(by), uses)
    const isCounted = async () => (await totalBy(server)) === uses
    return { server, known, unknown, other, useKnown, assertCounted, isCounted }
  }

  it('costs no key in memory, no crash and no count', async (t) => {
    await attempt(
      'crash and corruption',
      (
        [
          [
            'read-only',
            readOnly,
            async (server: FileServer, unknown: string) => {
              for (const { status, text } of await lists(server)) assert.equal(status, 200, text)
              assert.equal(await server.use(unknown), 200)
            },
          ],
          [
            'closed even to readers',
            closed,
            async (server: FileServer, unknown: string) => {
              await eventually('a read is refused', async () => {
                const answers = await lists(server)
                answers.forEach(assertClear)
                return answers.some(({ status }) => status === 503)
              })
              assert.ok([200, 503].includes(await server.use(unknown)))
            },
          ],
        ] as const
      ).map(([name, modes, holds]) => [
        name,
        async () => {
          const { server, unknown, other, useKnown, assertCounted } = await start(t)
          const { admin, folder, use } = server
          await withModes(folder, modes, async () => {
            // What is made and changed goes through the connection that is open.
            assert.equal((await admin('/auth/keys', {})).status, 201)
            assert.equal((await admin(`/auth/keys/${other.id}/revoke`, {})).status, 200)
            for (let n = 0; n < 20; n++) await useKnown()
            // Longer than counts wait to be written.
            await setTimeout(900)
            await useKnown()
            await holds(server, unknown.key)
          })
          assert.equal(await use(unknown.key), 200)
          assert.equal(await use(other.key), 403)
          for (const { status, text } of await lists(server)) assert.equal(status, 200, text)
          await assertCounted()
          assertLogIsWhole(server)
          await assertWorks(server)
        },
      ]),
    )
  })

  it('refuses the server that is started again, which finds every change and count once it may write', async (t) => {
    await attempt(
      'crash and corruption',
      (['SIGTERM', 'SIGKILL'] as const).map((signal) => [
        `restarted after ${signal}`,
        async () => {
          const { server, other, useKnown, assertCounted } = await start(t)
          await withModes(server.folder, readOnly, async () => {
            for (let n = 0; n < 20; n++) await useKnown()
            assert.equal((await server.admin(`/auth/keys/${other.id}/revoke`, {})).status, 200)
            // Writes all counts, which kill -9 may lose a second of.
            await assertCounted()
            server.process.kill(signal)
            assert.equal(await server.ended, signal === 'SIGTERM' ? 0 : null)
            assertLogIsWhole(server)
            await assertRefusedStart(t, server.folder, { obeysModes, says: ['/sqlite.db cannot be', '(EACCES)'] })
          })
          const next = await startOnFile(t, { folder: server.folder, obeysModes })
          assert.equal(await next.use(other.key), 403)
          await assertCounted(next)
          await assertWorks(next)
        },
      ]),
    )
  })

  it('lets one worker go on without the one that died, which is replaced once the file may be written to', async (t) => {
    await attempt('crash and corruption', [
      [
        'a worker of two is killed',
        async () => {
          const { server, unknown, useKnown, isCounted } = await start(t, { KOA_SIMPLE_SECURITY_WORKERS: '2' })
          const { folder, use, admin, output } = server
          const workers = () =>
            new Set(Array.from(output().stdout.matchAll(/"pid":(\d+),"method"/g), ([, pid]) => Number(pid)))
          await eventually('two workers', async () => {
            await useKnown()
            return workers().size === 2
          })
          // What the killed one has in memory would be lost.
          await eventually('all counts written', isCounted)
          await withModes(folder, readOnly, async () => {
            process.kill([...workers()][0] as number, 'SIGKILL')
            await eventually('a refused worker', async () =>
              /must be allowed to write to [^"]+\(EACCES\)/.test(output().stdout),
            )
            for (let n = 0; n < 20; n++) await useKnown()
            assert.equal(await use(unknown.key), 200)
            assert.equal((await admin('/auth/keys', {})).status, 201)
          })
          const before = workers().size
          await eventually('a new worker', async () => {
            await useKnown()
            return workers().size > before
          })
          await eventually('all counts written', isCounted)
          assertLogIsWhole(server)
          await assertWorks(server)
        },
      ],
    ])
  })

  it('is opened by an app that serves already once it may be written to, and is refused with 503 until then', async (t) => {
    await attempt('crash and corruption', [
      [
        'an app that did not wait for its database',
        async () => {
          const { server, known, other, assertCounted } = await start(t)
          await assertCounted()
          server.process.kill('SIGTERM')
          await server.ended
          const app = await withModes(server.folder, readOnly, async () => {
            const run = ['--import', import.meta.resolve('tsx'), fileURLToPath(new URL('late-app.ts', import.meta.url))]
            const app = await startOnFile(t, { folder: server.folder, obeysModes, run })
            for (let n = 0; n < 3; n++) {
              assert.equal(await app.use(known.key), 503)
              const refusals = [await app.admin('/auth/keys', {}), await app.admin(`/auth/keys/${other.id}/revoke`, {})]
              for (const answer of refusals) {
                assert.equal(answer.status, 503)
                assertClear(answer)
              }
            }
            assert.match(app.output().stderr, /^[^\n]*must be allowed to write to [^\n]*\n$/)
            return app
          })
          assert.equal(await app.use(known.key), 200)
          assert.equal(await app.use(other.key), 200)
          assert.equal((await app.admin(`/auth/keys/${known.id}`)).json().total_queries, 2)
          await assertWorks(app)
        },
      ],
    ])
  })
})

async function eventually(what: string, look: () => Promise<boolean>): Promise<void> {
  const givenUpAt = performance.now() + 15_000
  while (!(await look())) {
    assert.ok(performance.now() < givenUpAt, `${what}: not within 15 s`)
    await setTimeout(50)
  }
}
