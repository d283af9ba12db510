import type { Handler } from '../handler.js'

export function getLiveness(): Handler<'getLiveness'> {
  return () => ({ status: 200, body: { status: 'live' } })
}

/** @param ping resolves when the database answers */
export function getReadiness(ping: () => Promise<void>, isShuttingDown: () => boolean): Handler<'getReadiness'> {
  return async () => {
    if (isShuttingDown()) return { problem: 'shutting_down' }
    await ping()
    return { status: 200, body: { status: 'ready' } }
  }
}
