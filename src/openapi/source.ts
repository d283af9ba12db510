import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { SimpleSecurityError } from '../errors.js'
import { DocumentError, type JsonObject, pointerNames } from './json.js'

/** An OpenAPI document, and how to tell people where in it something stands. */
export interface DocumentSource {
  readonly document: JsonObject
  /** What a pointer leads to, for people: with file and line where there is a file. */
  place(pointer: string): string
}

// Loaded when it is first needed, and without a promise: an instance is made in one step.
const yaml = (): typeof import('yaml') => createRequire(import.meta.url)('yaml')

/**
 * Reads a document, in YAML or JSON.
 * @param given the path or the `file:` URL of a file, or the parsed document, which is copied
 * @throws SimpleSecurityError `invalid_configuration`
 */
export function readDocument(given: string | URL | object): DocumentSource {
  if (typeof given !== 'string' && !(given instanceof URL))
    return { document: copyOf(given), place: (pointer) => pointer }
  const path = pathOf(given)
  const content = readText(path)
  return { document: parse(path, content), place: (pointer) => placeInFile(path, content, pointer) }
}

/** Runs what reads a document, and turns what is wrong with it into one line for whoever starts the program. */
export function explaining<Result>(source: DocumentSource, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error
    throw invalid(`${source.place(error.pointer)}: ${error.detail}`, error)
  }
}

function pathOf(given: string | URL): string {
  if (typeof given === 'string' && !/^[a-z][a-z\d+.-]+:/i.test(given)) return given
  const url = new URL(given)
  if (url.protocol !== 'file:')
    throw invalid(`${url.protocol}… cannot be read: the document must be a file, or be given parsed`)
  return fileURLToPath(url)
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw invalid(`${path} cannot be read: ${(error as Error).message}`, error)
  }
}

function copyOf(given: object): JsonObject {
  try {
    return asDocument('the given document', JSON.parse(JSON.stringify(given)))
  } catch (error) {
    if (error instanceof SimpleSecurityError) throw error
    const hint = 'it must be plain JSON, with its references as $ref and not replaced by what they lead to'
    throw invalid(`the given document cannot be copied: ${hint}`, error)
  }
}

function parse(path: string, content: string): JsonObject {
  // Ten times as fast for large documents. Where it fails, the other parser says where.
  if (/^\s*\{/.test(content)) {
    try {
      return asDocument(path, JSON.parse(content))
    } catch (error) {
      if (error instanceof SimpleSecurityError) throw error
    }
  }
  const parsed = yaml().parseDocument(content, { uniqueKeys: true, merge: true })
  const [error] = parsed.errors
  if (error !== undefined) {
    const [start] = error.linePos ?? []
    const [reason = ''] = error.message.split('\n')
    throw invalid(`${path}:${start?.line ?? 1}:${start?.col ?? 1}: ${reason.replace(/ at line \d+.*$/, '')}`, error)
  }
  return asDocument(path, JSON.parse(JSON.stringify(parsed.toJS() ?? null)))
}

function asDocument(name: string, value: unknown): JsonObject {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as JsonObject
  throw invalid(`${name} is no OpenAPI document: it must be an object with the members openapi, info and paths`)
}

// Only for what is wrong, so that nothing of it has to be kept.
function placeInFile(path: string, content: string, pointer: string): string {
  const { LineCounter, parseDocument, isMap, isSeq, isNode } = yaml()
  const lines = new LineCounter()
  let node: unknown = parseDocument(content, { lineCounter: lines, merge: true }).contents
  let [offset] = isNode(node) ? (node.range ?? [0]) : [0]
  for (const name of pointerNames(pointer)) {
    let key: unknown
    if (isMap(node)) {
      const pair = node.items.find((item) => String((item.key as { value?: unknown }).value) === name)
      ;[key, node] = [pair?.key, pair?.value]
    } else {
      node = isSeq(node) ? node.items[Number(name)] : undefined
      key = node
    }
    if (!isNode(key)) break
    offset = key.range?.[0] ?? offset
  }
  const { line, col } = lines.linePos(offset)
  return `${path}:${line}:${col} (${pointer})`
}

function invalid(message: string, cause?: unknown): SimpleSecurityError {
  return new SimpleSecurityError('invalid_configuration', `The OpenAPI document: ${message}.`, { cause })
}
