import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import Router from '@koa/router'
import Koa, { type Context } from 'koa'
import { generateKey } from '../../src/credentials/api-key-format.js'
import { type SimpleSecurity, simpleSecurity } from '../../src/index.js'
import { createInstance, documentOf, operation } from '../openapi/enforced-app.js'
import { createClock, dayMs } from '../support/clock.js'
import { listen } from '../support/http.js'
import { runServer } from '../support/program.js'
import { adminSecret, startStandAlone } from '../support/stand-alone.js'
import { temporaryFolder } from '../support/temporary.js'
import { attempt } from './attempts.js'
import { administrativeOperations, filledPath } from './documented.js'
import { exchange, type RawRequest } from './raw.js'
import { compareTimes, openStopwatch } from './timing.js'

const group = 'no oracle'
const scopes = ['reports:read']
/** The most that may be allowed, and more than are tried. */
const comparedSecrets = 10_000

/** All bytes of an answer but those that tell the time. */
async function answerTo(url: string, request: RawRequest): Promise<string> {
  const { head, body } = await exchange(url, request)
  return `${head.replace(/^Date: .*\r\n/im, '')}\r\n${body}`
}

/** Keys that are not good, each for another reason. */
async function refusedKeys(
  { keys }: SimpleSecurity,
  clock: { advance(ms: number): void },
): Promise<[string, string][]> {
  const uuid = randomUUID()
  const made = {
    revoked: await keys.create({ name: 'revoked', scopes, neverExpires: true }),
    'revoked, without the scope': await keys.create({ neverExpires: true }),
    expired: await keys.create({ name: 'expired', scopes }),
    'expired and revoked': await keys.create({ scopes }),
    deleted: await keys.create({ scopes, neverExpires: true }),
    'replaced at once': await keys.create({ scopes, neverExpires: true }),
    'replaced, and its overlap over': await keys.create({ scopes, neverExpires: true }),
    'brought in and revoked': await keys.create({ scopes, neverExpires: true, key: uuid }),
  }
  for (const name of [
    'revoked',
    'revoked, without the scope',
    'expired and revoked',
    'brought in and revoked',
  ] as const) {
    await keys.revoke(made[name].id)
  }
  await keys.delete(made.deleted.id)
  await keys.rotate(made['replaced at once'].id)
  await keys.rotate(made['replaced, and its overlap over'].id, { overlapSeconds: 60 })
  clock.advance(30 * dayMs)
  const good = await keys.create({ scopes })
  const typo = good.key.slice(0, -1) + (good.key.endsWith('0') ? '1' : '0')
  return [
    ...Object.entries(made).map(([name, { key }]): [string, string] => [name, key]),
    ['unknown', generateKey('kss').key],
    ['unknown, of another prefix', generateKey('other').key],
    ['made up under the id of a good one', generateKey('kss', good.id).key],
    ['made up under the id of one that was revoked', generateKey('kss', made.revoked.id).key],
    ['with a typo', typo],
    ['the id of a good one', good.id],
    ['the start of a good one', good.start],
    ['a UUID that nobody brought in', randomUUID()],
    ['a word', 'letmein'],
    ['one character', 'k'],
    ['4,000 characters', 'k'.repeat(4_000)],
    ['the admin secret', adminSecret],
    ['characters beyond ASCII', '\u00e9'.repeat(40)],
  ]
}

/** Asks in each place, and again once the answer is remembered; the bytes of the first answer are those of all. */
async function expectOneAnswer(
  url: string,
  doors: readonly string[],
  refused: readonly (readonly [name: string, key: string])[],
): Promise<void> {
  const attempts: [string, () => Promise<void>][] = []
  for (const door of doors) {
    for (const method of ['GET', 'HEAD']) {
      for (const place of ['header', 'query', 'both']) {
        const requestWith = (key: string): RawRequest => {
          const query = `${door.includes('?') ? '&' : '?'}api-key=${encodeURIComponent(key)}`
          return {
            method,
            target: place === 'header' ? door : door + query,
            lines: place === 'query' ? [] : [`api-key: ${key}`],
          }
        }
        const expected = await answerTo(url, requestWith(generateKey('kss').key))
        assert.match(expected, /^HTTP\/1\.1 403 /, `${method} ${door}`)
        for (const [name, key] of refused) {
          for (const time of ['', ', again']) {
            attempts.push([
              `${method} ${door} with the ${place}: ${name}${time}`,
              async () => assert.equal(await answerTo(url, requestWith(key)), expected),
            ])
          }
        }
      }
    }
  }
  await attempt(group, attempts)
}

describe('a key that is refused', () => {
  it('gets the same bytes from the stand-alone server, whatever is wrong with it', async (t) => {
    const clock = createClock()
    const { url, instance } = await startStandAlone(t, { now: clock.now })
    const refused = await refusedKeys(instance, clock)
    await expectOneAnswer(url, ['/secure', '/openapi.json?for=key', '/openapi.yaml?for=key'], refused)
  })

  it('gets the same bytes from guards, whatever is wrong with it and whatever scopes it had', async (t) => {
    const clock = createClock()
    const instance = createInstance(t, { now: clock.now })
    const { apiKeySecurity } = instance
    const router = new Router()
    router.get('/guarded', apiKeySecurity(), answerName)
    router.get('/scoped', apiKeySecurity({ scopes }), answerName)
    router.get('/twice', apiKeySecurity(), apiKeySecurity({ scopes }), answerName)
    const url = await listen(t, new Koa().use(router.routes()).callback())
    await expectOneAnswer(url, ['/guarded', '/scoped', '/twice'], await refusedKeys(instance, clock))
  })

  it('gets the same bytes where a document is enforced', async (t) => {
    const clock = createClock()
    const either = [{ ApiKeyHeader: [] }, { ApiKeyQuery: [] }]
    const document = documentOf('3.1.0', {
      paths: {
        '/guarded': { get: operation({ security: either }) },
        '/scoped': { get: operation({ security: either, 'x-required-scopes': scopes }) },
        '/alternative': { get: operation({ security: [...either, { Bearer: [] }] }) },
        '/combined': { get: operation({ security: either.map((one) => ({ ...one, Bearer: [] })) }) },
        '/checked/{id}': {
          get: operation({
            security: either,
            parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
          }),
        },
      },
      components: { securitySchemes: { Bearer: { type: 'http', scheme: 'bearer' } } },
    })
    const instance = createInstance(t, { now: clock.now, document, schemes: { Bearer: () => true } })
    const app = new Koa().use(instance.enforce({ validate: true })).use(answerName)
    const url = await listen(t, app.callback())
    const refused = await refusedKeys(instance, clock)
    await expectOneAnswer(url, ['/guarded', '/scoped', '/combined', '/checked/1', '/checked/x'], refused)
  })
})

describe('an admin secret that is refused', () => {
  it('gets the same bytes, however near it is and whatever it was to be used for', async (t) => {
    const { url, instance } = await startStandAlone(t, { secretAttempts: comparedSecrets, metrics: true })
    const there = await instance.keys.create({ name: 'there' })
    const revoked = await instance.keys.create()
    await instance.keys.revoke(revoked.id)
    const expected = await answerTo(url, { target: '/auth/logs', lines: ['secret-key: wrong'] })
    assert.match(expected, /^HTTP\/1\.1 403 [\s\S]*"invalid_secret"/)
    const missing = await answerTo(url, { target: '/auth/logs' })
    assert.match(missing, /^HTTP\/1\.1 403 [\s\S]*"missing_secret"/)
    const wrong = [
      ['without its last character', adminSecret.slice(0, -1)],
      ['without its first character', adminSecret.slice(1)],
      ['with a character more', `${adminSecret}x`],
      ['with another last character', `${adminSecret.slice(0, -1)}x`],
      ['with another first character', `x${adminSecret.slice(1)}`],
      ['in small letters', adminSecret.toLowerCase()],
      ['one character', 'T'],
      ['10,000 characters', adminSecret.padEnd(10_000, 'x')],
      ['a key that is good', there.key],
      ['a key that was revoked', revoked.key],
      ['a made-up key', generateKey('kss').key],
    ] as const
    const subjects = [
      ['that is there', there.id],
      ['that was revoked', revoked.id],
      ['that is not there', 'nothing00000'],
      ['that cannot be', '%00'],
    ] as const
    await attempt(
      group,
      administrativeOperations.flatMap((one) =>
        subjects.flatMap(([subject, id]) => {
          const queried = one.parameters.some(({ name }) => name === 'api-key') ? `?api-key=${id}` : ''
          const target = filledPath(one, () => id) + queried
          const ask = (lines: string[]) => answerTo(url, { method: one.method, target, lines })
          return [
            ...wrong.map(
              ([name, secret]) =>
                [
                  `${one.operationId} of a key ${subject}: ${name}`,
                  async () => assert.equal(await ask([`secret-key: ${secret}`]), expected),
                ] as const,
            ),
            [
              `${one.operationId} of a key ${subject}: empty, which is as good as none`,
              async () => {
                assert.equal(await ask(['secret-key:']), missing)
                assert.equal(await ask([]), missing)
              },
            ] as const,
          ]
        }),
      ),
    )
  })
})

// Printed and not judged: a difference that a machine shows on which others work too proves nothing, and neither does none.
describe('the time of a refusal', () => {
  it('is told here for keys and secrets that are wrong in one way or another', async (t) => {
    const { ask, revoked } = await setUpTiming(t, 1_000)
    const guarded = (key: string) => `GET /secure HTTP/1.1\r\nHost: 127.0.0.1\r\napi-key: ${key}\r\n\r\n`
    const administered = (secret: string) =>
      `GET /auth/logs HTTP/1.1\r\nHost: 127.0.0.1\r\nsecret-key: ${secret}\r\n\r\n`
    const unknown = generateKey('kss').key
    const [first = ''] = revoked
    const repeated = function* (count: number, one: string, other: string) {
      for (let index = 0; index < count; index++) yield [one, other] as const
    }
    // So that nothing is compiled for the first time while it is measured.
    await compareTimes(ask, repeated(2_000, guarded(unknown), guarded(unknown)))
    const figures = {
      'the same key, asked for twice, to tell what is noise': await compareTimes(
        ask,
        repeated(2_000, guarded(unknown), guarded(unknown)),
      ),
      'unknown and revoked, both remembered': await compareTimes(
        ask,
        repeated(10_000, guarded(unknown), guarded(first)),
      ),
      'unknown and revoked, each for the first time': await compareTimes(
        ask,
        revoked.slice(1).map((key) => [guarded(generateKey('kss').key), guarded(key)] as const),
      ),
      'unknown and with a wrong checksum': await compareTimes(
        ask,
        repeated(2_000, guarded(unknown), guarded(`${unknown.slice(0, -1)}_`)),
      ),
      'a secret that is wrong from its first or only in its last character': await compareTimes(
        ask,
        repeated(2_000, administered('x'.repeat(adminSecret.length)), administered(`${adminSecret.slice(0, -1)}x`)),
      ),
    }
    for (const [name, figure] of Object.entries(figures)) t.diagnostic(`${name}: ${figure}`)
  })
})

/** The built command, one connection to it, and keys of it that were revoked and that it has not met since. */
async function setUpTiming(t: TestContext, count: number) {
  const folder = await temporaryFolder(t)
  const database = join(folder, 'sqlite.db')
  const { keys, close } = simpleSecurity({ secret: adminSecret, dbLocation: database, env: {} })
  t.after(close)
  const revoked: string[] = []
  for (let made = 0; made < count; made++) {
    const { key, id } = await keys.create()
    await keys.revoke(id)
    revoked.push(key)
  }
  const env = {
    KOA_SIMPLE_SECURITY_SECRET: adminSecret,
    KOA_SIMPLE_SECURITY_SECRET_ATTEMPTS: String(comparedSecrets),
  }
  const { url } = await runServer(t, env, folder)
  return { ask: await openStopwatch(t, url), revoked }
}

function answerName(ctx: Context): void {
  ctx.body = ctx.state.apiKey.name
}
