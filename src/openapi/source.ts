import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Document, YAMLError } from 'yaml'
import { SimpleSecurityError } from '../errors.js'
import { DocumentError, escapeFragment, type JsonObject, pointerNames } from './json.js'
import { findMember, findRepeatedName, type Offset, placeOf } from './json-text.js'

/** An OpenAPI document, and how to tell people where in it something stands. */
export interface DocumentSource {
  readonly document: JsonObject
  /** What a pointer leads to, for people: with file and line where there is a file. */
  place(pointer: string): string
}

// Loaded when they are first needed, and without a promise: an instance is made in one step.
const need = createRequire(import.meta.url)
const yaml = (): typeof import('yaml') => need('yaml')
const plainYaml = (): typeof import('js-yaml') => need('js-yaml')

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
    const reason = {
      ENOENT: `there is no such file${isAbsolute(path) ? '' : ` in ${process.cwd()}`}`,
      ENOTDIR: 'a part of the path is no folder',
      EISDIR: 'it is a folder',
      EACCES: 'it may not be read',
    }[code ?? '']
    throw invalid(`${JSON.stringify(path)} cannot be read: ${reason ?? message}`, error)
  }
}

function copyOf(given: object): JsonObject {
  const pointers = new Map<unknown, string>()
  let pointer = '#'
  function visit(this: unknown, name: string, value: unknown): unknown {
    pointer = pointers.has(this) ? `${pointers.get(this)}/${escapeFragment(name)}` : '#'
    if (value !== null && typeof value === 'object') pointers.set(value, pointer)
    // They would be left out without a word, and an operation without its security is open.
    if (['function', 'symbol', 'bigint'].includes(typeof value)) throw notPlain(`${pointer} is a ${typeof value}`)
    return value
  }
  let copy: unknown
  try {
    copy = JSON.parse(JSON.stringify(given, visit) ?? 'null')
  } catch (error) {
    if (error instanceof SimpleSecurityError) throw error
    if (error instanceof RangeError) throw notPlain('it is nested too deeply', error)
    if (error instanceof TypeError) throw notPlain(`${pointer} leads back to what it is in`, error)
    throw notPlain(`a toJSON() in it fails: ${(error as Error).message}`, error)
  }
  return asDocument('the given document', copy)
}

function notPlain(reason: string, cause?: unknown): SimpleSecurityError {
  const hint = 'give plain JSON, with its references as $ref and not replaced by what they lead to'
  return invalid(`the given document cannot be copied, as ${reason}; ${hint}`, cause)
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
  const plain = parsePlainYaml(content)
  if (plain !== undefined) return asDocument(path, plain)
  try {
    const lines = new (yaml().LineCounter)()
    const parsed = yaml().parseDocument(content, { uniqueKeys: true, merge: true, lineCounter: lines })
    // A tag that nothing knows, such as !include, is a warning only; what it was to bring would be missing.
    const error = parsed.errors[0] ?? parsed.warnings[0]
    const wrong = error === undefined ? findWrongAlias(parsed) : { at: error.pos[0], reason: reasonOf(error) }
    if (wrong === undefined) {
      return asDocument(path, JSON.parse(JSON.stringify(parsed.toJS({ maxAliasCount: maximumAliases }) ?? null)))
    }
    const { line, col } = lines.linePos(wrong.at)
    throw invalid(`${path}:${line}:${col}: ${wrong.reason}`, error)
  } catch (error) {
    if (error instanceof SimpleSecurityError) throw error
    throw invalid(`${path} cannot be read as YAML: ${reasonWithoutPlace(error as Error)}`, error)
  }
}

/** As often may one anchor be named. What it stands for in the end, and not what is written, has to be kept in memory. */
const maximumAliases = 10_000
const tooDeep = 'it is nested too deeply; let parts of it be components, and refer to them'

/** Where the parser speaks to programmers. */
const yamlReasons: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this name stands in its object twice; keep one of them',
  MULTIPLE_DOCS: 'a second document begins here; keep one of them',
  RESOURCE_EXHAUSTION: tooDeep,
  UNEXPECTED_TOKEN: 'this does not belong here; a comma, colon or quote may be missing before it',
}

function reasonOf({ code, message }: YAMLError): string {
  const [reason = ''] = message.split('\n')
  return yamlReasons[code] ?? `${reason.replace(/ at line \d+.*$/, '')}; mend it there`
}

function reasonWithoutPlace(error: Error): string {
  if (error instanceof RangeError) return tooDeep
  // Those that stand for nothing were found before.
  if (error instanceof ReferenceError) return 'its aliases stand for too much; write out some of them'
  return error.message
}

/** The first alias that stands for nothing, or for something that it is in. */
function findWrongAlias(parsed: Document.Parsed): { at: Offset; reason: string } | undefined {
  const { visit, isAlias, isScalar, isCollection } = yaml()
  const anchorOf = (node: unknown) => (isScalar(node) || isCollection(node) ? node.anchor : undefined)
  const known = new Set<string | undefined>()
  let found: { at: Offset; reason: string } | undefined
  visit(parsed, (_, node, above) => {
    known.add(anchorOf(node))
    if (!isAlias(node)) return undefined
    const { source, range } = node
    const isWithin = above.some((outer) => anchorOf(outer) === source)
    if (known.has(source) && !isWithin) return undefined
    const reason = isWithin
      ? 'stands in what it stands for; use a $ref'
      : 'stands for nothing; name an anchor that is before it'
    found = { at: range?.[0] ?? 0, reason: `the alias *${source} ${reason}` }
    return visit.BREAK
  })
  return found
}

/**
 * Three to four times as fast, for what all parsers of YAML 1.2 read alike. Undefined for everything else, which the other one
 * reads or says what is wrong with: directives, tags, merge keys, aliases (a few of which can stand for millions of values).
 */
function parsePlainYaml(content: string): unknown {
  if (/^%/m.test(content)) return undefined
  try {
    const { load, CORE_SCHEMA, mergeTag } = plainYaml()
    const plain = load(content, { schema: CORE_SCHEMA.withTags(mergeTag), maxTotalMergeKeys: 0, maxAliases: 0 })
    return JSON.parse(JSON.stringify(plain))
  } catch {
    return undefined
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
