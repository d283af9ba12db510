import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** The cores that the processes run on, for `taskset -c`; undefined where processes cannot be pinned. */
export interface Pinning {
  servers: string
  load: string
  /** Every core that may be used: for what is measured unpinned. */
  all: string
}

/** Moves this process, which makes the load, off the core of the servers: neither then waits for the other. */
export function pinLoad(): Pinning | undefined {
  const cores = allowedCores()
  const [first] = cores
  const last = cores.at(-1)
  if (first === undefined || last === undefined || first === last) return undefined
  try {
    execFileSync('taskset', ['-a', '-p', '-c', last, String(process.pid)], { stdio: 'ignore' })
  } catch {
    return undefined
  }
  return { servers: first, load: last, all: cores.join(',') }
}

/** A command, made to run on these cores. `taskset` becomes the command, so that the process id is the command's. */
export function pinned(cores: string | undefined, command: string[]): string[] {
  return cores === undefined ? command : ['taskset', '-c', cores, ...command]
}

export function describePinning(pinning: Pinning | undefined): string {
  if (pinning === undefined) return 'not pinned to cores: expect more noise'
  return `servers on core ${pinning.servers}, load on core ${pinning.load}`
}

// What the process may use, which in a container is less than the machine has.
function allowedCores(): string[] {
  try {
    const [, list = ''] = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
    return list.split(',').flatMap((range) => {
      const [from = 0, to = from] = range.split('-').map(Number)
      return Array.from({ length: to - from + 1 }, (_, index) => String(from + index))
    })
  } catch {
    return []
  }
}
