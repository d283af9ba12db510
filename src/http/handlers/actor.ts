import type { Context } from 'koa'
import type { Actor } from '../../keys/audit.js'

/** Who asks: the peer, or whom the app's proxy says it speaks for, where the app trusts one. */
export function actorOf(ctx: Context): Actor {
  return { via: 'http', address: ctx.ip }
}
