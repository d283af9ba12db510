import type { ApiKey } from './keys/api-key.js'

declare module 'koa' {
  interface DefaultState {
    /** The key that authorized this request. Only there behind `apiKeySecurity()`. */
    apiKey: ApiKey
  }
}

export type { Environment, Logger, SimpleSecurityOptions } from './config.js'
export { type ErrorCode, type FaultCode, type RefusalCode, SimpleSecurityError } from './errors.js'
export type { ApiKey, KeyStatus } from './keys/api-key.js'
export type { CreateKeyInput, KeyDetails, Keys, RenewKeyInput } from './keys/keys.js'
export { type SimpleSecurity, simpleSecurity } from './simple-security.js'
export type { Verification, Verify } from './verification/verifier.js'
