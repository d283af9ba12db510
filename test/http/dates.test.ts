import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseInstant, parseIso8601 } from '../../src/http/dates.js'
import { formatInstant } from '../../src/keys/key-json.js'

const latest = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

// The instants are written out by Date.UTC, which reads no text.
const accepted: [text: string, ms: number][] = [
  ['2027-01-31', Date.UTC(2027, 0, 31)],
  ['2027-01-31T12:30', Date.UTC(2027, 0, 31, 12, 30)],
  ['2027-01-31T12:30:15', Date.UTC(2027, 0, 31, 12, 30, 15)],
  ['2027-01-31 12:30:15', Date.UTC(2027, 0, 31, 12, 30, 15)],
  ['2027-01-31t12:30:15', Date.UTC(2027, 0, 31, 12, 30, 15)],
  ['2027-01-31T12:30:15.5', Date.UTC(2027, 0, 31, 12, 30, 15, 500)],
  ['2027-01-31T12:30:15.05', Date.UTC(2027, 0, 31, 12, 30, 15, 50)],
  ['2027-01-31T12:30:15.123456', Date.UTC(2027, 0, 31, 12, 30, 15, 123)],
  ['2027-01-31T12:30:15.999999999', Date.UTC(2027, 0, 31, 12, 30, 15, 999)],
  ['2027-01-31T12:30Z', Date.UTC(2027, 0, 31, 12, 30)],
  ['2027-01-31T12:30:15Z', Date.UTC(2027, 0, 31, 12, 30, 15)],
  ['2027-01-31T12:30:15z', Date.UTC(2027, 0, 31, 12, 30, 15)],
  ['2027-01-31T12:30:15.25Z', Date.UTC(2027, 0, 31, 12, 30, 15, 250)],
  ['2027-01-31T12:30:15+02:00', Date.UTC(2027, 0, 31, 10, 30, 15)],
  ['2027-01-31T12:30:15-05:30', Date.UTC(2027, 0, 31, 18, 0, 15)],
  ['2027-01-31T12:30:15+0200', Date.UTC(2027, 0, 31, 10, 30, 15)],
  ['2027-01-31T12:30:15.5+02:00', Date.UTC(2027, 0, 31, 10, 30, 15, 500)],
  ['2027-01-31T12:30:15+00:00', Date.UTC(2027, 0, 31, 12, 30, 15)],
  ['2027-01-31T12:30:15-00:00', Date.UTC(2027, 0, 31, 12, 30, 15)],
  ['2027-01-01T00:30:00+01:00', Date.UTC(2026, 11, 31, 23, 30)],
  ['2026-12-31T23:30:00-01:00', Date.UTC(2027, 0, 1, 0, 30)],
  ['2027-01-31T23:59:59.999Z', Date.UTC(2027, 0, 31, 23, 59, 59, 999)],
]

const refused = [
  '',
  ' ',
  'tomorrow',
  '2027',
  '2027-01',
  '2027-1-31',
  '27-01-31',
  '20270131',
  '2027-W04-7',
  '2027-031',
  '2027/01/31',
  '31-01-2027',
  '+2027-01-31',
  '-2027-01-31',
  '12027-01-31',
  ' 2027-01-31',
  '2027-01-31 ',
  '2027-01-31\n',
  '2027-01-31Z',
  '2027-01-31+01:00',
  '2027-01-31T',
  '2027-01-31T12',
  '2027-01-31T1:30',
  '2027-01-31T12:3',
  '2027-01-31T12:30:',
  '2027-01-31T12:30:1',
  '2027-01-31T12:30:15.',
  '2027-01-31T12:30:15,5',
  '2027-01-31T12.5:00',
  '2027-01-31T12:30.5',
  '2027-01-31T12:30:15 Z',
  '2027-01-31T12:30:15ZZ',
  '2027-01-31T12:30:15UTC',
  '2027-01-31T12:30:15+1:00',
  '2027-01-31T12:30:15+01:0',
  '2027-01-31T12:30:15 02:00',
  '2027-01-31T12:30:15+24:00',
  '2027-01-31T12:30:15+01:60',
  '2027-01-31T12:30:15±01:00',
  '2027-01-31T24:00:00',
  '2027-01-31T12:60:00',
  '2027-01-31T12:30:60',
  '2027-01-31_12:30:15',
  '2027-01-31  12:30:15',
  '٢٠٢٧-٠١-٣١',
  'NaN',
  '1798718400000',
]

test('dates, local times and times with an offset are read as ISO 8601 has them', () => {
  for (const [text, ms] of accepted) assert.equal(parseIso8601(text), ms, text)
})

test('anything else is refused', () => {
  for (const text of refused) assert.equal(parseIso8601(text), undefined, JSON.stringify(text))
})

test('days that a month lacks are refused', () => {
  const days = ['2027-02-29', '2027-02-30', '2027-02-31', '2027-04-31', '2027-06-31', '2027-09-31', '2027-11-31']
  const months = ['2027-00-10', '2027-13-01', '2027-01-00', '2027-01-32']
  for (const text of [...days, ...months]) {
    assert.equal(parseIso8601(text), undefined, text)
    assert.equal(parseIso8601(`${text}T12:00:00Z`), undefined, text)
  }
})

test('February 29 is a day of leap years only', () => {
  for (const year of [1972, 2000, 2024, 2400]) assert.equal(parseIso8601(`${year}-02-29`), Date.UTC(year, 1, 29))
  for (const year of [1973, 2023, 2026, 2100, 2200])
    assert.equal(parseIso8601(`${year}-02-29`), undefined, String(year))
})

test('instants from 1970 to 9999 are accepted, and none beyond', () => {
  assert.equal(parseIso8601('1970-01-01'), 0)
  assert.equal(parseIso8601('1970-01-01T00:00:00Z'), 0)
  assert.equal(parseIso8601('1970-01-01T01:00:00+01:00'), 0)
  assert.equal(parseIso8601('1969-12-31T23:00:00-01:00'), 0)
  assert.equal(parseIso8601('9999-12-31'), Date.UTC(9999, 11, 31))
  assert.equal(parseIso8601('9999-12-31T23:59:59.999Z'), latest)
  const beyond = [
    '0000-01-01',
    '0001-01-01',
    '1969-12-31',
    '1969-12-31T23:59:59.999Z',
    '1970-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-00:01',
    '9999-12-31T23:59:59.999-23:59',
  ]
  for (const text of beyond) assert.equal(parseIso8601(text), undefined, text)
})

test('an instant of RFC 3339 has a T, seconds and an offset', () => {
  for (const text of ['2027-01-31T12:30:15Z', '2027-01-31t12:30:15z', '2027-01-31T12:30:15.123456789Z']) {
    assert.equal(parseInstant(text), parseIso8601(text), text)
    assert.notEqual(parseInstant(text), undefined, text)
  }
  assert.equal(parseInstant('2027-01-31T12:30:15+02:00'), Date.UTC(2027, 0, 31, 10, 30, 15))
  assert.equal(parseInstant('2027-01-31T12:30:15-02:00'), Date.UTC(2027, 0, 31, 14, 30, 15))
  const others = [
    '2027-01-31',
    '2027-01-31T12:30:15',
    '2027-01-31T12:30Z',
    '2027-01-31 12:30:15Z',
    '2027-01-31T12:30:15+0200',
    '2027-02-30T12:30:15Z',
    '2027-01-31T12:30:15xZ',
    '2027-01-31T12:30:15ZZ',
    '1969-12-31T23:59:59Z',
  ]
  for (const text of others) assert.equal(parseInstant(text), undefined, text)
})

test('what is written is RFC 3339 in UTC to the second, and reads back as the same second', () => {
  assert.equal(formatInstant(new Date(Date.UTC(2027, 0, 31, 12, 30, 15, 999))), '2027-01-31T12:30:15Z')
  assert.equal(formatInstant(new Date(0)), '1970-01-01T00:00:00Z')
  assert.equal(formatInstant(new Date(latest)), '9999-12-31T23:59:59Z')
  fc.assert(
    fc.property(fc.integer({ min: 0, max: latest }), (ms) => {
      const text = formatInstant(new Date(ms))
      assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
      assert.equal(parseInstant(text), Math.floor(ms / 1000) * 1000)
      assert.equal(parseIso8601(text), Math.floor(ms / 1000) * 1000)
    }),
  )
})

test('an offset moves a time by itself and by nothing else', () => {
  const offset = fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 })
  const ms = fc.integer({ min: Date.UTC(1971, 0, 1), max: Date.UTC(9998, 0, 1) })
  fc.assert(
    fc.property(ms, offset, (instant, minutes) => {
      const local = new Date(instant + minutes * 60_000).toISOString().slice(0, -1)
      const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
      const digits = [hours, rest].map((part) => String(part).padStart(2, '0'))
      const sign = minutes < 0 ? '-' : '+'
      assert.equal(parseInstant(`${local}${sign}${digits.join(':')}`), instant)
      assert.equal(parseIso8601(`${local}${sign}${digits.join('')}`), instant)
    }),
  )
})

test('no text makes reading throw, and what is read lies within the bounds', () => {
  const dateLike = fc.stringMatching(/^\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:?\d\d)?)?$/)
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), dateLike), (text) => {
      const ms = parseIso8601(text) ?? parseInstant(text) ?? 0
      assert.ok(ms >= 0 && ms <= latest)
    }),
    { numRuns: 1000 },
  )
})
