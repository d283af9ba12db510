import type { Handler } from '../handler.js'

/** @param text all metrics as they are now */
export function getMetrics(text: () => Promise<string>): Handler<'getMetrics'> {
  return async () => ({ status: 200, type: 'text/plain; version=0.0.4', body: await text() })
}
