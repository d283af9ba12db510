import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Lifetime } from '../support/temporary.js'

/** The stand-alone server, or an app that enforces a document with all kinds of parameters and bodies. */
export type WatchedApp = 'stand-alone' | 'document'
export type ToWatched = 'watch' | 'blocked?' | 'heap'
export type FromWatched = { url: string } | { watching: true } | { blockedMs: number } | { heap: number }

export interface WatchedServer {
  readonly url: string
  readonly process: ChildProcess
  /** For how long at once the event loop of the server stood still meanwhile, in milliseconds. */
  blockedDuring(work: () => Promise<unknown>): Promise<number>
  /** Bytes in use when all garbage is gone. */
  heap(): Promise<number>
}

/** Starts a server in a process of its own, so that what its clients do costs it nothing. Its log is thrown away. */
export async function startWatched(
  t: Lifetime,
  app: WatchedApp,
  env: Readonly<Record<string, string>> = {},
): Promise<WatchedServer> {
  const child = fork(fileURLToPath(new URL('./watched-process.ts', import.meta.url)), [app], {
    execArgv: ['--import', 'tsx'],
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  t.after(() => child.kill('SIGKILL'))
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('The server ended')))
  ended.catch(() => {})
  const heard = async () => {
    const waiting = new AbortController()
    try {
      const [message] = await Promise.race([once(child, 'message', { signal: waiting.signal }), ended])
      return message as FromWatched
    } finally {
      waiting.abort()
    }
  }
  const ask = async <Name extends string, Value>(question: ToWatched, name: Name): Promise<Value> => {
    child.send(question)
    return ((await heard()) as unknown as Record<Name, Value>)[name]
  }
  const { url } = (await heard()) as { url: string }
  return {
    url,
    process: child,
    async blockedDuring(work) {
      await ask('watch', 'watching')
      await work()
      return ask('blocked?', 'blockedMs')
    },
    heap: () => ask('heap', 'heap'),
  }
}
