import type { FaultCode } from '../errors.js'
import type { SharedServing } from '../server.js'

/** From the primary: how to serve, once, and that it is over. */
export type ToWorker = ({ type: 'serve' } & SharedServing) | { type: 'stop' }

/** From a worker: that it hears messages from now on, where it listens, or why it could not start or not stop well. */
export type FromWorker = { type: 'waiting' } | ListeningMessage | { type: 'failed'; code: FaultCode; message: string }

export interface ListeningMessage {
  type: 'listening'
  url: string
  /** What a server of one process would print. */
  startBlock: string
}
