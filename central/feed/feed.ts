import { ELECTRIC_PROTOCOL_QUERY_PARAMS } from '@electric-sql/client'
import type { Log } from '../log.ts'
import { type Feed, privately, shapeOf } from './device.ts'
import { createShapeEndpoint, type EndpointOptions } from './endpoint.ts'
import type { FeedDatabase } from './epochs.ts'

export { auditScope } from './audit.ts'
export type { Feed } from './device.ts'
export { createElectricFeed } from './electric.ts'
export type { FeedAnswer } from './protocol.ts'

/** The feed from PostgreSQL alone. Rejects with DatabaseUnavailable when there is none to begin with. */
export async function createEmbeddedFeed(options: { readonly db: FeedDatabase; readonly log: Log } & Partial<EndpointOptions>): Promise<Feed> {
  const endpoint = await createShapeEndpoint(options)
  return {
    async answer({ scope, query, headers, signal }) {
      const answer = await endpoint.answer({ method: 'GET', query: shapeOf(scope, query, ELECTRIC_PROTOCOL_QUERY_PARAMS), headers, signal }, [scope])
      return { ...answer, headers: privately(answer.headers) }
    },
    lag: endpoint.lag,
    close: endpoint.close,
  }
}
