import { containsKey } from '../credentials/api-key-format.js'
import { broughtInKeyRule, isAcceptableKey } from '../credentials/brought-in-key.js'
import { scopePattern } from '../credentials/scopes.js'
import { SimpleSecurityError } from '../errors.js'
import type { KeySortColumn } from './key-store.js'

// The same limits as in openapi.yaml, for those who come by code and by the command line.
const maximumNameLength = 200
const maximumScopes = 100
const maximumMetadata = 64
const maximumMetadataLength = 500
const maximumMetadataNameLength = 100
const maximumOverlapSeconds = 604_800
// Control characters, and halves of characters, which no database gives back as they were.
const unusableCharacter = /[\p{Cc}\p{Cs}]/u

type Rule = { isValid: (value: unknown) => boolean; detail: string }

const sortColumns = ['created_date', 'name', 'expiration_date', 'latest_query_date'] as const satisfies KeySortColumn[]

const text: Rule = { isValid: (value) => typeof value === 'string', detail: 'must be a text' }

const date: Rule = {
  isValid: (value) => value instanceof Date && value.getTime() >= 0 && value.getUTCFullYear() <= 9999,
  detail: 'must be a date from 1970 to 9999',
}

const rules: Record<string, Rule> = {
  name: {
    isValid: (value) => isText(value, maximumNameLength),
    detail: `must be a text of at most ${maximumNameLength} characters, without control characters and without a key in it`,
  },
  scopes: {
    isValid: (value) =>
      Array.isArray(value) &&
      value.length <= maximumScopes &&
      new Set(value).size === value.length &&
      value.every((scope) => typeof scope === 'string' && scopePattern.test(scope)),
    detail: `must be a list of at most ${maximumScopes} different scopes, each 1 to 100 visible ASCII characters without blanks, quotes and backslashes`,
  },
  metadata: {
    isValid: (value) => {
      if (value === null || typeof value !== 'object' || Array.isArray(value)) return false
      const entries = Object.entries(value)
      return (
        entries.length <= maximumMetadata &&
        entries.every(([name, text]) => isText(name, maximumMetadataNameLength) && isText(text, maximumMetadataLength))
      )
    },
    detail: `must be an object of at most ${maximumMetadata} texts of at most ${maximumMetadataLength} characters, their names of at most ${maximumMetadataNameLength}, without control characters and without a key in them`,
  },
  neverExpires: { isValid: (value) => typeof value === 'boolean', detail: 'must be true or false' },
  expiresAt: date,
  key: { isValid: (value) => typeof value === 'string' && isAcceptableKey(value), detail: broughtInKeyRule },
  limit: {
    isValid: (value) => value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && Number(value) >= 1),
    detail: 'must be a whole number above 0',
  },
  cursor: text,
  keyId: text,
  scope: text,
  status: oneOf('active', 'revoked', 'expired'),
  sort: oneOf(...sortColumns, ...sortColumns.map((column) => `-${column}`)),
  interval: oneOf('hour', 'day'),
  unusedSince: date,
  expiresBefore: date,
  from: date,
  to: date,
  overlapSeconds: {
    isValid: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= maximumOverlapSeconds,
    detail: `must be a whole number from 0 to ${maximumOverlapSeconds}`,
  },
}

/** The names in JSON of what code calls otherwise. */
const jsonNames: Record<string, string> = {
  neverExpires: 'never_expire',
  expiresAt: 'expiration_date',
  overlapSeconds: 'overlap_seconds',
  keyId: 'key_id',
  unusedSince: 'unused_since',
  expiresBefore: 'expires_before',
}

/**
 * @param members those that the method takes
 * @throws SimpleSecurityError `invalid_argument`, which names the first member that is wrong and what is allowed
 */
export function checkInput<Input extends object>(input: Input, members: readonly (keyof Input & string)[]): void {
  for (const [member, value] of Object.entries(input)) {
    if (!(members as readonly string[]).includes(member)) {
      throw invalidArgument(member, `is not known here; known are ${members.join(', ')}`)
    }
    const rule = rules[member]
    if (value !== undefined && rule !== undefined && !rule.isValid(value)) throw invalidArgument(member, rule.detail)
  }
}

/** Whether a name could be stored that has this text in it. */
export function isPossibleName(text: string): boolean {
  return isText(text, maximumNameLength)
}

/** @param detail never shows what was given */
export function invalidArgument(member: string, detail: string): SimpleSecurityError {
  return new SimpleSecurityError('invalid_argument', `${member} ${detail}`, {
    member: jsonNames[member] ?? member,
    detail,
  })
}

function isText(value: unknown, maximumLength: number): boolean {
  return (
    typeof value === 'string' &&
    [...value].length <= maximumLength &&
    !unusableCharacter.test(value) &&
    !containsKey(value)
  )
}

function oneOf(...values: string[]): Rule {
  return {
    isValid: (value) => typeof value === 'string' && values.includes(value),
    detail: `must be one of ${values.join(', ')}`,
  }
}
