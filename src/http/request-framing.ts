import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Refuses, with 400 and the end of the connection, what Node's parser lets through and others read in another way: a proxy in
 * front that takes such a request for two, or for one of another host, must not find a server behind it that goes on.
 */
export function refuseAmbiguous(listener: RequestListener): RequestListener {
  const refused = new WeakSet<Socket>()
  return (request: IncomingMessage, response: ServerResponse & { req: IncomingMessage }) => {
    // What came in one piece with a refused request is emitted all the same.
    if (refused.has(request.socket)) return
    if (!isAmbiguous(request)) return listener(request, response)
    refused.add(request.socket)
    response.writeHead(400, { Connection: 'close' }).end()
  }
}

function isAmbiguous({ httpVersion, headers, rawHeaders }: IncomingMessage): boolean {
  // The parser takes 0.9 and 2.0 too, and answers them as 1.1.
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return true
  // Of several codings it looks at the last only, which is not what is left of the body then (RFC 9112, section 6.1).
  const coding = headers['transfer-encoding']
  if (coding !== undefined && coding.toLowerCase() !== 'chunked') return true
  // RFC 9112, section 3.2.
  const isHost = (name: string, index: number) => index % 2 === 0 && name.length === 4 && name.toLowerCase() === 'host'
  return rawHeaders.findIndex(isHost) !== rawHeaders.findLastIndex(isHost)
}
