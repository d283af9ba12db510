import type { Verify } from '../verification/verifier.js'
import type { Observer } from './observer.js'

/** Tells of what is decided where there is no request. */
export function observedVerify(verify: Verify, observer: Observer): Verify {
  return async (key, options) => {
    const verification = await verify(key, options).catch((fault) => {
      observer.failed(fault)
      throw fault
    })
    if (verification.ok) observer.verified(verification.key)
    else if (verification.code === 'insufficient_scope') {
      observer.refused({ code: verification.code, keyId: verification.keyId, missingScopes: verification.missing })
    } else observer.refused(verification)
    return verification
  }
}
