import { DocumentError } from './json.js'

/** One segment of a path: text, and the names of parameters after each part of it but the last. */
export interface TemplateSegment {
  readonly texts: readonly string[]
  readonly names: readonly string[]
}

/** Stands for a parameter while the text around it is read: of a private use, and so in no template. */
const gap = '\uE000'

/**
 * The segments of a template: `/reports/{id}.json` has `reports`, and `` {id} `.json` ``. Text is as it stands in a request:
 * what is not ASCII is percent-encoded.
 * @throws DocumentError where braces do not fit, a name is used twice, or something is no path
 */
export function parseTemplate(template: string, pointer: string): TemplateSegment[] {
  if (!template.startsWith('/')) throw new DocumentError(pointer, 'must begin with a slash')
  const segments = template
    .slice(1)
    .split('/')
    .map((segment) => parseSegment(segment, pointer))
  const names = segments.flatMap((segment) => segment.names)
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined)
    throw new DocumentError(pointer, `has the parameter {${repeated}} twice; name one of them otherwise`)
  if (segments.slice(0, -1).some(({ texts, names: { length } }) => length === 0 && texts[0] === '')) {
    throw new DocumentError(pointer, 'has a doubled slash, which servers and proxies take for one; write one')
  }
  if (laxSegments(segments) === undefined) {
    throw new DocumentError(
      pointer,
      'has a dot segment, a NUL or a broken percent-encoding in it, which must be taken out',
    )
  }
  return segments
}

function parseSegment(segment: string, pointer: string): TemplateSegment {
  const parts = segment.split(/\{([^{}]+)\}/)
  const texts = parts.filter((_, index) => index % 2 === 0)
  const names = parts.filter((_, index) => index % 2 === 1)
  if (texts.some((text) => /[{}]/.test(text))) {
    throw new DocumentError(
      pointer,
      'has a brace that is not part of a {parameter} within one segment; close it, and put a name into it',
    )
  }
  if (texts.some((text) => /[?#]/.test(text))) {
    throw new DocumentError(
      pointer,
      'must be a path: leave the query or fragment out, and declare what it says as a parameter',
    )
  }
  if (texts.some((text) => /%2f|%5c|\\/i.test(text))) {
    throw new DocumentError(
      pointer,
      'has a backslash or an encoded slash, which some take for a slash and some do not; take it out',
    )
  }
  if (texts.slice(1, -1).includes('')) {
    throw new DocumentError(
      pointer,
      'has two parameters with nothing between them: where one ends is not known; put text between them',
    )
  }
  return { texts: texts.map((text) => encoded(text, pointer)), names }
}

function encoded(text: string, pointer: string): string {
  if (text.includes(gap)) throw new DocumentError(pointer, 'has a character of a private use in it; take it out')
  try {
    return text.replace(/[^\x21-\x7e]+/g, (part) => encodeURIComponent(part))
  } catch (cause) {
    throw new DocumentError(pointer, 'has half of a character in it; take it out', { cause })
  }
}

/** Alike for templates that differ in the names of their parameters only, and so match the same paths. */
export function shapeOf(segments: readonly TemplateSegment[]): string {
  return segments.map(({ texts }) => texts.join('{}')).join('/')
}

/** Alike for templates that a lax reader takes for the same. */
export function laxShape(segments: readonly TemplateSegment[]): string {
  return shapeOf(laxSegments(segments) ?? segments)
}

/** A template as the laxest reader of its text may have it. Undefined where that is no template any more. */
export function laxSegments(segments: readonly TemplateSegment[]): TemplateSegment[] | undefined {
  return laxPath(`/${segments.map(({ texts }) => texts.join(gap)).join('/')}`, /[^\x21-\x7e\uE000]/)
    ?.slice(1)
    .split('/')
    .map((segment) => {
      const texts = segment.split(gap)
      return { texts, names: texts.slice(1).map(String) }
    })
}

/**
 * A path as the laxest router, proxy or file system may read it: percent-decoded, in one letter case, without double and
 * trailing slashes. Undefined for what has no such reading: a path of anything but ASCII (RFC 3986, section 3.3), dot segments.
 */
export function laxPath(path: string, unreadable = /[^\x21-\x7e]/): string | undefined {
  if (unreadable.test(path)) return undefined
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return undefined
  }
  const lax = decoded
    .toLowerCase()
    .replaceAll('\\', '/')
    .replace(/\/{2,}/g, '/')
  if (/\/\.{1,2}(\/|$)/.test(lax) || lax.includes('\0')) return undefined
  return lax.length > 1 && lax.endsWith('/') ? lax.slice(0, -1) : lax
}
