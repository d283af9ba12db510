import type { Keys } from '../../keys/keys.js'
import { createDocsPage } from '../docs-page.js'
import type { Handlers } from '../handler.js'
import { createServedDocuments } from '../served-document.js'
import { getApiKeyUsageLogs, newApiKey, renewApiKey, revokeApiKey } from './auth.js'
import { getDocs, getDocsFile, getOpenapiJson, getOpenapiYaml } from './docs.js'
import { getLiveness, getReadiness } from './health.js'
import { getSecure, getUnsecured } from './sample.js'

/** One handler for each operation of the document. An operation without one does not compile, nor does one too many. */
export function createHandlers(parts: {
  keys: Keys
  hideDocs: boolean
  ping: () => Promise<void>
  isShuttingDown: () => boolean
}) {
  const { keys, hideDocs, ping, isShuttingDown } = parts
  const documentOf = createServedDocuments({ hideDocs })
  const page = createDocsPage()
  return {
    newApiKey: newApiKey(keys),
    revokeApiKey: revokeApiKey(keys),
    renewApiKey: renewApiKey(keys),
    getApiKeyUsageLogs: getApiKeyUsageLogs(keys),
    getSecure: getSecure(),
    getUnsecured: getUnsecured(),
    getLiveness: getLiveness(),
    getReadiness: getReadiness(ping, isShuttingDown),
    getOpenapiJson: getOpenapiJson(documentOf),
    getOpenapiYaml: getOpenapiYaml(documentOf),
    getDocs: getDocs(page),
    getDocsFile: getDocsFile(page),
  } satisfies Handlers
}
