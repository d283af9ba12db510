import { createHash, hash, timingSafeEqual } from 'node:crypto'

/**
 * SHA-256 in lower-case hexadecimal: what is stored of a key. A plain fast hash is enough, since a key has more random
 * bits than anybody can try; a slow one would let every request be a load.
 */
export function digestKey(key: string): string {
  return hash('sha256', key, 'hex')
}

/**
 * Whether the text is one of the secrets. The time taken tells neither which one nor how much of it fits: digests of one
 * length are compared, and all of them are.
 */
export function createSecretMatcher(secrets: readonly string[]): (text: string) => boolean {
  const digests = secrets.map(sha256)
  return (text) => {
    const digest = sha256(text)
    return digests.map((accepted) => timingSafeEqual(accepted, digest)).includes(true)
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
