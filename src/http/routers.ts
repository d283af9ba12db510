import type Router from '@koa/router'
import { contentValidators } from '../../generated/content-validators.js'
import { operations } from '../../generated/operations.js'
import { parameterValidators } from '../../generated/parameter-validators.js'
import type { Guard } from './guards.js'
import type { Handlers, OperationId } from './handler.js'
import type { ObserveCheck } from './observed-check.js'
import type { OperationValidators } from './operation.js'
import { createOperationRouter, type RoutedOperation } from './operation-router.js'
import type { UntypedHandler } from './response.js'

/** The credentials that the document asks for. A scheme with a new one does not compile until something checks it. */
export type CredentialName = {
  [Id in OperationId]:
    | ((typeof operations)[Id] extends { credential: { name: infer Name } } ? Name : never)
    | ((typeof operations)[Id] extends { otherCredentials: readonly { name: infer Name }[] } ? Name : never)
}[OperationId] &
  string

export const metricsTag = '_metrics'
/** Of the operations that are no user's business: what another document is given. */
export const managementTags = ['_auth', '_gateway', metricsTag] as const

type Tag = (typeof operations)[OperationId]['tags'][number]

/** A router for the operations that have one of these tags. */
export function createRouterOf(
  tags: readonly Tag[],
  parts: {
    handlers: Handlers
    guards: Readonly<Record<CredentialName, Guard>>
    observe: ObserveCheck
    validateResponses: boolean
  },
): Router {
  const { handlers, guards, observe, validateResponses } = parts
  const ids = (Object.keys(operations) as OperationId[]).filter((id) =>
    operations[id].tags.some((tag: Tag) => tags.includes(tag)),
  )
  const routed = ids.map((id): RoutedOperation => {
    // Each of the three is typed by the operation; together in one list they cannot be.
    const validators = { ...parameterValidators[id], ...contentValidators[id] } as OperationValidators
    return { operation: operations[id], validators, handler: handlers[id] as UntypedHandler }
  })
  return createOperationRouter({ operations: routed, guards, observe, validateResponses })
}
