import { isIP, SocketAddress } from 'node:net'

const mappedIpv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/
const groupsOfAddress = 8
const groupsOfNetwork = 4

/**
 * An IP address in its one spelling (RFC 5952), without a zone; an IPv4 address in IPv6's clothes is one of IPv4, which is how
 * a socket that takes both shows its peers. Undefined for what is none.
 */
export function canonicalAddress(text: string): string | undefined {
  const [address = ''] = text.split('%', 1)
  const family = isIP(address)
  if (family !== 6) return family === 4 ? address : undefined
  const canonical = new SocketAddress({ address, family: 'ipv6' }).address
  return mappedIpv4.exec(canonical)?.[1] ?? canonical
}

/**
 * What counts as one sender: an address of IPv4, and a /64 of IPv6, of which whoever has one address usually has them all
 * (RFC 6177).
 * @param address in its one spelling
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [front, back] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''))
  const groups = front ?? []
  const missing = back === undefined ? 0 : groupsOfAddress - groups.length - back.length
  const all = [...groups, ...Array<string>(missing).fill('0'), ...(back ?? [])]
  return `${all.slice(0, groupsOfNetwork).join(':')}::/64`
}
