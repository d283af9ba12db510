import type { Expected, Ledger } from './ledger.js'
import type { PreparedRequest, Requests } from './load.js'
import { keyOf } from './stored-keys.js'

/** No database here has that many keys: from this number on, keys are well-formed but unknown. */
const firstUnknown = 2 ** 31

/** What a client sends that keeps its connection. Bare Koa gets the same bytes. */
export function secureRequest({ header, query }: { header?: string; query?: string } = {}): Buffer {
  return requestOf(`/secure${query === undefined ? '' : `?api-key=${query}`}`, header)
}

/** @param key what the header `api-key` has, if anything */
export function requestOf(target: string, key?: string): Buffer {
  const lines = [
    `GET ${target} HTTP/1.1`,
    'Host: api.example.com',
    'Connection: keep-alive',
    'User-Agent: bench/1.0 (koa-simple-security)',
    'Accept: application/json',
    'Accept-Encoding: gzip, deflate, br',
    ...(key === undefined ? [] : [`api-key: ${key}`]),
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
}

/** A key that could exist: only its digest tells that it does not. */
export const unknownKeyRequest = secureRequest({ header: keyOf(firstUnknown).key })
/** The same with a typo. */
export const madeUpKeyRequest = secureRequest({ header: keyOf(firstUnknown).key.replace(/.$/, nextDigit) })

/** These over and over. */
export function rotating(requests: readonly PreparedRequest[], expected: Expected, ledger: Ledger): Requests {
  let index = -1
  return {
    expected,
    ledger,
    next() {
      index = (index + 1) % requests.length
      return requests[index] as PreparedRequest
    },
  }
}

/**
 * Each of the stored keys once before any comes again, and neighbours far apart: every request needs other pages of the
 * database than the one before.
 */
export function scattered(count: number, expected: Expected, ledger: Ledger): Requests {
  const stride = coprime(Math.max(1, Math.round(count * 0.618)), count)
  let number = 0
  return {
    expected,
    ledger,
    next() {
      number = (number + stride) % count
      return { bytes: secureRequest({ header: keyOf(number).key }), keyNumber: number }
    },
  }
}

/** A well-formed key each time that nobody ever had. */
export function unknown(expected: Expected, ledger: Ledger): Requests {
  let number = firstUnknown
  return {
    expected,
    ledger,
    next: () => ({ bytes: secureRequest({ header: keyOf(number++).key }), keyNumber: undefined }),
  }
}

function coprime(from: number, to: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))
  return divisor(from, to) === 1 ? from : coprime(from + 1, to)
}

function nextDigit(digit: string): string {
  return digit === '0' ? '1' : '0'
}
