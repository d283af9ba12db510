import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { readConfig } from '../../src/config.js'
import { type ImportOptions, importFile } from '../../src/import/import-file.js'
import { openDatabase } from '../../src/store/open-database.js'
import { openStore } from '../../src/store/store.js'
import { locationOf, serverDatabases } from '../support/databases.js'
import { temporaryFolder } from '../support/temporary.js'
import { makeOriginal, rows } from './original.js'

for (const database of serverDatabases) {
  describe(`an import into ${database.name}`, () => {
    it('takes over every key, as a dry run foretells, and passes over what is there', async (t) => {
      const databaseUrl = await database.fresh(t)
      const file = join(await temporaryFolder(t), 'original.db')
      await makeOriginal(
        file,
        rows(700, (index) => ({ total_queries: index })),
      )
      const config = readConfig({ databaseUrl, secret: 'secret', env: {} })
      const run = async (options: Partial<ImportOptions>) => {
        const all = { dryRun: false, removePlaintext: false, onProgress: () => {}, ...options }
        const answer = await importFile(file, config, all)
        assert.ok(answer.ok)
        const { takenOver, alreadyThere, failed } = answer.result
        return [takenOver, alreadyThere, failed.length]
      }
      assert.deepEqual(await run({ dryRun: true }), [700, 0, 0])
      assert.deepEqual(await run({ dryRun: true }), [700, 0, 0], 'a dry run changes nothing')
      assert.deepEqual(await run({}), [700, 0, 0])
      assert.deepEqual(await run({ dryRun: true }), [0, 700, 0])
      assert.deepEqual(await run({ removePlaintext: true }), [0, 700, 0])
      assert.deepEqual(await run({}), [0, 0, 0], 'the table of the original is empty')
      const store = await openStore(() => openDatabase(locationOf(databaseUrl)))
      const trail = await store.audit({ limit: Number.POSITIVE_INFINITY, before: undefined, keyId: undefined })
      await store.close()
      assert.equal(trail.length, 700)
    })
  })
}
