import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Pinning, pinned } from './pinning.js'

export const root = fileURLToPath(new URL('../../', import.meta.url))
/** The built command: what users run, rather than the sources. */
export const builtCli = join(root, 'dist/src/cli.js')

/** A temporary folder and the processes of a run. Nothing of either is left, however the run ends. */
export interface Workplace {
  folder: string
  pinning: Pinning | undefined
  /** Starts a program with this environment and nothing else of ours in it. One that is `detached` ends with all that it started. */
  start(command: string[], options: SpawnOptions): ChildProcess
  /** Starts Node so, with these arguments and on these cores. */
  startNode(args: string[], cores: string | undefined, options: SpawnOptions): ChildProcess
  /** Ends what still runs and removes the folder. */
  close(): void
}

export function createWorkplace(pinning: Pinning | undefined, name = 'bench'): Workplace {
  const folder = mkdtempSync(join(tmpdir(), `koa-simple-security-${name}-`))
  /** How to end each that runs. */
  const running = new Map<ChildProcess, () => void>()
  const close = () => {
    for (const end of running.values()) end()
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  const stops = [
    ['exit', close],
    ['SIGINT', () => process.exit(130)],
    ['SIGTERM', () => process.exit(143)],
  ] as const
  for (const [event, stop] of stops) process.on(event, stop)
  const start: Workplace['start'] = ([file = '', ...args], options) => {
    const env = { PATH: process.env.PATH, NODE_ENV: 'production', ...options.env }
    const child = spawn(file, args, { cwd: folder, ...options, env })
    running.set(child, () => (options.detached ? killGroup(child) : child.kill('SIGKILL')))
    // What a leader of a group started may outlive it.
    child.once(options.detached ? 'close' : 'exit', () => running.delete(child))
    return child
  }
  return {
    folder,
    pinning,
    start,
    startNode: (args, cores, options) => start(pinned(cores, [process.execPath, ...args]), options),
    close() {
      for (const [event, stop] of stops) process.off(event, stop)
      close()
    },
  }
}

/** Ends a program that was started `detached`, and all that it started, now. */
export function killGroup({ pid }: ChildProcess): void {
  try {
    process.kill(-Number(pid), 'SIGKILL')
  } catch {
    // All of it has ended.
  }
}
