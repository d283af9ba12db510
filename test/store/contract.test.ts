import { testedDatabases } from '../support/databases.js'
import { storeContract } from './store-contract.js'

for (const database of testedDatabases) storeContract(database)
