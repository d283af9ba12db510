const datePattern = /^(\d{4})-(\d\d)-(\d\d)$/
const timePattern = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?$/
const offsetPattern = /^([+-])(\d\d):?(\d\d)$/
const latestInstant = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/**
 * Reads an RFC 3339 date-time, which has seconds and an offset.
 * @returns milliseconds since 1970-01-01T00:00:00Z, or undefined for anything else
 */
export function parseInstant(text: string): number | undefined {
  return /^.{10}[Tt]\d\d:\d\d:\d\d.*([Zz]|[+-]\d\d:\d\d)$/.test(text) ? parseIso8601(text) : undefined
}

/** Whether a text is an RFC 3339 date-time of a year from 0000 to 9999, with seconds and an offset. */
export function isDateTime(text: string): boolean {
  const [, date = '', time = '', offset = ''] = /^(.{10})[Tt](\d\d:\d\d:\d\d(?:\.\d+)?)(.+)$/.exec(text) ?? []
  return (
    parseDate(date) !== undefined &&
    parseTime(time.slice(0, 18)) !== undefined &&
    /^([Zz]|[+-]\d\d:\d\d)$/.test(offset) &&
    parseOffset(offset) !== undefined
  )
}

/**
 * Reads a date, a local time or a time with an offset in the extended format of ISO 8601. What has no offset is UTC, and
 * a plain date is its first instant, as in the system that this one re-creates.
 * @returns milliseconds since 1970-01-01T00:00:00Z, or undefined for anything else, such as February 30 or a time
 *   outside the years 1970 to 9999
 */
export function parseIso8601(text: string): number | undefined {
  const date = parseDate(text.slice(0, 10))
  if (date === undefined || text.length === 10) return date !== undefined && date >= 0 ? date : undefined
  if (!/^[Tt ]$/.test(text.charAt(10))) return undefined
  const [, time = '', offset = 'Z'] = /^([\d:.]+)(.*)$/.exec(text.slice(11)) ?? []
  const timeMs = parseTime(time)
  const offsetMs = parseOffset(offset || 'Z')
  if (timeMs === undefined || offsetMs === undefined) return undefined
  const instant = date + timeMs - offsetMs
  return instant >= 0 && instant <= latestInstant ? instant : undefined
}

function parseDate(text: string): number | undefined {
  const [, year, month, day] = datePattern.exec(text) ?? []
  if (year === undefined) return undefined
  const ms = Date.parse(`${text}T00:00:00Z`)
  // Date.parse moves a day that the month lacks into the next month.
  return Number.isNaN(ms) || new Date(ms).getUTCDate() !== Number(day) || Number(month) === 0 ? undefined : ms
}

function parseTime(text: string): number | undefined {
  const [, hours, minutes, seconds = '0', fraction = ''] = timePattern.exec(text) ?? []
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3))
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + milliseconds
}

function parseOffset(text: string): number | undefined {
  if (/^[Zz]$/.test(text)) return 0
  const [, sign, hours, minutes] = offsetPattern.exec(text) ?? []
  if (sign === undefined || Number(hours) > 23 || Number(minutes) > 59) return undefined
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}
