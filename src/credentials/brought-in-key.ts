import { isGeneratedKey, resemblesGeneratedKey } from './api-key-format.js'

/** Room in bits that a key must have which was not made here (NIST SP 800-57 part 1, table 4: acceptable beyond 2030). */
const minimumBits = 128
/** 32 random hexadecimal digits, the narrowest case, have fewer different ones less than once in ten million keys. */
const minimumDistinct = 8
const maximumLength = 256

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
// A header carries these unchanged. The classes are what generators draw from; hexadecimal is one of its own.
const visibleAscii = /^[\x21-\x7e]+$/
const hexadecimal = /^([0-9a-f]+|[0-9A-F]+)$/
const classes: readonly (readonly [RegExp, number])[] = [
  [/[0-9]/, 10],
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[-_]/, 2],
  [/[^0-9a-zA-Z_-]/, 30],
]

export const broughtInKeyRule =
  'must be a UUID, or 128 bits or more: 20 to 256 visible ASCII characters, more where fewer kinds of them are used (32 ' +
  'hexadecimal digits, 22 letters and digits), and not a generated key with a wrong checksum'

/**
 * Whether a key that was not made here may be brought in: made-up words and short codes can be tried out, so its length
 * and alphabet must leave room for 128 bits. UUIDs, with 122 random bits, are the keys of the system that this one
 * re-creates. A key that was made by another installation is as good as one of ours.
 */
export function isAcceptableKey(key: string): boolean {
  if (isGeneratedKey(key)) return true
  if (key.length > maximumLength || !visibleAscii.test(key) || resemblesGeneratedKey(key)) return false
  return uuid.test(key) || hasRoom(key)
}

/** Whether length and alphabet of a text leave room for 128 bits. */
export function hasRoom(text: string): boolean {
  return roomInBits(text) >= minimumBits && new Set(text).size >= minimumDistinct
}

function roomInBits(key: string): number {
  const alphabet = hexadecimal.test(key)
    ? 16
    : classes.reduce((size, [pattern, added]) => size + (pattern.test(key) ? added : 0), 0)
  return key.length * Math.log2(alphabet)
}
