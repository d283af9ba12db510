import { connect } from 'node:net'
import { generateKey } from '../../src/credentials/api-key-format.js'

/** So many requests are on the way on each connection, so that the server always has one to answer. */
const pipelined = 16
const statusLine = /HTTP\/1\.1 (\d{3}) /g
const statusLength = 'HTTP/1.1 403 '.length

export interface Flood {
  /** Resolves once no request is under way. */
  stop(): Promise<void>
}

/**
 * Asks with a well-formed key each time that nobody ever had, as fast as the server answers.
 * @param statuses where each answer is counted by its status
 */
export function floodWithKeys(
  url: string,
  { connections, statuses }: { connections: number; statuses: Map<number, number> },
): Flood {
  let isOn = true
  const requestOf = () => `GET /secure HTTP/1.1\r\nHost: flood\r\napi-key: ${generateKey('kss').key}\r\n\r\n`
  const closed = Array.from({ length: connections }, () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    let pending = 0
    let rest = ''
    const send = (count: number) => {
      pending += count
      socket.write(Array.from({ length: count }, requestOf).join(''))
    }
    socket.setEncoding('latin1').on('data', (text) => {
      const received = rest + text
      let answered = 0
      let end = 0
      for (const { 1: status, index } of received.matchAll(statusLine)) {
        statuses.set(Number(status), (statuses.get(Number(status)) ?? 0) + 1)
        answered++
        end = index + statusLength
      }
      // A status line may arrive in two parts.
      rest = received.slice(Math.max(end, received.length - statusLength + 1))
      pending -= answered
      if (isOn) send(answered)
      else if (pending === 0) socket.end()
    })
    socket.once('connect', () => send(pipelined))
    return new Promise<void>((resolve, reject) => socket.on('error', reject).once('close', () => resolve()))
  })
  return {
    async stop() {
      isOn = false
      await Promise.all(closed)
    },
  }
}
