import type { Knex } from 'knex'
import { keys } from './0001-keys.js'
import { revision } from './0002-revision.js'

/** Every migration, in order. A name that was released is never changed and never removed. */
export const migrations: { name: string; migration: Knex.Migration }[] = [
  { name: '0001-keys', migration: keys },
  { name: '0002-revision', migration: revision },
]
