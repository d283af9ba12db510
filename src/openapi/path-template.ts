import { DocumentError } from './json.js'

/** One segment of a path: text, and the names of parameters after each part of it but the last. */
export interface TemplateSegment {
  readonly texts: readonly string[]
  readonly names: readonly string[]
}

/**
 * The segments of a template: `/reports/{id}.json` has `reports`, and `` {id} `.json` ``.
 * @throws DocumentError where braces do not fit, a name is used twice, or something is no path
 */
export function parseTemplate(template: string, pointer: string): TemplateSegment[] {
  if (!template.startsWith('/')) throw new DocumentError(pointer, 'must begin with a slash')
  if (/[?#]/.test(template)) throw new DocumentError(pointer, 'must be a path, without a query and a fragment')
  const segments = template
    .slice(1)
    .split('/')
    .map((segment) => parseSegment(segment, pointer))
  const names = segments.flatMap((segment) => segment.names)
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined) throw new DocumentError(pointer, `has the parameter {${repeated}} twice`)
  return segments
}

function parseSegment(segment: string, pointer: string): TemplateSegment {
  const parts = segment.split(/\{([^{}]+)\}/)
  const texts = parts.filter((_, index) => index % 2 === 0)
  const names = parts.filter((_, index) => index % 2 === 1)
  if (texts.some((text) => /[{}]/.test(text))) {
    throw new DocumentError(pointer, 'has a brace that is not part of a {parameter} within one segment')
  }
  if (texts.slice(1, -1).includes('')) {
    throw new DocumentError(pointer, 'has two parameters with nothing between them: where one ends is not known')
  }
  if (names.length === 0 && (segment === '.' || segment === '..')) {
    throw new DocumentError(pointer, 'has a dot segment, which clients take out')
  }
  return { texts, names }
}

/** Alike for templates that differ in the names of their parameters only, and so match the same paths. */
export function shapeOf(segments: readonly TemplateSegment[]): string {
  return segments.map(({ texts }) => texts.join('{}')).join('/')
}

/**
 * A path as the laxest router, proxy or file system may read it: percent-decoded, in one letter case, without double and
 * trailing slashes. Undefined for what has no such reading.
 */
export function laxPath(path: string): string | undefined {
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
