import { setTimeout } from 'node:timers/promises'
import { SimpleSecurityError } from '../errors.js'
import type { Database, Meaning } from './database.js'

/** How often a transaction is begun in whose way others are, and for how long at most it makes way. */
const maximumAttempts = 8
const conflictPauseMs = 10

/**
 * Does again what another transaction was in the way of: the database has taken back all of it. On a lost connection it
 * is not known what became of a transaction, and nothing is done again.
 */
export async function untilThrough<Result>(database: Database, work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === maximumAttempts || database.classify(error)?.code !== 'conflict') throw error
      await setTimeout(Math.random() * conflictPauseMs * attempt)
    }
  }
}

/**
 * Turns what the driver says of the database's state into errors of ours.
 * @param otherwise what an error means that the database's kind does not know; when left out, it is a fault of ours
 */
export async function translated<Result>(
  database: Database,
  work: () => Promise<Result>,
  otherwise?: 'database_unusable',
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof SimpleSecurityError) throw error
    const meaning: Meaning | undefined = database.classify(error) ?? (otherwise && { code: otherwise })
    if (meaning === undefined) throw error
    const reason = meaning.reason ?? (error instanceof Error ? error.message : String(error))
    const code = meaning.code === 'database_unusable' ? meaning.code : 'database_unavailable'
    const problem = code === 'database_unavailable' ? 'cannot be reached' : 'cannot be used'
    throw new SimpleSecurityError(code, `The database ${database.name} ${problem}: ${reason}.`, { cause: error })
  }
}
