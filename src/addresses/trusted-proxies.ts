import { BlockList, isIP } from 'node:net'

/** Whether an address, in its one spelling, is that of a proxy whose word is taken. */
export type IsTrustedProxy = (address: string) => boolean

const rangePattern = /^(?<address>[\d.:a-f]+)(?:\/(?<length>[1-9]\d{0,2}))?$/i

/**
 * Addresses and ranges, as a list or as a text with commas between them. Undefined where one of them is neither; the whole
 * internet (`/0`) is not allowed, since whoever asks could then say who they are.
 */
export function readTrustedProxies(value: unknown): IsTrustedProxy | undefined {
  const list: unknown = typeof value === 'string' ? value.split(',') : value
  if (!Array.isArray(list) || !list.every((item) => typeof item === 'string')) return undefined
  const trusted = new BlockList()
  for (const item of list) {
    const { address = '', length } = rangePattern.exec(item.trim())?.groups ?? {}
    const family = isIP(address)
    const bits = family === 4 ? 32 : 128
    const prefix = length === undefined ? bits : Number(length)
    if (family === 0 || prefix > bits) return undefined
    trusted.addSubnet(address, prefix, familyOf(address))
  }
  return (address) => trusted.check(address, familyOf(address))
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4'
}
