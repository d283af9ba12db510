import type { Alternative, Api, ApiOperation, SchemeRequirement } from '../openapi/api.js'
import { isCheckedHere } from './policy.js'

export interface AccessParts {
  /** Schemes that the user has a handler for. */
  readonly handledSchemes: readonly string[]
  /** The header of the admin secret. */
  readonly secretName: string
}

/** Who may call an operation, in words for people: `API key in header or query api-key with reports:read`. */
export function accessWords(
  { security, operation }: Pick<ApiOperation, 'security' | 'operation'>,
  { document, schemes }: Pick<Api, 'document' | 'schemes'>,
  parts: AccessParts,
): string {
  if (operation.security === undefined && document.security === undefined)
    return 'anyone: the document asks for nothing'
  const named = security.filter((alternative) => alternative.length > 0)
  const words = named.length === 0 ? [] : alternativesOf(named, schemes, parts)
  return [...(named.length === security.length && security.length > 0 ? [] : ['anyone']), ...words].join(', or ')
}

/** Names of places by what is alike but them, so that header and query are said together. */
function alternativesOf(alternatives: readonly Alternative[], schemes: Api['schemes'], parts: AccessParts): string[] {
  const said = new Map<string, { places: string[]; say: (places: string) => string }>()
  for (const alternative of alternatives) {
    const [only] = alternative
    const key = alternative.length === 1 && only !== undefined ? keyOf(only, schemes, parts) : undefined
    if (key === undefined) {
      const text = alternative.map((requirement) => requirementWords(requirement, schemes, parts)).join(' and ')
      said.set(text, { places: [], say: () => text })
      continue
    }
    const { place, say } = key
    const known = said.get(say('?'))
    if (known === undefined) said.set(say('?'), { places: [place], say })
    else known.places.push(place)
  }
  return [...said.values()].map(({ places, say }) => say([...new Set(places)].join(' or ')))
}

function requirementWords(requirement: SchemeRequirement, schemes: Api['schemes'], parts: AccessParts): string {
  const key = keyOf(requirement, schemes, parts)
  if (key !== undefined) return key.say(key.place)
  const { scheme: name, scopes } = requirement
  const isSecret = !parts.handledSchemes.includes(name) && isSecretHeader(schemes[name], parts)
  return (isSecret ? 'admin secret' : name) + (isSecret ? '' : scopeWords(scopes))
}

function keyOf({ scheme: name, scopes }: SchemeRequirement, schemes: Api['schemes'], parts: AccessParts) {
  const scheme = schemes[name]
  if (scheme === undefined || parts.handledSchemes.includes(name) || !isCheckedHere(scheme)) return undefined
  if (isSecretHeader(scheme, parts)) return undefined
  const say = (places: string) => `API key in ${places} ${scheme.name}${scopeWords(scopes)}`
  return { place: scheme.in ?? '', say }
}

function isSecretHeader(scheme: Api['schemes'][string] | undefined, { secretName }: AccessParts): boolean {
  return scheme?.in === 'header' && scheme.name?.toLowerCase() === secretName
}

function scopeWords(scopes: readonly string[]): string {
  return scopes.length === 0 ? '' : ` with ${scopes.join(', ')}`
}
