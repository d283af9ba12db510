import type { KeyDetails, Keys } from '../../keys/keys.js'
import { formatInstant, parseIso8601 } from '../dates.js'
import type { Handler } from '../handler.js'

export function newApiKey(keys: Keys): Handler<'newApiKey'> {
  return async ({ query }) => {
    const { key } = await keys.create({ name: query.name, neverExpires: query.never_expires })
    return { status: 200, body: key }
  }
}

export function revokeApiKey(keys: Keys): Handler<'revokeApiKey'> {
  return async ({ query }) => {
    await keys.revoke(query['api-key'])
    return { status: 200, body: null }
  }
}

export function renewApiKey(keys: Keys): Handler<'renewApiKey'> {
  return async ({ query }) => {
    const renewed = await keys.renew(query['api-key'], { expiresAt: dateOf(query['expiration-date']) })
    if (renewed === undefined) return { problem: 'key_not_found' }
    return { status: 200, body: renewalMessage(renewed) }
  }
}

export function getApiKeyUsageLogs(keys: Keys): Handler<'getApiKeyUsageLogs'> {
  return async () => {
    const logs = await keys.list()
    return { status: 200, body: { logs: logs.map(usageLog) } }
  }
}

function dateOf(text: string | undefined): Date | undefined {
  const ms = text === undefined ? undefined : parseIso8601(text)
  return ms === undefined ? undefined : new Date(ms)
}

function renewalMessage({ key, wasRevoked }: { key: KeyDetails; wasRevoked: boolean }): string {
  const sentences = [`The new expiration date of the API key is ${formatInstant(key.expiresAt.getTime())}.`]
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
    expiration_date: formatInstant(expiresAt.getTime()),
    latest_query_date: latestQueryAt === undefined ? undefined : formatInstant(latestQueryAt.getTime()),
    total_queries: totalQueries,
  }
}
