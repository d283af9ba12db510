/** A place in a text, in characters from its start. */
export type Offset = number

interface Container {
  /** Of an object: those that it has so far. */
  readonly names: Set<string> | undefined
  index: number
}

/** @returns whether to go on */
type Visit = (member: { depth: number; name: string; at: Offset; isRepeated: boolean }) => boolean

/**
 * Where an object in a JSON text has the same name twice, of which parsers silently take the last.
 * @param json valid JSON
 */
export function findRepeatedName(json: string): { name: string; at: Offset } | undefined {
  let found: { name: string; at: Offset } | undefined
  walk(json, ({ name, at, isRepeated }) => {
    if (isRepeated) found = { name, at }
    return !isRepeated
  })
  return found
}

/** Where the member stands that these names lead to, or the last on the way to it that there is. */
export function findMember(json: string, names: readonly string[]): Offset {
  let [reached, place] = [0, json.search(/\S|$/)]
  walk(json, ({ depth, name, at }) => {
    if (depth < reached) return false
    if (depth === reached && name === names[reached]) [reached, place] = [reached + 1, at]
    return reached < names.length
  })
  return place
}

// A parser keeps no places, and one that does takes fifty times as long.
function walk(json: string, visit: Visit): void {
  const stack: Container[] = []
  let isName = false
  const enterItem = (at: Offset): boolean => {
    const container = stack.at(-1)
    if (container === undefined || container.names !== undefined) return true
    return visit({ depth: stack.length - 1, name: String(container.index), at, isRepeated: false })
  }
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g
  for (let match = token.exec(json); match !== null; match = token.exec(json)) {
    const [text] = match
    const at = match.index
    const container = stack.at(-1)
    if (text === '}' || text === ']') {
      stack.pop()
      isName = false
    } else if (text === ',') {
      if (container !== undefined) container.index++
      isName = container?.names !== undefined
    } else if (isName && text.startsWith('"')) {
      isName = false
      const name: string = text.includes('\\') ? JSON.parse(text) : text.slice(1, -1)
      const isRepeated = container?.names?.has(name) === true
      container?.names?.add(name)
      if (!visit({ depth: stack.length - 1, name, at, isRepeated })) return
    } else if (text !== ':') {
      if (!enterItem(at)) return
      if (text === '{' || text === '[') {
        stack.push({ names: text === '{' ? new Set() : undefined, index: 0 })
        isName = text === '{'
      }
    }
  }
}

/** Line and column, both from 1, as editors count. */
export function placeOf(text: string, at: Offset): { line: number; col: number } {
  const before = text.slice(0, at)
  return { line: before.split('\n').length, col: at - before.lastIndexOf('\n') }
}
