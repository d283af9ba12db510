import { areRivals } from './path-overlap.js'
import { between, fits } from './path-segments.js'
import { laxPath, laxSegments, parseTemplate, shapeOf, type TemplateSegment } from './path-template.js'

export interface Match<Value> {
  readonly value: Value
  /** By their names, percent-decoded. */
  readonly parameters: Readonly<Record<string, string>>
  /** The same, as they stand in the path. */
  readonly texts: Readonly<Record<string, string>>
}

export interface BestMatch<Value> extends Match<Value> {
  /** What else a path may be taken for, where neither says more of it than the other: without parameters by lax readers only. */
  readonly rivals: readonly (Match<Value> | { readonly value: Value; readonly parameters: undefined })[]
}

export interface PathMatcher<Value> {
  match(path: string): BestMatch<Value> | undefined
  /** Whether a lax router, proxy or file system may take the path for that of one of the routes. */
  resembles(path: string): boolean
}

interface Leaf<Value> {
  readonly value: Value
  readonly segments: readonly TemplateSegment[]
  readonly lax: readonly TemplateSegment[]
  readonly rivals: Leaf<Value>[]
}

interface Node<Value> {
  readonly texts: Map<string, Node<Value>>
  /** Segments of text and parameters. */
  readonly mixed: { readonly segment: TemplateSegment; readonly node: Node<Value> }[]
  parameter: Node<Value> | undefined
  leaf: Leaf<Value> | undefined
}

// What a lax reader could read otherwise: letters in another case, percent-encoding, double and trailing slashes, dots.
const readOtherwise = /[A-Z%\\]|[^\x21-\x7e]|\/\/|\/\.|.\/$/
const none: readonly never[] = Object.freeze([])

/**
 * Finds what a path belongs to, as OpenAPI has it: text goes before a parameter, from the left. A path is matched character by
 * character. One that a lax router, proxy or file system may take for a path of something else is refused, so that what was
 * checked is what is reached.
 * @param routes templates of which no two match the same paths
 */
export function createPathMatcher<Value>(routes: readonly { template: string; value: Value }[]): PathMatcher<Value> {
  const exact = newNode<Value>()
  const lax = newNode<Value>()
  const leaves: Leaf<Value>[] = []
  /** Whether a path that reads alike to everybody may still be that of a template that does not. */
  let hasOtherReadings = false
  for (const { template, value } of routes) {
    const segments = parseTemplate(template, template)
    const leaf: Leaf<Value> = { value, segments, lax: laxSegments(segments) ?? [], rivals: [] }
    leaves.push(leaf)
    add(exact, segments, leaf)
    add(lax, leaf.lax, leaf)
    hasOtherReadings ||= shapeOf(segments) !== shapeOf(leaf.lax)
  }
  introduceRivals(leaves)

  /** What lax readers would find, save the leaf that was found. */
  function others(readings: readonly Reading[], leaf?: Leaf<Value>): boolean {
    return readings.some((reading) => {
      const other = find(lax, reading, 0)
      return other !== undefined && other !== leaf
    })
  }

  return {
    match(path) {
      if (!path.startsWith('/')) return undefined
      const segments = path.slice(1).split('/')
      const leaf = find(exact, segments, 0)
      if (leaf === undefined) return undefined
      const readings = readOtherwise.test(path) ? readingsOf(path) : [segments]
      if (readings === undefined) return undefined
      if ((hasOtherReadings || readings[0] !== segments) && others(readings, leaf)) return undefined
      const values = valuesOf(leaf.segments, segments)
      if (values === undefined) return undefined
      const { parameters, texts } = values
      return { value: leaf.value, parameters, texts, rivals: rivalsOf(leaf, segments, readings) }
    },

    resembles(path) {
      const readings = readingsOf(path)
      return readings === undefined || others(readings)
    },
  }
}

type Reading = readonly string[]

/**
 * The segments of a path as lax readers may have them: an encoded slash ends a segment for some, and is a part of it for
 * others, who take the path apart before they decode it. Undefined for what has no such reading.
 */
function readingsOf(path: string): Reading[] | undefined {
  const plain = laxPath(path)
  if (plain === undefined) return undefined
  const taken = plain.slice(1).split('/')
  if (!/%2f|%5c|\\/i.test(path)) return [taken]
  const kept = path
    .replace(/\/{2,}/g, '/')
    .replace(/(.)\/$/, '$1')
    .slice(1)
    .split('/')
    .map((segment) => decodeURIComponent(segment).toLowerCase())
  return [taken, kept]
}

function rivalsOf<Value>(
  { rivals }: Leaf<Value>,
  segments: Reading,
  readings: readonly Reading[],
): BestMatch<Value>['rivals'] {
  if (rivals.length === 0) return none
  return rivals
    .filter(({ lax }) => readings.some((reading) => fitsAll(lax, reading)))
    .map(({ value, segments: template }) => {
      const values = fitsAll(template, segments) ? valuesOf(template, segments) : undefined
      return values === undefined ? { value, parameters: undefined } : { value, ...values }
    })
}

function fitsAll(template: readonly TemplateSegment[], segments: Reading): boolean {
  return (
    template.length === segments.length && template.every((segment, index) => fits(segment, segments[index] as string))
  )
}

function introduceRivals<Value>(leaves: readonly Leaf<Value>[]): void {
  for (const [index, leaf] of leaves.entries()) {
    for (let next = index + 1; next < leaves.length; next++) {
      const other = leaves[next] as Leaf<Value>
      if (!areRivals(leaf, other)) continue
      leaf.rivals.push(other)
      other.rivals.push(leaf)
    }
  }
}

function newNode<Value>(): Node<Value> {
  return { texts: new Map(), mixed: [], parameter: undefined, leaf: undefined }
}

function add<Value>(root: Node<Value>, segments: readonly TemplateSegment[], leaf: Leaf<Value>): void {
  let node = root
  for (const segment of segments) node = childOf(node, segment)
  node.leaf = leaf
}

function childOf<Value>(node: Node<Value>, segment: TemplateSegment): Node<Value> {
  const { texts, names } = segment
  const [text = ''] = texts
  if (names.length === 0) {
    const child = node.texts.get(text) ?? newNode()
    node.texts.set(text, child)
    return child
  }
  if (isParameter(segment)) {
    node.parameter ??= newNode()
    return node.parameter
  }
  const shape = texts.join('{}')
  const known = node.mixed.find((one) => one.segment.texts.join('{}') === shape)
  if (known !== undefined) return known.node
  const child = newNode<Value>()
  node.mixed.push({ segment, node: child })
  // The one with more text says more of what it wants.
  node.mixed.sort((one, other) => other.segment.texts.join('').length - one.segment.texts.join('').length)
  return child
}

/** Whether a segment is one parameter and nothing else, as most of those with one are. */
function isParameter({ texts, names }: TemplateSegment): boolean {
  return names.length === 1 && texts[0] === '' && texts[1] === ''
}

function find<Value>(node: Node<Value>, segments: readonly string[], index: number): Leaf<Value> | undefined {
  const segment = segments[index]
  if (segment === undefined) return node.leaf
  const text = node.texts.get(segment)
  const found = text && find(text, segments, index + 1)
  if (found !== undefined) return found
  for (const mixed of node.mixed) {
    if (!fits(mixed.segment, segment)) continue
    const leaf = find(mixed.node, segments, index + 1)
    if (leaf !== undefined) return leaf
  }
  return node.parameter === undefined || segment === '' ? undefined : find(node.parameter, segments, index + 1)
}

/** Undefined where something is not percent-encoded as it must be. */
function valuesOf(
  template: readonly TemplateSegment[],
  segments: Reading,
): Pick<Match<unknown>, 'parameters' | 'texts'> | undefined {
  const parameters: Record<string, string> = {}
  const texts: Record<string, string> = {}
  for (const [index, segment] of template.entries()) {
    if (segment.names.length === 0) continue
    const whole = segments[index] as string
    const values = isParameter(segment) ? [whole] : (between(segment, whole) ?? [])
    for (const [position, name] of segment.names.entries()) {
      const text = values[position] ?? ''
      const value = decoded(text)
      if (value === undefined) return undefined
      define(parameters, name, value)
      define(texts, name, text)
    }
  }
  return { parameters, texts }
}

// A parameter may be called `__proto__`, and only that one is no member when it is assigned: defining takes ten times as long.
function define(values: Record<string, string>, name: string, value: string): void {
  if (name !== '__proto__') values[name] = value
  else Object.defineProperty(values, name, { value, enumerable: true, configurable: true, writable: true })
}

function decoded(value: string): string | undefined {
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return undefined
  }
}
