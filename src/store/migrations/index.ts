import type { Knex } from 'knex'
import { keys } from './0001-keys.js'
import { revision } from './0002-revision.js'

export interface Migration {
  name: string
  up(db: Knex): Promise<void>
}

/** Every migration, in order. A name that was released is never changed and never removed. */
export const migrations: readonly Migration[] = [
  { name: '0001-keys', up: keys },
  { name: '0002-revision', up: revision },
]
