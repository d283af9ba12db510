import { crc32 } from 'node:zlib'
import { digitsOfBase62, encodeBase62, randomBase62 } from './base62.js'

// `{prefix}_{id}_{secret}{checksum}`. An id of 12 characters has 71 random bits, a secret of 27 has 160.8.
const idLength = 12
const secretLength = 27
const checksumLength = 6
const underscore = 0x5f
// A generated key with characters missing, added or changed.
const resemblance = new RegExp(`^[0-9A-Za-z]+(?:_[0-9A-Za-z]+)*_[0-9A-Za-z]{${idLength}}_[0-9A-Za-z]{20,45}$`)
const containedKey = new RegExp(`_[0-9A-Za-z]{${idLength}}_[0-9A-Za-z]{${secretLength + checksumLength}}`)
const idPattern = new RegExp(`^[0-9A-Za-z]{${idLength}}$`)

/** Prefixes are base-62 words, joined by single underscores, so that a double click selects a whole key. */
export const keyPrefixPattern = /^(?=.{1,20}$)[0-9A-Za-z]+(?:_[0-9A-Za-z]+)*$/
/** No key is longer; what is longer need not be looked at. */
export const maximumKeyLength = 20 + 1 + idLength + 1 + secretLength + checksumLength

export interface GeneratedKey {
  /** Public: what logs, lists and revocations show. */
  id: string
  /** Public: the prefix and the id. */
  start: string
  /** The whole key. It is shown once and stored nowhere. */
  key: string
}

export function generateKeyId(): string {
  return randomBase62(idLength)
}

/** A new key under an id; a new id too, where none is given. */
export function generateKey(prefix: string, id: string = generateKeyId()): GeneratedKey {
  const start = keyStart(prefix, id)
  const body = `${start}_${randomBase62(secretLength)}`
  return { id, start, key: body + checksum(body) }
}

export function keyStart(prefix: string, id: string): string {
  return `${prefix}_${id}`
}

/**
 * Whether a key was made here or by another installation, under whatever prefix: a typo or a made-up key ends here, since its
 * checksum does not fit. Every request pays for this, so the characters are gone through once and nothing is copied, in half
 * the time of a regular expression and a CRC-32 after it.
 */
export function isGeneratedKey(key: string): boolean {
  const bodyEnd = key.length - checksumLength
  const secondUnderscore = bodyEnd - secretLength - 1
  const firstUnderscore = secondUnderscore - idLength - 1
  if (firstUnderscore < 1 || key.length > maximumKeyLength) return false
  if (key.charCodeAt(firstUnderscore) !== underscore || key.charCodeAt(secondUnderscore) !== underscore) return false
  let crc = -1
  let mayBeUnderscore = false
  for (let index = 0; index < bodyEnd; index++) {
    const code = key.charCodeAt(index)
    if (isDigit[code] === 1) {
      // In a prefix, single underscores join words; behind it, there is the one that ends the id.
      mayBeUnderscore = index < firstUnderscore || index + 1 === secondUnderscore
    } else {
      if (code !== underscore || !mayBeUnderscore) return false
      mayBeUnderscore = false
    }
    crc = (crcTable[(crc ^ code) & 0xff] as number) ^ (crc >>> 8)
  }
  let rest = ~crc >>> 0
  for (let index = key.length - 1; index >= bodyEnd; index--) {
    if (key.charCodeAt(index) !== digitsOfBase62.charCodeAt(rest % 62)) return false
    rest = Math.floor(rest / 62)
  }
  return true
}

/** The parts of a generated key; undefined for anything else. */
export function parseKey(key: string): { id: string; start: string } | undefined {
  if (!isGeneratedKey(key)) return undefined
  const idEnd = key.length - checksumLength - secretLength - 1
  return { id: key.slice(idEnd - idLength, idEnd), start: key.slice(0, idEnd) }
}

/** Whether this can only be a generated key, be it a good one or one with a typo. */
export function resemblesGeneratedKey(key: string): boolean {
  return resemblance.test(key)
}

/** Whether a text has something of the shape of a generated key in it, which then would be kept in clear. */
export function containsKey(text: string): boolean {
  return containedKey.test(text)
}

/** The id in a public start, or in an id itself; undefined for anything else. */
export function parseKeyId(reference: string): string | undefined {
  const end = reference.lastIndexOf('_')
  const id = reference.slice(end + 1)
  return idPattern.test(id) && (end === -1 || keyPrefixPattern.test(reference.slice(0, end))) ? id : undefined
}

function checksum(body: string): string {
  return encodeBase62(crc32(body), checksumLength)
}

/** By character code, 1 for the digits of base 62. */
const isDigit = new Uint8Array(0x10000)
for (const digit of digitsOfBase62) isDigit[digit.charCodeAt(0)] = 1

/** What each value of a byte does to a CRC-32: zlib's own of the single bytes, without its first and last inversion. */
const crcTable = Int32Array.from({ length: 256 }, (_, byte) => crc32(Uint8Array.of(byte ^ 0xff)) ^ 0xff000000)
