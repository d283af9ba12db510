import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { request } from '../support/http.js'
import { halfDone, rowsOf } from '../support/stored.js'
import { attempt } from './attempts.js'
import { startOnFile } from './file-server.js'

async function start(t: TestContext) {
  const server = await startOnFile(t)
  /** No file of the server may grow beyond this: what is written then fails, as on a disk that is full. */
  const limitFiles = (bytes: number | 'unlimited') =>
    execFileSync('prlimit', ['--pid', String(server.process.pid), `--fsize=${bytes}:`])
  return { ...server, limitFiles }
}

describe('a disk that is full', {
  skip: process.platform !== 'linux' && 'only Linux limits the files of a process',
}, () => {
  it('lets keys pass, refuses changes with 503, and is got over without a restart and without a lost count', async (t) => {
    const { file, url, output, process, ended, admin, use, limitFiles } = await start(t)
    const created = []
    for (let n = 0; n < 3; n++) created.push((await admin('/auth/keys', { name: `key ${n}` })).json())
    const [known, unknown, other] = created
    let uses = 0
    const useKnown = async () => {
      assert.equal(await use(known.key), 200)
      uses++
    }
    await useKnown()
    // A round for each size up to which the log may grow: a write fails at its beginning, or in its midst.
    const sizes = [0, 1, 100, 4_096, 5_000].map((more) => [more, `${more} bytes more`] as const)
    await attempt(
      'crash and corruption',
      sizes.map(([more, name]) => [
        name,
        async () => {
          limitFiles((await readFile(`${file}-wal`)).length + more)
          const refusals = []
          for (const [path, content] of [
            ['/auth/keys', { name: 'one that does not fit', metadata: { long: 'x'.repeat(500) } }],
            [`/auth/keys/${other.id}/revoke`, {}],
            [`/auth/keys/${other.id}/rotate`, {}],
          ] as const) {
            // The log may have room for the first of them.
            for (let time = 0; time < 3; time++) refusals.push(await admin(path, content))
            await useKnown()
            assert.equal(await use(unknown.key), 200)
          }
          assert.ok(
            refusals.some(({ status }) => status === 503),
            'nothing was refused',
          )
          for (const { status, headers, text } of refusals.filter((answer) => answer.status >= 300)) {
            assert.equal(status, 503, text)
            assert.equal(headers['content-type'], 'application/problem+json')
            assert.ok(Number(headers['retry-after']) >= 1)
            assert.ok(!/ at |sqlite|file:/i.test(text), text)
          }
          // Longer than counts wait to be written: to no avail.
          await setTimeout(900)
          await useKnown()
          assert.equal((await request(`${url}/health/live`)).status, 200)
          limitFiles('unlimited')
          const givenUpAt = performance.now() + 5_000
          while ((await admin('/auth/keys', { name: 'after' })).status !== 201) {
            assert.ok(performance.now() < givenUpAt, 'changes are refused though there is room')
          }
          const { total_queries } = (await admin(`/auth/keys/${known.id}`)).json()
          assert.equal(total_queries, uses)
          assert.deepEqual(await halfDone(`sqlite:${file}`), [])
        },
      ]),
    )
    process.kill('SIGTERM')
    assert.equal(await ended, 0, output().stderr)
    assert.equal(output().stderr, '')
    assert.deepEqual(await rowsOf(`sqlite:${file}`, 'PRAGMA integrity_check'), [{ integrity_check: 'ok' }])
  })
})
