import { isAcceptableKey } from '../credentials/brought-in-key.js'
import { parseInstant, parseIso8601 } from './dates.js'

/** The `format`s that the document may use: the generated validators import them from here. */
export const formats = {
  /** RFC 3339, section 5.6, with an offset. */
  'date-time': (text: string) => parseInstant(text) !== undefined,
  /** A date, a local time (read as UTC) or a time with an offset, as the original's `expiration-date` takes them. */
  'iso-8601-date': (text: string) => parseIso8601(text) !== undefined,
  /** A key with room for 128 bits, or a UUID. */
  'brought-in-key': isAcceptableKey,
  /** Neither of ASCII nor of those beside it, which a pattern cannot name in every language: PHP looks at bytes. */
  'no-control-characters': (text: string) => !/\p{Cc}/u.test(text),
  /** Bytes: nothing to check. */
  binary: true,
  /** How wide a client keeps it: there is no wider integer in JavaScript. */
  int64: true,
} as const
