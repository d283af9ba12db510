import { type JsonObject, list, resolve } from '../openapi/json.js'
import type { TemplateSegment } from '../openapi/path-template.js'
import type { OperationPlace } from './compare-routes.js'

/** Values that most of what a route may ask of a parameter lets pass: a word, a number, a date, a UUID. */
const values = ['x', '1', '2000-01-01', '00000000-0000-4000-8000-000000000000']

/** Paths of an operation, with the document's own examples of its parameters first. */
export function examplePaths({ operation, document, segments }: OperationPlace): string[] {
  const given = givenExamples(document, [operation.operation, operation.pathItem])
  const paths = values.map((value) => fill(segments, (name) => given.get(name) ?? value))
  return [...new Set([...paths, ...values.map((value) => fill(segments, () => value))])]
}

/** A path that both templates match, where there is one. It may be that of a third one: the caller looks. */
export function meetingPath(one: readonly TemplateSegment[], other: readonly TemplateSegment[]): string | undefined {
  if (one.length !== other.length) return undefined
  const met: string[] = []
  for (const [index, segment] of one.entries()) {
    const beside = other[index] as TemplateSegment
    const [text, textBeside] = [segment, beside].map(({ texts, names }) => (names.length === 0 ? texts[0] : undefined))
    if (text !== undefined && textBeside !== undefined && text.toLowerCase() !== textBeside.toLowerCase())
      return undefined
    const isPlain = segment.texts.every((part) => part === '')
    met.push(text ?? textBeside ?? fillSegment(isPlain ? beside : segment, () => 'x'))
  }
  return `/${met.join('/')}`
}

export function fill(segments: readonly TemplateSegment[], textOf: (name: string) => string): string {
  return `/${segments.map((segment) => fillSegment(segment, textOf)).join('/')}`
}

function fillSegment({ texts, names }: TemplateSegment, textOf: (name: string) => string): string {
  return texts.map((text, index) => text + (names[index] === undefined ? '' : textOf(names[index]))).join('')
}

function givenExamples(document: JsonObject, holders: readonly JsonObject[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const { parameters = [] } of holders) {
    for (const value of list(parameters, '#')) {
      const [parameter] = resolve(document, value, '#')
      const [schema] = resolve(document, parameter.schema ?? {}, '#')
      const [first] = Array.isArray(schema.enum) ? schema.enum : []
      const example = parameter.example ?? schema.example ?? schema.default ?? first
      const isPlain = typeof example === 'string' || typeof example === 'number'
      if (parameter.in === 'path' && isPlain && typeof parameter.name === 'string' && !found.has(parameter.name)) {
        found.set(parameter.name, encodeURIComponent(example))
      }
    }
  }
  return found
}
