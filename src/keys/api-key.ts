/** A key as the store keeps it: everything but its secrets. Times are milliseconds since 1970-01-01T00:00:00Z. */
export interface KeyRecord {
  id: string
  start: string
  name: string | undefined
  scopes: readonly string[]
  metadata: Readonly<Record<string, string>>
  neverExpires: boolean
  expiresAt: number
  createdAt: number
  /** When the expiry was last set: the life of the key is from here to there. */
  renewedAt: number
  revokedAt: number | undefined
  latestQueryAt: number | undefined
  totalQueries: number
}

export type KeyStatus = 'active' | 'revoked' | 'expired'

export function keyStatus(key: Pick<KeyRecord, 'revokedAt' | 'neverExpires' | 'expiresAt'>, now: number): KeyStatus {
  if (key.revokedAt !== undefined) return 'revoked'
  return key.neverExpires || now < key.expiresAt ? 'active' : 'expired'
}

/** What names are searched and sorted by, in which letters are alike that differ in case only, a final sigma included. */
export function foldCase(name: string): string {
  return [...name.toUpperCase()].map((character) => character.toLowerCase()).join('')
}

/** The key that authorized a request, as `ctx.state.apiKey` carries it: never the key itself. */
export interface ApiKey {
  readonly id: string
  /** Prefix and id: what may be logged and shown. */
  readonly start: string
  readonly name: string | undefined
  readonly scopes: readonly string[]
  readonly metadata: Readonly<Record<string, string>>
  /** When the key expires; undefined when it never does. */
  readonly expiresAt: Date | undefined
}
