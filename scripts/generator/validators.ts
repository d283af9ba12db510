import { _, Ajv, type AnySchemaObject } from 'ajv'
import standaloneModule from 'ajv/dist/standalone/index.js'
import { formats } from '../../src/http/formats.js'
import { type Json, type JsonObject, object } from '../../src/openapi/json.js'
import type { GeneratedOperation, GeneratedParameter } from './operations.js'

const standaloneCode = standaloneModule.default
const componentPrefix = '#/components/schemas/'

/** What only OpenAPI or a reader understands, and a validator does not. */
const annotations = new Set(['title', 'description', 'example', 'examples', 'default', 'deprecated', 'externalDocs'])
/** The keywords whose value is a schema or a list of schemas. */
const applicators = new Set(['items', 'additionalProperties', 'allOf', 'anyOf', 'oneOf', 'not'])

export function parameterValidators(document: JsonObject, operations: GeneratedOperation[]): string {
  const schemas: Record<string, JsonObject> = {}
  const groups: string[] = []
  for (const { operationId, query, pathParameters } of operations) {
    schemas[`${operationId}_query`] = parametersSchema(query)
    schemas[`${operationId}_path`] = parametersSchema(pathParameters)
    groups.push(`  ${operationId}: { query: ${operationId}_query, path: ${operationId}_path },`)
  }
  // Every wrong parameter is reported: their number is bounded by the size of a request's head.
  return compile(document, schemas, { allErrors: true }, ['export const parameterValidators = {', ...groups, '}'])
}

export function contentValidators(document: JsonObject, operations: GeneratedOperation[]): string {
  const schemas: Record<string, JsonObject> = {}
  const lines: string[] = []
  const components = new Set<string>()
  const validatorOf = (schema: JsonObject, name: string): string => {
    const reference = schema.$ref
    if (typeof reference === 'string') {
      const component = reference.replace(componentPrefix, '')
      components.add(component)
      return component
    }
    schemas[name] = schema
    return name
  }
  for (const { operationId, body, responses } of operations) {
    lines.push(`  ${operationId}: {`)
    if (body !== undefined) lines.push(`    body: ${validatorOf(body.schema, `${operationId}_body`)},`)
    lines.push('    responses: {')
    for (const [status, { contentTypes }] of Object.entries(responses)) {
      const entries = Object.entries(contentTypes)
        .filter(([type]) => type.endsWith('json'))
        .map(
          ([type, schema]) =>
            `'${type}': ${validatorOf(schema, `${operationId}_${status}_${type.replace(/\W/g, '_')}`)}`,
        )
      if (entries.length > 0) lines.push(`      ${status}: { ${entries.join(', ')} },`)
    }
    lines.push('    },', '  },')
  }
  // The first error ends it: a 1 MB body can have hundreds of thousands of them.
  return compile(document, schemas, { allErrors: false, exported: [...components] }, [
    'export const contentValidators = {',
    ...lines,
    '}',
  ])
}

function parametersSchema(parameters: GeneratedParameter[]): JsonObject {
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  }
}

function compile(
  document: JsonObject,
  schemas: Record<string, JsonObject>,
  { allErrors, exported = [] }: { allErrors: boolean; exported?: string[] },
  table: string[],
): string {
  const ajv = new Ajv({
    allErrors,
    strict: true,
    formats,
    code: { source: true, esm: true, lines: true, formats: _`require("../src/http/formats").formats` },
  })
  const components = object(object(document.components ?? {}, '#/components').schemas ?? {}, componentPrefix)
  for (const [name, schema] of Object.entries({ ...components, ...schemas })) {
    ajv.addSchema(strip(schema) as AnySchemaObject, name)
  }
  const names = [...exported, ...Object.keys(schemas)]
  return `${withImports(standaloneCode(ajv, Object.fromEntries(names.map((name) => [name, name]))))}\n${table.join('\n')}\n`
}

/** The schema without its annotations, its references pointed at the registered components. */
function strip(schema: Json | undefined): Json {
  if (schema === null || typeof schema !== 'object' || Array.isArray(schema)) return schema ?? null
  const clean: JsonObject = {}
  for (const [keyword, value] of Object.entries(schema)) {
    if (annotations.has(keyword) || keyword.startsWith('x-')) continue
    if (keyword === '$ref' && typeof value === 'string') clean.$ref = value.replace(componentPrefix, '')
    else if (keyword === 'properties') clean.properties = stripEach(object(value, keyword))
    else if (Array.isArray(value) && applicators.has(keyword)) clean[keyword] = value.map(strip)
    else if (applicators.has(keyword)) clean[keyword] = strip(value)
    else clean[keyword] = value
  }
  return clean
}

function stripEach(schemas: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, strip(schema)]))
}

// Ajv's ES modules still call require() for their helpers; in an ES module those have to be imports.
function withImports(code: string): string {
  const imports = new Map<string, string>()
  const body = code.replace(/require\("([^"]+)"\)(\.default)?/g, (_, path: string) => {
    const file = path.endsWith('.js') ? path : `${path}.js`
    let name = imports.get(file)
    if (name === undefined) {
      name = `imported${imports.size}`
      imports.set(file, name)
    }
    return file.startsWith('ajv/dist/runtime/') ? `${name}.default` : name
  })
  const lines = [...imports].map(
    ([file, name]) => `import ${file.startsWith('.') ? '* as ' : ''}${name} from '${file}'`,
  )
  return [...lines, body].join('\n')
}
