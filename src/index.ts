import type { ValidatedRequest } from './http/api-request.js'
import type { ApiKey } from './keys/api-key.js'

declare module 'koa' {
  interface DefaultState {
    /** The key that authorized this request. Only there behind `apiKeySecurity()`. */
    apiKey: ApiKey
    /** What `enforce({ validate: true })` found in this request. Only there behind it. */
    validated?: ValidatedRequest
  }
}

export type { Environment, Logger, SimpleSecurityOptions } from './config.js'
export {
  type CredentialRefusalCode,
  type ErrorCode,
  type FaultCode,
  type RefusalCode,
  SimpleSecurityError,
} from './errors.js'
export type { ApiKeySecurityOptions } from './http/api-key-security.js'
export type { ValidatedRequest } from './http/api-request.js'
export type { EnforceOptions } from './http/document-policy.js'
export { defineHandlers, type HandlersOf, type OperationRequest, type OperationResponse } from './http/handler.js'
export type { SchemeHandler } from './http/policy.js'
export type {
  PolicyReport,
  PolicyReportOptions,
  ReportedOperation,
  ShadowedOperation,
  UndocumentedRoute,
} from './http/policy-report.js'
export type { ApiKey, KeyStatus } from './keys/api-key.js'
export type { AuditAction, AuditChange } from './keys/audit.js'
export type {
  AuditEvent,
  AuditPage,
  CreatedKey,
  CreateKeyInput,
  KeyChanges,
  KeyDetails,
  KeyPage,
  KeySort,
  Keys,
  KeyUsage,
  ListKeysInput,
  RenewKeyInput,
  RotateKeyInput,
} from './keys/keys.js'
export type { UsageInterval, UsagePoint } from './keys/usage-points.js'
export type { RefusedCode, RefusedEvent, VerifiedEvent } from './observation/observer.js'

export { type SimpleSecurity, simpleSecurity } from './simple-security.js'
export type { Verification, Verify, VerifyOptions } from './verification/verifier.js'
