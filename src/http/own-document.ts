import { document } from '../../generated/document.js'
import type { OpenApiDocument } from './public-document.js'
import { metricsTag } from './routers.js'

/** Our document, as far as it holds: an operation that is switched off is not in it. */
export function ownDocument({ metrics }: { metrics: boolean }): OpenApiDocument {
  const whole = document as unknown as OpenApiDocument
  if (metrics) return whole
  const { '/metrics': _, ...paths } = document.paths
  const { MetricsToken, ...securitySchemes } = document.components.securitySchemes
  return {
    ...whole,
    tags: document.tags.filter(({ name }) => name !== metricsTag),
    paths,
    components: { ...document.components, securitySchemes },
  } as unknown as OpenApiDocument
}
