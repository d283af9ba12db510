import assert from 'node:assert/strict'
import { Validator } from '@seriousme/openapi-schema-validator'

// biome-ignore lint/suspicious/noExplicitAny: documents of every shape
type Any = any

/** Asserts that it is valid in its own version of OpenAPI. */
export async function assertValid(document: Any): Promise<void> {
  const validator = new Validator()
  // It takes values for references.
  const copy = JSON.parse(JSON.stringify(without(document, 'x-top')).replaceAll('"$ref":"a value",', ''))
  const { valid, errors } = await validator.validate(copy)
  assert.ok(valid, JSON.stringify(errors, null, 2))
  assert.equal(validator.version, document.openapi.slice(0, 3))
}

export function valueAt(document: Any, pointer: string): Any {
  const names = decodeURIComponent(pointer).slice(2).split('/')
  return names.reduce((value, name) => value?.[name.replaceAll('~1', '/').replaceAll('~0', '~')], document)
}

/** References that lead to nothing, save those that stand in values. */
export function dangling(document: Any): string[] {
  const references = new Set<string>()
  const anchors = new Set<string>()
  const walk = (value: Any, name: string): void => {
    if (value === null || typeof value !== 'object' || /^(x-|value$|example$)/.test(name)) return
    for (const keyword of ['$ref', '$dynamicRef'])
      if (typeof value[keyword] === 'string') references.add(value[keyword])
    for (const keyword of ['$anchor', '$dynamicAnchor']) anchors.add(`#${value[keyword]}`)
    for (const [member, inner] of Object.entries(value)) walk(inner, member)
  }
  walk(document, '')
  return [...references].filter((one) => !anchors.has(one) && valueAt(document, one) === undefined)
}

export function without<Value extends object>(value: Value, ...names: string[]): Any {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))
}
