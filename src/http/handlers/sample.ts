import type { Handler } from '../handler.js'

export function getSecure(): Handler<'getSecure'> {
  return () => ({ status: 200, body: { message: 'This is a secure endpoint' } })
}

export function getUnsecured(): Handler<'getUnsecured'> {
  return () => ({ status: 200, body: { message: 'This is an unsecured endpoint' } })
}
