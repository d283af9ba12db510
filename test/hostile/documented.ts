import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { root } from '../../scripts/bench/workplace.js'

/** A schema of our own document, with the keywords that say where values stand. */
export interface Schema {
  type?: string
  properties?: Record<string, Schema>
  items?: Schema
  additionalProperties?: boolean | Schema
}

interface Parameter {
  name: string
  in: 'query' | 'path'
  required?: boolean
  schema: Schema
  example?: unknown
}

/** An operation of `openapi.yaml`, with its references replaced by what they lead to. */
export interface DocumentedOperation {
  operationId: string
  method: string
  /** The template. */
  path: string
  isAdministrative: boolean
  /** Whether it answers without a credential. */
  isOpen: boolean
  changesState: boolean
  parameters: Parameter[]
  body?: { schema: Schema; example?: unknown }
}

type Node = Record<string, unknown>

const methods = ['get', 'post', 'put', 'patch', 'delete']

/** Read from the document, so that an operation that is added there is attacked too. */
export const documentedOperations: readonly DocumentedOperation[] = operationsOf(
  parse(readFileSync(join(root, 'openapi.yaml'), 'utf8')),
)

export const administrativeOperations = documentedOperations.filter(({ isAdministrative }) => isAdministrative)

/** The path with a value for each of its parameters. */
export function filledPath({ path }: DocumentedOperation, fill: (name: string) => string): string {
  return path.replace(/\{([^}]+)\}/g, (_, name: string) => fill(name))
}

function operationsOf(document: Node): DocumentedOperation[] {
  const resolve = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(resolve)
    if (node === null || typeof node !== 'object') return node
    const { $ref } = node as { $ref?: string }
    if ($ref === undefined)
      return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, resolve(value)]))
    const steps = $ref.slice('#/'.length).split('/')
    return resolve(steps.reduce<unknown>((from, step) => (from as Node)[step], document))
  }
  return Object.entries(document.paths as Record<string, Node>).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      if (item[method] === undefined) return []
      const { operationId, security, requestBody, parameters = [], ...others } = resolve(item[method]) as Node
      const schemes = (security as object[]).map((requirement) => Object.keys(requirement))
      const content = (requestBody as { content: Record<string, DocumentedOperation['body']> } | undefined)?.content
      const body = content?.['application/json']
      return {
        operationId: String(operationId),
        method: method.toUpperCase(),
        path,
        isAdministrative: schemes.flat().includes('SecretHeader'),
        isOpen: schemes.length === 0 || schemes.some((names) => names.length === 0),
        changesState: method !== 'get' || others['x-changes-state'] === true,
        parameters: [...((resolve(item.parameters) ?? []) as Parameter[]), ...(parameters as Parameter[])],
        ...(body === undefined ? {} : { body }),
      }
    }),
  )
}
