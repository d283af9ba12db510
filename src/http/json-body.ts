import type { Context } from 'koa'
import type { RefusalCode } from '../errors.js'
import { bareType } from '../openapi/media-types.js'
import { readBytes } from './body-stream.js'

/** In bytes. The largest body that an operation of ours takes has some kilobytes. */
export const usualBodyBytes = 100 * 1024

export type BodyRefusal = { ok: false; code: RefusalCode; mustClose?: boolean }
export type JsonBody = { ok: true; value: unknown } | BodyRefusal

/** What a body is as text; or what a body parser in front made of it. Empty where there is none. */
export type BodyText = { ok: true; text: string; parsed?: undefined } | { ok: true; parsed: unknown } | BodyRefusal

export interface BodyLimits {
  readonly maximumBytes: number
  /** Whether a body parser behind must find the body where it was. */
  readonly putBack: boolean
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const ownLimits: BodyLimits = { maximumBytes: usualBodyBytes, putBack: false }

/** Reads the body as JSON, in the order media type, size, syntax. The value is undefined where there is no body. */
export async function readJsonBody(ctx: Context): Promise<JsonBody> {
  if (!hasBody(ctx)) return { ok: true, value: undefined }
  if (bareType(ctx.get('Content-Type')) !== 'application/json' || !isPlainText(ctx)) {
    return { ok: false, code: 'unsupported_media_type' }
  }
  return jsonOf(await readBodyText(ctx, ownLimits))
}

/** @param body as `readBodyText` has read it */
export function jsonOf(body: BodyText): JsonBody {
  if (!body.ok) return body
  if ('text' in body) return body.text === '' ? { ok: true, value: undefined } : parseJson(body.text)
  return { ok: true, value: body.parsed }
}

export async function readBodyText(ctx: Context, { maximumBytes, putBack }: BodyLimits): Promise<BodyText> {
  // A body parser that the app has in front of us leaves no stream to read, but what it read.
  const request = ctx.request as typeof ctx.request & { body?: unknown; rawBody?: unknown }
  if (typeof request.rawBody === 'string') {
    if (Buffer.byteLength(request.rawBody) > maximumBytes) return { ok: false, code: 'payload_too_large' }
    return { ok: true, text: request.rawBody }
  }
  // One that passed a type over may have left an empty object all the same.
  if (request.body !== undefined && (ctx.req.readableDidRead || !isEmpty(request.body))) {
    if (Number(ctx.get('Content-Length')) > maximumBytes) return { ok: false, code: 'payload_too_large' }
    return { ok: true, parsed: request.body }
  }
  const read = await readBytes(ctx.req, maximumBytes, { putBack })
  // What is left of such a body is not worth reading only to keep the connection.
  if (!read.ok && read.reason === 'too large') return { ok: false, code: 'payload_too_large', mustClose: true }
  if (!read.ok) return { ok: false, code: 'malformed_json' }
  try {
    return { ok: true, text: utf8.decode(read.bytes) }
  } catch {
    return { ok: false, code: 'malformed_json' }
  }
}

export function hasBody(ctx: Context): boolean {
  const length = ctx.get('Content-Length')
  if (length !== '' || ctx.req.httpVersionMajor < 2) return ctx.get('Transfer-Encoding') !== '' || Number(length) > 0
  // In HTTP/2 a body needs no header, and whether the stream ends with the headers tells.
  return (ctx.req as typeof ctx.req & { stream?: { endAfterHeaders?: boolean } }).stream?.endAfterHeaders !== true
}

/** Whether the body is neither compressed nor in another encoding of characters than UTF-8. */
export function isPlainText(ctx: Context): boolean {
  const encoding = ctx.get('Content-Encoding').toLowerCase()
  const charset = ctx.request.charset.toLowerCase()
  return (encoding === '' || encoding === 'identity') && (charset === '' || charset === 'utf-8' || charset === 'utf8')
}

function parseJson(text: string): JsonBody {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch {
    return { ok: false, code: 'malformed_json' }
  }
}

function isEmpty(body: unknown): boolean {
  return body !== null && typeof body === 'object' && Object.keys(body).length === 0
}
