import { type JsonObject, text } from './json.js'

/** What an operation says that a gateway calls to ask about another request. */
export interface OriginalRequest {
  /** Whether the key may also be in the query of that request. */
  readonly inOriginalUri: boolean
  /** The parameter in the query that lists more scopes which the key must have. */
  readonly scopesParameter: string | undefined
}

/** @param at where the operation stands */
export function readOriginalRequest(operation: JsonObject, at: string): OriginalRequest {
  const name = operation['x-scopes-parameter']
  return {
    inOriginalUri: operation['x-key-in-original-uri'] === true,
    scopesParameter: name === undefined ? undefined : text(name, `${at}/x-scopes-parameter`),
  }
}
