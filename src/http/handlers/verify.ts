import type { ApiKey } from '../../keys/api-key.js'
import type { Handler } from '../handler.js'

/** The guard has decided; what is left to say is whose the key is. */
export function verifyKey(): Handler<'verifyKey'> {
  return ({ ctx }) => {
    const { id, name = '', scopes } = ctx.state.apiKey as ApiKey
    const headers = {
      'X-Api-Key-Id': id,
      // What may stand in a header is ASCII; a plus is encoded too, since some decoders take it for a blank.
      'X-Api-Key-Name': encodeURIComponent(name),
      'X-Api-Key-Scopes': scopes.join(' '),
    }
    return { status: 204, headers }
  }
}
