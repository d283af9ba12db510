import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { cli, runProgram } from '../support/program.js'
import { startStandAlone } from '../support/stand-alone.js'
import { temporaryFolder } from '../support/temporary.js'
import { makeOriginal, originalKeys, query, row, rows, snapshot } from './original.js'

async function run(t: TestContext, folder: string, ...args: string[]) {
  const program = runProgram(t, ['import', ...args], {}, folder)
  return { code: await program.ended, ...program.output() }
}

/** Runs it in a terminal so many columns wide: util-linux has a program for that. */
async function runInTerminal(t: TestContext, folder: string, columns: number) {
  const command = `stty cols ${columns} && exec timeout --foreground -s KILL 30 '${process.execPath}' '${cli}' import old.db`
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: folder,
    env: { PATH: process.env.PATH, TERM: 'xterm' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text
    // It would fill the memory with what it clears. The program behind it ends in time by itself.
    if (output.length > 100_000) child.kill('SIGKILL')
  })
  t.after(() => child.kill('SIGKILL'))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, output }
}

describe('koa-simple-security import', () => {
  it('takes over the default file of both systems, and tells it in a few words', async (t) => {
    const folder = await temporaryFolder(t)
    const dbLocation = join(folder, 'sqlite.db')
    const content = rows(10)
    await makeOriginal(dbLocation, content)
    const foretold = await run(t, folder, 'sqlite.db', '--dry-run')
    assert.deepEqual(foretold, {
      code: 0,
      stdout: 'Dry run: nothing was changed.\nTo take over: 10\nAlready there: 0\nFailed: 0\n',
      stderr: '',
    })
    const taken = await run(t, folder, 'sqlite.db', '--remove-plaintext')
    assert.deepEqual(taken, {
      code: 0,
      stdout: "Taken over: 10\nAlready there: 0\nFailed: 0\nThe original's table is empty now.\n",
      stderr: '',
    })
    const { get } = await startStandAlone(t, { dbLocation })
    assert.equal((await get(`/secure?api-key=${content[0]?.api_key}`)).status, 200)
  })

  it('lists the first failed rows by number and reason, and ends with 1', async (t) => {
    const folder = await temporaryFolder(t)
    const bad = rows(25, () => ({ is_active: 5 }))
    await makeOriginal(join(folder, 'old.db'), [row(), ...bad])
    const { code, stdout, stderr } = await run(t, folder, 'old.db', '--remove-plaintext')
    assert.deepEqual([code, stderr], [1, ''])
    assert.match(
      stdout,
      /^Taken over: 1\nAlready there: 0\nFailed: 25\n\nROW {2}REASON\n {2}2 {2}is_active is not 0 or 1\n/,
    )
    assert.match(stdout, /\n 21 {2}is_active is not 0 or 1\n… and 5 more\n.*left as it is.*\n$/)
    for (const { api_key } of bad) assert.ok(!stdout.includes(String(api_key).slice(0, 8)))
  })

  const noTerminal = process.platform !== 'linux' && 'script is that of util-linux'
  it('shows its progress in a terminal, also in one that does not know its width', { skip: noTerminal }, async (t) => {
    const folder = await temporaryFolder(t)
    await makeOriginal(join(folder, 'old.db'), rows(1500))
    const wide = await runInTerminal(t, folder, 80)
    assert.deepEqual([wide.code, wide.output.match(/Taken over: \d+/)?.[0]], [0, 'Taken over: 1500'])
    // The line is gone before the answer: CHA and EL of ECMA-48, to the first column and cleared.
    const control = '\u001b'
    assert.ok(wide.output.includes(`1500 of 1500 rows${control}[0K${control}[1G${control}[0KTaken over`), wide.output)
    // That of a container or of a job that nobody looks at.
    const unknown = await runInTerminal(t, folder, 0)
    assert.equal(unknown.output.slice(0, 500), 'Taken over: 0\r\nAlready there: 1500\r\nFailed: 0\r\n')
    assert.equal(unknown.code, 0)
  })

  it('prints one JSON document with --json', async (t) => {
    const folder = await temporaryFolder(t)
    await makeOriginal(join(folder, 'old.db'), [row(), row({ total_queries: -1 }), row()])
    const foretold = await run(t, folder, 'old.db', '--json', '--dry-run')
    const failed = [{ row: 2, reason: 'total_queries is not a whole number from 0' }]
    assert.deepEqual([foretold.code, foretold.stderr], [1, ''])
    const expected = { taken_over: 2, already_there: 0, failed, dry_run: true, plaintext_removed: false }
    assert.deepEqual(JSON.parse(foretold.stdout), expected)
    assert.equal(existsSync(join(folder, 'sqlite.db')), false)
    const taken = await run(t, folder, 'old.db', '--json')
    assert.deepEqual(JSON.parse(taken.stdout), { ...expected, dry_run: false })
    assert.equal(taken.stdout.trimEnd().split('\n').length, 1)
  })

  it('ends with 1 and one line for a file that is none, and with 2 for wrong use; nothing is made', async (t) => {
    const folder = await temporaryFolder(t)
    await makeOriginal(join(folder, 'old.db'), [row()])
    const before = snapshot(folder)
    const missing = await run(t, folder, 'not\nthere.db', '--json')
    assert.deepEqual(missing, { code: 1, stdout: '', stderr: 'koa-simple-security: not there.db does not exist.\n' })
    for (const args of [
      [],
      ['old.db', 'old.db'],
      ['old.db', '--dry-run', '--remove-plaintext'],
      ['old.db', '--remove-plaintext', '--dry-run'],
      ['old.db', '--dry'],
    ]) {
      const { code, stdout, stderr } = await run(t, folder, ...args)
      assert.deepEqual([code, stdout], [2, ''], args.join(' '))
      assert.notEqual(stderr, '')
    }
    assert.deepEqual(snapshot(folder), before)
  })

  it('completes, when it is run again, what a kill -9 broke off', async (t) => {
    const folder = await temporaryFolder(t)
    const [file, dbLocation] = [join(folder, 'old.db'), join(folder, 'sqlite.db')]
    const content = rows(6000)
    await makeOriginal(file, content)
    const killed = runProgram(t, ['import', 'old.db', '--remove-plaintext'], {}, folder)
    const count = async () => {
      const [row] = await query<{ count: number }>(dbLocation, 'SELECT count(*) AS count FROM simple_security_keys')
      return row?.count ?? 0
    }
    while (!existsSync(`${dbLocation}-wal`) || (await count().catch(() => 0)) === 0) await setTimeout(2)
    killed.process.kill('SIGKILL')
    assert.equal(await killed.ended, null)
    const done = await count()
    t.diagnostic(`killed after ${done} keys`)
    assert.ok(done > 0 && done < 6000 && done % 500 === 0, String(done))
    assert.equal((await originalKeys(file)).length, 6000)
    const again = await run(t, folder, 'old.db', '--json', '--remove-plaintext')
    assert.deepEqual(
      [again.code, JSON.parse(again.stdout)],
      [0, { taken_over: 6000 - done, already_there: done, failed: [], dry_run: false, plaintext_removed: true }],
    )
    assert.equal(
      (await query(dbLocation, "SELECT 1 FROM simple_security_audit WHERE action = 'imported'")).length,
      6000,
    )
    assert.deepEqual(await originalKeys(file), [])
  })
})
