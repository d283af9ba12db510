import { clearLine, cursorTo } from 'node:readline'
import { formatInstant } from '../keys/key-json.js'
import type { KeyDetails } from '../keys/keys.js'
import { alignColumns, printable } from '../text-table.js'

const absent = '–'
/** In a column of the list: a longer text would push the others out of the window. */
const maximumLength = 40

export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** For a person, beside what a machine may be reading. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** What went wrong, in one line, also where a path has more. */
export function complain(text: string): void {
  note(`koa-simple-security: ${text.replace(/\s+/g, ' ')}`)
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value))
}

/** One line that tells how far a command is, and leaves nothing behind. @returns undefined where nobody would see it */
export function startProgress(first: string): { show(text: string): void; stop(): void } | undefined {
  const { stderr } = process
  // A terminal that does not know its width says 0.
  if (!stderr.isTTY || stderr.columns === 0) return undefined
  const show = (text: string) => {
    cursorTo(stderr, 0)
    // A longer line would be broken into two, of which only the last one is cleared.
    stderr.write(text.slice(0, stderr.columns - 1))
    clearLine(stderr, 1)
  }
  show(first)
  return { show, stop: () => show('') }
}

export async function table(head: string[], rows: string[][], rightAligned: string[] = []): Promise<string> {
  // Loaded here, so that serve starts without it.
  const { default: widthOf } = await import('string-width')
  return alignColumns(head, rows, { widthOf, rightAligned })
}

export function keyTable(keys: readonly KeyDetails[]): Promise<string> {
  const head = ['KEY', 'NAME', 'STATUS', 'SCOPES', 'EXPIRES', 'LAST USED', 'QUERIES']
  const rows = keys.map((key) => [
    key.start,
    shorten(key.name ?? absent),
    key.status,
    shorten(key.scopes.join(' ') || absent),
    expiry(key),
    shortDate(key.latestQueryAt),
    String(key.totalQueries),
  ])
  return table(head, rows, ['QUERIES'])
}

/** Everything that is known of a key, a line each. */
export function keyLines(key: KeyDetails): string {
  const metadata = Object.entries(key.metadata).map(([name, value]) => `${name}=${value}`)
  const rows = [
    ['id', key.id],
    ['start', key.start],
    ['name', key.name ?? absent],
    ['status', key.status],
    ['scopes', key.scopes.join(' ') || absent],
    ['metadata', metadata.join(' ') || absent],
    ['created', shortDate(key.createdAt)],
    ['expires', expiry(key)],
    ...(key.revokedAt === undefined ? [] : [['revoked', shortDate(key.revokedAt)]]),
    ['last used', shortDate(key.latestQueryAt)],
    ['queries', String(key.totalQueries)],
  ]
  return rows.map(([label = '', value = '']) => `${label.padEnd(11)}${printable(value)}`).join('\n')
}

export function shortDate(date: Date | undefined): string {
  return date === undefined
    ? absent
    : formatInstant(date)
        .replace('T', ' ')
        .replace(/:\d\dZ$/, 'Z')
}

function expiry({ neverExpires, expiresAt }: KeyDetails): string {
  return neverExpires ? 'never' : shortDate(expiresAt)
}

function shorten(text: string): string {
  if (text.length <= maximumLength) return text
  // As people count them: an accent or a joined emoji is no character of its own.
  const characters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)
  return characters.length <= maximumLength ? text : `${characters.slice(0, maximumLength - 1).join('')}…`
}
