import Koa from 'koa'
import type { Logger as Pino } from 'pino'
import type { assemble } from '../simple-security.js'
import { writeFault, writeProblem } from './problem.js'
import { requestLog } from './request-log.js'

/** The app of the stand-alone server: everything that the document describes, and problems for all else. */
export function createStandAloneApp(
  { instance, sampleRouter, addressOf }: ReturnType<typeof assemble>,
  logger: Pino,
): Koa {
  const app = new Koa()
  app.on('error', (error: Error) => {
    // Peers that hang up are no fault of the server; the request's line tells of them.
    if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') return
    logger.error({ err: error }, 'fault')
  })
  app.use(requestLog(logger, addressOf))
  app.use(async (ctx, next) => {
    try {
      await next()
      if (ctx.status === 404 && ctx.body == null && !ctx.headerSent) writeProblem(ctx, 'not_found')
    } catch (fault) {
      writeFault(ctx, fault)
    }
  })
  app.use(instance.docs())
  app.use(instance.apiKeyRouter.routes())
  app.use(sampleRouter.routes())
  return app
}
