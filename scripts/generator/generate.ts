import openapiTS, { astToString } from 'openapi-typescript'
import { parse } from 'yaml'
import { type JsonObject, object } from '../../src/openapi/json.js'
import { type GeneratedOperation, type GeneratedParameter, readOperations, readSchemes } from './operations.js'
import { contentValidators, parameterValidators } from './validators.js'

const notice = '// Generated from openapi.yaml by `npm run generate`. Do not edit.\n'
const unchecked = `// @ts-nocheck: stand-alone code that Ajv wrote\n`

/**
 * Everything that the server needs to know of a document, as source files.
 * @returns the files' contents by their names
 * @throws DocumentError where the document asks for what the server would not enforce
 */
export async function generate(yaml: string): Promise<Map<string, string>> {
  const document = parseDocument(yaml)
  const operations = readOperations(document)
  return new Map([
    ['types.ts', await typesOf(document)],
    ['operations.ts', `${notice}${operationTable(document, operations)}`],
    ['parameter-validators.ts', `${notice}${unchecked}${parameterValidators(document, operations)}`],
    ['content-validators.ts', `${notice}${unchecked}${contentValidators(document, operations)}`],
    ['document.ts', `${notice}export const document = ${JSON.stringify(document, null, 2)}\n`],
  ])
}

/** The types of a document's operations, as a source file. */
export function generateTypes(yaml: string): Promise<string> {
  return typesOf(parseDocument(yaml))
}

async function typesOf(document: JsonObject): Promise<string> {
  return `${notice}${astToString(await openapiTS(JSON.stringify(document), { alphabetize: false }))}`
}

function parseDocument(yaml: string): JsonObject {
  return object(parse(yaml, { prettyErrors: true, uniqueKeys: true }), '#')
}

function operationTable(document: JsonObject, operations: GeneratedOperation[]): string {
  const schemes = readSchemes(document)
  const table = Object.fromEntries(
    operations.map((operation) => [
      operation.operationId,
      {
        method: operation.method.toUpperCase(),
        path: operation.path,
        tags: operation.tags,
        changesState: operation.changesState,
        ...credentialsOf(operation, schemes),
        credentialOptional: operation.isOptional ? true : undefined,
        requiredScopes: operation.requiredScopes,
        scopesParameter: operation.scopesParameter,
        query: operation.query.map(describe),
        pathParameters: operation.pathParameters.map(describe),
        bodyRequired: operation.body?.required,
        responses: Object.fromEntries(
          Object.entries(operation.responses).map(([status, response]) => [
            status,
            { ...response, contentTypes: Object.keys(response.contentTypes) },
          ]),
        ),
      },
    ]),
  )
  return `export const operations = ${JSON.stringify(table, null, 2)} as const\n`
}

function describe({ name, type, itemType }: GeneratedParameter) {
  return { name, type, itemType }
}

// The places of one credential are said together; another one that is as good stands apart.
function credentialsOf(
  { schemes: names = [], inOriginalUri }: GeneratedOperation,
  schemes: ReturnType<typeof readSchemes>,
) {
  const places = names.map((name) => schemes[name]).filter((scheme) => scheme !== undefined)
  const [credential, ...others] = [...new Set(places.map(({ name }) => name))].map((name) => ({
    name,
    in: places.filter((place) => place.name === name).map((place) => place.in),
    inOriginalUri: inOriginalUri || undefined,
  }))
  return { credential, otherCredentials: others.length > 0 ? others : undefined }
}
