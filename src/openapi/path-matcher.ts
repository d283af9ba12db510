import { laxPath, parseTemplate, shapeOf, type TemplateSegment } from './path-template.js'

export interface Match<Value> {
  readonly value: Value
  /** By their names, percent-decoded. */
  readonly parameters: Readonly<Record<string, string>>
}

export interface PathMatcher<Value> {
  match(path: string): Match<Value> | undefined
  /** Whether a lax router, proxy or file system may take the path for that of one of the routes. */
  resembles(path: string): boolean
}

interface Leaf<Value> {
  readonly value: Value
  readonly segments: readonly TemplateSegment[]
}

interface Node<Value> {
  readonly texts: Map<string, Node<Value>>
  /** Segments of text and parameters. */
  readonly mixed: { readonly texts: readonly string[]; readonly node: Node<Value> }[]
  parameter: Node<Value> | undefined
  leaf: Leaf<Value> | undefined
}

// What a lax reader could read otherwise: letters in another case, percent-encoding, double and trailing slashes, dots.
const readOtherwise = /[A-Z%\\]|\/\/|\/\.|.\/$/

/**
 * Finds what a path belongs to, as OpenAPI has it: text goes before a parameter, from the left. A path is matched character by
 * character. One that a lax router, proxy or file system may take for a path of something else is refused, so that what was
 * checked is what is reached.
 * @param routes templates of which no two match the same paths
 */
export function createPathMatcher<Value>(routes: readonly { template: string; value: Value }[]): PathMatcher<Value> {
  const exact = newNode<Value>()
  const lax = newNode<Value>()
  let hasCapitals = false
  for (const { template, value } of routes) {
    const segments = parseTemplate(template, template)
    const leaf = { value, segments }
    add(exact, segments, leaf)
    add(lax, laxSegments(segments), leaf)
    hasCapitals ||= /[A-Z]/.test(shapeOf(segments))
  }

  function findLaxly(path: string): Leaf<Value> | undefined | 'unreadable' {
    const laxly = laxPath(path)
    return laxly === undefined ? 'unreadable' : find(lax, laxly.slice(1).split('/'), 0)
  }

  return {
    match(path) {
      if (!path.startsWith('/')) return undefined
      const segments = path.slice(1).split('/')
      const leaf = find(exact, segments, 0)
      if (leaf === undefined) return undefined
      if (hasCapitals || readOtherwise.test(path)) {
        const other = findLaxly(path)
        if (other === 'unreadable' || (other !== undefined && other.value !== leaf.value)) return undefined
      }
      const parameters = parametersOf(leaf.segments, segments)
      return parameters && { value: leaf.value, parameters }
    },

    resembles: (path) => findLaxly(path) !== undefined,
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

function childOf<Value>(node: Node<Value>, { texts, names }: TemplateSegment): Node<Value> {
  const [text = ''] = texts
  if (names.length === 0) {
    const child = node.texts.get(text) ?? newNode()
    node.texts.set(text, child)
    return child
  }
  if (texts.every((part) => part === '')) {
    node.parameter ??= newNode()
    return node.parameter
  }
  const shape = texts.join('{}')
  const known = node.mixed.find((one) => one.texts.join('{}') === shape)
  if (known !== undefined) return known.node
  const child = newNode<Value>()
  node.mixed.push({ texts, node: child })
  // The one with more text says more of what it wants.
  node.mixed.sort((one, other) => other.texts.join('').length - one.texts.join('').length)
  return child
}

/**
 * What stands between the texts, each at its first place: that leaves most for the rest, so that nothing has to be tried twice,
 * however long the segment is. Undefined where it does not fit.
 */
function between(texts: readonly string[], segment: string): string[] | undefined {
  const [first = '', ...rest] = texts
  if (!segment.startsWith(first)) return undefined
  const values: string[] = []
  let start = first.length
  for (const [index, text] of rest.entries()) {
    const isLast = index === rest.length - 1
    const end = isLast ? segment.length - text.length : segment.indexOf(text, start + 1)
    if (end <= start || !segment.startsWith(text, end)) return undefined
    values.push(segment.slice(start, end))
    start = end + text.length
  }
  return values
}

function laxSegments(segments: readonly TemplateSegment[]): TemplateSegment[] {
  const lax = segments.map(({ texts, names }) => ({ texts: texts.map((text) => laxText(text)), names }))
  const last = lax.at(-1)
  return lax.length > 1 && last?.names.length === 0 && last.texts[0] === '' ? lax.slice(0, -1) : lax
}

function laxText(text: string): string {
  try {
    return decodeURIComponent(text).toLowerCase()
  } catch {
    return text.toLowerCase()
  }
}

function find<Value>(node: Node<Value>, segments: readonly string[], index: number): Leaf<Value> | undefined {
  const segment = segments[index]
  if (segment === undefined) return node.leaf
  const text = node.texts.get(segment)
  const found = text && find(text, segments, index + 1)
  if (found !== undefined) return found
  for (const { texts, node: child } of node.mixed) {
    if (between(texts, segment) === undefined) continue
    const leaf = find(child, segments, index + 1)
    if (leaf !== undefined) return leaf
  }
  return node.parameter === undefined || segment === '' ? undefined : find(node.parameter, segments, index + 1)
}

/** Undefined where something is not percent-encoded as it must be. */
function parametersOf(
  template: readonly TemplateSegment[],
  segments: readonly string[],
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {}
  for (const [index, { texts, names }] of template.entries()) {
    if (names.length === 0) continue
    const segment = segments[index] ?? ''
    const values = between(texts, segment) ?? []
    for (const [position, name] of names.entries()) {
      const value = decoded(values[position] ?? '')
      if (value === undefined) return undefined
      Object.defineProperty(parameters, name, { value, enumerable: true, configurable: true, writable: true })
    }
  }
  return parameters
}

function decoded(value: string): string | undefined {
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return undefined
  }
}
