import type { Middleware } from 'koa'
import type { Logger as Pino } from 'pino'
import { operations } from '../../generated/operations.js'

const redacted = '[redacted]'
/** Anything of the shape of a key, wherever it was put by mistake. */
const keyLike = /[0-9A-Za-z]+_[0-9A-Za-z]{12}_[0-9A-Za-z]{20,}/g

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

/** The path and query of a request as they may be logged. */
export function redactUrl(url: string): string {
  const [path = '', query] = url.split(/\?(.*)/s)
  const shownPath = path.replace(keyLike, redacted)
  if (query === undefined || query === '') return shownPath
  const pairs = [...new URLSearchParams(query)].map(([name, value]) => {
    const shown = shownParameters.has(name) ? encodeURIComponent(value).replace(keyLike, redacted) : redacted
    return `${shownParameters.has(name) || credentialNames.has(name) ? name : redacted}=${shown}`
  })
  return `${shownPath}?${pairs.join('&')}`
}

/** One line for each request, when it is answered or its connection has gone. It holds no credential. */
export function requestLog(logger: Pino): Middleware {
  return async (ctx, next) => {
    const startedAt = performance.now()
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
          address: ctx.ip,
          key: ctx.state.apiKey?.start,
        },
        'request',
      )
    })
    await next()
  }
}
