import { fits } from './path-segments.js'
import type { TemplateSegment } from './path-template.js'

type Relation = 'apart' | 'same' | 'within' | 'around' | 'unclear'

interface Template {
  readonly segments: readonly TemplateSegment[]
  /** As the laxest reader has them. */
  readonly lax: readonly TemplateSegment[]
}

/**
 * Whether paths fit both templates and neither says more of them than the other, as `/me/{thing}` and `/{user}/posts`. Which one
 * such a path belongs to is up to whoever reads the document (OpenAPI 3.1, section 4.8.8.2), and so may differ among routers.
 */
export function areRivals({ lax: one, segments }: Template, { lax: other, segments: others }: Template): boolean {
  if (one.length !== other.length) return false
  const relations = new Set<Relation>()
  for (const [index, segment] of one.entries()) {
    const relation = relate(segment, other[index] as TemplateSegment)
    if (relation === 'apart') return false
    relations.add(relation)
  }
  // Those who do not look at a trailing slash may not see that one says more.
  const isSlashed = segments.length !== others.length
  return isSlashed || relations.has('unclear') || (relations.has('within') && relations.has('around'))
}

function relate(one: TemplateSegment, other: TemplateSegment): Relation {
  const [text = ''] = one.texts
  const [otherText = ''] = other.texts
  if (one.names.length === 0) {
    if (other.names.length === 0) return text === otherText ? 'same' : 'apart'
    return fits(other, text) ? 'within' : 'apart'
  }
  if (other.names.length === 0) return fits(one, otherText) ? 'around' : 'apart'
  const [end = '', otherEnd = ''] = [one.texts.at(-1), other.texts.at(-1)]
  const isLonger = text.startsWith(otherText) && end.endsWith(otherEnd)
  const isShorter = otherText.startsWith(text) && otherEnd.endsWith(end)
  const meet =
    (text.startsWith(otherText) || otherText.startsWith(text)) && (end.endsWith(otherEnd) || otherEnd.endsWith(end))
  if (!meet) return 'apart'
  if (one.texts.join('{}') === other.texts.join('{}')) return 'same'
  // Which texts fit several parameters in one segment is another question for each router.
  if (one.names.length > 1 || other.names.length > 1) return 'unclear'
  if (isLonger) return 'within'
  return isShorter ? 'around' : 'unclear'
}
