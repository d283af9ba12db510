import type { Knex } from 'knex'

/** A database of one kind, with what differs between kinds. */
export interface Database {
  client: Knex
  /** For people: kind and place, without credentials. */
  name: string
  /** A transaction that holds the right to write from its first statement on. */
  write<Result>(work: (transaction: Knex.Transaction) => Promise<Result>): Promise<Result>
  /** What an error of the driver means for us; undefined when it is not about the database's state. */
  classify(error: unknown): 'database_unavailable' | 'database_unusable' | undefined
}
