import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Lifetime } from '../support/temporary.js'

/** How long a busy machine may take for what an idle one does at once. */
const patienceMs = 20_000
/** How long something that must not come is waited for. A second answer would follow the first one in the same moment. */
const surplusMs = 40

/** A connection on which bytes are sent as they are. */
export interface RawConnection {
  readonly socket: Socket
  send(text: string): void
  /** Everything that came back. */
  received(): string
  /** The statuses of the answers that came back, those of the kind 1xx left out. */
  statuses(): number[]
  /** How long after its beginning the connection had ended, in milliseconds; undefined while it has not. */
  lasted(): number | undefined
  /** Resolves when it holds, or after all patience has gone. */
  until(holds: () => boolean): Promise<void>
}

/** @param text its characters are bytes */
export function connectRaw(t: Lifetime, url: string, text = '', localAddress?: string): RawConnection {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), localAddress })
  let received = ''
  let lasted: number | undefined
  const openedAt = performance.now()
  socket.setEncoding('latin1').on('data', (data) => {
    received += data
  })
  // Being cut off is what many of these ask for.
  socket
    .on('error', () => {})
    .once('close', () => {
      lasted = performance.now() - openedAt
    })
  t.after(() => socket.destroy())
  const send = (part: string) => void socket.write(Buffer.from(part, 'latin1'))
  send(text)
  return {
    socket,
    send,
    received: () => received,
    statuses: () => [...received.matchAll(/HTTP\/1\.1 ([2-9]\d\d) /g)].map(([, status]) => Number(status)),
    lasted: () => lasted,
    async until(holds) {
      const deadline = performance.now() + patienceMs
      while (!holds() && performance.now() < deadline) await sleep(2)
    },
  }
}

export interface Exchange {
  statuses: number[]
  received: string
  isClosed: boolean
}

/** Sends the bytes, and resolves with what came back once so many answers are there and no other follows. */
export async function exchange(
  t: Lifetime,
  url: string,
  text: string,
  { answers, closes }: { answers: number; closes: boolean },
): Promise<Exchange> {
  const connection = connectRaw(t, url, text)
  const isClosed = () => connection.lasted() !== undefined
  await connection.until(() => isClosed() || (!closes && connection.statuses().length >= answers))
  if (!isClosed()) await sleep(surplusMs)
  const found = { statuses: connection.statuses(), received: connection.received(), isClosed: isClosed() }
  connection.socket.destroy()
  return found
}
