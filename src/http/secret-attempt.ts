import type { IncomingMessage } from 'node:http'
import { networkOf } from '../addresses/address.js'
import type { AttemptLimiter } from '../attempts/attempt-limiter.js'
import type { AttemptTrail } from '../attempts/attempt-trail.js'
import type { ClientAddress } from './client-address.js'
import type { Refusal } from './guards.js'

/** Decides on a secret that a request came with; undefined when it is good. */
export type JudgeSecret = (secret: string, req: IncomingMessage) => Refusal | undefined

/**
 * Compares secrets, unless too many wrong ones came from the same place: then none is even looked at, since whoever learned
 * that one of them is right could go on guessing.
 */
export function createSecretJudge(parts: {
  isSecret: (text: string) => boolean
  limiter: AttemptLimiter
  trail: AttemptTrail
  addressOf: ClientAddress
}): JudgeSecret {
  const { isSecret, limiter, trail, addressOf } = parts
  return (secret, req) => {
    const address = addressOf(req)
    const sender = networkOf(address ?? '')
    const waitMs = limiter.waitMs(sender)
    if (waitMs === 0 && isSecret(secret)) return undefined
    trail.note(sender, address)
    if (waitMs > 0) return { code: 'too_many_attempts', retryAfterSeconds: Math.ceil(waitMs / 1000) }
    limiter.fail(sender)
    return { code: 'invalid_secret' }
  }
}
