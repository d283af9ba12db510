import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isSimpleSecurityError } from '../../src/errors.js'
import { openDatabase } from '../../src/store/open-database.js'
import { openStore } from '../../src/store/store.js'
import { administer, changedUrl, locationOf, serverDatabases } from '../support/databases.js'
import { withoutPackage } from '../support/hidden-package.js'
import { runProgram } from '../support/program.js'
import { temporaryFolder } from '../support/temporary.js'

const isPostgres = (url: string) => url.startsWith('postgres')

/** What is said of a database that cannot be opened. */
async function problemOf(url: string): Promise<string> {
  const startedAt = performance.now()
  const error = await openStore(() => openDatabase(locationOf(url))).then(
    (store) => store.close().then(() => assert.fail('it opens')),
    (error) => error,
  )
  assert.ok(isSimpleSecurityError(error, 'database_unusable'), error.stack)
  assert.ok(performance.now() - startedAt < 2_000, 'nothing is tried again')
  assert.ok(error.message.includes(locationOf(url).name), error.message)
  const { username, password } = new URL(url)
  for (const secret of [username, password]) assert.ok(!error.message.includes(`'${secret}'`), error.message)
  assert.ok(!error.message.includes(password), error.message)
  return error.message
}

for (const database of serverDatabases) {
  describe(`a database on ${database.name} that cannot be used`, () => {
    it('for a wrong password', async (t) => {
      const url = changedUrl(await database.fresh(t), { password: 'hunter2' })
      assert.match(await problemOf(url), /cannot be used: it refuses the user or the password\.$/)
    })

    it('since there is none of this name', async (t) => {
      const url = changedUrl(await database.fresh(t), { pathname: '/there_is_none' })
      assert.match(await problemOf(url), /\/there_is_none cannot be used: there is no such database\.$/)
    })

    it('since the user may read only, and works on when the schema is there already', async (t) => {
      const url = await database.fresh(t)
      const name = new URL(url).pathname.slice(1)
      const host = isPostgres(url) ? '' : "@'127.0.0.1'"
      const identified = isPostgres(url) ? `PASSWORD 'hunter2'` : `IDENTIFIED BY 'hunter2'`
      const user = `reader_${name.slice(-12)}`
      await administer(url, (admin) => admin.run(`CREATE USER ${user}${host} ${identified}`))
      const asReader = Object.assign(new URL(url), { username: user, password: 'hunter2' }).href
      if (!isPostgres(url)) {
        assert.match(await problemOf(asReader), /cannot be used: the user lacks a permission\.$/)
        await administer(url, (admin) => admin.run(`GRANT SELECT ON ${name}.* TO ${user}${host}`))
      }
      assert.match(await problemOf(asReader), /cannot be used: the user lacks a permission\.$/)

      await (await openStore(() => openDatabase(locationOf(url)))).close()
      if (isPostgres(url)) {
        await administer(url, (admin) => admin.run(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${user}`))
      }
      const store = await openStore(() => openDatabase(locationOf(asReader)))
      assert.equal(await store.findByDigest('none'), undefined)
      await store.close()
      const drop = isPostgres(url) ? [`DROP OWNED BY ${user}`, `DROP USER ${user}`] : [`DROP USER ${user}${host}`]
      await administer(url, async (admin) => {
        for (const statement of drop) await admin.run(statement)
      })
    })

    it('since its driver is not installed', async (t) => {
      const url = await database.fresh(t)
      const driver = isPostgres(url) ? 'pg' : 'mysql2'
      const env = { ...withoutPackage(driver), KOA_SIMPLE_SECURITY_DATABASE_URL: url }
      const program = runProgram(t, ['migrate'], env, await temporaryFolder(t))
      assert.equal(await program.ended, 1)
      const { stderr } = program.output()
      assert.match(
        stderr,
        new RegExp(`^koa-simple-security: [^\\n]*needs the package ${driver}: npm install ${driver}[^\\n]*\\n$`),
      )
    })
  })
}
