import type { IncomingMessage } from 'node:http'
import { canonicalAddress } from '../addresses/address.js'
import type { IsTrustedProxy } from '../addresses/trusted-proxies.js'

/** Who a request comes from; undefined where its connection has no address, as that of a Unix socket. */
export type ClientAddress = (req: IncomingMessage) => string | undefined

/**
 * The peer, or, where that is a trusted proxy, whom it names in `X-Forwarded-For`. The header is read from its end, where the
 * nearest proxy wrote, and no further than to the first address that is not trusted: all before that was sent by it. A proxy
 * that names no address is taken for the client itself.
 */
export function createClientAddress(isTrusted: IsTrustedProxy): ClientAddress {
  return ({ socket, headers }) => {
    let client = canonicalAddress(socket.remoteAddress ?? '')
    // Node joins the lines of a repeated header in their order.
    const named = String(headers['x-forwarded-for'] ?? '')
    for (let end = named.length; client !== undefined && isTrusted(client) && end > 0; ) {
      const comma = named.lastIndexOf(',', end - 1)
      const before = canonicalAddress(withoutPort(named.slice(comma + 1, end).trim()))
      if (before === undefined) return client
      client = before
      end = comma
    }
    return client
  }
}

// Some proxies write where the connection came from as a whole: 192.0.2.7:4711, [2001:db8::7]:4711.
function withoutPort(text: string): string {
  return /^\[(.*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text
}
