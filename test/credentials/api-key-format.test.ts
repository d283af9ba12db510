import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  generateKey,
  generateKeyId,
  isGeneratedKey,
  keyPrefixPattern,
  keyStart,
  maximumKeyLength,
  parseKey,
  parseKeyId,
} from '../../src/credentials/api-key-format.js'
import { encodeBase62, randomBase62 } from '../../src/credentials/base62.js'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const prefixes = [
  'kss',
  'a',
  '0',
  'Z9',
  'kss_live',
  'a_b_c',
  'a_0_Z_9',
  'aaaaaaaaaaaa',
  'x'.repeat(20),
  'a_bbbbbbbbbbbb',
]

// Bit by bit from the polynomial of IEEE 802.3, so that nothing is shared with the code under test.
function bitwiseCrc32(text: string): number {
  let crc = 0xffffffff
  for (const byte of Buffer.from(text)) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

function decodeBase62(text: string): bigint {
  return [...text].reduce((value, character) => value * 62n + BigInt(alphabet.indexOf(character)), 0n)
}

const base62 = (length: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length })
const anyPrefix = fc.stringMatching(/^[0-9A-Za-z]{1,6}(_[0-9A-Za-z]{1,6}){0,2}$/)
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...alphabet, '_') }))

test('the bitwise CRC-32 of these tests gives the check value of the algorithm', () => {
  assert.equal(bitwiseCrc32('123456789'), 0xcbf43926)
})

test('a key is prefix, id of 12, secret of 27 and checksum of 6 characters', () => {
  for (const prefix of prefixes) {
    const { id, start, key } = generateKey(prefix)
    assert.match(id, /^[0-9A-Za-z]{12}$/)
    assert.equal(start, `${prefix}_${id}`)
    assert.ok(key.startsWith(`${start}_`))
    assert.match(key.slice(start.length + 1), /^[0-9A-Za-z]{33}$/)
    assert.equal(key.length, prefix.length + 1 + 12 + 1 + 27 + 6)
    assert.ok(key.length <= maximumKeyLength)
  }
})

test('the checksum is the CRC-32 of all before it, in six base-62 characters', () => {
  fc.assert(
    fc.property(anyPrefix, (prefix) => {
      const { key } = generateKey(prefix)
      assert.equal(decodeBase62(key.slice(-6)), BigInt(bitwiseCrc32(key.slice(0, -6))))
    }),
  )
})

test('a checksum that starts with zeros keeps them', () => {
  const body = `kss_${'0'.repeat(12)}_`
  let secret = 0
  const made = () => body + String(secret).padStart(27, '0')
  while (bitwiseCrc32(made()) >= 62 ** 4) secret++
  const checksum = encodeBase62(bitwiseCrc32(made()), 6)
  assert.match(checksum, /^00/)
  assert.deepEqual(parseKey(made() + checksum), { id: '0'.repeat(12), start: `kss_${'0'.repeat(12)}` })
})

test('a generated key parses to its id and start, under every form of prefix', () => {
  for (const prefix of prefixes) {
    const { id, start, key } = generateKey(prefix)
    assert.deepEqual(parseKey(key), { id, start })
  }
  fc.assert(
    fc.property(anyPrefix, (prefix) => {
      const { id, start, key } = generateKey(prefix)
      assert.deepEqual(parseKey(key), { id, start })
    }),
  )
})

test('a key can be made under an id that exists, with a secret of its own', () => {
  const id = generateKeyId()
  const [one, two] = [generateKey('kss', id), generateKey('kss', id)]
  assert.equal(one.id, id)
  assert.equal(one.start, two.start)
  assert.equal(one.start, keyStart('kss', id))
  assert.notEqual(one.key, two.key)
})

test('prefixes are base-62 words joined by single underscores, of 20 characters at most', () => {
  for (const prefix of prefixes) assert.match(prefix, keyPrefixPattern)
  const refused = ['', '_', '_a', 'a_', 'a__b', 'a-b', 'a.b', 'a b', 'é', 'a\n', ' a', 'x'.repeat(21), 'a_'.repeat(10)]
  for (const prefix of refused) assert.doesNotMatch(prefix, keyPrefixPattern, JSON.stringify(prefix))
})

test('a key with any one character changed is refused', () => {
  const character = fc.oneof(
    fc.constantFrom(...alphabet, '_'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  )
  fc.assert(
    fc.property(fc.constantFrom(...prefixes), fc.nat(), character, (prefix, position, changed) => {
      const { key } = generateKey(prefix)
      const at = position % key.length
      fc.pre(key[at] !== changed)
      assert.equal(parseKey(key.slice(0, at) + changed + key.slice(at + 1)), undefined)
    }),
    { numRuns: 2000 },
  )
})

test('a key with a character left out, doubled or swapped with its neighbour is refused', () => {
  const { key } = generateKey('kss_live')
  for (let at = 0; at < key.length; at++) {
    const [before, here, next = '', after] = [key.slice(0, at), key.charAt(at), key.charAt(at + 1), key.slice(at + 2)]
    assert.equal(parseKey(before + next + after), undefined, `left out at ${at}`)
    assert.equal(parseKey(before + here + here + next + after), undefined, `doubled at ${at}`)
    if (here !== next && next !== '')
      assert.equal(parseKey(before + next + here + after), undefined, `swapped at ${at}`)
  }
})

test('a key with something before or behind it is refused', () => {
  const { key } = generateKey('kss')
  for (const made of [
    ` ${key}`,
    `${key} `,
    `${key}\n`,
    `_${key}`,
    `${key}_`,
    `${key}${key}`,
    `Bearer ${key}`,
    `"${key}"`,
  ]) {
    assert.equal(parseKey(made), undefined, JSON.stringify(made))
  }
})

test('a made-up key of the right shape is refused', () => {
  fc.assert(
    fc.property(base62(12), base62(33), (id, rest) => {
      assert.equal(parseKey(`kss_${id}_${rest}`), undefined)
    }),
    { numRuns: 1000 },
  )
})

test('with a checksum that fits, what decides is the form of the rest', () => {
  const form = /^[0-9A-Za-z]+(_[0-9A-Za-z]+)*_[0-9A-Za-z]{12}_[0-9A-Za-z]{27}$/
  const part = fc.constantFrom('_', '_', 'a', 'Z', '9', 'ab', 'é', '-', '\u0141', ' ')
  const parts = (maxLength: number) => fc.array(part, { maxLength }).map((list) => list.join(''))
  const little = fc.oneof({ weight: 3, arbitrary: fc.constant('') }, parts(2))
  const almost = fc.tuple(parts(4), little, base62(12), little, base62(27), little)
  let good = 0
  fc.assert(
    fc.property(almost, ([prefix, before, id, between, secret, behind]) => {
      const body = `${prefix}_${before}${id}${between}_${secret}${behind}`
      // Of UTF-16 units, as far as they are bytes: a checksum is a matter of ASCII only.
      const crc = bitwiseCrc32(body)
      const isGood = form.test(body)
      if (isGood) good += 1
      assert.equal(isGeneratedKey(body + encodeBase62(crc, 6)), isGood, body)
    }),
    { numRuns: 20_000 },
  )
  assert.ok(good > 50, `${good} were good`)
})

test('a key under a prefix that is longer than any allowed one is refused', () => {
  const body = `${'x'.repeat(21)}_${'0'.repeat(12)}_${'0'.repeat(27)}`
  assert.equal(parseKey(body + encodeBase62(bitwiseCrc32(body), 6)), undefined)
})

test('no text makes parsing throw, however long', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      assert.equal(parseKey(text), undefined)
      parseKeyId(text)
    }),
    { numRuns: 1000 },
  )
  assert.equal(parseKey('a_'.repeat(1_000_000)), undefined)
  assert.equal(parseKeyId('a_'.repeat(1_000_000)), undefined)
})

test('an id is found in itself and in a start, under every form of prefix', () => {
  for (const prefix of prefixes) {
    const { id, start } = generateKey(prefix)
    assert.equal(parseKeyId(id), id)
    assert.equal(parseKeyId(start), id)
  }
})

test('no id is found in a whole key, or in anything that is neither a start nor an id', () => {
  const { id, start, key } = generateKey('kss')
  const others = [
    key,
    '',
    '_',
    'kss',
    'kss_',
    id.slice(1),
    `${id}0`,
    `${start}0`,
    `${start}_`,
    ` ${id}`,
    `${id} `,
    `${id}\n`,
  ]
  for (const text of others) assert.equal(parseKeyId(text), undefined, JSON.stringify(text))
})

test('no id is found behind something that is no prefix', () => {
  const id = generateKeyId()
  for (const text of [`_${id}`, `a__${id}`, `<b>_${id}`, `a b_${id}`, `${'x'.repeat(21)}_${id}`]) {
    assert.equal(parseKeyId(text), undefined, JSON.stringify(text))
  }
})

test('random base 62 has the asked length and favours no character', () => {
  for (const length of [0, 1, 12, 27]) assert.match(randomBase62(length), new RegExp(`^[0-9A-Za-z]{${length}}$`))
  const counts = new Map<string, number>()
  const expected = 10_000
  for (const character of randomBase62(62 * expected)) counts.set(character, (counts.get(character) ?? 0) + 1)
  const chiSquare = [...alphabet].reduce((sum, character) => {
    return sum + ((counts.get(character) ?? 0) - expected) ** 2 / expected
  }, 0)
  // With 61 degrees of freedom, chance exceeds 160 once in more than a thousand million runs; taking bytes modulo 62
  // would give about 4000.
  assert.ok(chiSquare < 160, `chi-square ${chiSquare}`)
})

test('no two of ten thousand keys share an id or a secret', () => {
  const ids = new Set<string>()
  const secrets = new Set<string>()
  for (let count = 0; count < 10_000; count++) {
    const { id, start, key } = generateKey('kss')
    ids.add(id)
    secrets.add(key.slice(start.length + 1, -6))
  }
  assert.equal(ids.size, 10_000)
  assert.equal(secrets.size, 10_000)
})

test('base 62 keeps a number, its order and the asked length', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.maxSafeNat(), fc.integer({ min: 9, max: 15 }), (one, two, length) => {
      const [first, second] = [encodeBase62(one, length), encodeBase62(two, length)]
      assert.equal(first.length, length)
      assert.equal(decodeBase62(first), BigInt(one))
      assert.equal(first < second, one < two)
    }),
  )
  assert.equal(encodeBase62(0, 6), '000000')
  assert.equal(encodeBase62(61, 2), '0z')
  assert.equal(encodeBase62(62, 2), '10')
})
