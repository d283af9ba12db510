import { isAcceptableKey } from '../credentials/brought-in-key.js'
import { digestKey } from '../credentials/digest.js'
import { parseIso8601 } from '../http/dates.js'
import type { KeyRecord } from '../keys/api-key.js'
import { type Actor, auditChanges } from '../keys/audit.js'
import { checkInput } from '../keys/key-input.js'
import type { ImportedKey } from '../keys/key-store.js'
import { bringIn } from '../keys/keys.js'
import type { OriginalRow } from './original-database.js'

const actor: Actor = { via: 'command-line' }

/**
 * A row of the original as a key of ours. When the key was made and when it was revoked is not known there: now.
 * @returns with `ok: false` all that is wrong, which never shows the key or a part of it
 */
export function readOriginalRow(
  row: OriginalRow,
  { now, keyPrefix }: { now: number; keyPrefix: string },
): { ok: true; imported: ImportedKey } | { ok: false; reason: string } {
  const apiKey = typeof row.api_key === 'string' && isAcceptableKey(row.api_key) ? row.api_key : undefined
  const isActive = readFlag(row.is_active)
  const neverExpires = readFlag(row.never_expire)
  const expiresAt = readDate(row.expiration_date)
  const latestQueryAt = row.latest_query_date === null ? 0 : readDate(row.latest_query_date)
  const totalQueries = readCount(row.total_queries)
  const name = readName(row.name, apiKey)
  if (
    apiKey === undefined ||
    isActive === undefined ||
    neverExpires === undefined ||
    expiresAt === undefined ||
    latestQueryAt === undefined ||
    totalQueries === undefined ||
    name === undefined
  ) {
    const problems = [
      apiKey === undefined && 'api_key is neither a UUID nor long and varied enough for another kind of key',
      isActive === undefined && 'is_active is not 0 or 1',
      neverExpires === undefined && 'never_expire is not 0 or 1',
      expiresAt === undefined && 'expiration_date is not a date from 1970 to 9999',
      latestQueryAt === undefined && 'latest_query_date is not a date from 1970 to 9999',
      totalQueries === undefined && 'total_queries is not a whole number from 0',
      name === undefined && 'name is not a text of at most 200 characters without control characters and keys',
    ]
    return { ok: false, reason: problems.filter((problem) => problem !== false).join('; ') }
  }

  const { id, start } = bringIn(apiKey, keyPrefix)
  const key: KeyRecord = {
    id,
    start,
    name: name || undefined,
    scopes: [],
    metadata: {},
    neverExpires,
    expiresAt,
    createdAt: now,
    renewedAt: now,
    revokedAt: isActive ? undefined : now,
    latestQueryAt: latestQueryAt || undefined,
    totalQueries,
  }
  const entry = { at: now, action: 'imported', keyId: id, actor, changes: auditChanges(undefined, key) } as const
  return { ok: true, imported: { key, digest: digestKey(apiKey), entry } }
}

function readFlag(value: unknown): boolean | undefined {
  return value === 0 || value === 1 ? value === 1 : undefined
}

function readDate(value: unknown): number | undefined {
  return typeof value === 'string' ? parseIso8601(value) : undefined
}

function readCount(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined
}

// A name is shown to administrators and kept in the audit trail: no place for a key.
function readName(value: unknown, apiKey: string | undefined): string | undefined {
  if (value === null) return ''
  if (typeof value !== 'string') return undefined
  if (apiKey !== undefined && value.toLowerCase().includes(apiKey.toLowerCase())) return undefined
  try {
    checkInput({ name: value }, ['name'])
    return value
  } catch {
    return undefined
  }
}
