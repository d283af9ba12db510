import { cpus } from 'node:os'
import type { ServerProcess } from './server-process.js'

/**
 * How many cores other programs kept busy since this was called: what they take shows in every figure, and no more than
 * partly goes away in ratios.
 */
export async function watchBystanders(servers: readonly ServerProcess[]): Promise<() => Promise<number>> {
  const start = await busyMs(servers)
  return async () => {
    const end = await busyMs(servers)
    return Math.max(0, end.others - start.others) / (end.at - start.at)
  }
}

async function busyMs(servers: readonly ServerProcess[]): Promise<{ at: number; others: number }> {
  const { user, system } = process.cpuUsage()
  const serversUs = await Promise.all(servers.map((server) => server.cpuUs()))
  const ours = serversUs.reduce((sum, us) => sum + us, user + system) / 1000
  const all = cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0)
  return { at: performance.now(), others: all - ours }
}
