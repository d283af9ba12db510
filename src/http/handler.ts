import type { Context } from 'koa'
import type { operations } from '../../generated/types.js'
import type { CodeOfStatus, ProblemDetail } from './problem.js'

export type OperationId = keyof operations
type Responses<Id extends OperationId> = operations[Id]['responses']

/** A request that was matched, authorized and validated. */
export interface OperationRequest<Id extends OperationId> {
  query: Parameters<Id, 'query'>
  path: Parameters<Id, 'path'>
  body: Body<Id>
  ctx: Context
}

type Parameters<Id extends OperationId, Place extends 'query' | 'path'> = [
  NonNullable<operations[Id]['parameters'][Place]>,
] extends [never]
  ? Record<string, never>
  : NonNullable<operations[Id]['parameters'][Place]>

type Body<Id extends OperationId> = operations[Id] extends {
  requestBody: { content: { 'application/json': infer Json } }
}
  ? Json
  : operations[Id] extends { requestBody?: { content: { 'application/json': infer Json } } }
    ? Json | undefined
    : undefined

/** What a handler may answer: a response that the document declares, or a refusal whose status it declares. */
export type OperationResponse<Id extends OperationId> =
  | {
      [Status in keyof Responses<Id> & (200 | 201 | 202 | 204)]: Answer<Status, Responses<Id>[Status]>
    }[keyof Responses<Id> & (200 | 201 | 202 | 204)]
  | { problem: CodeOfStatus<keyof Responses<Id>>; errors?: ProblemDetail[] }

type Answer<Status, Response> = { status: Status } & Content<Response> & Headers<Response>

type Content<Response> = Response extends { content: infer Types extends object }
  ? {
      [Type in keyof Types]: Type extends 'application/json' ? { type?: Type; body: Types[Type] } : FileContent<Type>
    }[keyof Types]
  : { body?: undefined }

type FileContent<Type> = { type: Type; body: string | Buffer }

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

export type Handler<Id extends OperationId> = (
  request: OperationRequest<Id>,
) => OperationResponse<Id> | Promise<OperationResponse<Id>>

/** A handler for each of these operations: leaving one out or misspelling one does not compile. */
export type Handlers<Ids extends OperationId = OperationId> = { readonly [Id in Ids]: Handler<Id> }
