import { crc32 } from 'node:zlib'
import { encodeBase62, randomBase62 } from './base62.js'

// `{prefix}_{id}_{secret}{checksum}`. An id of 12 characters has 71 random bits, a secret of 27 has 160.8.
const idLength = 12
const secretLength = 27
const checksumLength = 6
const keyPattern = new RegExp(
  `^([0-9A-Za-z]+(?:_[0-9A-Za-z]+)*)_([0-9A-Za-z]{${idLength}})_([0-9A-Za-z]{${secretLength + checksumLength}})$`,
)
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
 * The parts of a key that was made here, under whatever prefix, or undefined for anything else: a typo or a made-up key
 * ends here, since its checksum does not fit.
 */
export function parseKey(key: string): { id: string; start: string } | undefined {
  if (key.length > maximumKeyLength) return undefined
  const [, prefix, id] = keyPattern.exec(key) ?? []
  if (prefix === undefined || id === undefined) return undefined
  const body = key.slice(0, -checksumLength)
  return checksum(body) === key.slice(-checksumLength) ? { id, start: keyStart(prefix, id) } : undefined
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
