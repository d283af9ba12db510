import type { Knex } from 'knex'

/** A database of one kind, with what differs between kinds. */
export interface Database {
  /** For reading: a reader does not wait for a writer. */
  reader: Knex
  /** For looking at short intervals for what others changed: whoever waits for a reader does not keep it. */
  watcher: Knex
  /** For everything else. */
  client: Knex
  /** Called once the schema is known to be ours to change, before it is brought up to date. */
  prepare(): Promise<void>
  /** For people: kind and place, without credentials. */
  name: string
  /** A transaction that holds the right to write from its first statement on. */
  write<Result>(work: (transaction: Knex.Transaction) => Promise<Result>): Promise<Result>
  close(): Promise<void>
  /** What an error of the driver means for us; undefined when it is not about the database's state. */
  classify(error: unknown): 'database_unavailable' | 'database_unusable' | undefined
}
