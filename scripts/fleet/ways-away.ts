import type { OwnPostgres } from '../../test/support/postgres-server.js'
import { startProxy } from '../../test/support/proxy.js'
import type { Lifetime } from '../../test/support/temporary.js'
import type { FleetDatabase } from './databases.js'

/** A way in which a database goes away and comes back. */
export interface WayAway {
  name: string
  /** Where replicas find the database. */
  url: string
  leave(): void | Promise<void>
  comeBack(): void | Promise<void>
  /** Whether it stays away until cached keys work no longer. */
  outlastsGrace: boolean
}

type MakeWay = (lifetime: Lifetime, url: string) => Promise<WayAway>

/** Our own server is frozen and stopped itself; before any other stands a proxy that looks to replicas as if it were. */
export function waysAway({ own }: FleetDatabase): MakeWay[] {
  if (own === undefined) {
    return [
      async (lifetime, url) => {
        const proxy = await startProxy(lifetime, url)
        return { name: 'frozen', url: proxy.url, leave: proxy.freeze, comeBack: proxy.thaw, outlastsGrace: true }
      },
      async (lifetime, url) => {
        const proxy = await startProxy(lifetime, url)
        return { name: 'refusing', url: proxy.url, leave: proxy.refuse, comeBack: proxy.accept, outlastsGrace: true }
      },
      async (lifetime, url) => {
        const proxy = await startProxy(lifetime, url)
        return { name: 'restarted', url: proxy.url, leave: proxy.refuse, comeBack: proxy.accept, outlastsGrace: false }
      },
    ]
  }
  return [
    async (lifetime, url) => {
      let frozen: number[] = []
      const thaw = () => {
        for (const pid of frozen.splice(0)) signal(pid, 'SIGCONT')
      }
      // A server that is left frozen could not even be stopped.
      process.once('exit', thaw)
      lifetime.after(() => {
        thaw()
        process.off('exit', thaw)
      })
      const freeze = () => {
        frozen = own.pids()
        for (const pid of frozen) signal(pid, 'SIGSTOP')
      }
      return { name: 'frozen', url, leave: freeze, comeBack: thaw, outlastsGrace: true }
    },
    async (lifetime, url) => ({ ...stopping(own, lifetime, url), name: 'stopped', outlastsGrace: true }),
    async (lifetime, url) => ({ ...stopping(own, lifetime, url), name: 'restarted', outlastsGrace: false }),
  ]
}

function stopping(own: OwnPostgres, lifetime: Lifetime, url: string) {
  let isAway = false
  const comeBack = async () => {
    if (isAway) await own.start()
    isAway = false
  }
  // What comes next needs it, also when this went wrong.
  lifetime.after(comeBack)
  const leave = async () => {
    isAway = true
    await own.halt()
  }
  return { url, leave, comeBack }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    // One of its processes may have ended by itself.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
