import type { CredentialPlaces } from './credential.js'

/** What the router needs to know of an operation; `generated/operations.ts` is a table of these. */
export interface Operation {
  readonly method: string
  /** With the parameters in braces, as the document has it. */
  readonly path: string
  readonly tags: readonly string[]
  readonly changesState: boolean
  /** Undefined where the document says that anybody may call. */
  readonly credential?: CredentialPlaces
  /** Each of which is as good as the first. */
  readonly otherCredentials?: readonly CredentialPlaces[]
  /** Whether the handler decides if the credential is needed, and checks it. */
  readonly credentialOptional?: boolean
  readonly requiredScopes: readonly string[]
  /** The parameter in the query by which a request asks for more scopes that the key must have. */
  readonly scopesParameter?: string
  readonly query: readonly Parameter[]
  readonly pathParameters: readonly Parameter[]
  /** Whether there must be a body; undefined for an operation that takes none. */
  readonly bodyRequired?: boolean
  readonly responses: Readonly<Record<string, DeclaredResponse>>
}

export interface Parameter {
  readonly name: string
  readonly type: ParameterType | 'array'
  readonly itemType?: ParameterType
}

export type ParameterType = 'string' | 'integer' | 'number' | 'boolean'

export interface DeclaredResponse {
  readonly contentTypes: readonly string[]
  readonly constantHeaders: Readonly<Record<string, string>>
  readonly requiredHeaders: readonly string[]
}

export interface Validator {
  (value: unknown): boolean
  errors?: readonly ValidationError[] | null
}

export interface ValidationError {
  readonly instancePath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  /** Of an error within `propertyNames`: the name. */
  readonly propertyName?: string
}

export interface OperationValidators {
  readonly query: Validator
  readonly path: Validator
  readonly body?: Validator
  readonly responses: Readonly<Record<string, Readonly<Record<string, Validator>>>>
}
