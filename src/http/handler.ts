import type { Readable } from 'node:stream'
import type { Context } from 'koa'
import type { operations } from '../../generated/types.js'
import type { RefusalCode } from '../errors.js'
import type { Keys } from '../keys/keys.js'
import type { CodeOfStatus, ProblemDetail } from './problem.js'

/** The administration of keys on behalf of whoever sent the request. */
export type KeysOfRequest = (ctx: Context) => Keys

/** An operation as openapi-typescript writes it. */
interface OperationType {
  parameters: object
  responses: object
}

/** A request that was matched, authorized and validated. */
export interface OperationRequest<Operation extends OperationType> {
  query: Parameters<Operation, 'query'>
  path: Parameters<Operation, 'path'>
  header: Parameters<Operation, 'header'>
  cookie: Parameters<Operation, 'cookie'>
  body: Body<Operation>
  ctx: Context
}

type Place = 'query' | 'path' | 'header' | 'cookie'

type Parameters<Operation extends OperationType, In extends Place> = Operation['parameters'] extends {
  [Name in In]?: infer Declared
}
  ? [NonNullable<Declared>] extends [never]
    ? Record<string, never>
    : NonNullable<Declared>
  : Record<string, never>

type Body<Operation> = Operation extends { requestBody: { content: infer Content } }
  ? BodyOf<Content>
  : Operation extends { requestBody?: { content: infer Content } }
    ? BodyOf<Content> | undefined
    : undefined

// Of other media types, the body is left in the stream, for whatever reads them.
type BodyOf<Content> = {
  [Type in keyof Content]: Type extends JsonType | 'application/x-www-form-urlencoded'
    ? Content[Type]
    : Type extends 'text/plain'
      ? string
      : undefined
}[keyof Content]

type JsonType = 'application/json' | `${string}+json`

/** What a handler may answer: a response that the document declares, or a refusal whose status it declares. */
export type OperationResponse<Operation extends OperationType> =
  | {
      [Status in keyof Operation['responses']]: Answer<StatusNumber<Status>, Operation['responses'][Status]>
    }[keyof Operation['responses']]
  | { problem: ProblemCode<keyof Operation['responses']>; errors?: ProblemDetail[] }

// `default` and ranges such as `4XX` stand for any status of theirs.
type StatusNumber<Status> = Status extends number ? Status : number
type ProblemCode<Statuses> = 'default' extends Statuses ? RefusalCode : CodeOfStatus<Statuses>

type Answer<Status, Response> = { status: Status } & Content<Response> & Headers<Response>

type Content<Response> = Response extends { content: infer Types extends object }
  ? {
      [Type in keyof Types]: Type extends 'application/json'
        ? { type?: Type; body: Types[Type] }
        : Type extends JsonType
          ? { type: Type; body: Types[Type] }
          : { type: Type; body: string | Buffer | Readable }
    }[keyof Types]
  : { body?: undefined }

type Headers<Response> = Response extends { headers: infer Declared }
  ? RequiredNames<VariableHeaders<Declared>> extends never
    ? { headers?: VariableHeaders<Declared> }
    : { headers: VariableHeaders<Declared> }
  : { headers?: undefined }

type RequiredNames<Members> = {
  [Name in keyof Members]-?: undefined extends Members[Name] ? never : Name
}[keyof Members]

// The router sets the headers that can have one value only; the others are the handler's to give.
type VariableHeaders<Declared> = {
  [Name in keyof Declared as string extends Name ? never : string extends Declared[Name] ? Name : never]: Declared[Name]
}

export type OperationHandler<Operation extends OperationType> = (
  request: OperationRequest<Operation>,
) => OperationResponse<Operation> | Promise<OperationResponse<Operation>>

/** A handler for each operation: leaving one out or misspelling one does not compile. */
export type HandlersOf<Operations> = {
  readonly [Id in keyof Operations]: Operations[Id] extends OperationType ? OperationHandler<Operations[Id]> : never
}

/**
 * Handlers for the operations of a document, with the types that openapi-typescript made of it:
 * `defineHandlers<operations>({ getPet: ({ path }) => ({ status: 200, body: pets[path.petId] }) })`.
 */
export function defineHandlers<Operations>(handlers: HandlersOf<Operations>): HandlersOf<Operations> {
  return handlers
}

/** The operations of our own document. */
export type OperationId = keyof operations
export type Handler<Id extends OperationId> = OperationHandler<operations[Id]>
export type Handlers = HandlersOf<operations>
