import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export interface Answer {
  status: number
  /** The status line and the header fields, a line each. */
  head: string
  body: Buffer
}

/** A connection that is kept alive and carries one request at a time. */
export interface Connection {
  exchange(request: Buffer, onAnswer: (answer: Answer) => void): void
  close(): void
}

const headEnd = Buffer.from('\r\n\r\n')
const emptyStatuses = [204, 304]

/**
 * Takes what arrives on a connection and gives the answers in it, however they are cut. It knows what the servers here
 * send, and no more: a client for every server would cost more than what is measured.
 */
export function createAnswerReader(onAnswer: (answer: Answer) => void): (chunk: Buffer) => void {
  let rest: Buffer | undefined
  return (chunk) => {
    let data = rest === undefined ? chunk : Buffer.concat([rest, chunk])
    rest = undefined
    while (data.length > 0) {
      const end = data.indexOf(headEnd)
      if (end === -1) break
      const head = data.toString('latin1', 0, end)
      const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1])
      if (Number.isNaN(status)) throw new Error(`No HTTP/1.1 answer: ${JSON.stringify(head.slice(0, 80))}`)
      const bodyStart = end + headEnd.length
      const bodyEnd = bodyStart + bodyLength(status, head)
      if (data.length < bodyEnd) break
      onAnswer({ status, head, body: data.subarray(bodyStart, bodyEnd) })
      data = data.subarray(bodyEnd)
    }
    if (data.length > 0) rest = data
  }
}

function bodyLength(status: number, head: string): number {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length !== undefined) return Number(length)
  if (emptyStatuses.includes(status)) return 0
  throw new Error(`This client reads answers with a Content-Length only, but got: ${JSON.stringify(head)}`)
}

/** @param onError told once when the connection cannot go on */
async function openConnection(port: number, onError: (error: Error) => void): Promise<Connection> {
  const socket: Socket = connect({ host: '127.0.0.1', port, noDelay: true })
  await once(socket, 'connect')
  let waiting: ((answer: Answer) => void) | undefined
  const read = createAnswerReader((answer) => {
    const onAnswer = waiting
    waiting = undefined
    if (onAnswer === undefined) throw new Error('The server answered what it was not asked.')
    onAnswer(answer)
  })
  const fail = (error: Error) => {
    socket.destroy()
    onError(error)
  }
  socket.on('data', (chunk) => {
    try {
      read(chunk)
    } catch (error) {
      fail(error as Error)
    }
  })
  socket.on('error', fail)
  socket.on('end', () => fail(new Error('The server closed a connection.')))
  return {
    exchange(request, onAnswer) {
      waiting = onAnswer
      socket.write(request)
    },
    close: () => socket.destroy(),
  }
}

export interface ConnectionPool {
  connections: Connection[]
  /** Rejects with the first failure of any connection; never resolves. */
  failed: Promise<never>
  hasFailed(): boolean
  close(): void
}

export async function openConnections(port: number, count: number): Promise<ConnectionPool> {
  let failures = 0
  let reject: (error: Error) => void = () => {}
  const failed = new Promise<never>((_, rejectWith) => {
    reject = rejectWith
  })
  // Whoever waits for answers sees it.
  failed.catch(() => {})
  const onError = (error: Error) => {
    failures++
    reject(error)
  }
  const connections = await Promise.all(Array.from({ length: count }, () => openConnection(port, onError)))
  return {
    connections,
    failed,
    hasFailed: () => failures > 0,
    close() {
      for (const connection of connections) connection.close()
    },
  }
}

/** One request on a connection of its own. */
export async function ask(port: number, request: Buffer): Promise<Answer> {
  const pool = await openConnections(port, 1)
  try {
    const answered = new Promise<Answer>((resolve) => pool.connections[0]?.exchange(request, resolve))
    return await Promise.race([answered, pool.failed])
  } finally {
    pool.close()
  }
}
