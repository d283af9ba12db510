import type { Middleware } from 'koa'
import type { Logger as Pino } from 'pino'
import { operations } from '../../generated/operations.js'
import type { ClientAddress } from './client-address.js'

const redacted = '[redacted]'
/** Whatever is as long as a key or the secret in it, wherever it was put by mistake. No name in the document is. */
const keyLike = /[0-9A-Za-z_-]{20,}/g

// What a caller writes into a parameter that nobody declared may well be a credential with its name misspelt, so only the
// values of declared parameters are shown, and of those none that carries a credential.
const credentialNames = new Set(
  Object.values(operations).flatMap((o) => ('credential' in o ? [o.credential.name] : [])) as string[],
)
const shownParameters = new Set(
  Object.values(operations)
    .flatMap(({ query }) => query.map(({ name }): string => name))
    .filter((name) => !credentialNames.has(name)),
)

/** A line below 4096 bytes, whatever each character becomes in JSON, is written to a pipe whole, though others write to it too. */
const maximumShown = 500

/** The path and query of a request as they may be logged. */
export function redactUrl(url: string): string {
  const shown = withoutCredentials(url)
  return shown.length > maximumShown ? `${shown.slice(0, maximumShown)}…` : shown
}

function withoutCredentials(url: string): string {
  const [path = '', query] = url.split(/\?(.*)/s)
  const shownPath = withoutKeys(path)
  if (query === undefined || query === '') return shownPath
  const pairs = [...new URLSearchParams(query)].map(([name, value]) => {
    const shown = shownParameters.has(name) ? withoutKeys(encodeURIComponent(value)) : redacted
    return `${shownParameters.has(name) || credentialNames.has(name) ? name : redacted}=${shown}`
  })
  return `${shownPath}?${pairs.join('&')}`
}

// A key is one in whatever spelling: what has one once it is decoded is shown decoded, with the key left out. Control
// characters stay encoded, for the sake of terminals.
function withoutKeys(text: string): string {
  const decoded = text.includes('%') ? decodedFully(text) : text
  const clean = decoded.replace(keyLike, redacted)
  return clean === decoded ? text : clean
}

// Also what was encoded several times. In one pass: one for each time would take as many as a long URL has room for.
function decodedFully(text: string): string {
  const decoded: string[] = []
  for (const character of text) {
    decoded.push(character)
    while (decoded.at(-3) === '%') {
      const code = decoded.slice(-2).join('')
      if (!/^([2-6][0-9a-f]|7[0-9a-e])$/i.test(code)) break
      decoded.splice(-3, 3, String.fromCharCode(Number.parseInt(code, 16)))
    }
  }
  return decoded.join('')
}

/** One line for each request, when it is answered or its connection has gone. It holds no credential. */
export function requestLog(logger: Pino, addressOf: ClientAddress): Middleware {
  return async (ctx, next) => {
    const startedAt = performance.now()
    // A connection that has gone has no address any more.
    const address = addressOf(ctx.req)
    ctx.res.once('close', () => {
      const durationMs = Math.round((performance.now() - startedAt) * 10) / 10
      const level = ctx.status >= 500 ? 'error' : 'info'
      logger[level](
        {
          method: ctx.method,
          url: redactUrl(ctx.originalUrl),
          status: ctx.res.writableFinished ? ctx.status : undefined,
          aborted: ctx.res.writableFinished ? undefined : true,
          durationMs,
          address,
          key: ctx.state.apiKey?.start,
        },
        'request',
      )
    })
    await next()
  }
}
