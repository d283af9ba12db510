import { once } from 'node:events'
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import type { SimpleSecurityOptions } from '../../src/index.js'
import { root, type Workplace } from './workplace.js'

/** A route of an app, and an operation of the document of it. The path is a template of OpenAPI. */
export interface Route {
  operationId: string
  method: string
  path: string
}

export interface PlainAnswer {
  status: number
  headers: [string, string][]
  body: string
}

/** What a server process serves, at `/secure` where nothing else is said. */
export type ServerKind =
  | { name: 'bare' | 'empty middleware' | 'least guard'; keyName: string }
  /** It knows the keys of these digests, and refuses others so. */
  | { name: 'by hand'; keyName: string; format: string; digests: readonly string[]; refused: PlainAnswer }
  /** It asks an SQLite database for the key of each request, by one prepared statement, and checks and counts nothing. */
  | { name: 'looking up'; database: string }
  /** The plainest Koa code that answers like this. */
  | ({ name: 'refusing' } & PlainAnswer)
  | { name: 'guarded'; module: string; options: SimpleSecurityOptions }
  | {
      name: 'routes'
      routes: readonly Route[]
      keyName: string
      guarded?: { by: 'enforce' | 'operations' | 'apiKeySecurity'; module: string; options: SimpleSecurityOptions }
    }

export type ServerRequest = 'usage' | 'stop'
export type ServerMessage = { port: number } | Usage

interface Usage {
  cpuUs: number
  residentBytes: number
}

export interface ServerProcess {
  port: number
  /** User and system time of all its threads since its start, in microseconds. */
  cpuUs(): Promise<number>
  residentBytes(): Promise<number>
  /** Ends it in an orderly way, with every count written. */
  stop(): Promise<void>
}

/** Where a program is that has been compiled for a run. @param name of its file here */
export function compileProgram({ folder }: Workplace, name: string): string {
  const source = readFileSync(new URL(`${name}.ts`, import.meta.url), 'utf8')
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true },
  })
  const program = join(folder, `${name}.mjs`)
  writeFileSync(program, outputText)
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  return program
}

/** Resolves once the server listens. */
export async function startServer(workplace: Workplace, program: string, kind: ServerKind): Promise<ServerProcess> {
  const child = workplace.startNode([program, JSON.stringify(kind)], workplace.pinning?.servers, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  const died = ended.then(([code, signal]) => {
    throw new Error(`The server "${kind.name}" ended with ${code ?? signal}.`)
  })
  // It is seen by whoever waits for an answer meanwhile; a stop is no failure.
  died.catch(() => {})
  const answer = async <Message>(): Promise<Message> => (await Promise.race([once(child, 'message'), died]))[0]

  const { port } = await answer<{ port: number }>()
  const usage = (): Promise<Usage> => {
    const answered = answer<Usage>()
    child.send('usage' satisfies ServerRequest)
    return answered
  }
  return {
    port,
    cpuUs: async () => scheduledUs(child.pid) ?? (await usage()).cpuUs,
    residentBytes: async () => (await usage()).residentBytes,
    async stop() {
      child.send('stop' satisfies ServerRequest)
      const [code, signal] = await ended
      if (code !== 0) throw new Error(`The server "${kind.name}" did not stop well: it ended with ${code ?? signal}.`)
    },
  }
}

/**
 * In nanoseconds where the kernel tells (https://docs.kernel.org/scheduler/sched-stats.html), while `getrusage` may count
 * in ticks of some milliseconds.
 */
function scheduledUs(pid: number | undefined): number | undefined {
  try {
    const tasks = `/proc/${pid}/task`
    const ns = readdirSync(tasks).map((task) => Number.parseInt(readFileSync(`${tasks}/${task}/schedstat`, 'utf8'), 10))
    return ns.reduce((sum, value) => sum + value, 0) / 1000
  } catch {
    return undefined
  }
}
