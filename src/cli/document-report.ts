import { readEnforced } from '../http/document-policy.js'
import { secretHeader } from '../http/guards.js'
import { ownDocument } from '../http/own-document.js'
import { createPolicyReport, type PolicyReport, type PolicyReportOptions } from '../http/policy-report.js'
import type { JsonObject } from '../openapi/json.js'
import { explaining, readDocument } from '../openapi/source.js'

/**
 * Reads a document as an instance would, without one: no database, and no handlers of schemes but those of an app's `enforce()`.
 * @throws SimpleSecurityError `invalid_configuration` with the place of what is wrong
 */
export function createDocumentReport(file: string): (options: PolicyReportOptions) => PolicyReport {
  const source = readDocument(file)
  const own = ownDocument({ metrics: false }) as unknown as JsonObject
  const { api, isOwn } = explaining(source, () => readEnforced(source, own))
  return (options) => createPolicyReport({ api, isOwn, handledSchemes: [], secretName: secretHeader }, options)
}
