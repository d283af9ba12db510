import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { ask } from './http-client.js'
import { builtCli, type Workplace } from './workplace.js'

export interface StartUp {
  /** From the start of the process until it said that it listens, with its database open. */
  listeningMs: number
  /** Until it answered its first request. */
  answeredMs: number
  /** Undefined where the system does not tell. */
  residentBytes: number | undefined
}

/** Starts the stand-alone server on a database, on any core, as it is started in earnest. */
export async function measureStartUp(workplace: Workplace, database: string): Promise<StartUp> {
  const startedAt = performance.now()
  const child = workplace.startNode([builtCli, 'serve'], workplace.pinning?.all, {
    env: { PORT: '0', KOA_SIMPLE_SECURITY_SECRET: 'bench', KOA_SIMPLE_SECURITY_DB_LOCATION: database },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  try {
    const port = await Promise.race([
      listeningPort(child.stdout as NodeJS.ReadableStream),
      ended.then(([code, signal]) => {
        throw new Error(`The stand-alone server ended with ${code ?? signal} before it listened.`)
      }),
    ])
    const listeningMs = performance.now() - startedAt
    const { status, body } = await ask(port, Buffer.from('GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n'))
    if (status !== 200) throw new Error(`The stand-alone server is not ready: ${status} ${body}`)
    return { listeningMs, answeredMs: performance.now() - startedAt, residentBytes: residentBytes(child.pid) }
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

async function listeningPort(output: NodeJS.ReadableStream): Promise<number> {
  // What it prints next is read too, so that it never waits for a reader.
  const lines = createInterface(output)
  return new Promise((resolve) => {
    lines.on('line', (line) => {
      const port = /^\s*address\s+http:\/\/.*:(\d+)$/.exec(line)?.[1]
      if (port !== undefined) resolve(Number(port))
    })
  })
}

function residentBytes(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
  } catch {
    return undefined
  }
}
