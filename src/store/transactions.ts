import type { Knex } from 'knex'

/** Of knex's client, which its types leave out. */
interface TransactingClient {
  transaction(...args: unknown[]): {
    begin(connection: object): Promise<unknown>
    trxClient: { query(connection: object, statement: string): Promise<unknown> }
  }
}

/** One of knex's clients whose transactions begin with a statement of ours instead of a plain BEGIN. */
export function beginningWith(statement: string, Dialect: typeof Knex.Client): typeof Knex.Client {
  class Client extends (Dialect as unknown as new (settings: Knex.Config) => TransactingClient) {
    override transaction(...args: unknown[]) {
      const transaction = super.transaction(...args)
      // Knex passes over a BEGIN that fails, and reports something else later.
      transaction.begin = (connection) => transaction.trxClient.query(connection, statement)
      return transaction
    }
  }
  return Client as unknown as typeof Knex.Client
}
