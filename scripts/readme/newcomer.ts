import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { killGroup, type Workplace } from '../bench/workplace.js'

// SQLite may have to be compiled.
const longestMs = 10 * 60_000
const pollMs = 20

/** What a newcomer's machine has: nothing of ours is set. */
function environment(own: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^(KOA_SIMPLE_SECURITY_|FAST_?API_|PORT$|HOST$)/.test(name),
  )
  return { ...Object.fromEntries(entries), ...own }
}

/**
 * Runs commands as they are printed, one shell for all lines, and gives what they print.
 * @throws Error with all that was printed, when one of them fails
 */
export function runCommands(text: string, folder: string, own: Readonly<Record<string, string>> = {}): string {
  try {
    return execFileSync('bash', ['-euo', 'pipefail', '-c', text], {
      cwd: folder,
      env: environment(own),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: longestMs,
      maxBuffer: 64 * 1024 * 1024,
    })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`These commands failed:\n${text}\n${stdout}${stderr}`, { cause: error })
  }
}

/** What was started and goes on, such as a server. */
export interface Running {
  printed(): string
  /** Interrupts it as a terminal does. @throws Error when it does not end well */
  stop(): Promise<void>
}

/** Resolves once it has printed what it is waited for. */
export async function startCommands(
  { start }: Workplace,
  text: string,
  folder: string,
  own: Readonly<Record<string, string>>,
  until: RegExp,
): Promise<Running> {
  // In a group of its own, which is signalled as a whole, like what runs in a terminal.
  const child = start(['bash', '-euo', 'pipefail', '-c', text], {
    cwd: folder,
    env: { NODE_ENV: undefined, ...environment(own) },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const closed = once(child, 'close')
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (part: string) => {
      printed += part
    })
  }
  const deadline = performance.now() + longestMs
  while (!until.test(printed)) {
    if (child.exitCode !== null || performance.now() > deadline) {
      killGroup(child)
      throw new Error(`This did not print ${until}:\n${text}\n${printed}`)
    }
    await sleep(pollMs)
  }
  return {
    printed: () => printed,
    async stop() {
      process.kill(-(child.pid as number), 'SIGINT')
      const ended = await Promise.race([closed, sleep(15_000)])
      if (ended === undefined) {
        killGroup(child)
        throw new Error(`This did not end when it was interrupted:\n${text}\n${printed}`)
      }
    },
  }
}
