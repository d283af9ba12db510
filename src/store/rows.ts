import { foldCase, type KeyRecord } from '../keys/api-key.js'
import type { AuditEntry } from '../keys/audit.js'
import type { AuditRow } from '../keys/key-store.js'

export const tables = {
  keys: 'simple_security_keys',
  names: 'simple_security_names',
  secrets: 'simple_security_secrets',
  scopes: 'simple_security_scopes',
  usage: 'simple_security_usage',
  audit: 'simple_security_audit',
  revision: 'simple_security_revision',
  flushes: 'simple_security_flushes',
} as const

/** The latest time that a Date can hold: when keys end that never expire. */
const never = 8_640_000_000_000_000

/** Before every time: an index then serves "not since" as one range. */
export const neverUsed = -1

/** PostgreSQL gives 64-bit integers as text, and SQLite gives booleans as numbers. */
type Integer = number | string

export interface KeyRow {
  seq: Integer
  id: string
  start: string
  name: string
  scopes: string
  metadata: string
  never_expires: boolean | number
  expires_at: Integer
  ends_at: Integer
  created_at: Integer
  renewed_at: Integer
  revoked_at: Integer | null
  latest_query_at: Integer
  name_folded: string
  total_queries: Integer
}

/** The columns that an administrator's change can touch: counts are the flush's alone. */
export function toKeyRow(key: KeyRecord): Omit<KeyRow, 'seq' | 'latest_query_at' | 'total_queries'> {
  return {
    id: key.id,
    start: key.start,
    name: key.name ?? '',
    name_folded: foldCase(key.name ?? ''),
    scopes: JSON.stringify(key.scopes),
    metadata: JSON.stringify(key.metadata),
    never_expires: key.neverExpires,
    expires_at: key.expiresAt,
    ends_at: key.neverExpires ? never : key.expiresAt,
    created_at: key.createdAt,
    renewed_at: key.renewedAt,
    revoked_at: key.revokedAt ?? null,
  }
}

export function fromKeyRow(row: KeyRow): KeyRecord {
  return {
    id: row.id,
    start: row.start,
    name: row.name === '' ? undefined : row.name,
    scopes: JSON.parse(row.scopes) as string[],
    metadata: JSON.parse(row.metadata) as Record<string, string>,
    neverExpires: Boolean(row.never_expires),
    expiresAt: Number(row.expires_at),
    createdAt: Number(row.created_at),
    renewedAt: Number(row.renewed_at),
    revokedAt: optionalNumber(row.revoked_at),
    latestQueryAt: Number(row.latest_query_at) === neverUsed ? undefined : Number(row.latest_query_at),
    totalQueries: Number(row.total_queries),
  }
}

export function optionalNumber(value: Integer | null): number | undefined {
  return value === null ? undefined : Number(value)
}

/** In the column of the key, which has no null. */
const noKey = ''

export interface AuditTableRow {
  seq: Integer
  at: Integer
  action: AuditEntry['action']
  key_id: string
  via: AuditEntry['actor']['via']
  address: string | null
  changes: string
}

export function toAuditRow({ at, action, keyId, actor, changes }: AuditEntry): Omit<AuditTableRow, 'seq'> {
  const { via, address } = actor
  return { at, action, key_id: keyId ?? noKey, via, address: address ?? null, changes: JSON.stringify(changes) }
}

export function fromAuditRow(row: AuditTableRow): AuditRow {
  return {
    id: Number(row.seq),
    at: Number(row.at),
    action: row.action,
    keyId: row.key_id === noKey ? undefined : row.key_id,
    actor: { via: row.via, ...(row.address === null ? {} : { address: row.address }) },
    changes: JSON.parse(row.changes),
  }
}
