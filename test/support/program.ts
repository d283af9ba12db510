import { type ChildProcess, spawn } from 'node:child_process'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

/** The built command. */
export const cli = fileURLToPath(new URL('../../dist/src/cli.js', import.meta.url))

export interface Program {
  process: ChildProcess
  output: () => { stdout: string; stderr: string }
  /** Resolves with the code, or null after a signal, once all that write to its output have ended. */
  ended: Promise<number | null>
}

export interface ServingProgram extends Program {
  url: string
}

export interface ProgramOptions {
  input?: string
  /** Whether it leads a process group, which a signal can be sent to as a terminal does. */
  ownGroup?: boolean
  /** Whether modes of files hold for it where the test is root's, for whom they do not. */
  obeysModes?: boolean
  /** What Node is given to run: the built command when left out. */
  run?: readonly string[]
  /** What is run instead of Node. */
  command?: readonly string[]
}

/** Root without what lets it pass over modes (capabilities(7)): another user may not be able to read the program. */
const withoutOverride = ['setpriv', '--bounding-set=-dac_override,-dac_read_search']

/** Runs the built command with this environment and nothing else of ours in it. */
export function runProgram(
  t: TestContext,
  args: string[],
  env: Record<string, string>,
  cwd: string,
  {
    input = '',
    ownGroup = false,
    obeysModes = false,
    run = [cli],
    command: program = [process.execPath, ...run],
  }: ProgramOptions = {},
): Program {
  const prefix = obeysModes && process.getuid?.() === 0 ? withoutOverride : []
  const [command, ...given] = [...prefix, ...program, ...args] as [string, ...string[]]
  const child = spawn(command, given, {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: ownGroup,
  })
  child.stdin.on('error', () => {}).end(input)
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  t.after(() => {
    child.kill('SIGKILL')
    return ended
  })
  return { process: child, output: () => ({ stdout, stderr }), ended }
}

/** Runs `serve` on a free port and resolves once it listens. */
export async function runServer(
  t: TestContext,
  env: Record<string, string>,
  cwd: string,
  options?: ProgramOptions,
): Promise<ServingProgram> {
  const program = runProgram(t, ['serve'], { PORT: '0', ...env }, cwd, options)
  return { ...program, url: await waitForOutput(program, /address\s+(http\S+)\n.*database/s) }
}

/** @param pattern what its standard output has in time, with a group that is returned */
export async function waitForOutput(program: Program, pattern: RegExp): Promise<string> {
  let hasEnded = false
  program.ended.then(() => {
    hasEnded = true
  })
  for (;;) {
    const { stdout, stderr } = program.output()
    const found = pattern.exec(stdout)?.[1]
    if (found !== undefined) return found
    if (hasEnded) throw new Error(`The program ended before it was ready:\n${stdout}${stderr}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
