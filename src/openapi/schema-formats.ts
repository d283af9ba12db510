import { createRequire } from 'node:module'
import type { Ajv2020 } from 'ajv/dist/2020.js'
import { isDateTime } from '../http/dates.js'
import { isRegularExpression } from './schema-keywords.js'

const largestFloat = (2 - 2 ** -23) * 2 ** 127
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/**
 * Adds the formats of JSON Schema and those of OpenAPI (3.0.3, section "Data Types"). Others are annotations and check nothing.
 */
export function addFormats(ajv: Ajv2020): void {
  const { default: addJsonSchemaFormats } = createRequire(import.meta.url)(
    'ajv-formats',
  ) as typeof import('ajv-formats')
  addJsonSchemaFormats.default(ajv, { mode: 'full' })
  const numbers: Record<string, (value: number) => boolean> = {
    int32: (value) => Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31,
    // The largest of them is read as 2 ** 63: JSON's numbers are doubles here.
    int64: (value) => Number.isInteger(value) && value >= -(2 ** 63) && value <= 2 ** 63,
    float: (value) => Math.abs(value) <= largestFloat,
    double: (value) => Number.isFinite(value),
  }
  for (const [name, validate] of Object.entries(numbers)) ajv.addFormat(name, { type: 'number', validate })
  ajv.addFormat('byte', (text) => base64.test(text))
  ajv.addFormat('regex', isRegularExpression)
  ajv.addFormat('date-time', isDateTime)
  ajv.addFormat('binary', true)
  ajv.addFormat('password', true)
}
