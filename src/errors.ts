/** Why a request, or a key that `verify()` is asked about, is refused for its credentials. */
export type CredentialRefusalCode =
  | 'missing_secret'
  | 'invalid_secret'
  | 'missing_api_key'
  | 'invalid_api_key'
  | 'insufficient_scope'
  | 'repeated_credential'
  | 'credential_refused'
  | 'too_many_attempts'

/**
 * What can go wrong, for programs. A code never changes its meaning; codes may be added.
 * The first groups are refusals of requests, which are values; the last group are thrown.
 */
export type RefusalCode =
  | CredentialRefusalCode
  | 'not_found'
  | 'key_not_found'
  | 'method_not_allowed'
  | 'malformed_json'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'invalid_request'
  | 'shutting_down'

export type FaultCode =
  | 'invalid_configuration'
  | 'invalid_argument'
  | 'key_exists'
  | 'database_unusable'
  | 'database_unavailable'
  | 'invalid_response'
  | 'internal_error'

export type ErrorCode = RefusalCode | FaultCode

/** The one class of the errors that this package throws; `code` tells them apart. */
export class SimpleSecurityError extends Error {
  readonly code: FaultCode
  /** With `invalid_argument`: which member of the input is wrong, by its name in JSON. */
  readonly member: string | undefined
  /** With `invalid_argument`: what is allowed there. */
  readonly detail: string | undefined

  constructor(code: FaultCode, message: string, options: ErrorOptions & { member?: string; detail?: string } = {}) {
    super(message, options)
    this.name = 'SimpleSecurityError'
    this.code = code
    this.member = options.member
    this.detail = options.detail
  }
}

export function isSimpleSecurityError(error: unknown, code: FaultCode): error is SimpleSecurityError {
  return error instanceof SimpleSecurityError && error.code === code
}

/** Whether something failed because the database cannot be reached or used. */
export function isDatabaseError(error: unknown): error is SimpleSecurityError {
  return isSimpleSecurityError(error, 'database_unavailable') || isSimpleSecurityError(error, 'database_unusable')
}
