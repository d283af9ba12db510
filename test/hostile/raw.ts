import { connect } from 'node:net'

/** What came back on a connection, with each byte as the character of that number. */
export interface RawAnswer {
  /** 0 where the connection was closed without a word. */
  status: number
  /** The status line and the headers, as they were sent. */
  head: string
  body: string
}

export interface RawRequest {
  method?: string
  /** The target, as it is to stand in the request line. */
  target: string
  /** Lines of headers beside `Host`. */
  lines?: readonly string[]
  body?: string
}

const patienceMs = 20_000

/** Sends a request as it is, each character as the byte of that number: nothing mends it on the way. */
export function exchange(
  url: string,
  { method = 'GET', target, lines = [], body = '' }: RawRequest,
): Promise<RawAnswer> {
  const length = body === '' ? [] : [`Content-Length: ${body.length}`]
  const head = [`${method} ${target} HTTP/1.1`, 'Host: 127.0.0.1', ...lines, ...length, 'Connection: close']
  return exchangeBytes(url, Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`, 'latin1'))
}

/** Sends bytes, and takes what comes until the server closes the connection. */
function exchangeBytes(url: string, bytes: Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    const chunks: Buffer[] = []
    socket.setTimeout(patienceMs, () => socket.destroy(new Error('the server neither answered nor closed')))
    // A server that refuses a request early need not read the rest of it.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') reject(error)
    })
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.once('close', () => resolve(parse(Buffer.concat(chunks).toString('latin1'))))
    socket.write(bytes)
  })
}

/** The characters that stand for the bytes of a text in UTF-8. */
export function utf8Bytes(text: string): string {
  return Buffer.from(text).toString('latin1')
}

/** Every byte percent-encoded that is no letter, digit, hyphen or underscore. */
export function percentEncoded(bytes: string): string {
  return bytes.replace(/[^0-9A-Za-z_-]/g, percentByte)
}

export function percentByte(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`
}

function parse(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n')
  const head = end === -1 ? text : text.slice(0, end + 2)
  return { status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(text)?.[1] ?? 0), head, body: text.slice(head.length + 2) }
}
