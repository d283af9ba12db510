import { createHash, hash } from 'node:crypto'
import { once } from 'node:events'
import { IncomingMessage } from 'node:http'
import { type AddressInfo, connect, Socket } from 'node:net'
import { crc32 } from 'node:zlib'
import Koa, { type Context } from 'koa'
import { LRUCache } from 'lru-cache'
import { table } from '../../src/cli/output.js'
import { isGeneratedKey } from '../../src/credentials/api-key-format.js'
import { isAcceptableKey } from '../../src/credentials/brought-in-key.js'
import { digestKey } from '../../src/credentials/digest.js'
import { createCredentialReader } from '../../src/http/credential.js'
import { apiKeyPlaces, createKeyGuard } from '../../src/http/guards.js'
import { createCheckObserver } from '../../src/http/observed-check.js'
import { createObserver } from '../../src/observation/observer.js'
import { createTracing } from '../../src/observation/tracing.js'
import { createUsageRecorder } from '../../src/usage/usage-recorder.js'
import { createDecisionCache } from '../../src/verification/decision-cache.js'
import { createVerifier, decisionOf, type KeyDecision } from '../../src/verification/verifier.js'
import { heading } from './report.js'
import { secureRequest } from './requests.js'
import { describeEnvironment } from './results.js'
import { summarize } from './statistics.js'
import { keyOf, keysInUse } from './stored-keys.js'

// `npm run bench:hot-path`: where the nanoseconds of a request with a good key go, each step by itself in one process. The
// sum is not the cost of a guard, which `npm run bench` measures: caches are warm here, and nothing is collected in between.
const rounds = 40
const perRound = 20_000

interface Step {
  name: string
  run: () => unknown
  /** The step that is part of this one, and is taken off: what makes the input that a request would bring. */
  without?: string
}

const header = await captureContext(secureRequest({ header: keyOf(0).key }))
const query = await captureContext(secureRequest({ query: keyOf(0).key }))
const keyBytes = Array.from({ length: keysInUse }, (_, number) => Buffer.from(keyOf(number).key, 'latin1'))
const digests = keyBytes.map((bytes) => digestKey(bytes.toString('latin1')))
const [digestMap, digestCache] = [new Map<string, object>(), new LRUCache<string, object>({ max: 100_000 })]
for (const digest of digests) {
  digestMap.set(digest, {})
  digestCache.set(digest, {})
}
const digestBytes = digests.map((digest) => Buffer.from(digest, 'latin1'))
const seen = new WeakMap<IncomingMessage, object>()
const mark = Symbol('key')
const socket = new Socket()
const entry = {}
const body = keyOf(0).key.slice(0, -6)
const readCredential = createCredentialReader(apiKeyPlaces)
const { decide, count, counter, key } = await createParts()
const keyGuard = createKeyGuard(decide)
const check = keyGuard({ credential: apiKeyPlaces, requiredScopes: [] })
const observer = createObserver({
  hooks: { onVerified: undefined, onRefused: undefined },
  tracing: createTracing(),
  logger: console,
})
const observedCheck = createCheckObserver(observer, keyGuard)(check)

let turn = 0
// New strings, as from the parser of requests: one that was looked up before has its hash code kept in it.
const freshKey = () => (keyBytes[turn++ % keysInUse] as Buffer).toString('latin1')
const freshDigest = () => (digestBytes[turn++ % keysInUse] as Buffer).toString('latin1')
const freshRequest = () => new IncomingMessage(socket) as IncomingMessage & { [mark]?: object }
const aKey = 'a new string with a key'
const aDigest = 'a new string with a digest'
const aRequest = 'a new request'

const steps: Step[] = [
  { name: 'nothing', run: () => undefined },
  { name: aKey, run: freshKey },
  { name: aDigest, run: freshDigest },
  { name: aRequest, run: freshRequest },
  { name: 'the credential, in the header', run: () => readCredential(header) },
  { name: 'the credential, in the query', run: () => readCredential(query) },
  { name: 'ctx.get of the header', run: () => header.get('api-key') },
  { name: 'isAcceptableKey', run: () => isAcceptableKey(freshKey()), without: aKey },
  { name: 'isGeneratedKey', run: () => isGeneratedKey(freshKey()), without: aKey },
  { name: "zlib's crc32 of the same", run: () => crc32(body) },
  { name: 'digestKey', run: () => digestKey(freshKey()), without: aKey },
  { name: 'createHash, hex', run: () => createHash('sha256').update(freshKey()).digest('hex'), without: aKey },
  ...(['hex', 'base64url', 'latin1', 'buffer'] as const).map((encoding): Step => {
    return { name: `crypto.hash, ${encoding}`, run: () => hash('sha256', freshKey(), encoding as 'hex'), without: aKey }
  }),
  { name: 'Map.get by the digest', run: () => digestMap.get(freshDigest()), without: aDigest },
  { name: 'LRUCache.get by the digest', run: () => digestCache.get(freshDigest()), without: aDigest },
  { name: 'Date.now', run: () => Date.now() },
  { name: 'count', run: () => count(counter, 1) },
  { name: 'decide, of a known key', run: () => decide(freshKey(), []), without: aKey },
  { name: 'res.setHeader Cache-Control', run: () => header.res.setHeader('Cache-Control', 'private') },
  { name: 'ctx.set Cache-Control', run: () => header.set('Cache-Control', 'private') },
  { name: 'ctx.response.get Cache-Control', run: () => header.response.get('Cache-Control') },
  { name: 'res.hasHeader Cache-Control', run: () => header.res.hasHeader('cache-control') },
  { name: 'the whole check, again on a request', run: () => check(header) },
  { name: 'the same, observed', run: () => observedCheck(header) },
  { name: 'telling of a decision, without hooks', run: () => observer.verified(key) },
  { name: 'WeakMap.set on a request', run: () => seen.set(freshRequest(), entry), without: aRequest },
  { name: 'symbol property on a request', run: () => markRequest(freshRequest()), without: aRequest },
  { name: 'a promise made and resolved', run: () => Promise.resolve().then(undefined) },
]

const measured = new Map(steps.map(({ name }): [string, number[]] => [name, []]))
// Kept, so that the compiler cannot leave a step out whose result nobody wants.
let result: unknown
for (let round = 0; round < rounds; round++) {
  for (const { name, run } of steps) {
    // Garbage and callbacks of the step before are not this one's.
    await new Promise((resolve) => setImmediate(resolve))
    measured.get(name)?.push(nanoseconds(run))
  }
}
if (result === measured) throw new Error('This cannot be.')

const median = (name: string) => summarize(measured.get(name) ?? []).median
const rows = steps.map(({ name, without = 'nothing' }) => {
  const { lower, upper } = summarize(measured.get(name) ?? [])
  const net = name === 'nothing' ? median(name) : median(name) - median(without)
  return [name, net.toFixed(0), `${lower.toFixed(0)}–${upper.toFixed(0)}`, without === 'nothing' ? '' : without]
})
const conditions = `medians of ${rounds} rounds of ${perRound} calls`
console.log(`${heading({ ...describeEnvironment(undefined), conditions })}\n`)
console.log(await table(['STEP', 'ns', 'WITH ITS INPUT', 'INPUT'], rows, ['ns', 'WITH ITS INPUT']))

function nanoseconds(run: () => unknown): number {
  const start = process.hrtime.bigint()
  for (let index = 0; index < perRound; index++) result = run()
  return Number(process.hrtime.bigint() - start) / perRound
}

function markRequest(request: ReturnType<typeof freshRequest>): object {
  request[mark] = entry
  return request
}

/** The parts of the hot path as an instance has them, with every key known. */
async function createParts() {
  const usage = createUsageRecorder({
    store: { addUsage: async () => {}, removeUsage: async () => {} },
    now: Date.now,
    retentionMs: Number.POSITIVE_INFINITY,
    onFlushError: () => {},
  })
  const never = Number.POSITIVE_INFINITY
  const key = { id: 'id', start: 'kss_id', name: 'bench', scopes: [], metadata: {}, expiresAt: undefined }
  const decisions = createDecisionCache<KeyDecision>({
    load: async () => decisionOf({ key, revoked: false, endsAt: never, warnFrom: never }, usage.counterOf),
    now: Date.now,
    maximumDecisions: 100_000,
    maximumRefusals: 10_000,
  })
  for (const digest of digests) await decisions.load(digest)
  const watch = { isCurrent: () => true, refresh: async () => {} }
  const decide = createVerifier({ decisions, watch, now: Date.now, count: usage.count })
  return { decide, count: usage.count, counter: usage.counterOf('id'), key }
}

/** A context as a guard gets it, of a real request, which is never answered: headers cannot be set on a sent answer. */
async function captureContext(request: Buffer): Promise<Context> {
  const app = new Koa()
  const captured = new Promise<Context>((resolve) => {
    app.use((ctx) => {
      resolve(ctx)
      return new Promise(() => {})
    })
  })
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  client.write(request)
  const ctx = await captured
  // Nothing of it keeps the process from ending.
  for (const handle of [server, client, ctx.req.socket]) handle.unref()
  return ctx
}
