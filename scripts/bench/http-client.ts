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

/** An answer that was taken apart, by its bytes before and after the date. */
interface Known {
  length: number
  beforeDate: Buffer
  afterDate: Buffer
  answer: Answer
}

/** Of an HTTP date (RFC 9110, section 5.6.7). */
const dateLength = 'Sun, 06 Nov 1994 08:49:37 GMT'.length

function knownOf(bytes: Buffer, answer: Answer): Known {
  const name = /^date: */im.exec(answer.head)
  const start = name === null ? bytes.length : name.index + name[0].length
  return {
    length: bytes.length,
    beforeDate: bytes.subarray(0, start),
    afterDate: bytes.subarray(start + dateLength),
    answer,
  }
}

function isSame(bytes: Buffer, { length, beforeDate, afterDate }: Known): boolean {
  return (
    bytes.length === length &&
    bytes.compare(beforeDate, 0, beforeDate.length, 0, beforeDate.length) === 0 &&
    bytes.compare(afterDate, 0, afterDate.length, length - afterDate.length) === 0
  )
}

/**
 * Takes what arrives on a connection and gives the answers in it, however they are cut. It knows what the servers here
 * send, and no more: a client for every server would cost more than what is measured. Nor is an answer taken apart that
 * differs in its date only from the one before on the same connection: on a machine whose cores share caches, what the client
 * does slows the server.
 */
export function createAnswerReader(onAnswer: (answer: Answer) => void): (chunk: Buffer) => void {
  let rest: Buffer | undefined
  let last: Known | undefined
  return (chunk) => {
    if (rest === undefined && last !== undefined && isSame(chunk, last)) return onAnswer(last.answer)
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
      const answer = { status, head, body: data.subarray(bodyStart, bodyEnd) }
      last = knownOf(data.subarray(0, bodyEnd), answer)
      data = data.subarray(bodyEnd)
      onAnswer(answer)
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
