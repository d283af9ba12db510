import { SimpleSecurityError } from '../errors.js'
import { laxPath } from '../openapi/path-template.js'

/** A path below which everybody may call whatever the document does not have, ending in a slash, and how lax readers have it. */
export interface OpenPrefix {
  readonly text: string
  readonly lax: string
}

/** @throws SimpleSecurityError `invalid_configuration` where one is no path that begins and ends with a slash */
export function readOpenPrefixes(prefixes: unknown = []): OpenPrefix[] {
  if (!Array.isArray(prefixes)) throw invalid("open must be a list of paths: ['/assets/']")
  return prefixes.map((prefix: unknown) => {
    const lax = typeof prefix === 'string' && /^\/([^?#]*\/)?$/.test(prefix) ? laxPath(prefix) : undefined
    if (lax === undefined) {
      const allowed = 'paths as requests have them, which begin and end with a slash'
      throw invalid(`open must list ${allowed}, not ${JSON.stringify(prefix)}`)
    }
    return { text: String(prefix), lax: lax === '/' ? lax : `${lax}/` }
  })
}

function invalid(message: string): SimpleSecurityError {
  return new SimpleSecurityError('invalid_configuration', `${message}.`)
}
