import type { AuditEvent, CreatedKey, KeyDetails, KeyUsage } from './keys.js'

// The JSON of every answer and of the command line: the names are those of openapi.yaml.

export function keyJson(key: KeyDetails) {
  return {
    id: key.id,
    start: key.start,
    name: key.name,
    scopes: [...key.scopes],
    metadata: { ...key.metadata },
    status: key.status,
    is_active: key.isActive,
    never_expire: key.neverExpires,
    expiration_date: key.neverExpires ? undefined : formatInstant(key.expiresAt),
    created_date: formatInstant(key.createdAt),
    revoked_date: formatOptional(key.revokedAt),
    latest_query_date: formatOptional(key.latestQueryAt),
    total_queries: key.totalQueries,
  }
}

export function createdKeyJson(created: CreatedKey) {
  return { key: created.key, ...keyJson(created) }
}

export function usageJson({ interval, points }: KeyUsage) {
  return { interval, points: points.map(({ start, queries }) => ({ start: formatInstant(start), queries })) }
}

export function auditEventJson({ id, date, action, keyId, via, address, changes }: AuditEvent) {
  return { id, date: formatInstant(date), action, key_id: keyId, via, address, changes }
}

/** RFC 3339 with `Z`, to the second: what every answer carries. */
export function formatInstant(date: Date): string {
  return `${date.toISOString().slice(0, -5)}Z`
}

function formatOptional(date: Date | undefined): string | undefined {
  return date === undefined ? undefined : formatInstant(date)
}
