/** Beyond it, a path with many optional parts is taken for a pattern. */
const maximumTemplates = 64

/**
 * The templates, in OpenAPI's syntax, that a path in the syntax of @koa/router stands for: `/items{/:id}` for `/items` and
 * `/items/{id}`. The expression behind a parameter, which older versions take, is left out.
 * @returns undefined for what is no template, such as a wildcard
 */
export function templatesOf(path: string): readonly string[] | undefined {
  const reading = { path, at: 0 }
  const templates = readSequence(reading)
  return reading.at === path.length ? templates : undefined
}

interface Reading {
  readonly path: string
  at: number
}

/** Up to the brace that closes a group, or to the end. */
function readSequence(reading: Reading): string[] | undefined {
  let found = ['']
  for (;;) {
    const next = reading.path[reading.at]
    if (next === undefined || next === '}') return found
    const read = next === '{' ? readGroup(reading) : next === ':' ? readParameter(reading) : readText(reading)
    if (read === undefined || found.length * read.length > maximumTemplates) return undefined
    found = found.flatMap((before) => read.map((after) => before + after))
  }
}

function readGroup(reading: Reading): string[] | undefined {
  reading.at += 1
  const inside = readSequence(reading)
  if (inside === undefined || reading.path[reading.at] !== '}') return undefined
  reading.at += 1
  return ['', ...inside]
}

function readParameter(reading: Reading): string[] | undefined {
  const rest = reading.path.slice(reading.at)
  const [whole, quoted, plain] =
    /^:(?:"((?:[^"\\]|\\.)+)"|([\p{ID_Start}$_][\p{ID_Continue}$]*))(?:\([^()]*\))?/u.exec(rest) ?? []
  const name = quoted?.replace(/\\(.)/g, '$1') ?? plain
  if (whole === undefined || name === undefined || /[{}]/.test(name)) return undefined
  reading.at += whole.length
  return [`{${name}}`]
}

function readText(reading: Reading): string[] | undefined {
  const [whole, escaped, plain] = /^(?:\\(.)|([^\\*?+()[\]!:{}]))/su.exec(reading.path.slice(reading.at)) ?? []
  const text = escaped ?? plain
  // A brace in a path cannot be told from a parameter in OpenAPI's syntax.
  if (whole === undefined || text === undefined || text === '{' || text === '}') return undefined
  reading.at += whole.length
  return [text]
}
