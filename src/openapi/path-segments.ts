import type { TemplateSegment } from './path-template.js'

/**
 * What stands between the texts of a segment. Each text is taken at its last place, as @koa/router does, so that a handler gets
 * the values that were checked; that leaves most for those before it, so that nothing has to be tried twice, however long the
 * segment is. Undefined where it does not fit.
 */
export function between({ texts }: TemplateSegment, segment: string): string[] | undefined {
  const last = texts.length - 1
  if (!segment.startsWith(texts[0] as string) || !segment.endsWith(texts[last] as string)) return undefined
  const values: string[] = []
  let end = segment.length - (texts[last] as string).length
  for (let index = last - 1; index >= 0; index--) {
    const text = texts[index] as string
    const place = index === 0 ? 0 : segment.lastIndexOf(text, end - 1 - text.length)
    const start = place + text.length
    // No place, or nothing left for a parameter.
    if (place < 0 || end - 1 - text.length < 0 || start >= end) return undefined
    values.unshift(segment.slice(start, end))
    end = place
  }
  return values
}

/** Whether the text of a segment fits. */
export function fits(template: TemplateSegment, segment: string): boolean {
  return template.names.length === 0 ? template.texts[0] === segment : between(template, segment) !== undefined
}
