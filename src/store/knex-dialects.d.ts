// Knex publishes no types of its dialects, which are the base of ours, and pg publishes none at all.
declare module 'knex/lib/dialects/*' {
  import type { Knex } from 'knex'

  const Dialect: typeof Knex.Client
  export default Dialect
}

declare module 'pg' {
  export class Client {
    constructor(settings: object)
    connection: { stream: import('node:stream').Duplex }
    connect(): Promise<unknown>
    end(): Promise<void>
    on(event: 'error' | 'end', listener: (error?: Error) => void): this
    query(statement: string): Promise<unknown>
  }
  const pg: { Client: typeof Client }
  export default pg
}
