import { auditEventJson, createdKeyJson, keyJson, usageJson } from '../../keys/key-json.js'
import type { KeyDetails } from '../../keys/keys.js'
import { parseInstant } from '../dates.js'
import type { Handler, KeysOfRequest } from '../handler.js'

export function createKey(keysOf: KeysOfRequest): Handler<'createKey'> {
  return async ({ body, ctx }) => {
    const created = await keysOf(ctx).create({ ...changesOf(body), key: body.key })
    return { status: 201, body: createdKeyJson(created), headers: { Location: locationOf(created) } }
  }
}

export function listKeys(keysOf: KeysOfRequest): Handler<'listKeys'> {
  return async ({ query, ctx }) => {
    const { limit, cursor, status, name, scope, sort } = query
    const unusedSince = dateOf(query.unused_since)
    const expiresBefore = dateOf(query.expires_before)
    const filters = { status, name, scope, unusedSince, expiresBefore }
    const page = await keysOf(ctx).list({ limit, cursor, sort, ...filters })
    return { status: 200, body: { keys: page.keys.map(keyJson), next_cursor: page.nextCursor } }
  }
}

export function getKey(keysOf: KeysOfRequest): Handler<'getKey'> {
  return async ({ path, ctx }) => answerWith(await keysOf(ctx).get(path.keyId))
}

export function updateKey(keysOf: KeysOfRequest): Handler<'updateKey'> {
  return async ({ path, body, ctx }) => answerWith(await keysOf(ctx).update(path.keyId, changesOf(body)))
}

export function deleteKey(keysOf: KeysOfRequest): Handler<'deleteKey'> {
  return async ({ path, ctx }) => {
    const wasThere = await keysOf(ctx).delete(path.keyId)
    return wasThere ? { status: 204 } : { problem: 'key_not_found' }
  }
}

export function revokeKey(keysOf: KeysOfRequest): Handler<'revokeKey'> {
  return async ({ path, ctx }) => answerWith(await keysOf(ctx).revoke(path.keyId))
}

export function renewKey(keysOf: KeysOfRequest): Handler<'renewKey'> {
  return async ({ path, body, ctx }) => {
    const expiresAt = dateOf(body?.expiration_date)
    const renewed = await keysOf(ctx).renew(path.keyId, { expiresAt })
    return answerWith(renewed?.key)
  }
}

export function rotateKey(keysOf: KeysOfRequest): Handler<'rotateKey'> {
  return async ({ path, body, ctx }) => {
    const rotated = await keysOf(ctx).rotate(path.keyId, { overlapSeconds: body?.overlap_seconds })
    if (rotated === undefined) return { problem: 'key_not_found' }
    return { status: 201, body: createdKeyJson(rotated), headers: { Location: locationOf(rotated) } }
  }
}

export function getKeyUsage(keysOf: KeysOfRequest): Handler<'getKeyUsage'> {
  return async ({ path, query, ctx }) => {
    const range = { from: dateOf(query.from), to: dateOf(query.to), interval: query.interval }
    const usage = await keysOf(ctx).usage(path.keyId, range)
    if (usage === undefined) return { problem: 'key_not_found' }
    return { status: 200, body: usageJson(usage) }
  }
}

export function listAuditEvents(keysOf: KeysOfRequest): Handler<'listAuditEvents'> {
  return async ({ query, ctx }) => {
    const { limit, cursor, key_id: keyId } = query
    const page = await keysOf(ctx).audit({ limit, cursor, keyId })
    return { status: 200, body: { events: page.events.map(auditEventJson), next_cursor: page.nextCursor } }
  }
}

interface ChangesJson {
  name?: string
  scopes?: string[]
  metadata?: Record<string, string>
  expiration_date?: string
  never_expire?: boolean
}

function changesOf({ name, scopes, metadata, expiration_date, never_expire }: ChangesJson) {
  return { name, scopes, metadata, expiresAt: dateOf(expiration_date), neverExpires: never_expire }
}

function answerWith(key: KeyDetails | undefined) {
  if (key === undefined) return { problem: 'key_not_found' } as const
  return { status: 200, body: keyJson(key) } as const
}

function locationOf({ id }: KeyDetails): string {
  return `/auth/keys/${id}`
}

function dateOf(text: string | undefined): Date | undefined {
  const ms = text === undefined ? undefined : parseInstant(text)
  return ms === undefined ? undefined : new Date(ms)
}
