import {
  containsKey,
  type GeneratedKey,
  generateKey,
  generateKeyId,
  keyStart,
  parseKey,
  parseKeyId,
} from '../credentials/api-key-format.js'
import { broughtInKeyRule, isAcceptableKey } from '../credentials/brought-in-key.js'
import { digestKey } from '../credentials/digest.js'
import { SimpleSecurityError } from '../errors.js'
import { type KeyRecord, type KeyStatus, keyStatus } from './api-key.js'
import type { KeyStore } from './key-store.js'

const dayMs = 24 * 60 * 60 * 1000

export interface CreateKeyInput {
  /** At most 200 characters, none of them a control character. */
  name?: string
  /** Whether the key works until it is revoked. */
  neverExpires?: boolean
  /** A key to bring in, instead of one that is generated: a UUID, or one with at least 128 bits of room. */
  key?: string
}

export interface RenewKeyInput {
  /** The configured number of days from now when left out. */
  expiresAt?: Date
}

/** A key and its counts, for administrators. It holds nothing secret. */
export interface KeyDetails {
  id: string
  start: string
  name: string | undefined
  scopes: readonly string[]
  metadata: Readonly<Record<string, string>>
  status: KeyStatus
  /** False once revoked; an expired key is still active in this sense, as in the system that this one re-creates. */
  isActive: boolean
  neverExpires: boolean
  expiresAt: Date
  createdAt: Date
  revokedAt: Date | undefined
  latestQueryAt: Date | undefined
  totalQueries: number
}

/**
 * The administration of keys. A `reference` is a whole key, its start or its id. Every method rejects with a
 * `SimpleSecurityError`: `invalid_argument` for input that is not as described and `key_exists` for a key that is there
 * already (nothing is changed then), `database_unavailable` while the database cannot be reached.
 */
export interface Keys {
  /** @returns the details, and the key: it cannot be seen again */
  create(input?: CreateKeyInput): Promise<KeyDetails & { key: string }>
  /** Every key, the latest used first. Counts include every request that was answered before the call. */
  list(): Promise<KeyDetails[]>
  /** From the resolution on, the key is refused. Revoking twice, or what does not exist, changes nothing. */
  revoke(reference: string): Promise<void>
  /**
   * Moves the expiry, and takes a revocation back.
   * @returns the new details and whether the key had been revoked; undefined when there is no such key
   */
  renew(reference: string, input?: RenewKeyInput): Promise<{ key: KeyDetails; wasRevoked: boolean } | undefined>
}

export function createKeys(parts: {
  store: KeyStore
  now: () => number
  keyPrefix: string
  expirationDays: number
  /** Called before a method resolves that changed what verification may have cached. */
  onChange: (id: string) => void
  /** Writes the counts that are still in memory. */
  flushUsage: () => Promise<void>
}): Keys {
  const { store, now, keyPrefix, expirationDays, onChange, flushUsage } = parts
  const defaultExpiry = () => now() + Math.round(expirationDays * dayMs)

  async function findId(reference: string): Promise<string | undefined> {
    const generated = parseKey(reference)
    if (generated !== undefined) return generated.id
    const broughtIn = isAcceptableKey(reference) ? await store.findIdByDigest(digestKey(reference)) : undefined
    return broughtIn ?? parseKeyId(reference)
  }

  // A write whose answer got lost may have happened: what was known before is forgotten in either case.
  async function changing<Result>(id: string, write: () => Promise<Result>): Promise<Result> {
    try {
      return await write()
    } finally {
      onChange(id)
    }
  }

  return {
    async create({ name, neverExpires = false, key: broughtIn } = {}) {
      checkName(name)
      const { id, start, key } = broughtIn === undefined ? generateKey(keyPrefix) : bringIn(broughtIn, keyPrefix)
      const record: KeyRecord = {
        id,
        start,
        name,
        scopes: [],
        metadata: {},
        neverExpires,
        expiresAt: defaultExpiry(),
        createdAt: now(),
        revokedAt: undefined,
        latestQueryAt: undefined,
        totalQueries: 0,
      }
      if (!(await store.insert(record, digestKey(key)))) {
        throw new SimpleSecurityError('key_exists', 'This key exists already.')
      }
      return { ...describe(record, now()), key }
    },

    async list() {
      await flushUsage()
      const records = await store.list()
      return records.map((record) => describe(record, now()))
    },

    async revoke(reference) {
      const id = await findId(reference)
      if (id === undefined) return
      await changing(id, () => store.revoke(id, now()))
    },

    async renew(reference, { expiresAt } = {}) {
      const id = await findId(reference)
      if (id === undefined) return undefined
      const newExpiry = expiresAt === undefined ? defaultExpiry() : checkedTime(expiresAt)
      const before = await changing(id, () => store.renew(id, newExpiry))
      if (before === undefined) return undefined
      const after = { ...before, expiresAt: newExpiry, revokedAt: undefined }
      return { key: describe(after, now()), wasRevoked: before.revokedAt !== undefined }
    },
  }
}

function checkName(name: unknown): void {
  if (name === undefined) return
  if (typeof name === 'string' && [...name].length <= 200 && !/\p{Cc}/u.test(name) && !containsKey(name)) return
  throw new SimpleSecurityError(
    'invalid_argument',
    'name must be a string of at most 200 characters, without control characters and without a key in it',
  )
}

function checkedTime(date: Date): number {
  const ms = date.getTime()
  if (ms >= 0 && date.getUTCFullYear() <= 9999) return ms
  throw new SimpleSecurityError('invalid_argument', 'expiresAt must be a date between 1970 and 9999')
}

// A key of another installation keeps its id; nothing of any other key may be shown, so it gets an id of its own.
function bringIn(key: unknown, prefix: string): GeneratedKey {
  if (typeof key !== 'string' || !isAcceptableKey(key)) {
    throw new SimpleSecurityError('invalid_argument', `key ${broughtInKeyRule}`)
  }
  const id = parseKey(key)?.id ?? generateKeyId()
  return { id, start: parseKey(key)?.start ?? keyStart(prefix, id), key }
}

function describe(record: KeyRecord, now: number): KeyDetails {
  const { id, start, name, scopes, metadata, neverExpires, totalQueries } = record
  return {
    id,
    start,
    name,
    scopes,
    metadata,
    status: keyStatus(record, now),
    isActive: record.revokedAt === undefined,
    neverExpires,
    expiresAt: new Date(record.expiresAt),
    createdAt: new Date(record.createdAt),
    revokedAt: optionalDate(record.revokedAt),
    latestQueryAt: optionalDate(record.latestQueryAt),
    totalQueries,
  }
}

function optionalDate(ms: number | undefined): Date | undefined {
  return ms === undefined ? undefined : new Date(ms)
}
