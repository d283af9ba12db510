import type { Context } from 'koa'
import getRawBody from 'raw-body'
import type { RefusalCode } from '../errors.js'

/** In bytes. The largest body that an operation takes has some kilobytes. */
const maximumBodyBytes = 100 * 1024

export type JsonBody = { ok: true; value: unknown } | { ok: false; code: RefusalCode; mustClose?: boolean }

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Reads the body as JSON, in the order media type, size, syntax. The value is undefined where there is no body. */
export async function readJsonBody(ctx: Context): Promise<JsonBody> {
  if (!hasBody(ctx)) return { ok: true, value: undefined }
  if (!isJson(ctx)) return { ok: false, code: 'unsupported_media_type' }
  // A body parser that the app has in front of us leaves no stream to read, but what it read.
  const request = ctx.request as typeof ctx.request & { body?: unknown; rawBody?: unknown }
  if (typeof request.rawBody === 'string') {
    if (Buffer.byteLength(request.rawBody) > maximumBodyBytes) return { ok: false, code: 'payload_too_large' }
    return parseJson(request.rawBody)
  }
  if (request.body !== undefined) return { ok: true, value: request.body }
  try {
    const bytes = await getRawBody(ctx.req, { length: ctx.get('Content-Length') || undefined, limit: maximumBodyBytes })
    return bytes.length === 0 ? { ok: true, value: undefined } : parseJson(utf8.decode(bytes))
  } catch (error) {
    const type = (error as { type?: string }).type
    // What is left of such a body is not worth reading only to keep the connection.
    if (type === 'entity.too.large') return { ok: false, code: 'payload_too_large', mustClose: true }
    if (type?.startsWith('request.') || error instanceof TypeError) return { ok: false, code: 'malformed_json' }
    throw error
  }
}

function hasBody(ctx: Context): boolean {
  return ctx.get('Transfer-Encoding') !== '' || (ctx.get('Content-Length') || '0') !== '0'
}

function isJson(ctx: Context): boolean {
  const encoding = ctx.get('Content-Encoding').toLowerCase()
  const charset = ctx.request.charset.toLowerCase()
  return (
    ctx.is('application/json') === 'application/json' &&
    (encoding === '' || encoding === 'identity') &&
    (charset === '' || charset === 'utf-8' || charset === 'utf8')
  )
}

function parseJson(text: string): JsonBody {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return { ok: false, code: 'malformed_json' }
  }
}
