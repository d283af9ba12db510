import { formatInstant } from '../../keys/key-json.js'
import type { KeyDetails } from '../../keys/keys.js'
import { parseIso8601 } from '../dates.js'
import type { Handler, KeysOfRequest } from '../handler.js'

export function newApiKey(keysOf: KeysOfRequest): Handler<'newApiKey'> {
  return async ({ query, ctx }) => {
    const { key } = await keysOf(ctx).create({ name: query.name, neverExpires: query.never_expires })
    return { status: 200, body: key }
  }
}

export function revokeApiKey(keysOf: KeysOfRequest): Handler<'revokeApiKey'> {
  return async ({ query, ctx }) => {
    await keysOf(ctx).revoke(query['api-key'])
    return { status: 200, body: null }
  }
}

export function renewApiKey(keysOf: KeysOfRequest): Handler<'renewApiKey'> {
  return async ({ query, ctx }) => {
    const renewed = await keysOf(ctx).renew(query['api-key'], { expiresAt: dateOf(query['expiration-date']) })
    if (renewed === undefined) return { problem: 'key_not_found' }
    return { status: 200, body: renewalMessage(renewed) }
  }
}

export function getApiKeyUsageLogs(keysOf: KeysOfRequest): Handler<'getApiKeyUsageLogs'> {
  return async ({ query, ctx }) => {
    // Without either, all of them, as the original gives them.
    const { cursor, limit = cursor === undefined ? Number.POSITIVE_INFINITY : undefined } = query
    const page = await keysOf(ctx).list({ sort: '-latest_query_date', cursor, limit })
    return { status: 200, body: { logs: page.keys.map(usageLog), next_cursor: page.nextCursor } }
  }
}

function dateOf(text: string | undefined): Date | undefined {
  const ms = text === undefined ? undefined : parseIso8601(text)
  return ms === undefined ? undefined : new Date(ms)
}

function renewalMessage({ key, wasRevoked }: { key: KeyDetails; wasRevoked: boolean }): string {
  const sentences = [`The new expiration date of the API key is ${formatInstant(key.expiresAt)}.`]
  if (wasRevoked) sentences.unshift('This API key was revoked and has been reactivated.')
  if (key.neverExpires) sentences.push('It has no effect, since the key never expires.')
  return sentences.join(' ')
}

function usageLog({ start, name, isActive, neverExpires, expiresAt, latestQueryAt, totalQueries }: KeyDetails) {
  return {
    api_key: start,
    name,
    is_active: isActive,
    never_expire: neverExpires,
    expiration_date: formatInstant(expiresAt),
    latest_query_date: latestQueryAt === undefined ? undefined : formatInstant(latestQueryAt),
    total_queries: totalQueries,
  }
}
