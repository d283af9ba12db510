import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createSecretMatcher, digestKey } from '../../src/credentials/digest.js'

test('the digest of a key is its SHA-256 in lower-case hexadecimal', () => {
  // FIPS 180-2, appendix B.1 and B.2.
  assert.equal(digestKey('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  assert.equal(
    digestKey('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'),
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  )
})

test('a text is digested as UTF-8', async () => {
  const text = 'schlüssel-🔑'
  const expected = Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).toString('hex')
  assert.equal(digestKey(text), expected)
})

test('each of several secrets is accepted, whatever its place and length', () => {
  const secrets = ['first-secret', 's', 'third-secret-that-is-longer-than-a-digest-of-thirty-two-bytes', ' schlüssel ']
  const isSecret = createSecretMatcher(secrets)
  for (const secret of secrets) assert.equal(isSecret(secret), true, secret)
})

test('near misses, beginnings, joined secrets and the empty text are refused', () => {
  const isSecret = createSecretMatcher(['first-secret', 'second-secret'])
  const refused = [
    '',
    'f',
    'first-secre',
    'irst-secret',
    'first-secret ',
    ' first-secret',
    'first-secretx',
    'first-secret\0',
    'First-secret',
    'first-secreT',
    'first-secret,second-secret',
    'first-secretsecond-secret',
    'fırst-secret',
    digestKey('first-secret'),
  ]
  for (const text of refused) assert.equal(isSecret(text), false, JSON.stringify(text))
})

test('nothing but the secrets is accepted', () => {
  const secrets = ['first-secret', 'second-secret']
  const isSecret = createSecretMatcher(secrets)
  const nearSecret = fc
    .tuple(fc.constantFrom(...secrets), fc.nat(12), fc.string({ maxLength: 2 }))
    .map(([secret, at, inserted]) => secret.slice(0, at) + inserted + secret.slice(at + 1))
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), nearSecret), (text) => {
      assert.equal(isSecret(text), secrets.includes(text))
    }),
    { numRuns: 1000 },
  )
})

test('without a secret nothing is accepted', () => {
  const isSecret = createSecretMatcher([])
  for (const text of ['', 'undefined', 'null', 'anything']) assert.equal(isSecret(text), false)
})
