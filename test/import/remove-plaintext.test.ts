import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'
import sqlite3 from 'sqlite3'
import { startStandAlone } from '../support/stand-alone.js'
import { temporaryFolder } from '../support/temporary.js'
import { keysInBytes, makeOriginal, originalKeys, query, type Row, row, rows, snapshot, takeOver } from './original.js'

const removePlaintext = true

/** Adds a row as the original would, from a process of its own, between two steps of the import. */
function addRow(path: string, { api_key, is_active }: Row): void {
  const script = `import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as connection:
    connection.execute('INSERT INTO fastapi_simple_security VALUES (?, ?, 0, "2030-01-31T12:00:00", NULL, 0, "late")', sys.argv[2:])`
  execFileSync('python3', ['-c', script, path, String(api_key), String(is_active)])
}

/** Calls once when every row that was there at the start has been taken over. */
function whenDone(call: () => void) {
  let isOver = false
  return (done: number, total: number) => {
    if (isOver || done < total) return
    isOver = true
    call()
  }
}

for (const journal of ['delete', 'wal'] as const) {
  for (const where of ['another file', 'the same file'] as const) {
    describe(`--remove-plaintext, journal mode ${journal}, into ${where}`, () => {
      it('leaves no key in the bytes of the file, also none that was deleted long before', async (t) => {
        const folder = await temporaryFolder(t)
        const file = join(folder, 'original.db')
        const dbLocation = where === 'the same file' ? file : join(folder, 'keys.db')
        const content = rows(3000)
        await makeOriginal(file, content, { journal })
        await query(file, 'DELETE FROM fastapi_simple_security WHERE rowid <= 1000')
        assert.ok(keysInBytes(file, content.slice(0, 1000)) > 500, 'what was deleted can be found before')
        assert.equal(keysInBytes(file, content.slice(1000)), 2000)
        assert.deepEqual(await takeOver(file, dbLocation, { removePlaintext }), {
          takenOver: 2000,
          alreadyThere: 0,
          failed: [],
          plaintextRemoved: true,
          remains: undefined,
        })
        assert.equal(keysInBytes(file, content), 0)
        assert.equal(existsSync(`${file}-wal`), false)
        assert.deepEqual(await originalKeys(file), [])
        const { get } = await startStandAlone(t, { dbLocation })
        for (const { api_key } of content.slice(2980)) {
          assert.equal((await get(`/secure?api-key=${api_key}`)).status, 200)
        }
      })

      it('takes over first what a running original added meanwhile', async (t) => {
        const folder = await temporaryFolder(t)
        const file = join(folder, 'original.db')
        const dbLocation = where === 'the same file' ? file : join(folder, 'keys.db')
        const late = row()
        await makeOriginal(file, rows(600), { journal })
        const onProgress = whenDone(() => addRow(file, late))
        const result = await takeOver(file, dbLocation, { removePlaintext, onProgress })
        assert.deepEqual([result.takenOver, result.alreadyThere, result.plaintextRemoved], [601, 0, true])
        assert.equal(keysInBytes(file, [late]), 0)
        const { get } = await startStandAlone(t, { dbLocation })
        assert.equal((await get(`/secure?api-key=${late.api_key}`)).status, 200)
      })

      it('removes nothing when a row that was added meanwhile cannot be taken over', async (t) => {
        const folder = await temporaryFolder(t)
        const file = join(folder, 'original.db')
        const dbLocation = where === 'the same file' ? file : join(folder, 'keys.db')
        await makeOriginal(file, rows(600), { journal })
        const onProgress = whenDone(() => addRow(file, row({ is_active: 7 })))
        const result = await takeOver(file, dbLocation, { removePlaintext, onProgress })
        assert.deepEqual([result.takenOver, result.plaintextRemoved], [600, false])
        assert.deepEqual(result.failed, [{ row: 601, reason: 'is_active is not 0 or 1' }])
        assert.equal((await originalKeys(file)).length, 601)
      })
    })
  }
}

describe('--remove-plaintext', () => {
  it('removes nothing when a row was not taken over', async (t) => {
    const folder = await temporaryFolder(t)
    const file = join(folder, 'original.db')
    await makeOriginal(file, [...rows(10), row({ total_queries: -1 })])
    const before = snapshot(folder).get('original.db')
    const result = await takeOver(file, join(folder, 'keys.db'), { removePlaintext })
    assert.deepEqual([result.takenOver, result.failed.length, result.plaintextRemoved], [10, 1, false])
    assert.equal(snapshot(folder).get('original.db'), before)
  })

  it('leaves no key of the table behind, and says that others may be left, when another program has the file open', async (t) => {
    const folder = await temporaryFolder(t)
    const file = join(folder, 'original.db')
    const content = rows(1000)
    await makeOriginal(file, content, { journal: 'wal' })
    const other = new sqlite3.Database(file)
    await promisify<string, void>(other.exec.bind(other))('SELECT * FROM fastapi_simple_security LIMIT 1')
    const result = await takeOver(file, join(folder, 'keys.db'), { removePlaintext })
    assert.deepEqual([result.plaintextRemoved, result.remains], [true, 'another program has it open'])
    assert.equal(keysInBytes(file, content), 0)
    await promisify(other.close.bind(other))()
    const again = await takeOver(file, join(folder, 'keys.db'), { removePlaintext })
    assert.deepEqual([again.takenOver, again.plaintextRemoved, again.remains], [0, true, undefined])
  })

  it('leaves the other tables of the file, and those of ours, as they were', async (t) => {
    const folder = await temporaryFolder(t)
    const file = join(folder, 'sqlite.db')
    await makeOriginal(file, rows(50))
    await query(file, 'CREATE TABLE customers (name TEXT)')
    await query(file, "INSERT INTO customers VALUES ('Ann')")
    await takeOver(file, file)
    const { instance } = await startStandAlone(t, { dbLocation: file })
    const before = await instance.keys.list({ limit: 100, sort: 'name' })
    await instance.close()
    await takeOver(file, file, { removePlaintext })
    assert.deepEqual(await query(file, 'SELECT * FROM customers'), [{ name: 'Ann' }])
    const later = await startStandAlone(t, { dbLocation: file })
    assert.deepEqual(await later.instance.keys.list({ limit: 100, sort: 'name' }), before)
    assert.equal((await later.instance.keys.list({ name: 'key 4' })).keys.length, 11)
  })
})
