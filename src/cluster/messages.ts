import type { FaultCode } from '../errors.js'
import type { Measurement } from '../observation/metrics.js'
import type { SharedServing } from '../server.js'

/**
 * From the primary: how to serve, once, and that it is over; that it wants to know the worker's metrics; and those of all, to
 * one that wanted to know.
 */
export type ToWorker =
  | ({ type: 'serve' } & SharedServing)
  | { type: 'stop' }
  | { type: 'measure' }
  | { type: 'gathered'; measurements: readonly Measurement[] }

/**
 * From a worker: that it hears messages from now on, where it listens, or why it could not start or not stop well; that it
 * wants to know the metrics of all; and its own.
 */
export type FromWorker =
  | { type: 'waiting' }
  | ListeningMessage
  | { type: 'failed'; code: FaultCode; message: string }
  | { type: 'gather' }
  | { type: 'measured'; measurement: Measurement }

export interface ListeningMessage {
  type: 'listening'
  url: string
  /** What a server of one process would print. */
  startBlock: string
}
