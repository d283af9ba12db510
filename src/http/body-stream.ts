import type { IncomingMessage } from 'node:http'

export type BodyBytes = { ok: true; bytes: Buffer } | { ok: false; reason: 'too large' | 'broken off' }

/**
 * Reads a body to its end.
 * @param options.putBack whether the stream is to have it again afterwards, for a body parser behind that looks at nothing else
 * @throws Error where somebody has read it before
 */
export async function readBytes(
  req: IncomingMessage,
  limitBytes: number,
  options: { putBack: boolean },
): Promise<BodyBytes> {
  const declared = req.headers['content-length'] === undefined ? undefined : Number(req.headers['content-length'])
  if (declared !== undefined && declared > limitBytes) return { ok: false, reason: 'too large' }
  if (!req.readable) {
    if (!req.readableEnded) return { ok: false, reason: 'broken off' }
    if (!req.readableDidRead) return { ok: true, bytes: Buffer.alloc(0) }
    throw new Error('The body was read before, by something that kept nothing of it.')
  }
  // What came in one piece with the headers is taken in by then. A stream that ends just after it was asked would really end.
  await undefined
  if (req.complete && req.readableLength === 0) return { ok: true, bytes: Buffer.alloc(0) }
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0

    function end(result: BodyBytes): void {
      req
        .off('readable', read)
        .off('end', finish)
        .off('error', breakOff)
        .off('close', breakOff)
        .off('aborted', breakOff)
      resolve(result)
    }
    function finish(): void {
      const bytes = Buffer.concat(chunks, size)
      // Before the stream has told its end, which it does a moment after it is empty.
      if (options.putBack && size > 0 && !req.readableEnded) req.unshift(bytes)
      if (!options.putBack) req.resume()
      end({ ok: true, bytes })
    }
    function breakOff(): void {
      end({ ok: false, reason: 'broken off' })
    }
    function read(): void {
      // Readable without anything to read is how a stream tells its end first. Asking it once more would really end it.
      if (req.readableLength === 0) {
        finish()
        return
      }
      while (req.readableLength > 0) {
        const chunk: Buffer = req.read()
        chunks.push(chunk)
        size += chunk.length
        if (size <= limitBytes) continue
        end({ ok: false, reason: 'too large' })
        return
      }
      if (options.putBack && (req.complete || size === declared)) finish()
    }
    req.on('readable', read).on('end', finish).on('error', breakOff).on('close', breakOff).on('aborted', breakOff)
  })
}
