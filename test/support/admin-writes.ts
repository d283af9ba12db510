import type { AuditAction } from '../../src/keys/audit.js'
import { type Answer, type RequestOptions, request } from './http.js'

/** What an administrator knows of a key. */
interface KnownKey {
  key: string
  /** What was answered to be done, in this order. */
  done: AuditAction[]
  /** What was asked for and never answered. */
  uncertain?: AuditAction
}

/** What administrators were answered, by which the database is judged later. */
export interface AdminLedger {
  keys: Map<string, KnownKey>
  answered: number
  /** How many keys were asked for that nobody got to see. */
  uncertainCreations: number
  /** Answers that ought not to be. */
  refusals: string[]
}

export function createAdminLedger(): AdminLedger {
  return { keys: new Map(), answered: 0, uncertainCreations: 0, refusals: [] }
}

const changes = ['revoked', 'renewed', 'updated', 'rotated', 'deleted'] as const

/** Makes keys and changes them in every way, one after the other, until the server is gone. */
export async function administerUntilGone(url: string, secret: string, ledger: AdminLedger): Promise<void> {
  const ask = async (path: string, method: string, input: object): Promise<Answer | undefined> => {
    const headers = { 'secret-key': secret, 'content-type': 'application/json' }
    const options: RequestOptions = { method, headers, ...(method === 'DELETE' ? {} : { body: JSON.stringify(input) }) }
    const answer = await request(url + path, options).catch(() => undefined)
    if (answer !== undefined && answer.status >= 300) ledger.refusals.push(`${method} was answered ${answer.text}`)
    else if (answer !== undefined) ledger.answered++
    return answer
  }
  for (let number = 0; ledger.refusals.length === 0; number++) {
    const made = await ask('/auth/keys', 'POST', { name: `key ${number}`, scopes: ['a', 'b'] })
    if (made === undefined) {
      ledger.uncertainCreations++
      return
    }
    if (made.status !== 201) return
    const { id, key } = made.json()
    const known: KnownKey = { key, done: ['created'] }
    ledger.keys.set(id, known)
    // One key in two stays as it was made or becomes, so that every kind of state is there at the end.
    for (const change of changes.slice(0, number % 2 === 0 ? changes.length : number % changes.length)) {
      const answer = await requestOf(change, id, ask)
      if (answer === undefined) {
        known.uncertain = change
        return
      }
      if (answer.status >= 300) return
      known.done.push(change)
      if (change === 'rotated') known.key = answer.json().key
    }
  }
}

function requestOf(
  change: (typeof changes)[number],
  id: string,
  ask: (path: string, method: string, input: object) => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  const path = `/auth/keys/${id}`
  switch (change) {
    case 'revoked':
      return ask(`${path}/revoke`, 'POST', {})
    case 'renewed':
      return ask(`${path}/renew`, 'POST', {})
    case 'updated':
      return ask(path, 'PATCH', { name: 'another name', scopes: ['a', 'b', 'c'] })
    case 'rotated':
      return ask(`${path}/rotate`, 'POST', {})
    case 'deleted':
      return ask(path, 'DELETE', {})
  }
}

/**
 * What was answered and is not in the audit trail, or is there though nobody asked for it.
 * @param trails what was done to each key, the first change first
 */
export function contradictions(trails: ReadonlyMap<string, readonly string[]>, ledger: AdminLedger): string[] {
  const wrong: string[] = []
  for (const [id, { done, uncertain }] of ledger.keys) {
    const stored = String(trails.get(id))
    const possible = [String(done), ...(uncertain === undefined ? [] : [String([...done, uncertain])])]
    if (!possible.includes(stored)) wrong.push(`${id}: answered ${possible[0]}, stored ${stored}`)
  }
  const unknown = [...trails].filter(([id]) => !ledger.keys.has(id))
  if (unknown.length > ledger.uncertainCreations || unknown.some(([, trail]) => String(trail) !== 'created')) {
    wrong.push(`${unknown.length} keys are stored that nobody was told of: ${unknown.map(String).join('; ')}`)
  }
  return wrong
}

/** The keys of which it is sure whether they work, and whether they do. */
export function certainKeys(ledger: AdminLedger): { key: string; works: boolean }[] {
  return [...ledger.keys.values()]
    .filter(({ uncertain }) => uncertain === undefined || uncertain === 'updated')
    .map(({ key, done }) => ({ key, works: done.at(-1) !== 'revoked' && done.at(-1) !== 'deleted' }))
}
