import { describe } from 'node:test'
import type { TestedDatabase } from '../support/databases.js'
import { changesContract } from './contract/changes.js'
import { feedContract } from './contract/feed.js'
import { keysContract } from './contract/keys.js'
import { listsContract } from './contract/lists.js'
import { schemaContract } from './contract/schema.js'
import { usageContract } from './contract/usage.js'

/** What a store does, whatever the database is. */
export function storeContract(database: TestedDatabase): void {
  describe(`a store on ${database.name}`, () => {
    keysContract(database)
    changesContract(database)
    listsContract(database)
    usageContract(database)
    feedContract(database)
    schemaContract(database)
  })
}
