import {
  type GeneratedKey,
  generateKey,
  generateKeyId,
  keyStart,
  parseKey,
  parseKeyId,
} from '../credentials/api-key-format.js'
import { isAcceptableKey } from '../credentials/brought-in-key.js'
import { digestKey } from '../credentials/digest.js'
import { SimpleSecurityError } from '../errors.js'
import { foldCase, type KeyRecord, type KeyStatus, keyStatus } from './api-key.js'
import { type Actor, type AuditAction, type AuditChange, type AuditEntry, auditChanges } from './audit.js'
import type { CursorCodec } from './cursor.js'
import { checkInput, invalidArgument, isPossibleName } from './key-input.js'
import type { KeyChange, KeySortColumn, KeyStore } from './key-store.js'
import { type UsageInterval, type UsagePoint, usagePoints, usageRange } from './usage-points.js'

const dayMs = 24 * 60 * 60 * 1000
// A secret that ends at once ends at no time of a clock: by one that goes behind, or is set back, it would work again.
const endedForGood = 0
const usualLimit = 50
const changeMembers = [
  'name',
  'scopes',
  'metadata',
  'neverExpires',
  'expiresAt',
] as const satisfies (keyof KeyChanges)[]
const listMembers = [
  'limit',
  'cursor',
  'status',
  'scope',
  'unusedSince',
  'expiresBefore',
  'sort',
] as const satisfies (keyof ListKeysInput)[]

export interface KeyChanges {
  /** At most 200 characters, none of them a control character; the empty text takes the name away. */
  name?: string
  /** At most 100. `*` stands for every scope, `reports:*` for every one that begins with `reports:`. */
  scopes?: readonly string[]
  /** At most 64 texts of at most 500 characters. */
  metadata?: Readonly<Record<string, string>>
  /** Whether the key works until it is revoked. */
  neverExpires?: boolean
  expiresAt?: Date
}

export interface CreateKeyInput extends KeyChanges {
  /** A key to bring in, instead of one that is generated: a UUID, or one with at least 128 bits of room. */
  key?: string
}

export interface RenewKeyInput {
  /** The configured number of days from now when left out. */
  expiresAt?: Date
}

export interface RotateKeyInput {
  /** For how long the former secret goes on working: 0, when left out, to 604,800. */
  overlapSeconds?: number
}

export type KeySort = KeySortColumn | `-${KeySortColumn}`

export interface ListKeysInput {
  /** How many to give at most, 50 when left out. `Infinity` gives all of them. */
  limit?: number
  /** The `nextCursor` of the page before, for the same filters and order. */
  cursor?: string
  status?: KeyStatus
  /** A part of the name, in whichever letter case. */
  name?: string
  /** A scope that the key was given, literally. */
  scope?: string
  /** Not used at this time or later, be it that it was never used. */
  unusedSince?: Date
  expiresBefore?: Date
  /** With `-` in front, the largest or latest comes first. By what the filter is about, and else by `-created_date`. */
  sort?: KeySort
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

/** With the key itself, which cannot be seen again. */
export type CreatedKey = KeyDetails & { key: string }

export interface KeyPage {
  keys: KeyDetails[]
  /** Undefined on the last page. */
  nextCursor: string | undefined
}

export interface KeyUsage {
  interval: UsageInterval
  points: UsagePoint[]
}

export interface AuditEvent {
  /** Later events have larger numbers. */
  id: string
  date: Date
  action: AuditAction
  /** Undefined where it was of no key: a refused secret. */
  keyId: string | undefined
  via: Actor['via']
  address: string | undefined
  changes: AuditChange[]
}

export interface AuditPage {
  events: AuditEvent[]
  /** Undefined on the last page. */
  nextCursor: string | undefined
}

/**
 * The administration of keys. A `reference` is a whole key, its start or its id; methods that take one resolve to
 * undefined when there is no such key. Every method rejects with a `SimpleSecurityError`: `invalid_argument` for input that
 * is not as described and `key_exists` for a key that is there already (nothing is changed then), `database_unavailable`
 * while the database cannot be reached. What changes a key writes to the audit trail in the same transaction.
 */
export interface Keys {
  create(input?: CreateKeyInput): Promise<CreatedKey>
  get(reference: string): Promise<KeyDetails | undefined>
  /** Counts include every request that was answered before the call. */
  list(input?: ListKeysInput): Promise<KeyPage>
  /** Changes the members that are given. Scopes and metadata are replaced as a whole. */
  update(reference: string, changes: KeyChanges): Promise<KeyDetails | undefined>
  /** From the resolution on, the key is refused. Former secrets that still worked after a rotation end for good. */
  revoke(reference: string): Promise<KeyDetails | undefined>
  /** Moves the expiry, and takes a revocation back. */
  renew(reference: string, input?: RenewKeyInput): Promise<{ key: KeyDetails; wasRevoked: boolean } | undefined>
  /** Gives the key a new secret; its id, usage and history stay. */
  rotate(reference: string, input?: RotateKeyInput): Promise<CreatedKey | undefined>
  /** The key, its secrets and its usage are gone; its audit trail stays. @returns whether there was one */
  delete(reference: string): Promise<boolean>
  /** How many requests the key authorized in each hour or day of UTC: the last 24 hours or 30 days when left out. */
  usage(reference: string, input?: { from?: Date; to?: Date; interval?: UsageInterval }): Promise<KeyUsage | undefined>
  /** Every change of a key, the newest first, also of keys that were deleted, and the refusals of wrong admin secrets. */
  audit(input?: { limit?: number; cursor?: string; keyId?: string }): Promise<AuditPage>
}

/** The administration of keys on behalf of whoever asks. */
export type KeysOf = (actor: Actor) => Keys

export function createKeys(parts: {
  store: KeyStore
  now: () => number
  keyPrefix: string
  expirationDays: number
  cursors: CursorCodec
  /** Called before a method settles that may have changed what verification has cached. */
  onChange: (id: string) => void
  /** Writes the counts that are still in memory. */
  flushUsage: () => Promise<void>
}): KeysOf {
  const { store, now, keyPrefix, expirationDays, cursors, onChange, flushUsage } = parts
  const defaultExpiry = () => now() + Math.round(expirationDays * dayMs)

  async function findId(reference: string): Promise<string | undefined> {
    const generated = parseKey(reference)
    if (generated !== undefined) return generated.id
    const broughtIn = isAcceptableKey(reference) ? await store.findIdByDigest(digestKey(reference)) : undefined
    return broughtIn ?? parseKeyId(reference)
  }

  // A write whose answer got lost may have happened: what was known before is forgotten in either case. Of a new key, it may
  // have been known that there is none.
  async function writing<Result>(id: string, write: () => Promise<Result>): Promise<Result> {
    try {
      return await write()
    } finally {
      onChange(id)
    }
  }

  return (actor) => {
    const entryOf = (action: AuditAction, keyId: string, changes: AuditChange[]): AuditEntry => ({
      at: now(),
      action,
      keyId,
      actor,
      changes,
    })

    /** Changes a record; where that makes no difference and nothing is done to its secrets, nothing is written. */
    async function change(
      reference: string,
      action: AuditAction,
      decide: (before: KeyRecord) => Omit<KeyChange, 'entry'> & { extra?: AuditChange[] },
    ) {
      const id = await findId(reference)
      if (id === undefined) return undefined
      await flushUsage()
      return writing(id, () =>
        store.change(id, (before) => {
          const { extra = [], ...decided } = decide(before)
          const changes = [...auditChanges(before, decided.after), ...extra]
          return changes.length === 0 ? undefined : { ...decided, entry: entryOf(action, id, changes) }
        }),
      )
    }

    return {
      async create(input = {}) {
        checkInput(input, [...changeMembers, 'key'])
        const { name, scopes = [], metadata = {}, neverExpires = false, expiresAt, key: broughtIn } = input
        const { id, start, key } = broughtIn === undefined ? generateKey(keyPrefix) : bringIn(broughtIn, keyPrefix)
        const createdAt = now()
        const record: KeyRecord = {
          id,
          start,
          name: name || undefined,
          scopes: [...scopes],
          metadata: { ...metadata },
          neverExpires,
          expiresAt: expiresAt?.getTime() ?? defaultExpiry(),
          createdAt,
          renewedAt: createdAt,
          revokedAt: undefined,
          latestQueryAt: undefined,
          totalQueries: 0,
        }
        const entry = entryOf('created', id, auditChanges(undefined, record))
        if (!(await writing(id, () => store.insert(record, digestKey(key), entry)))) {
          throw new SimpleSecurityError('key_exists', 'This key exists already.')
        }
        return { ...describe(record, now()), key }
      },

      async get(reference) {
        await flushUsage()
        const id = await findId(reference)
        const record = id === undefined ? undefined : await store.findById(id)
        return record === undefined ? undefined : describe(record, now())
      },

      async list(input = {}) {
        const { name: filter, ...others } = input
        checkInput(others, listMembers)
        if (filter !== undefined && typeof filter !== 'string') throw invalidArgument('name', 'must be a text')
        const { cursor, limit = usualLimit, status, scope, unusedSince, expiresBefore } = others
        const name = filter === undefined ? undefined : foldCase(filter)
        const sort = input.sort ?? usualSort(input)
        const list = ['keys', sort, status, filter, scope, unusedSince?.getTime(), expiresBefore?.getTime()]
        const after = cursor === undefined ? undefined : cursors.decode(list, cursor)
        if (cursor !== undefined && after === undefined) throw invalidCursor()
        if (filter !== undefined && !isPossibleName(filter)) return { keys: [], nextCursor: undefined }
        await flushUsage()
        const rows = await store.list({
          limit: limit + 1,
          sort: { by: sort.replace('-', '') as KeySortColumn, descending: sort.startsWith('-') },
          after,
          now: now(),
          status,
          nameContains: name || undefined,
          scope,
          unusedSince: unusedSince?.getTime(),
          expiresBefore: expiresBefore?.getTime(),
        })
        const last = rows.length > limit ? rows[limit - 1] : undefined
        return {
          keys: rows.slice(0, limit).map(({ key }) => describe(key, now())),
          nextCursor: last === undefined ? undefined : cursors.encode(list, last.position),
        }
      },

      async update(reference, changes) {
        checkInput(changes, changeMembers)
        // As it is now: the caller's object may change before the transaction begins.
        const { expiresAt, ...given } = structuredClone(changes)
        const changed = await change(reference, 'updated', (before) => {
          const { name = before.name, scopes = before.scopes, metadata = before.metadata } = given
          const neverExpires = given.neverExpires ?? before.neverExpires
          const renewed = expiresAt === undefined ? {} : { expiresAt: expiresAt.getTime(), renewedAt: now() }
          return { after: { ...before, name: name || undefined, scopes, metadata, neverExpires, ...renewed } }
        })
        return changed === undefined ? undefined : describe(changed.after, now())
      },

      async revoke(reference) {
        const changed = await change(reference, 'revoked', (before) => ({
          after: { ...before, revokedAt: before.revokedAt ?? now() },
          endSecretsAt: endedForGood,
          endReplacedOnly: true,
        }))
        return changed === undefined ? undefined : describe(changed.after, now())
      },

      async renew(reference, input = {}) {
        checkInput(input, ['expiresAt'])
        const expiresAt = input.expiresAt?.getTime()
        const changed = await change(reference, 'renewed', (before) => ({
          after: {
            ...before,
            expiresAt: expiresAt ?? defaultExpiry(),
            renewedAt: now(),
            revokedAt: undefined,
          },
        }))
        if (changed === undefined) return undefined
        return { key: describe(changed.after, now()), wasRevoked: changed.before.revokedAt !== undefined }
      },

      async rotate(reference, input = {}) {
        checkInput(input, ['overlapSeconds'])
        const { overlapSeconds = 0 } = input
        let rotated: GeneratedKey | undefined
        const changed = await change(reference, 'rotated', (before) => {
          rotated = generateKey(before.start.slice(0, -before.id.length - 1), before.id)
          // A revoked key has no former secret that would work again once it is renewed.
          const overlapMs = before.revokedAt === undefined ? overlapSeconds * 1000 : 0
          const endsAt = now() + overlapMs
          const endSecretsAt = overlapMs === 0 ? endedForGood : endsAt
          const formerSecretEnds = { member: 'former_secret_ends', to: new Date(endsAt).toISOString() }
          return { after: before, endSecretsAt, addDigest: digestKey(rotated.key), extra: [formerSecretEnds] }
        })
        if (changed === undefined || rotated === undefined) return undefined
        return { ...describe(changed.after, now()), key: rotated.key }
      },

      async delete(reference) {
        const id = await findId(reference)
        if (id === undefined) return false
        return writing(id, () => store.delete(id, (before) => entryOf('deleted', id, auditChanges(before, undefined))))
      },

      async usage(reference, input = {}) {
        checkInput(input, ['from', 'to', 'interval'])
        const range = usageRange(input, now())
        await flushUsage()
        const id = await findId(reference)
        if (id === undefined || (await store.findById(id)) === undefined) return undefined
        return {
          interval: range.interval,
          points: usagePoints(await store.usage(id, range.from, range.to), range),
        }
      },

      async audit(input = {}) {
        checkInput(input, ['limit', 'cursor', 'keyId'])
        const { limit = usualLimit, cursor, keyId } = input
        const list = ['audit', keyId]
        const position = cursor === undefined ? undefined : cursors.decode(list, cursor)
        if (cursor !== undefined && position === undefined) throw invalidCursor()
        const before = position === undefined ? undefined : Number(position[0])
        const rows = await store.audit({ limit: limit + 1, before, keyId })
        const last = rows.length > limit ? rows[limit - 1] : undefined
        return {
          events: rows.slice(0, limit).map(({ id, at, action, keyId, actor, changes }) => ({
            id: String(id),
            date: new Date(at),
            action,
            keyId,
            via: actor.via,
            address: actor.address,
            changes,
          })),
          nextCursor: last === undefined ? undefined : cursors.encode(list, [last.id]),
        }
      },
    }
  }
}

// A key of another installation keeps its id; nothing of any other key may be shown, so it gets an id of its own.
export function bringIn(key: string, prefix: string): GeneratedKey {
  const parsed = parseKey(key)
  if (parsed !== undefined) return { ...parsed, key }
  const id = generateKeyId()
  return { id, start: keyStart(prefix, id), key }
}

/** By what a filter is about, since one index then serves both. */
function usualSort({ status, unusedSince, expiresBefore }: ListKeysInput): KeySort {
  if (expiresBefore !== undefined || status === 'expired') return 'expiration_date'
  return unusedSince === undefined ? '-created_date' : 'latest_query_date'
}

function invalidCursor(): SimpleSecurityError {
  return invalidArgument('cursor', 'must be the next_cursor of the page before, with the same filters and order')
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
