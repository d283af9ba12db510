import { createRequire } from 'node:module'
import type { Ajv2020 } from 'ajv/dist/2020.js'
import type { Validator } from '../http/operation.js'
import type { Api } from './api.js'
import { DocumentError, escapeFragment, type Json, pointerNames } from './json.js'
import { type Direction, type Translation, translate } from './json-schema.js'
import { addFormats } from './schema-formats.js'
import { hasUniqueItems, isMultipleOf, regularExpression } from './schema-keywords.js'
import type { FollowReference } from './schema-references.js'

export interface Compilation {
  readonly schema: Json
  /** Where it stands in the document. */
  readonly pointer: string
  readonly direction: Direction
  /** Whether to find all that is wrong; else the first of it, so that a large body cannot have hundreds of thousands of errors. */
  readonly allErrors: boolean
}

/** @throws DocumentError where a schema cannot be used to check anything */
export type CompileSchema = (compilation: Compilation) => Validator

// Loaded when something is validated first: starting does not wait for it.
const load = (): typeof import('ajv/dist/2020.js') => createRequire(import.meta.url)('ajv/dist/2020.js')

/** Compiles schemas of a document, each once, with what they refer to. */
export function createSchemaCompiler(version: Api['version'], follow: FollowReference): CompileSchema {
  const compilers = new Map<boolean, ReturnType<typeof createCompiler>>()
  return ({ allErrors, ...compilation }) => {
    const compile = compilers.get(allErrors) ?? createCompiler(createAjv(allErrors), version, follow)
    compilers.set(allErrors, compile)
    return compile(compilation)
  }
}

/** A translated schema with what tells people where it comes from. */
interface Named {
  name: string
  schema: Json
  pointer: string
  direction: Direction
  hidden: ReadonlySet<string>
}

function createCompiler(
  ajv: Ajv2020,
  version: Api['version'],
  follow: FollowReference,
): (compilation: Omit<Compilation, 'allErrors'>) => Validator {
  const names = new Map<string, string>()
  const compiled = new Map<Json, Map<Direction, Validator>>()

  /** Translates a schema and all that it leads to. Only together are they known to Ajv: half of them would be of no use. */
  function translateAll({ schema, pointer, direction }: Omit<Compilation, 'allErrors'>) {
    const added = new Map<string, string>()
    const left: Named[] = []
    const refer: Translation['refer'] = (reference, at, { direction: way, hidden }) => {
      const target = follow(reference, at)
      const key = JSON.stringify([way, pointerNames(reference).map(escapeFragment), [...hidden].sort()])
      const known = names.get(key) ?? added.get(key)
      if (known !== undefined) return known
      const name = `schema:${names.size + added.size + 1}`
      added.set(key, name)
      left.push({ name, schema: target, pointer: reference, direction: way, hidden })
      return name
    }
    const translateOne = (one: Omit<Named, 'name'>) => {
      const parts: Translation = { version, direction: one.direction, follow, refer }
      const translated = translate(one.schema, one.pointer, parts, one.hidden)
      checkSchema(ajv, translated, one.pointer)
      return translated
    }
    const root = translateOne({ schema, pointer, direction, hidden: new Set() })
    const targets: { name: string; schema: ReturnType<typeof translate> }[] = []
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      targets.push({ name: next.name, schema: translateOne(next) })
    }
    for (const [key, name] of added) names.set(key, name)
    for (const { name, schema: target } of targets) ajv.addSchema(target as object, name)
    return root
  }

  return (compilation) => {
    const { schema, pointer, direction } = compilation
    const known = compiled.get(schema)?.get(direction)
    if (known !== undefined) return known
    try {
      const validator = ajv.compile(translateAll(compilation) as object) as unknown as Validator
      compiled.set(schema, (compiled.get(schema) ?? new Map()).set(direction, validator))
      return validator
    } catch (error) {
      if (error instanceof DocumentError) throw error
      throw new DocumentError(pointer, `is a schema that cannot be compiled: ${(error as Error).message}`)
    }
  }
}

function createAjv(allErrors: boolean): Ajv2020 {
  const ajv = new (load().Ajv2020)({
    allErrors,
    strict: false,
    // An unknown format is told to the log otherwise; it is an annotation.
    logger: false,
    // Each is checked where it is translated, so that what is wrong can be told by its place.
    validateSchema: false,
    // A member called `constructor` is there only where somebody sent it.
    ownProperties: true,
    code: { regExp: Object.assign(regularExpression, { code: 'regularExpression' }) },
  })
  addFormats(ajv)
  ajv.removeKeyword('uniqueItems')
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    validate: (isWanted: boolean, items: Json[]) => !isWanted || hasUniqueItems(items),
  })
  ajv.removeKeyword('multipleOf')
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    error: { message: 'must be a multiple', params: ({ schemaCode }) => load()._`{multipleOf: ${schemaCode}}` },
    validate: (step: number, value: number) => isMultipleOf(value, step),
  })
  return ajv
}

function checkSchema(ajv: Ajv2020, schema: ReturnType<typeof translate>, pointer: string): void {
  if (typeof schema === 'boolean' || ajv.validateSchema(schema) === true) return
  const [error] = ajv.errors ?? []
  const { instancePath = '', message = 'is no schema', params = {} } = error ?? {}
  const allowed = Array.isArray(params.allowedValues) ? `: ${params.allowedValues.join(', ')}` : ''
  throw new DocumentError(`${pointer}${instancePath.replaceAll('%', '%25')}`, message + allowed)
}
