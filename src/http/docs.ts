import { type Api, readApi } from '../openapi/api.js'
import { hidingOf, nothingHidden, withoutMarks } from '../openapi/hiding.js'
import type { JsonObject } from '../openapi/json.js'
import { objectOf } from '../openapi/structure.js'
import type { KeyPlace } from './credential.js'
import { createDocsPage, type DocsPage } from './docs-page.js'
import type { DocumentPolicy } from './document-policy.js'
import { apiKeyPlaces } from './guards.js'
import type { DocumentParts } from './handlers/docs.js'
import type { ObserveCheck } from './observed-check.js'
import { isKeyScheme, type PolicyParts } from './policy.js'
import { createPresentedKeyCheck } from './presented-key.js'
import type { OpenApiDocument } from './public-document.js'
import { createServedDocuments } from './served-document.js'

/** The document and its page: of the user's document where there is one, else of ours. */
export function createDocs(parts: {
  own: OpenApiDocument
  policy: DocumentPolicy | undefined
  policyParts: PolicyParts
  hideDocs: boolean
  keysIn: readonly KeyPlace[]
  observe: ObserveCheck
}): { documents: DocumentParts; page: DocsPage } {
  const { own, policy, policyParts, hideDocs, keysIn, observe } = parts
  let ownApi: Api | undefined
  const api = () => {
    if (policy !== undefined) return policy.api
    ownApi ??= readApi(own as unknown as JsonObject)
    return ownApi
  }
  const isKey = (scheme: string) => isKeyScheme(scheme, api().schemes[scheme], policyParts)
  // Of keys in places where none is accepted.
  const hiddenSchemes = () =>
    new Set(
      Object.entries(api().schemes)
        .filter(([scheme, { in: place }]) => isKey(scheme) && !keysIn.some((accepted) => accepted === place))
        .map(([scheme]) => scheme),
    )
  const shownOwn = () => (hideDocs ? own : (withoutMarks(own as unknown as JsonObject) as unknown as OpenApiDocument))
  // Merged or copied once, for all who need it.
  let made: OpenApiDocument | undefined
  const document = () => {
    made ??= policy?.documentWith({ administration: !hideDocs }) ?? shownOwn()
    return made
  }
  let shown: ReadonlySet<string> | undefined
  const findShown = () => {
    const { schemes } = hideDocs ? hidingOf(api().document) : nothingHidden
    const hidden = hiddenSchemes()
    const isShown = (scheme: string) => isKey(scheme) && !schemes.has(scheme) && !hidden.has(scheme)
    const { components } = document() as unknown as JsonObject
    return new Set(Object.keys(objectOf(objectOf(components).securitySchemes)).filter(isShown))
  }
  const shownKeySchemes = () => {
    shown ??= findShown()
    return shown
  }
  return {
    documents: {
      documentOf: createServedDocuments({
        document,
        api,
        isOwn: policy?.isOwn ?? (() => true),
        isKeyScheme: (scheme) => shownKeySchemes().has(scheme),
        hideDocs,
        hiddenSchemes,
      }),
      checkKey: observe(createPresentedKeyCheck(policyParts.keyGuard, [apiKeyPlaces, ...otherHeaders(policy)])),
    },
    page: createDocsPage(() => [...shownKeySchemes()]),
  }

  // Whoever keeps keys in a header of another name may ask with it here too.
  function otherHeaders(given: DocumentPolicy | undefined) {
    const named = Object.entries(given?.api.schemes ?? {}).flatMap(([scheme, { in: place, name }]) =>
      place === 'header' && name !== undefined && isKey(scheme) ? name.toLowerCase() : [],
    )
    const names = new Set(named)
    names.delete(apiKeyPlaces.name)
    return [...names].map((name) => ({ name, in: ['header'] as const }))
  }
}
