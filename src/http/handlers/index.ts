import type { operations } from '../../../generated/types.js'
import type { DocsPage } from '../docs-page.js'
import { defineHandlers, type KeysOfRequest } from '../handler.js'
import { getApiKeyUsageLogs, newApiKey, renewApiKey, revokeApiKey } from './auth.js'
import { type DocumentParts, getDocs, getDocsFile, getOpenapiJson, getOpenapiYaml } from './docs.js'
import { getLiveness, getReadiness } from './health.js'
import {
  createKey,
  deleteKey,
  getKey,
  getKeyUsage,
  listAuditEvents,
  listKeys,
  renewKey,
  revokeKey,
  rotateKey,
  updateKey,
} from './keys.js'
import { getMetrics } from './metrics.js'
import { getSecure, getUnsecured } from './sample.js'
import { verifyKey } from './verify.js'

/** One handler for each operation of the document. An operation without one does not compile, nor does one too many. */
export function createHandlers(parts: {
  keysOf: KeysOfRequest
  documents: DocumentParts
  page: DocsPage
  ping: () => Promise<void>
  isShuttingDown: () => boolean
  metricsText: () => Promise<string>
}) {
  const { keysOf, documents, page, ping, isShuttingDown, metricsText } = parts
  return defineHandlers<operations>({
    newApiKey: newApiKey(keysOf),
    revokeApiKey: revokeApiKey(keysOf),
    renewApiKey: renewApiKey(keysOf),
    getApiKeyUsageLogs: getApiKeyUsageLogs(keysOf),
    createKey: createKey(keysOf),
    listKeys: listKeys(keysOf),
    getKey: getKey(keysOf),
    updateKey: updateKey(keysOf),
    deleteKey: deleteKey(keysOf),
    revokeKey: revokeKey(keysOf),
    renewKey: renewKey(keysOf),
    rotateKey: rotateKey(keysOf),
    getKeyUsage: getKeyUsage(keysOf),
    listAuditEvents: listAuditEvents(keysOf),
    verifyKey: verifyKey(),
    getSecure: getSecure(),
    getUnsecured: getUnsecured(),
    getLiveness: getLiveness(),
    getReadiness: getReadiness(ping, isShuttingDown),
    getMetrics: getMetrics(metricsText),
    getOpenapiJson: getOpenapiJson(documents),
    getOpenapiYaml: getOpenapiYaml(documents),
    getDocs: getDocs(page),
    getDocsFile: getDocsFile(page),
  })
}
