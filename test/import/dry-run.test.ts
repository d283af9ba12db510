import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolder } from '../support/temporary.js'
import { makeOriginal, row, rows, snapshot, takeOver } from './original.js'

const dryRun = { dryRun: true }

describe('a dry run', () => {
  for (const journal of ['delete', 'wal'] as const) {
    it(`tells what an import then does, and changes and makes no file (journal mode ${journal})`, async (t) => {
      const folder = await temporaryFolder(t)
      const [file, dbLocation] = [join(folder, 'original.db'), join(folder, 'folder/keys.db')]
      const content = [...rows(1500), row({ is_active: 3 })]
      await makeOriginal(file, content, { journal })
      const before = snapshot(folder)
      const foretold = await takeOver(file, dbLocation, dryRun)
      assert.deepEqual(snapshot(folder), before)
      assert.equal(foretold.takenOver, 1500)
      assert.deepEqual(foretold, await takeOver(file, dbLocation))

      const afterwards = snapshot(folder)
      assert.deepEqual([...afterwards.keys()].sort(), ['keys.db', 'original.db'])
      const again = await takeOver(file, dbLocation, dryRun)
      assert.deepEqual([again.takenOver, again.alreadyThere, again.failed.length], [0, 1500, 1])
      assert.deepEqual(snapshot(folder), afterwards)
    })

    it(`changes and makes no file when both databases are one (journal mode ${journal})`, async (t) => {
      const folder = await temporaryFolder(t)
      const file = join(folder, 'sqlite.db')
      await makeOriginal(file, rows(700), { journal })
      const before = snapshot(folder)
      assert.equal((await takeOver(file, file, dryRun)).takenOver, 700)
      assert.deepEqual(snapshot(folder), before)
      await takeOver(file, file)
      const afterwards = snapshot(folder)
      assert.deepEqual([...afterwards.keys()], ['sqlite.db'])
      assert.equal((await takeOver(file, file, dryRun)).alreadyThere, 700)
      assert.deepEqual(snapshot(folder), afterwards)
    })
  }

  it('refuses what an import would refuse: a configured database that is none', async (t) => {
    const folder = await temporaryFolder(t)
    const file = join(folder, 'original.db')
    await makeOriginal(file, rows(1))
    await assert.rejects(takeOver(file, folder, dryRun), { code: 'database_unusable' })
    const text = join(folder, 'text')
    writeFileSync(text, 'no database '.repeat(500))
    await assert.rejects(takeOver(file, text, dryRun), { code: 'database_unusable' })
    await assert.rejects(takeOver(file, text), { code: 'database_unusable' })
  })
})
