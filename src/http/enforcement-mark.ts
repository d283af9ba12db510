/** What a report can know of an `enforce()` that it finds among an app's middleware. */
export interface Enforcement {
  /** The names of the schemes that the app has a handler for. */
  readonly handledSchemes: readonly string[]
  readonly openPrefixes: readonly string[]
  /** The base path of the document that a proxy takes away, or nothing. */
  readonly strippedBase: string
  /** Whether it answers the document's operations too, and does not only let them pass. */
  readonly answersOperations: boolean
}

// Registered, so that the command line knows the middleware of an app that has a copy of this package of its own.
const mark = Symbol.for('koa-simple-security.enforcement')

export function markEnforcement<Given extends object>(middleware: Given, enforcement: Enforcement): Given {
  return Object.defineProperty(middleware, mark, { value: enforcement })
}

export function enforcementOf(middleware: unknown): Enforcement | undefined {
  return typeof middleware === 'function' ? (middleware as { [mark]?: Enforcement })[mark] : undefined
}
