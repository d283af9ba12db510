import { escapeFragment, type Json, type JsonObject, object, resolve, text } from './json.js'

export interface ResponseHeaders {
  /** Required headers for which the document allows one value only. */
  constantHeaders: Record<string, string>
  /** The other required ones. */
  requiredHeaders: string[]
}

/** Reads which headers a response must have. @param at where the response stands */
export function readHeaders(document: JsonObject, response: JsonObject, at: string): ResponseHeaders {
  const constantHeaders: Record<string, string> = {}
  const requiredHeaders: string[] = []
  for (const [name, value] of Object.entries(object(response.headers ?? {}, `${at}/headers`))) {
    const [header, pointer] = resolve(document, value, `${at}/headers/${escapeFragment(name)}`)
    if (header.required !== true) continue
    const [schema] =
      header.schema === undefined ? [{} as JsonObject] : resolve(document, header.schema, `${pointer}/schema`)
    const values: Json[] = Array.isArray(schema.enum) ? schema.enum : schema.const === undefined ? [] : [schema.const]
    if (values.length === 1) constantHeaders[name] = text(values[0], `${pointer}/schema/enum`)
    else requiredHeaders.push(name)
  }
  return { constantHeaders, requiredHeaders }
}
