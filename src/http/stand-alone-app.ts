import Koa, { type Context } from 'koa'
import { type Logger as Pino, stdSerializers } from 'pino'
import type { assemble } from '../simple-security.js'
import { writeFault, writeProblem } from './problem.js'
import { requestLog } from './request-log.js'

/** The app of the stand-alone server: everything that the document describes, and problems for all else. */
export function createStandAloneApp(
  { instance, sampleRouter, addressOf }: ReturnType<typeof assemble>,
  logger: Pino,
): Koa {
  const app = new Koa()
  app.on('error', (error: Error, ctx?: Context) => {
    if (isOfPeer(error, ctx)) return
    // Not what else an error carries: a driver puts its query there, and Node's parser the bytes with the credentials in them.
    const { type, message, stack, code } = stdSerializers.err(error)
    logger.error({ err: { type, message, code, stack } }, 'fault')
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

/** Peers that hang up or send what is no HTTP are no fault of the server; the request's line tells of them. */
function isOfPeer(error: NodeJS.ErrnoException, ctx: Context | undefined): boolean {
  const { code = '' } = error
  return code === 'ECONNRESET' || code.startsWith('HPE_') || ctx?.req.socket.errored === error
}
