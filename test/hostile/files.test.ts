import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { request } from '../support/http.js'
import { runServer } from '../support/program.js'
import { assertRefusedStart, changeDatabase, madeDatabase } from '../support/refused-start.js'
import { rowsOf } from '../support/stored.js'
import { temporaryFolder } from '../support/temporary.js'
import { attempt } from './attempts.js'

/** The same in every run. */
function noise(length: number): Buffer {
  const parts = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
    createHash('sha256').update(`noise ${index}`).digest(),
  )
  return Buffer.concat(parts).subarray(0, length)
}

const foreign: readonly (readonly [name: string, content: string | Buffer])[] = [
  ['one letter', 'S'],
  ['one zero', Buffer.alloc(1)],
  ['a short text', 'Dear diary,\n'],
  ['a long text', 'Dear diary, this is no database.\n'.repeat(2_000)],
  ['JSON', JSON.stringify({ keys: Array.from({ length: 500 }, (_, number) => ({ number })) })],
  ['a picture', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), noise(20_000)])],
  ['an archive', Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), noise(20_000)])],
  ['a program', Buffer.concat([Buffer.from('\x7fELF', 'latin1'), noise(20_000)])],
  ['an encrypted database', noise(32 * 4_096)],
  ['zeroes', Buffer.alloc(8 * 4_096)],
  ['the name of the format and no more', 'SQLite format 3\0'],
  [
    'the name of an older format',
    Buffer.concat([Buffer.from('** This file contains an SQLite 2.1 database **'), noise(4_096)]),
  ],
]

describe('a file that is no database of ours', () => {
  it('stops the start with one line, and is left as it is', async (t) => {
    const refused = (name: string, prepare: (file: string) => Promise<unknown>, says: string[] = []) =>
      [
        name,
        async () => {
          const folder = await temporaryFolder(t)
          await prepare(join(folder, 'sqlite.db'))
          await assertRefusedStart(t, folder, { says: ['/sqlite.db', ...says] })
        },
      ] as const
    const good = await madeDatabase(t)
    const { length } = await readFile(good)
    const pages = length / 4_096
    const cuts = [15, 16, 99, 100, 101, 4_095, 4_096, 4_097, 2 * 4_096, Math.floor(pages / 2) * 4_096, length - 4_096]
    await attempt('crash and corruption', [
      ...foreign.map(([name, content]) => refused(name, (file) => writeFile(file, content))),
      ...cuts.map((bytes) =>
        refused(`the first ${bytes} bytes of a database`, async (file) => {
          await copyFile(good, file)
          await truncate(file, bytes)
        }),
      ),
      refused('a folder', (file) => mkdir(file), ['it is a folder']),
      refused(
        'a database of a newer version',
        async (file) => {
          await copyFile(good, file)
          await changeDatabase(
            file,
            "INSERT INTO simple_security_migrations (name, batch, migration_time) VALUES ('9999-later', 2, 0)",
          )
        },
        ['newer', '9999-later'],
      ),
    ])
  })

  it('is left whole where it is a database of something else, and is shared with it', async (t) => {
    const others = [
      ['of a shop', 'CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT)', "INSERT INTO books VALUES (1, 'One')"],
      [
        'of the original system',
        `CREATE TABLE fastapi_simple_security (api_key TEXT PRIMARY KEY, is_active INTEGER, never_expire INTEGER,
          expiration_date TEXT, latest_query_date TEXT, total_queries INTEGER)`,
        "INSERT INTO fastapi_simple_security VALUES ('0e2a3f5c-8a44-4a0e-9d55-1c6a3c1f0d11', 1, 0, '2030-01-01T00:00:00', NULL, 7)",
      ],
    ] as const
    await attempt(
      'crash and corruption',
      others.map(([name, table, row]) => [
        name,
        async () => {
          const folder = await temporaryFolder(t)
          const file = join(folder, 'sqlite.db')
          await changeDatabase(file, `${table}; ${row}`)
          const read = async () => [
            await rowsOf(
              `sqlite:${file}`,
              "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '%simple_security\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'",
            ),
            await rowsOf(`sqlite:${file}`, `SELECT * FROM ${/TABLE (\w+)/.exec(table)?.[1]}`),
          ]
          const before = await read()
          assert.equal(before[1]?.length, 1)
          const server = await runServer(t, { KOA_SIMPLE_SECURITY_SECRET: 'x' }, folder)
          const answer = await request(`${server.url}/auth/new`, { headers: { 'secret-key': 'x' } })
          assert.equal(answer.status, 200, answer.text)
          server.process.kill('SIGTERM')
          assert.equal(await server.ended, 0)
          assert.deepEqual(await read(), before)
        },
      ]),
    )
  })
})
