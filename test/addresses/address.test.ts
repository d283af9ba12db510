import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { canonicalAddress, networkOf } from '../../src/addresses/address.js'

describe('an address', () => {
  for (const [text, canonical] of [
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:C000:207', '192.0.2.7'],
    ['2001:DB8:0:0:1::5', '2001:db8::1:0:0:5'],
    ['fe80::1%eth0', 'fe80::1'],
    [`fe80::1%${'x'.repeat(100)}`, 'fe80::1'],
    ['192.0.2.07', undefined],
    ['192.0.2', undefined],
    ['unknown', undefined],
    ['', undefined],
  ] as const) {
    it(`has one spelling: ${text.slice(0, 40)} is ${canonical}`, () => assert.equal(canonicalAddress(text), canonical))
  }
})

describe('the network of an address', () => {
  for (const [address, network] of [
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['2001:db8:0:1::', '2001:db8:0:1::/64'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3::/64'],
    ['1::5:6:7:8', '1:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::5:6:7:8:9', '0:0:0:5::/64'],
  ] as const) {
    it(`is ${network} for ${address}`, () => assert.equal(networkOf(address), network))
  }
})
