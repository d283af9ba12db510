import type { KeyRecord } from './api-key.js'

/** Who asks for a change, and which way. */
export interface Actor {
  via: 'http' | 'command-line' | 'code'
  /** Of the client, where there was a request. */
  address?: string
}

export type AuditAction =
  | 'created'
  | 'imported'
  | 'updated'
  | 'revoked'
  | 'renewed'
  | 'rotated'
  | 'deleted'
  | 'secret_refused'

/**
 * A member of a key that changed, under its name in JSON, or how many `attempts` a refused secret was given. `from` or `to` is left
 * out where there was or is nothing.
 */
export interface AuditChange {
  member: string
  from?: unknown
  to?: unknown
}

/** Written in the transaction of the change that it tells of, where there is one, and kept when the key is deleted. */
export interface AuditEntry {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  at: number
  action: AuditAction
  /** Undefined where it was of no key. */
  keyId: string | undefined
  actor: Actor
  changes: AuditChange[]
}

/** What an administrator sees of a key, as JSON values. Digests are no part of a record, so nothing secret can get in. */
function auditedMembers(key: KeyRecord): Record<string, unknown> {
  return {
    name: key.name,
    scopes: key.scopes,
    // In one order, since another one is no change.
    metadata: Object.fromEntries(Object.entries(key.metadata).sort(([one], [other]) => (one < other ? -1 : 1))),
    never_expire: key.neverExpires,
    expiration_date: new Date(key.expiresAt).toISOString(),
    revoked_date: key.revokedAt === undefined ? undefined : new Date(key.revokedAt).toISOString(),
  }
}

export function auditChanges(before: KeyRecord | undefined, after: KeyRecord | undefined): AuditChange[] {
  const from = before === undefined ? {} : auditedMembers(before)
  const to = after === undefined ? {} : auditedMembers(after)
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter((member) => JSON.stringify(from[member]) !== JSON.stringify(to[member]))
    .map((member) => ({ member, from: from[member], to: to[member] }))
}
