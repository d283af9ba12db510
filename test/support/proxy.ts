import { connect, createServer, type Server, type Socket } from 'node:net'
import { changedUrl } from './databases.js'
import type { Lifetime } from './temporary.js'

/** A way to a server that can fail in every way in which servers and networks do. */
export interface Way {
  /** The URL of the server, by way of the proxy. */
  url: string
  /** As a frozen server: connections are taken and stay, and nothing is answered. */
  freeze(): void
  thaw(): void
  /** As a firewall that forgot connections: those that are there are not answered, new ones are. */
  forget(): void
  /** As a server that is gone: connections are reset, and new ones refused. */
  refuse(): void
  accept(): Promise<void>
  /** Cuts a connection off once the server has answered a statement with this in it, and before the answer is passed on. */
  cutAfter(statement: string): void
  /** Cuts a connection off instead of passing on a statement with this in it. */
  cutBefore(statement: string): void
  /** How many connections were cut off at a statement. */
  cuts(): number
}

export async function startProxy(t: Lifetime, url: string): Promise<Way> {
  const { hostname, port } = new URL(url)
  const pairs = new Set<[client: Socket, server: Socket]>()
  let isFrozen = false
  let cut: string | undefined
  let isCutBefore = false
  let cuts = 0

  const listener: Server = createServer((client) => {
    const server = connect(Number(port), hostname)
    const pair: [Socket, Socket] = [client, server]
    pairs.add(pair)
    let isDoomed = false
    const cutOff = () => {
      cut = undefined
      cuts++
      client.resetAndDestroy()
      server.destroy()
    }
    client.on('data', (data) => {
      if (cut !== undefined && data.includes(cut)) {
        if (isCutBefore) return cutOff()
        isDoomed = true
      }
      server.write(data)
    })
    server.on('data', (data) => {
      if (!isDoomed) client.write(data)
      else cutOff()
    })
    for (const socket of pair) {
      if (isFrozen) socket.pause()
      socket.on('error', () => {})
      socket.on('close', () => {
        pairs.delete(pair)
        for (const each of pair) each.destroy()
      })
    }
  })
  const listen = (on: number) => new Promise<void>((resolve) => listener.listen(on, '127.0.0.1', resolve))
  await listen(0)
  const ownPort = (listener.address() as { port: number }).port
  const destroyAll = () => {
    for (const [client, server] of pairs) {
      client.resetAndDestroy()
      server.destroy()
    }
  }
  t.after(() => {
    destroyAll()
    listener.close()
  })
  return {
    url: changedUrl(url, { host: `127.0.0.1:${ownPort}` }),
    freeze() {
      isFrozen = true
      for (const pair of pairs) for (const socket of pair) socket.pause()
    },
    forget() {
      for (const pair of pairs) for (const socket of pair) socket.pause()
    },
    thaw() {
      isFrozen = false
      for (const pair of pairs) for (const socket of pair) socket.resume()
    },
    refuse() {
      listener.close()
      destroyAll()
    },
    accept: () => listen(ownPort),
    cutAfter(statement) {
      cut = statement
      isCutBefore = false
    },
    cutBefore(statement) {
      cut = statement
      isCutBefore = true
    },
    cuts: () => cuts,
  }
}
