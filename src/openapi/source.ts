import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { SimpleSecurityError } from '../errors.js'
import { DocumentError, type JsonObject, pointerNames } from './json.js'
import { findMember, findRepeatedName, placeOf } from './json-text.js'

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
    throw explained(source, error)
  }
}

/** An error as it is told to people: with the place of what is wrong, where that is known. */
export function explained(source: DocumentSource, error: unknown): unknown {
  if (!(error instanceof DocumentError)) return error
  return invalid(`${source.place(error.pointer)}: ${error.detail}`, error)
}

function pathOf(given: string | URL): string {
  if (typeof given === 'string' && !/^[a-z][a-z\d+.-]+:/i.test(given)) return given
  const url = new URL(given)
  if (url.protocol !== 'file:') {
    throw invalid(
      `${url.protocol}//… cannot be read: download it, and give the path of the file or the parsed document`,
    )
  }
  try {
    return fileURLToPath(url)
  } catch (cause) {
    throw invalid(`${url.href} names no file of this machine: write file:///…`, cause)
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const reason = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'it may not be read' }[
      code ?? ''
    ]
    throw invalid(`${JSON.stringify(path)} cannot be read: ${reason ?? message}`, error)
  }
}

function copyOf(given: object): JsonObject {
  try {
    return asDocument('the given document', JSON.parse(JSON.stringify(given) ?? 'null'))
  } catch (error) {
    if (error instanceof SimpleSecurityError) throw error
    const hint = 'it must be plain JSON, with its references as $ref and not replaced by what they lead to'
    throw invalid(`the given document cannot be copied: ${hint}`, error)
  }
}

function parse(path: string, content: string): JsonObject {
  // Ten times as fast for large documents. Where it fails, the other parser says where.
  const json = parseJson(content)
  if (json !== undefined) {
    const repeated = findRepeatedName(content)
    if (repeated === undefined) return asDocument(path, json)
    const { line, col } = placeOf(content, repeated.at)
    throw invalid(`${path}:${line}:${col}: ${JSON.stringify(repeated.name)} stands here twice; keep one of them`)
  }
  try {
    const parsed = yaml().parseDocument(content, { uniqueKeys: true, merge: true })
    // A tag that nothing knows, such as !include, is a warning only; what it was to bring would be missing.
    const error = parsed.errors[0] ?? parsed.warnings[0]
    if (error === undefined) return asDocument(path, JSON.parse(JSON.stringify(parsed.toJS() ?? null)))
    const [start] = error.linePos ?? []
    const [reason = ''] = error.message.split('\n')
    const place = `${path}:${start?.line ?? 1}:${start?.col ?? 1}`
    throw invalid(`${place}: ${reason.replace(/ at line \d+.*$/, '')}; mend it there`, error)
  } catch (error) {
    if (error instanceof SimpleSecurityError) throw error
    // Aliases of nothing, or of too much; nesting beyond the stack.
    throw invalid(`${path} cannot be read as YAML: ${(error as Error).message}`, error)
  }
}

/** Undefined for what is no JSON. */
function parseJson(content: string): unknown {
  if (!/^\s*[{[]/.test(content)) return undefined
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}

function asDocument(name: string, value: unknown): JsonObject {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as JsonObject
  throw invalid(`${name} is no OpenAPI document: it must be an object with the members openapi, info and paths`)
}

// Only for what is wrong, so that nothing of it has to be kept.
function placeInFile(path: string, content: string, pointer: string): string {
  const { line, col } =
    parseJson(content) === undefined
      ? placeInYaml(content, pointer)
      : placeOf(content, findMember(content, pointerNames(pointer)))
  return `${path}:${line}:${col} (${pointer})`
}

function placeInYaml(content: string, pointer: string): { line: number; col: number } {
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
  return lines.linePos(offset)
}

function invalid(message: string, cause?: unknown): SimpleSecurityError {
  return new SimpleSecurityError('invalid_configuration', `The OpenAPI document: ${message}.`, { cause })
}
