import type { Answer } from './http-client.js'
import { createLedger, type Expected, type Ledger } from './ledger.js'
import type { Requests } from './load.js'
import { madeUpKeyRequest, rotating, scattered, secureRequest, unknownKeyRequest } from './requests.js'
import type { ServerProcess } from './server-process.js'
import type { Servers } from './servers.js'
import { keyOf } from './stored-keys.js'

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
  /** Whether something is written afterwards that belongs to the cost. */
  counts: boolean
}

const saturating = { connections: 32, perSecond: 2000 }
// Fewer than the smallest number of keys, so that none is asked for twice at a time: that would be one query for two.
const missing = { connections: 8, perSecond: 500 }
const keysInUse = 10

/** Every case, and a ledger for each database: the keys of one are counted in one place. */
export function createCases(servers: Servers): { cases: Case[]; ledgers: ReadonlyMap<number, Ledger>; others: Ledger } {
  const { guarded, firstUse, answers } = servers
  const sizes = [...guarded.keys()]
  const [smallest = 0] = sizes
  const others = createLedger()
  const ledgers = new Map(sizes.map((size) => [size, createLedger()]))
  const ledgerOf = (size: number) => ledgers.get(size) as Ledger

  const numbers = Array.from({ length: keysInUse }, (_, index) => index)
  const inHeader = numbers.map((n) => ({ bytes: secureRequest({ header: keyOf(n).key }), keyNumber: n }))
  const inQuery = numbers.map((n) => ({ bytes: secureRequest({ query: keyOf(n).key }), keyNumber: n }))
  const refusals = {
    'unknown well-formed key': { bytes: unknownKeyRequest, keyNumber: undefined },
    'made-up key': { bytes: madeUpKeyRequest, keyNumber: undefined },
    'no key': { bytes: secureRequest(), keyNumber: undefined },
  }
  const guardedServer = guarded.get(smallest) as ServerProcess
  const allowed = expectedOf(answers.allowed)
  const bareCase = (name: string, server: ServerProcess, requests: Requests, baseline?: string): Case => {
    return { name, server, requests, baseline, ...saturating, counts: false }
  }

  const cases = [
    bareCase('bare Koa, key in header', servers.bare, rotating(inHeader, allowed, others)),
    bareCase('bare Koa, key in query', servers.bare, rotating(inQuery, allowed, others)),
    bareCase('empty middleware', servers.empty, rotating(inHeader, allowed, others), 'bare Koa, key in header'),
    ...(['header', 'query'] as const).map((place): Case => {
      const requests = rotating(place === 'header' ? inHeader : inQuery, allowed, ledgerOf(smallest))
      const baseline = `bare Koa, key in ${place}`
      return { name: `key in ${place}`, server: guardedServer, requests, baseline, ...saturating, counts: true }
    }),
    ...Object.entries(refusals).flatMap(([name, request]): Case[] => {
      const answer = name === 'no key' ? answers.missing : answers.refused
      const bareServer = name === 'no key' ? servers.bareMissing : servers.bareRefused
      const baseline = `bare Koa, same answer to ${name}`
      const requests = (ledger: Ledger) => rotating([request], expectedOf(answer), ledger)
      return [
        bareCase(baseline, bareServer, requests(others)),
        bareCase(name, guardedServer, requests(ledgerOf(smallest)), baseline),
      ]
    }),
    ...sizes.slice(1).map((size): Case => {
      const requests = rotating(inHeader, allowed, ledgerOf(size))
      const server = guarded.get(size) as ServerProcess
      const name = `key in header, ${number(size)} stored`
      return { name, server, requests, baseline: 'key in header', ...saturating, counts: true }
    }),
    ...sizes.map((size): Case => {
      const requests = scattered(size, allowed, ledgerOf(size))
      const server = firstUse.get(size) as ServerProcess
      const baseline = 'bare Koa, key in header'
      return { name: firstUseOf(size), server, requests, baseline, ...missing, counts: true }
    }),
  ]
  return { cases, ledgers, others }
}

export function firstUseOf(size: number): string {
  return `first use, ${number(size)} stored`
}

export function number(value: number): string {
  return value.toLocaleString('en')
}

function expectedOf({ status, body }: Answer): Expected {
  return { status, body }
}
