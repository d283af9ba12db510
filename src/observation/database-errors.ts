import { isDatabaseError, SimpleSecurityError } from '../errors.js'

/** How often something failed that the database was asked to do, by the code of the error. */
export type DatabaseErrorCounts = Record<'database_unavailable' | 'database_unusable' | 'internal_error', number>

export interface DatabaseErrors {
  readonly counts: Readonly<DatabaseErrorCounts>
  note(error: unknown): void
}

export function createDatabaseErrors(): DatabaseErrors {
  const counts: DatabaseErrorCounts = { database_unavailable: 0, database_unusable: 0, internal_error: 0 }
  return {
    counts,
    note(error) {
      if (isDatabaseError(error)) counts[error.code as 'database_unavailable'] += 1
      // Other errors of ours are answers, such as that a key is there already.
      else if (!(error instanceof SimpleSecurityError)) counts.internal_error += 1
    },
  }
}
