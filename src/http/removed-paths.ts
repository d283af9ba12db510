import type { ApiOperation } from '../openapi/api.js'

/**
 * What koa-mount or a proxy may have taken away from the front of a path that the document has: the path of a server, such as
 * `/shop/v1`, or a beginning of it, where the routers have the rest. The longest first.
 */
export function removablePaths(operations: readonly Pick<ApiOperation, 'basePaths'>[]): string[] {
  const paths = new Set(operations.flatMap(({ basePaths }) => basePaths.flatMap(beginningsOf)))
  return [...paths].sort((one, other) => other.length - one.length)
}

function beginningsOf(path: string): string[] {
  const segments = path.split('/').slice(1)
  return segments.map((_, index) => `/${segments.slice(0, index + 1).join('/')}`)
}
