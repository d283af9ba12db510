import { InvalidArgumentError } from 'commander'
import { parseIso8601 } from '../http/dates.js'

const unitSeconds: Record<string, number> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }

/** A date, a local time (read as UTC) or a time with an offset. */
export function readDate(text: string): Date {
  const ms = parseIso8601(text)
  if (ms === undefined) throw new InvalidArgumentError('Use ISO 8601, such as 2027-01-31 or 2027-01-31T12:00:00Z.')
  return new Date(ms)
}

/** In seconds. */
export function readDuration(text: string): number {
  const [, number, unit = ''] = /^(\d{1,9})([smhd]?)$/.exec(text) ?? []
  const seconds = number === undefined ? undefined : Number(number) * (unitSeconds[unit] ?? Number.NaN)
  if (seconds === undefined) throw new InvalidArgumentError('Use seconds, or a number with s, m, h or d, such as 36h.')
  return seconds
}

export function readCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Use a whole number above 0.')
  return Number(text)
}

export function addScope(scope: string, scopes: string[] = []): string[] {
  return [...scopes, scope]
}

export function addMetadata(text: string, metadata: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('Use NAME=VALUE.')
  return { ...metadata, [text.slice(0, at)]: text.slice(at + 1) }
}
