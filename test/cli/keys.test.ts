import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { table } from '../../src/cli/output.js'
import { simpleSecurity } from '../../src/index.js'
import { request } from '../support/http.js'
import { runProgram, runServer } from '../support/program.js'
import { temporaryFolder } from '../support/temporary.js'

interface Run {
  code: number | null
  stdout: string
  stderr: string
  // biome-ignore lint/suspicious/noExplicitAny: documents of every shape
  json: () => any
}

type CommandLine = (...args: (string | { input: string })[]) => Promise<Run>

/** The command on a database of the test's own, without a configured secret. */
async function setUp(t: TestContext): Promise<{ run: CommandLine; folder: string; database: string }> {
  const folder = await temporaryFolder(t)
  const run: CommandLine = async (...given) => {
    const args = given.filter((arg) => typeof arg === 'string')
    const input = given.find((arg) => typeof arg !== 'string')?.input
    const program = runProgram(t, args, {}, folder, { input })
    const code = await program.ended
    return { code, ...program.output(), json: () => JSON.parse(program.output().stdout) }
  }
  return { run, folder, database: join(folder, 'sqlite.db') }
}

/** The same database by another way. */
function inCode(t: TestContext, dbLocation: string) {
  const instance = simpleSecurity({ secret: 'x', dbLocation, env: {} })
  t.after(() => instance.close())
  return instance
}

const keyPattern = /kss_[0-9A-Za-z]{12}_[0-9A-Za-z]{33}/g

describe('keys create', () => {
  it('prints the details and, once, the key, which then works', async (t) => {
    const { run, database } = await setUp(t)
    const { code, stdout, stderr } = await run(
      ...['keys', 'create', '--name', 'reporting job', '--scope', 'a:read', '--scope', 'b:*'],
      ...['--metadata', 'team=finance', '--metadata', 'note=x=y', '--expires', '2999-01-31'],
    )
    assert.equal(code, 0, stderr)
    const [key = '', ...others] = stdout.match(keyPattern) ?? []
    assert.deepEqual(others, [])
    assert.doesNotMatch(stderr, keyPattern)
    assert.match(stderr, /shown this once/)
    const verification = await inCode(t, database).verify(key, { scopes: ['a:read', 'b:c'] })
    assert.ok(verification.ok)
    assert.deepEqual(
      [verification.key.name, verification.key.scopes, verification.key.metadata, verification.key.expiresAt],
      ['reporting job', ['a:read', 'b:*'], { team: 'finance', note: 'x=y' }, new Date('2999-01-31T00:00:00Z')],
    )
  })

  it('takes a key of one’s own from standard input, and refuses it the second time', async (t) => {
    const { run, database } = await setUp(t)
    const key = randomUUID()
    const created = await run('keys', 'create', '--key-stdin', '--never-expires', '--json', { input: `${key}\n` })
    assert.equal(created.code, 0, created.stderr)
    assert.deepEqual([created.json().key, created.json().never_expire], [key, true])
    assert.ok((await inCode(t, database).verify(key)).ok)
    const again = await run('keys', 'create', '--key-stdin', { input: key })
    assert.deepEqual([again.code, again.stdout], [1, ''])
    assert.match(again.stderr, /exists already/)
    assert.ok(!again.stderr.includes(key))
  })
})

describe('keys list', () => {
  it('is a table with aligned columns, also with wide characters, and says when there is nothing', async (t) => {
    const { run, database } = await setUp(t)
    const empty = await run('keys', 'list')
    assert.deepEqual([empty.code, empty.stdout], [0, ''])
    assert.match(empty.stderr, /no such keys/)

    const { keys } = inCode(t, database)
    await keys.create({ name: '日本語', neverExpires: true })
    await keys.create({ name: 'a longer name', scopes: ['x'], expiresAt: new Date('2999-01-31T12:30:00Z') })
    const { stdout } = await run('keys', 'list', '--sort', 'created_date')
    const lines = stdout.trimEnd().split('\n')
    const [head = '', wide = '', plain = ''] = lines
    assert.equal(lines.length, 3)
    assert.match(head, /^KEY +NAME +STATUS +SCOPES +EXPIRES +LAST USED +QUERIES$/)
    assert.match(plain, /a longer name {2}active {2}x +2999-01-31 12:30Z {2}– +0$/)
    const column = head.indexOf('STATUS')
    assert.equal(plain.indexOf('active'), column)
    // Three characters of double width before it.
    assert.equal(wide.indexOf('active'), column - 3)
    assert.match(wide, / never +– +0$/)
  })

  it('shortens what would push the other columns out of the window; show has all of it', async (t) => {
    const { run, database } = await setUp(t)
    const { keys } = inCode(t, database)
    const family = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}'
    const scopes = Array.from({ length: 20 }, (_, index) => `scope${index}`)
    const { id } = await keys.create({ name: family.repeat(25), scopes })
    await keys.create({ name: 'n'.repeat(40), scopes: ['s'] })
    await keys.create({ name: 'n'.repeat(200) })
    const { stdout } = await run('keys', 'list', '--sort', 'created_date')
    const [, plain = '', exact = '', long = ''] = stdout.split('\n')
    assert.match(plain, / active {2}scope0 scope1 scope2 scope3 scope4 scop… {2}\d{4}-/)
    // As long as 25 characters: each is made of five code points.
    assert.match(plain, new RegExp(` ${family.repeat(25)} +active`))
    assert.match(exact, / n{40} +active/)
    assert.match(long, / n{39}… +active/)
    const shown = await run('keys', 'show', id)
    assert.ok(shown.stdout.includes(`scopes     ${scopes.join(' ')}\n`))
  })

  it('shows no character that changes the order or the lines of a terminal', async (t) => {
    const { run, database } = await setUp(t)
    const { keys } = inCode(t, database)
    const { id } = await keys.create({ name: 'a\u202Eb\u2066c\u2028d\u200Fe', metadata: { m: '\u202A' } })
    const unruly = /[\u061C\u200E\u200F\u2028\u202A-\u202E\u2066-\u2069]/
    const listed = await run('keys', 'list')
    assert.match(listed.stdout, / a\uFFFDb\uFFFDc\uFFFDd\uFFFDe /)
    for (const { stdout } of [listed, await run('keys', 'show', id), await run('keys', 'audit')]) {
      assert.doesNotMatch(stdout, unruly)
    }
  })

  it('is laid out in a time that grows with the number of keys, and not with its square', async () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => [`kss_${index}`, '日本語'.repeat(index % 5), 'active'])
    const begin = performance.now()
    const lines = (await table(['KEY', 'NAME', 'STATUS'], rows)).split('\n')
    // Some 200 ms; the square would be minutes.
    assert.ok(performance.now() - begin < 10_000)
    assert.equal(lines.length, 50_001)
    assert.equal(lines[50_000], `kss_49999  ${'日本語'.repeat(4)}  active`)
  })

  it('ends quietly when whoever reads has seen enough', async (t) => {
    const folder = await temporaryFolder(t)
    const program = runProgram(t, ['keys', 'list', '--json'], {}, folder)
    program.process.stdout?.destroy()
    assert.deepEqual([await program.ended, program.output().stderr], [0, ''])
  })

  it('filters, sorts and pages like the list over HTTP', async (t) => {
    const { run, database } = await setUp(t)
    const { keys } = inCode(t, database)
    for (const name of ['delta', 'alpha', 'charlie', 'bravo']) await keys.create({ name, scopes: [name] })
    const charlie = (await keys.list({ name: 'charlie' })).keys[0]
    await keys.revoke(charlie?.id ?? '')
    const names = async (...args: string[]) =>
      (await run('keys', 'list', '--json', ...args)).json().keys.map(({ name }: { name: string }) => name)

    const [sorted, revoked, named, scoped, unused, expiring, all] = await Promise.all([
      names('--sort', '-name'),
      names('--status', 'revoked'),
      names('--name', 'RAV'),
      names('--scope', 'alpha'),
      names('--unused-since', '2000-01-01', '--status', 'active', '--sort', 'name'),
      names('--expires-before', '2000-01-01'),
      names('--all'),
    ])
    assert.deepEqual(sorted, ['delta', 'charlie', 'bravo', 'alpha'])
    assert.deepEqual([revoked, named, scoped, expiring], [['charlie'], ['bravo'], ['alpha'], []])
    assert.deepEqual([unused, all.length], [['alpha', 'bravo', 'delta'], 4])

    const first = await run('keys', 'list', '--sort', 'name', '--limit', '3')
    const cursor = /--cursor (\S+),/.exec(first.stderr)?.[1] ?? ''
    assert.deepEqual(await names('--sort', 'name', '--cursor', cursor), ['delta'])
    const forged = await run('keys', 'list', '--cursor', `${cursor}x`)
    assert.deepEqual([forged.code, forged.stdout], [2, ''])
    assert.match(forged.stderr, /--cursor must be/)
  })
})

describe('a key', () => {
  it('is shown, renewed, rotated, revoked and deleted, and its history told', async (t) => {
    const { run, database } = await setUp(t)
    const { keys, verify } = inCode(t, database)
    const { key, id, start } = await keys.create({ name: 'job' })
    await verify(key)
    // Reading writes the counts that this process still has in memory.
    await keys.get(id)

    const shown = await run('keys', 'show', start, '--json')
    assert.deepEqual([shown.json().id, shown.json().total_queries, shown.json().key], [id, 1, undefined])
    const byKey = await run('keys', 'show', '-', { input: key })
    assert.match(byKey.stdout, new RegExp(`^id +${id}$`, 'm'))
    assert.ok(!byKey.stdout.includes(key))

    const rotated = (await run('keys', 'rotate', id, '--overlap', '1h', '--json')).json()
    assert.notEqual(rotated.key, key)
    assert.ok((await verify(key)).ok && (await verify(rotated.key)).ok)

    const revoked = await run('keys', 'revoke', id)
    assert.match(revoked.stdout, /^status +revoked$/m)
    const renewed = await run('keys', 'renew', id, '--expires', '2999-12-31')
    assert.match(renewed.stderr, /reactivated/)
    assert.match(renewed.stdout, /^expires +2999-12-31 00:00Z$/m)

    await keys.get(id)
    const usage = (await run('keys', 'usage', id, '--interval', 'day', '--json')).json()
    assert.equal(usage.points.length, 30)
    assert.equal(usage.points.at(-1).queries, 3)

    assert.equal((await run('keys', 'delete', id)).code, 0)
    assert.equal(await keys.get(id), undefined)
    const audit = (await run('keys', 'audit', '--key-id', id, '--json')).json()
    assert.deepEqual(
      audit.events.map(({ action, via }: { action: string; via: string }) => `${action} ${via}`),
      ['deleted command-line', 'renewed command-line', 'revoked command-line', 'rotated command-line', 'created code'],
    )
    const table = await run('keys', 'audit')
    assert.match(table.stdout, /^DATE +ACTION +KEY +VIA +CHANGES\n/)
    for (const secret of [key, rotated.key, key.slice(-33)]) assert.ok(!table.stdout.includes(secret))
  })

  it('is refused by a running server within a second once it is revoked here', async (t) => {
    const { run, folder } = await setUp(t)
    const { url } = await runServer(t, { KOA_SIMPLE_SECURITY_SECRET: 'x' }, folder)
    const { key, id } = (await run('keys', 'create', '--json')).json()
    const use = async () => (await request(`${url}/secure`, { headers: { 'api-key': key } })).status
    assert.equal(await use(), 200)
    assert.equal((await run('keys', 'revoke', id)).code, 0)
    const deadline = Date.now() + 1000
    while ((await use()) !== 403) assert.ok(Date.now() < deadline, 'still accepted after 1 s')
  })
})

describe('wrong use', () => {
  const id = '000000000000'
  const cases: [args: string[], code: number, message: RegExp][] = [
    [['keys', 'show', id], 1, /^koa-simple-security: There is no such API key\.\n$/],
    [['keys', 'revoke', id], 1, /no such API key/],
    [['keys', 'renew', id], 1, /no such API key/],
    [['keys', 'rotate', id], 1, /no such API key/],
    [['keys', 'delete', id], 1, /no such API key/],
    [['keys', 'usage', id], 1, /no such API key/],
    [['keys', 'nope'], 2, /unknown command/],
    [['keys', 'show'], 2, /missing required argument/],
    [['keys', 'show', id, id], 2, /too many arguments/],
    [['keys', 'list', '--nope'], 2, /unknown option '--nope'/],
    [['keys', 'list', '--status', 'gone'], 2, /--status.*active, revoked, expired/],
    [['keys', 'list', '--sort', 'color'], 2, /--sort.*created_date/],
    [['keys', 'list', '--limit', '0'], 2, /--limit.*above 0/],
    [['keys', 'list', '--unused-since', '2026-02-30'], 2, /--unused-since.*ISO 8601/],
    [['keys', 'list', '--all', '--limit', '3'], 2, /cannot be used with/],
    [['keys', 'create', '--expires', 'soon'], 2, /--expires.*ISO 8601/],
    [['keys', 'create', '--metadata', 'x'], 2, /--metadata.*NAME=VALUE/],
    [['keys', 'create', '--scope', 'a b'], 2, /--scope must be/],
    [['keys', 'create', '--name', 'x'.repeat(201)], 2, /--name must be/],
    [['keys', 'create', '--key-stdin'], 2, /--key-stdin must be/],
    [['keys', 'rotate', id, '--overlap', '8d'], 2, /--overlap must be/],
    [['keys', 'rotate', id, '--overlap', '-1'], 2, /--overlap/],
    [['migrate', 'now'], 2, /too many arguments/],
  ]
  it('ends with 1 or 2, says what is allowed, prints nothing for machines and changes nothing', async (t) => {
    const { run, database } = await setUp(t)
    const { keys } = inCode(t, database)
    await keys.create()
    for (let at = 0; at < cases.length; at += 6) {
      await Promise.all(
        cases.slice(at, at + 6).map(async ([args, code, message]) => {
          const ended = await run(...args, '--json')
          assert.deepEqual([ended.code, ended.stdout], [code, ''], args.join(' '))
          assert.match(ended.stderr, message, args.join(' '))
          assert.doesNotMatch(ended.stderr, /\n +at /)
        }),
      )
    }
    assert.deepEqual([(await keys.list()).keys.length, (await keys.audit()).events.length], [1, 1])
  })

  it('is helped by a help with an example for every command', async (t) => {
    const { run } = await setUp(t)
    const names = ['create', 'list', 'show', 'revoke', 'renew', 'rotate', 'delete', 'usage', 'audit']
    const commands = [[], ['serve'], ['migrate'], ['import'], ['keys'], ...names.map((name) => ['keys', name])]
    await Promise.all(
      commands.map(async (command) => {
        const { code, stdout } = await run(...command, '--help')
        assert.equal(code, 0)
        assert.match(stdout, /\nExample:\n {2}\$ .*koa-simple-security/, command.join(' '))
      }),
    )
  })
})

describe('migrate', () => {
  it('makes the database and says which', async (t) => {
    const { run, database } = await setUp(t)
    const { code, stdout } = await run('migrate')
    assert.deepEqual([code, stdout], [0, `The schema of ${database} is up to date.\n`])
    assert.deepEqual((await run('migrate', '--json')).json(), { database })
    assert.deepEqual((await inCode(t, database).keys.list()).keys, [])
  })
})
