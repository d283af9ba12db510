import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { digestKey } from '../../src/credentials/digest.js'
import { type Answer, ask } from './http-client.js'
import { secureRequest, unknownKeyRequest } from './requests.js'
import { type PlainAnswer, type ServerKind, type ServerProcess, startServer } from './server-process.js'
import { keyName, keyOf, keysInUse } from './stored-keys.js'
import { root, type Workplace } from './workplace.js'

/** Everything that answers requests, each in a process of its own, so that none is slower for what another has seen. */
export interface Servers {
  bare: ServerProcess
  empty: ServerProcess
  /** Digests whatever it gets, counts it and sets the guard's header, without knowing any key. */
  least: ServerProcess
  /** Checks what the guard checks of a known key, in one function, with no database and nothing beside it. */
  byHand: ServerProcess
  /** Looks each key up among the most keys, and does nothing else. */
  lookUp: ServerProcess
  /** Bare Koa that answers what the guard answers to a wrong key, and to none. */
  bareRefused: ServerProcess
  bareMissing: ServerProcess
  /** With the fewest keys stored: it gets every kind of request. */
  guarded: ServerProcess
  /** By the number of stored keys: they get good keys only, and so are alike in all but that number. Empty for one number. */
  bySize: ReadonlyMap<number, ServerProcess>
  /** Guards that remember one key only, so that every request is a first use. */
  firstUse: ReadonlyMap<number, ServerProcess>
  answers: { allowed: Answer; refused: Answer; missing: Answer }
  all: readonly ServerProcess[]
}

const digestsInUse = Array.from({ length: keysInUse }, (_, number) => digestKey(keyOf(number).key))
/** Where the built package has the form of keys. */
const builtFormat = pathToFileURL(join(root, 'dist/src/credentials/api-key-format.js')).href
// What the guard adds to an answer that it lets happen.
const guardsOwnHeader = 'cache-control: private'
// Set by Koa and Node by themselves.
const automaticHeaders = ['content-length', 'date', 'connection', 'keep-alive']

/**
 * Starts them all, and makes sure that what is compared answers alike.
 * @param databases by the number of stored keys
 * @param module the package's entry
 * @param program the compiled program of the servers
 * @throws Error when a baseline does not answer what the guarded server answers
 */
export async function startServers(
  workplace: Workplace,
  databases: ReadonlyMap<number, string>,
  module: string,
  program: string,
): Promise<Servers> {
  const start = (kind: ServerKind) => startServer(workplace, program, kind)
  const startGuard = (dbLocation: string, options: object = {}) =>
    start({ name: 'guarded', module, options: { dbLocation, secret: 'bench', ...options } })
  const startGuards = async (locations: Iterable<[number, string]>, options: object = {}) => {
    const starting = [...locations].map(async ([size, location]): Promise<[number, ServerProcess]> => {
      return [size, await startGuard(location, options)]
    })
    return new Map(await Promise.all(starting))
  }

  const locations = [...databases.values()]
  const [smallest = '', largest = smallest] = [locations[0], locations.at(-1)]
  const [guarded, bySize, firstUse] = await Promise.all([
    startGuard(smallest),
    startGuards(databases.size > 1 ? databases : []),
    startGuards(databases, { cacheEntries: 1 }),
  ])
  const refused = await ask(guarded.port, unknownKeyRequest)
  const missing = await ask(guarded.port, secureRequest())
  const [bare, empty, least, byHand, lookUp, bareRefused, bareMissing] = await Promise.all([
    start({ name: 'bare', keyName }),
    start({ name: 'empty middleware', keyName }),
    start({ name: 'least guard', keyName }),
    start({ name: 'by hand', keyName, format: builtFormat, digests: digestsInUse, refused: plain(refused) }),
    start({ name: 'looking up', database: largest }),
    start({ name: 'refusing', ...plain(refused) }),
    start({ name: 'refusing', ...plain(missing) }),
  ])

  const request = secureRequest({ header: keyOf(0).key })
  // The guard's own answer to a good key is compared in the run, which counts it as a use.
  const allowed = await ask(bare.port, request)
  compare('empty middleware', await ask(empty.port, request), allowed)
  compare('the least guard', await ask(least.port, request), allowed)
  compare('the guard by hand', await ask(byHand.port, request), allowed)
  compare('the lookup by hand', await ask(lookUp.port, request), allowed)
  compare('the guard by hand', await ask(byHand.port, unknownKeyRequest), refused)
  compare('bare Koa that refuses a wrong key', await ask(bareRefused.port, unknownKeyRequest), refused)
  compare('bare Koa that asks for a key', await ask(bareMissing.port, secureRequest()), missing)
  const single = { bare, empty, least, byHand, lookUp, bareRefused, bareMissing, guarded }
  return {
    ...single,
    bySize,
    firstUse,
    answers: { allowed, refused, missing },
    all: [...Object.values(single), ...bySize.values(), ...firstUse.values()],
  }
}

/** @throws Error unless one says what the other says, headers included, save the date and what is the guard's work */
export function compare(name: string, actual: Answer, expected: Answer): void {
  const [one, other] = [comparable(actual), comparable(expected)]
  if (one !== other) throw new Error(`The baseline failed: ${name} answers\n${one}\nbut it should answer\n${other}`)
}

function comparable({ head, body }: Answer): string {
  const [statusLine, ...fields] = head.split('\r\n')
  const compared = fields
    .map((field) => field.replace(/^[^:]+/, (name) => name.toLowerCase()))
    .filter((field) => !field.startsWith('date:') && field !== guardsOwnHeader)
  return [statusLine, ...compared.sort(), '', body].join('\n')
}

function plain({ status, head, body }: Answer): PlainAnswer {
  const headers = head
    .split('\r\n')
    .slice(1)
    .map((field): [string, string] => [field.slice(0, field.indexOf(':')), field.slice(field.indexOf(':') + 1).trim()])
    .filter(([name]) => !automaticHeaders.includes(name.toLowerCase()))
  return { status, headers, body: body.toString() }
}
