import { createHmac, timingSafeEqual } from 'node:crypto'

/** Where a page ended: the last row's values of the columns that the list is sorted by. */
export type Position = readonly (number | string)[]

/** Makes and checks the opaque cursors of paged lists. */
export interface CursorCodec {
  /** @param list what the list is of and how it is filtered and sorted: the cursor works for nothing else */
  encode(list: readonly unknown[], position: Position): string
  /** @returns undefined for a cursor that was not made here for this very list */
  decode(list: readonly unknown[], cursor: string): Position | undefined
}

const signatureBytes = 12

/**
 * Cursors are signed, so that nobody comes to rely on making them up: their content may change with any version.
 * @param secrets the first one signs, all are accepted; the admin secrets, which all replicas share
 */
export function createCursorCodec(secrets: readonly string[]): CursorCodec {
  const sign = (secret: string, list: readonly unknown[], payload: Buffer): Buffer =>
    createHmac('sha256', `cursor ${secret}`)
      .update(JSON.stringify(list))
      .update(payload)
      .digest()
      .subarray(0, signatureBytes)

  return {
    encode(list, position) {
      const payload = Buffer.from(JSON.stringify(position))
      const signature = sign(secrets[0] ?? '', list, payload)
      return Buffer.concat([signature, payload]).toString('base64url')
    },

    decode(list, cursor) {
      const bytes = Buffer.from(cursor, 'base64url')
      // Another spelling of the same bytes is no cursor of ours.
      if (bytes.length <= signatureBytes || bytes.toString('base64url') !== cursor) return undefined
      const signature = bytes.subarray(0, signatureBytes)
      const payload = bytes.subarray(signatureBytes)
      const isOurs = secrets.map((secret) => timingSafeEqual(sign(secret, list, payload), signature)).includes(true)
      return isOurs ? (JSON.parse(payload.toString('utf8')) as Position) : undefined
    },
  }
}
