import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { startStandAlone } from '../support/stand-alone.js'
import { temporaryFolder } from '../support/temporary.js'
import { makeOriginal, originalKeys, rows, takeOver } from './original.js'

// Opens the file for each request, as the original does, reads a key, writes its counts, and now and then makes a key.
const busyOriginal = `import sqlite3, sys, time, uuid
path, keys = sys.argv[1], []
with sqlite3.connect(path) as connection:
    keys = [key for key, in connection.execute('SELECT api_key FROM fastapi_simple_security')]
turn = 0
while True:
    turn += 1
    time.sleep(0.002)
    key = keys[turn * 7919 % len(keys)]
    with sqlite3.connect(path) as connection:
        found = connection.execute('SELECT total_queries FROM fastapi_simple_security WHERE api_key = ?', (key,)).fetchone()
        connection.execute('UPDATE fastapi_simple_security SET total_queries = ?, latest_query_date = ? WHERE api_key = ?',
            ((found[0] if found else 0) + 1, '2026-01-31T12:00:00', key))
    connection.close()
    if turn % 3 == 0:
        key = str(uuid.uuid4())
        with sqlite3.connect(path) as connection:
            connection.execute('INSERT INTO fastapi_simple_security VALUES (?, 1, 0, "2030-01-31T12:00:00", NULL, 0, NULL)', (key,))
        connection.close()
        print(key, flush=True)
`

async function run(t: TestContext, file: string) {
  const child: ChildProcess = spawn('python3', ['-c', busyOriginal, file], { stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  const closed = once(child, 'close')
  t.after(() => child.kill('SIGKILL'))
  while (stdout === '' && child.exitCode === null) await setTimeout(5)
  return {
    made: () => stdout.split('\n').slice(0, -1),
    async stop() {
      assert.equal(child.exitCode, null, stderr)
      child.kill('SIGTERM')
      await closed
      assert.equal(stderr, '')
    },
  }
}

describe('an original that is running', () => {
  for (const where of ['another file', 'the same file'] as const) {
    for (const removePlaintext of [false, true]) {
      const how = `into ${where}${removePlaintext ? ', with --remove-plaintext' : ''}`
      it(`meets no error during the import and loses no key (${how})`, async (t) => {
        const folder = await temporaryFolder(t)
        const file = join(folder, 'original.db')
        const dbLocation = where === 'the same file' ? file : join(folder, 'keys.db')
        const content = rows(1500)
        await makeOriginal(file, content)
        const original = await run(t, file)
        const madeBefore = original.made().length
        const result = await takeOver(file, dbLocation, { removePlaintext })
        const madeMeanwhile = original.made().length - madeBefore
        await setTimeout(100)
        await original.stop()
        t.diagnostic(`${madeMeanwhile} keys were made meanwhile`)
        assert.ok(madeMeanwhile > 0)
        assert.deepEqual(result.failed, [])
        assert.equal(result.plaintextRemoved, removePlaintext)
        assert.ok(result.takenOver >= 1500 + madeBefore)

        const { instance } = await startStandAlone(t, { dbLocation })
        const left = new Set(await originalKeys(file))
        if (removePlaintext) assert.ok(left.size < 2000)
        const atStart = [...content.map(({ api_key }) => String(api_key)), ...original.made().slice(0, madeBefore)]
        for (const key of atStart) assert.ok((await instance.keys.get(key)) !== undefined)
        for (const key of original.made()) assert.ok(left.has(key) || (await instance.keys.get(key)) !== undefined)
      })
    }
  }
})
