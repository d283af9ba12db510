import type { KeyRecord } from '../keys/api-key.js'

export interface KeyRow {
  id: string
  start: string
  name: string | null
  scopes: string
  metadata: string
  never_expires: boolean | number
  expires_at: number | string
  created_at: number | string
  revoked_at: number | string | null
  latest_query_at: number | string | null
  total_queries: number | string
}

export function toKeyRow(key: KeyRecord): KeyRow {
  return {
    id: key.id,
    start: key.start,
    name: key.name ?? null,
    scopes: JSON.stringify(key.scopes),
    metadata: JSON.stringify(key.metadata),
    never_expires: key.neverExpires,
    expires_at: key.expiresAt,
    created_at: key.createdAt,
    revoked_at: key.revokedAt ?? null,
    latest_query_at: key.latestQueryAt ?? null,
    total_queries: key.totalQueries,
  }
}

// SQLite gives booleans as numbers, and PostgreSQL gives 64-bit integers as strings.
export function fromKeyRow(row: KeyRow): KeyRecord {
  return {
    id: row.id,
    start: row.start,
    name: row.name ?? undefined,
    scopes: JSON.parse(row.scopes) as string[],
    metadata: JSON.parse(row.metadata) as Record<string, string>,
    neverExpires: Boolean(row.never_expires),
    expiresAt: Number(row.expires_at),
    createdAt: Number(row.created_at),
    revokedAt: optionalNumber(row.revoked_at),
    latestQueryAt: optionalNumber(row.latest_query_at),
    totalQueries: Number(row.total_queries),
  }
}

export function optionalNumber(value: number | string | null): number | undefined {
  return value === null ? undefined : Number(value)
}
