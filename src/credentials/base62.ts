import { randomBytes } from 'node:crypto'

export const digitsOfBase62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** `length` characters, each with log2(62) = 5.954 random bits. */
export function randomBase62(length: number): string {
  let text = ''
  while (text.length < length) {
    for (const byte of randomBytes(2 * (length - text.length))) {
      // Bytes from 248 on would make the first eight characters likelier than the others.
      if (byte < 248 && text.length < length) text += digitsOfBase62.charAt(byte % 62)
    }
  }
  return text
}

/** A whole number of at most 2^53, most significant digit first, padded with zeros to `length`. */
export function encodeBase62(value: number, length: number): string {
  let text = ''
  for (let rest = value; text.length < length; rest = Math.floor(rest / 62))
    text = digitsOfBase62.charAt(rest % 62) + text
  return text
}
