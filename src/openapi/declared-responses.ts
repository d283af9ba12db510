import type { ApiOperation } from './api.js'
import { escapeFragment, type JsonObject, object, resolve } from './json.js'

/**
 * Reads what an operation declares for its statuses.
 * @param read makes of a response and its place what is to be known of it
 * @throws DocumentError
 */
export function readResponses<Read>(
  document: JsonObject,
  { operation, pointer }: Pick<ApiOperation, 'operation' | 'pointer'>,
  read: (response: JsonObject, pointer: string) => Read,
): Map<string, Read> {
  const at = `${pointer}/responses`
  return new Map(
    Object.entries(object(operation.responses ?? {}, at))
      .filter(([status]) => !status.startsWith('x-'))
      .map(([status, value]): [string, Read] => [
        status.toUpperCase(),
        read(...resolve(document, value, `${at}/${escapeFragment(status)}`)),
      ]),
  )
}

/** The status itself goes before its range, and that before the default (OpenAPI 3.0.3, section 4.7.16). */
export function responseFor<Read>(responses: ReadonlyMap<string, Read>, status: number): Read | undefined {
  return responses.get(String(status)) ?? responses.get(`${Math.floor(status / 100)}XX`) ?? responses.get('DEFAULT')
}
