/** Visible ASCII without quote and backslash: what RFC 6749, section 3.3, allows in a scope. */
export const scopePattern = /^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/

/**
 * Whether a key that was given these scopes may do what needs this one. `*` stands for every scope, `reports:*` for every
 * scope that begins with `reports:`.
 */
export function hasScope(granted: readonly string[], required: string): boolean {
  return granted.some(
    (scope) => scope === required || scope === '*' || (scope.endsWith(':*') && required.startsWith(scope.slice(0, -1))),
  )
}

/** The required scopes that are not among the granted ones. */
export function missingScopes(granted: readonly string[], required: readonly string[]): string[] {
  return required.filter((scope) => !hasScope(granted, scope))
}
