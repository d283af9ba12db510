import { connect, type Socket } from 'node:net'
import { createAnswerReader } from '../bench/http-client.js'

export interface Reply {
  status: number
  body: string
  /** In milliseconds of `performance.now()`. */
  sentAt: number
  receivedAt: number
}

export interface AskOptions {
  key?: string
  secret?: string
  limitMs?: number
}

/** A client of one server, with one connection that it keeps alive, and opens again when it was lost. One request at a time. */
export interface Link {
  /** Rejects when the connection is lost before the answer, or when there is none in time. */
  ask(path: string, options?: AskOptions): Promise<Reply>
  close(): void
}

const defaultLimitMs = 10_000

export function createLink(port: number): Link {
  let socket: Socket | undefined
  let settle: ((outcome: { status: number; body: string } | Error) => void) | undefined

  function open(): Socket {
    const opened = connect({ host: '127.0.0.1', port, noDelay: true })
    const read = createAnswerReader(({ status, body }) => settle?.({ status, body: body.toString('utf8') }))
    const lose = (error: Error) => {
      opened.destroy()
      if (socket !== opened) return
      socket = undefined
      settle?.(error)
    }
    opened.on('data', (chunk) => {
      try {
        read(chunk)
      } catch (error) {
        lose(error as Error)
      }
    })
    opened.on('error', lose)
    opened.on('close', () => lose(new Error('The server closed the connection.')))
    return opened
  }

  function ask(path: string, { key, secret, limitMs = defaultLimitMs }: AskOptions = {}): Promise<Reply> {
    const sentAt = performance.now()
    socket ??= open()
    const asked = socket
    const fields = [
      key === undefined ? '' : `api-key: ${key}\r\n`,
      secret === undefined ? '' : `secret-key: ${secret}\r\n`,
    ]
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        asked.destroy(new Error(`${path} was not answered within ${limitMs} ms`))
      }, limitMs)
      settle = (outcome) => {
        clearTimeout(timer)
        settle = undefined
        if (outcome instanceof Error) reject(outcome)
        else resolve({ ...outcome, sentAt, receivedAt: performance.now() })
      }
      asked.write(`GET ${path} HTTP/1.1\r\nhost: fleet\r\n${fields.join('')}\r\n`)
    })
  }

  return { ask, close: () => socket?.destroy() }
}
