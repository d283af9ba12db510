import type { Parameter, Style } from './parameters.js'

/** A parameter's text, taken apart as its style says, and decoded: nothing in it has a type yet. */
export type Parts =
  | { kind: 'one'; text: string }
  | { kind: 'list'; texts: readonly string[] }
  | { kind: 'members'; members: readonly (readonly [string, string])[] }

export type Kind = Parts['kind']
export type Taken = { ok: true; parts: Parts } | { ok: false; detail: string }

/** How the text of a parameter is written, in one place of a request. */
interface Syntax {
  readonly separator: RegExp | string
  readonly decode: (text: string) => string
}

const unreadable: Taken = { ok: false, detail: 'must be percent-encoded UTF-8' }
const unpaired: Taken = { ok: false, detail: 'must be a list of names, each with its value' }

/**
 * The parts of one text, in the path or in a header.
 * @param text as it was sent, since only there an encoded delimiter differs from one that delimits
 */
export function takeText({ style, explode, name, place }: Parameter, kind: Kind, text: string): Taken {
  const decode = place === 'path' ? decodeURIComponent : (part: string) => part.trim()
  if (style === 'label') return takeLabel(text, kind, { explode, decode })
  if (style === 'matrix') return takeMatrix(text, kind, { explode, decode, name })
  return split(text, kind, { separator: ',', decode }, explode)
}

function takeLabel(
  text: string,
  kind: Kind,
  { explode, decode }: { explode: boolean; decode: Syntax['decode'] },
): Taken {
  if (!text.startsWith('.')) return { ok: false, detail: 'must begin with a dot' }
  const rest = text.slice(1)
  // RFC 6570 has commas here where nothing is exploded, and the tables of OpenAPI up to 3.0.3 and 3.1.0 have dots.
  const separator = !explode && rest.includes(',') ? ',' : '.'
  return split(rest, kind, { separator, decode }, explode)
}

function takeMatrix(
  text: string,
  kind: Kind,
  { explode, decode, name }: { explode: boolean; decode: Syntax['decode']; name: string },
): Taken {
  if (!text.startsWith(';')) return { ok: false, detail: 'must begin with a semicolon' }
  const pieces = text.slice(1).split(';')
  if (kind === 'members' && explode) return split(text.slice(1), kind, { separator: ';', decode }, true)
  const values = pieces.map((piece) => pairOf(piece)).filter((pair) => attempt(decode, pair[0]) === name)
  if (values.length !== pieces.length) return { ok: false, detail: `must be written as ;${name}=…` }
  if (kind === 'list' && explode)
    return texts(
      values.map(([, value]) => value),
      decode,
    )
  const [only, ...others] = values
  if (only === undefined || others.length > 0) return { ok: false, detail: 'is given more than once' }
  return split(only[1], kind, { separator: ',', decode }, false)
}

/** Takes apart the one text that a parameter has. */
export function split(text: string, kind: Kind, { separator, decode }: Syntax, explode: boolean): Taken {
  if (kind === 'one') {
    const decoded = attempt(decode, text)
    return decoded === undefined ? unreadable : { ok: true, parts: { kind, text: decoded } }
  }
  const pieces = text.split(separator)
  if (kind === 'list') return texts(pieces, decode)
  const members: [string, string][] = []
  if (explode) {
    for (const piece of pieces) {
      if (!piece.includes('=')) return unpaired
      members.push(pairOf(piece))
    }
  } else {
    if (pieces.length % 2 !== 0) return unpaired
    for (let index = 0; index < pieces.length; index += 2) members.push([pieces[index] ?? '', pieces[index + 1] ?? ''])
  }
  return namedMembers(members, decode)
}

export function texts(encoded: readonly string[], decode: Syntax['decode']): Taken {
  const decoded = encoded.map((text) => attempt(decode, text))
  return decoded.includes(undefined) ? unreadable : { ok: true, parts: { kind: 'list', texts: decoded as string[] } }
}

function namedMembers(encoded: readonly (readonly [string, string])[], decode: Syntax['decode']): Taken {
  const members = encoded.map(([name, text]) => [attempt(decode, name), attempt(decode, text)] as const)
  if (members.some((pair) => pair.includes(undefined))) return unreadable
  if (new Set(members.map(([name]) => name)).size < members.length)
    return { ok: false, detail: 'must not have the same name twice' }
  return { ok: true, parts: { kind: 'members', members: members as [string, string][] } }
}

/** What delimits the values of a query parameter that is not exploded. */
export const delimiters: Readonly<Partial<Record<Style, RegExp | string>>> = {
  form: ',',
  spaceDelimited: /%20|\+/,
  pipeDelimited: /\||%7[Cc]/,
}

export function pairOf(text: string): [string, string] {
  const end = text.indexOf('=')
  return end === -1 ? [text, ''] : [text.slice(0, end), text.slice(end + 1)]
}

/** Undefined for what is not percent-encoded as it must be. */
export function attempt(decode: Syntax['decode'], text: string): string | undefined {
  try {
    return decode(text)
  } catch {
    return undefined
  }
}

/** As forms encode texts, in which a plus is a blank. */
export function decodeFormText(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}
