import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

// `npm run bench:start`: how long the built server takes, from the start of its process to its first answer, on a
// database that is there already. Build first.
const cli = fileURLToPath(new URL('../../dist/src/cli.js', import.meta.url))
const starts = 10
const pollMs = 2
const tooLongMs = 20_000

const folder = await mkdtemp(join(tmpdir(), 'koa-simple-security-bench-'))
try {
  // Makes the database, and reads the program from the disk into the system's cache.
  await measureStart()
  const values: number[] = []
  for (let start = 0; start < starts; start++) values.push(await measureStart())
  print(values)
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function measureStart(): Promise<number> {
  const port = await freePort()
  const startedAt = performance.now()
  const child = spawn(process.execPath, [cli, 'serve'], {
    cwd: folder,
    env: { PATH: process.env.PATH, PORT: String(port), KOA_SIMPLE_SECURITY_SECRET: 'bench' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = once(child, 'exit')
  try {
    while (!(await isLive(port))) {
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode} before it answered.`)
      if (performance.now() - startedAt > tooLongMs) throw new Error(`No answer within ${tooLongMs} ms.`)
      await setTimeout(pollMs)
    }
    return performance.now() - startedAt
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

function isLive(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    get({ host: '127.0.0.1', port, path: '/health/live', agent: false }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode === 200))
    }).on('error', () => resolve(false))
  })
}

// Known before the start, so that nothing the server prints is waited for.
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function print(values: readonly number[]): void {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const median = ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2
  const rows: [string, number][] = [
    ...values.map((ms, index): [string, number] => [`start ${index + 1}`, ms]),
    ['fastest', Math.min(...values)],
    ['median', median],
    ['slowest', Math.max(...values)],
  ]
  console.log(`From the start of the process to the first answer, in ms (node ${process.versions.node})`)
  for (const [name, ms] of rows) console.log(`  ${name.padEnd(10)}${ms.toFixed(0).padStart(6)}`)
}
