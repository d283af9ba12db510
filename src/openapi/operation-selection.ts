import { methods } from './api.js'
import { type Hiding, shownSecurity } from './hiding.js'
import type { JsonObject } from './json.js'
import { alongPointer, isObject, objectOf } from './structure.js'

export type IsSelected = (operation: { path: string; method: string }) => boolean

export interface ShownItem {
  /** What a reference leads to, where the path has one. */
  readonly item: JsonObject
  /** The methods whose operations are shown there. */
  readonly shown: ReadonlySet<string>
  readonly isWhole: boolean
}

export interface OperationSelection {
  /** Whether an operation may be shown, wherever it stands. */
  isShown(operation: JsonObject): boolean
  /** By the path. */
  readonly items: ReadonlyMap<string, ShownItem>
  /** Whether a link leads to an operation that is not shown. */
  isDead(link: JsonObject): boolean
}

export function selectionOf(document: JsonObject, hiding: Hiding, isSelected: IsSelected): OperationSelection {
  // An operation that only hidden schemes guard must not look as if it were open.
  const isShown = (operation: JsonObject) =>
    !hiding.isHidden(operation) && shownSecurity(operation.security ?? document.security, hiding) !== undefined

  function read(path: string, given: JsonObject): ShownItem {
    const item = itemBehind(document, given)
    const declared = methods.filter((method) => item[method] !== undefined)
    const isItemShown = !hiding.isHidden(given)
    const shown = declared.filter(
      (method) => isItemShown && isShown(objectOf(item[method])) && isSelected({ path, method: method.toUpperCase() }),
    )
    return { item, shown: new Set<string>(shown), isWhole: isItemShown && shown.length === declared.length }
  }

  const paths = Object.entries(objectOf(document.paths)).filter(([path]) => !path.startsWith('x-'))
  const items = new Map(paths.map(([path, given]) => [path, read(path, objectOf(given))]))
  const [left, gone] = [new Set<JsonObject>(), new Set<JsonObject>()]
  for (const { item, shown } of items.values()) {
    for (const method of methods) {
      const operation = item[method]
      if (isObject(operation)) (shown.has(method) ? left : gone).add(operation)
    }
  }
  // One that stands below several paths may be left below one of them.
  for (const operation of left) gone.delete(operation)
  const goneIds = new Set([...gone].flatMap(({ operationId }) => (typeof operationId === 'string' ? operationId : [])))

  function isDead({ operationId, operationRef }: JsonObject): boolean {
    if (typeof operationId === 'string') return goneIds.has(operationId)
    if (typeof operationRef !== 'string' || !operationRef.startsWith('#/')) return false
    const target = alongPointer(document, operationRef)?.at(-1)
    return isObject(target) && gone.has(target)
  }

  return { isShown, items, isDead }
}

function itemBehind(document: JsonObject, given: JsonObject): JsonObject {
  const followed = new Set<JsonObject>()
  let item = given
  while (typeof item.$ref === 'string' && !followed.has(item)) {
    followed.add(item)
    item = objectOf(alongPointer(document, item.$ref)?.at(-1))
  }
  return item
}
