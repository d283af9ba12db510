import type { Ledger } from './ledger.js'
import type { Requests } from './load.js'
import { madeUpKeyRequest, rotating, scattered, secureRequest, unknownKeyRequest } from './requests.js'
import type { ServerProcess } from './server-process.js'
import type { Servers } from './servers.js'
import { keyOf, keysInUse } from './stored-keys.js'

/** One kind of request to one server. */
export interface Case {
  name: string
  server: ServerProcess
  requests: Requests
  /** The name of the case that it is compared with. */
  baseline: string | undefined
  connections: number
  /** The rate at which latency is measured. */
  perSecond: number
}

const saturating = { connections: 32, perSecond: 2000 }
// Fewer than the smallest number of keys, so that none is asked for twice at a time: that would be one query for two.
const missingCache = { connections: 8, perSecond: 500 }
const bareHeader = 'bare Koa, key in header'
const guardedHeader = 'key in header'
/** Whose servers are watched in what they do beside requests. */
export const besideCases: readonly string[] = [bareHeader, guardedHeader]
const byHand = 'the same checks by hand'
const unknownKey = 'unknown well-formed key'
const leastGuard = 'one digest, count, header'

export interface Plan {
  cases: Case[]
  /**
   * What servers get in advance only. Every guard has seen every kind of request, refusals too, before it is measured: code
   * that only ever saw good keys would be faster than it is in earnest, and faster on one server than on another.
   */
  warmUps: Case[]
}

/** @param ledgers by the number of stored keys */
export function planCases(servers: Servers, ledgers: ReadonlyMap<number, Ledger>, others: Ledger): Plan {
  const { bare, guarded, bySize, firstUse, answers } = servers
  const sizes = [...firstUse.keys()]
  const [smallest = 0] = sizes
  const ledgerOf = (size: number) => ledgers.get(size) as Ledger

  const numbers = Array.from({ length: keysInUse }, (_, index) => index)
  const carrying = (place: 'header' | 'query') =>
    numbers.map((n) => ({ bytes: secureRequest({ [place]: keyOf(n).key }), keyNumber: n }))
  const [inHeader, inQuery] = [carrying('header'), carrying('query')]
  const only = (bytes: Buffer) => [{ bytes, keyNumber: undefined }]
  const { allowed, refused, missing } = answers
  const { bareRefused, bareMissing } = servers

  const kinds = [
    { name: guardedHeader, requests: inHeader, answer: allowed, bare, baseline: bareHeader },
    { name: 'key in query', requests: inQuery, answer: allowed, bare, baseline: 'bare Koa, key in query' },
    ...[
      { name: unknownKey, requests: only(unknownKeyRequest), answer: refused, bare: bareRefused },
      { name: 'made-up key', requests: only(madeUpKeyRequest), answer: refused, bare: bareRefused },
      { name: 'no key', requests: only(secureRequest()), answer: missing, bare: bareMissing },
    ].map((kind) => ({ ...kind, baseline: `bare Koa, that answer to ${kind.name}` })),
  ]
  const baselines = kinds.map(({ baseline: name, requests, answer, bare: server }): Case => {
    return {
      name,
      server,
      requests: rotating(requests, answer, others),
      baseline: undefined,
      ...saturating,
    }
  })
  const guardedCases = (server: ServerProcess, size: number) =>
    kinds.map(({ name, baseline, requests, answer }): Case => {
      return { name, server, requests: rotating(requests, answer, ledgerOf(size)), baseline, ...saturating }
    })
  const limits = [
    { name: 'empty middleware', server: servers.empty },
    { name: leastGuard, server: servers.least },
    { name: byHand, server: servers.byHand },
  ].map((limit): Case => {
    return {
      ...limit,
      requests: rotating(inHeader, allowed, others),
      baseline: bareHeader,
      ...saturating,
    }
  })
  limits.push({
    name: `${unknownKey}, by hand`,
    server: servers.byHand,
    requests: rotating(only(unknownKeyRequest), refused, others),
    baseline: `bare Koa, that answer to ${unknownKey}`,
    ...saturating,
  })
  const hits = [...bySize].map(([size, server]): Case => {
    const requests = rotating(inHeader, allowed, ledgerOf(size))
    const baseline = size === smallest ? undefined : hitOf(smallest)
    return { name: hitOf(size), server, requests, baseline, ...saturating }
  })
  const firstUses = sizes.map((size): Case => {
    const server = firstUse.get(size) as ServerProcess
    const requests = scattered(size, allowed, ledgerOf(size))
    return { name: firstUseOf(size), server, requests, baseline: bareHeader, ...missingCache }
  })
  const largest = sizes.at(-1) ?? smallest
  firstUses.push({
    name: `one lookup by hand, ${number(largest)} stored`,
    server: servers.lookUp,
    requests: scattered(largest, allowed, others),
    baseline: bareHeader,
    ...missingCache,
  })
  return {
    cases: [...baselines, ...limits, ...guardedCases(guarded, smallest), ...hits, ...firstUses],
    warmUps: [...bySize].flatMap(([size, server]) => guardedCases(server, size)),
  }
}

export function hitOf(size: number): string {
  return `key in header, ${number(size)} stored`
}

export function firstUseOf(size: number): string {
  return `first use, ${number(size)} stored`
}

export function number(value: number): string {
  return value.toLocaleString('en')
}
