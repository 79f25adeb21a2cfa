import { z } from 'zod'
import * as wire from '#shared/contract/wire.ts'
import { type Endpoint, LIMITS, STATUS, type WireErrorCode, wireErrorOf } from './endpoint.ts'

type JsonObject = Record<string, unknown>

const SCHEMAS = {
  EnrolRequest: wire.enrolRequest,
  EnrolAnswer: wire.enrolAnswer,
  DeviceStanding: wire.deviceStanding,
  RotateAnswer: wire.rotateAnswer,
  RenewRequest: wire.renewRequest,
  PushRequest: wire.pushRequest,
  PushAnswer: wire.pushAnswer,
  WireEntry: wire.wireEntry,
  WireChange: wire.wireChange,
  WireResult: wire.wireResult,
  WireRow: wire.wireRow,
  AuditAnswer: wire.auditAnswer,
  WireError: wire.wireError,
} as const
const nameOf = new Map<z.ZodType, string>(Object.entries(SCHEMAS).map(([name, schema]) => [schema, name]))

/** Schemas by name, with references between them as OpenAPI wants them. */
function components(): JsonObject {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(SCHEMAS)) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, io: 'input' })
  const text = JSON.stringify({ schemas }, (key, value: unknown) => (key === '$schema' || key === '$id' ? undefined : value))
  // zod keeps what several schemas share (any JSON) in a document of its own.
  return JSON.parse(text.replaceAll('__shared#/$defs/', 'Shared/$defs/').replaceAll('"__shared"', '"Shared"')) as JsonObject // made by the line above
}

const inline = (schema: z.ZodType): JsonObject => {
  const name = nameOf.get(schema)
  if (name) return { $ref: `#/components/schemas/${name}` }
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' })
  return rest
}

const always: WireErrorCode[] = ['badRequest', 'tooMany', 'internal', 'unavailable']
/** Every refusal that an endpoint can give. */
export function failsOf(endpoint: Endpoint): WireErrorCode[] {
  const codes = new Set<WireErrorCode>([...always, ...endpoint.fails])
  if (endpoint.path.startsWith('/v1/')) codes.add('upgrade')
  if (endpoint.body) codes.add('tooLarge').add('unsupported')
  if (endpoint.auth !== 'none') codes.add('unauthorized').add('revoked').add('cloned')
  if (endpoint.auth === 'active') codes.add('waiting')
  return [...codes].sort()
}

const VERSION_HEADER = { [wire.HEADERS.version]: { description: 'Version of the protocol that answered.', schema: { type: 'integer' } } }
const LIMIT_HEADERS = {
  'ratelimit-policy': { description: 'Quota and window in seconds of this class of calls.', schema: { type: 'string' } },
  ratelimit: { description: 'What is left, and seconds until it is whole again.', schema: { type: 'string' } },
}

function errorsOf(endpoint: Endpoint): JsonObject {
  const byStatus = Map.groupBy(failsOf(endpoint), (code) => STATUS[code])
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => wireErrorOf(code).message).join(' '),
        headers: {
          ...VERSION_HEADER,
          ...((status === 429 || status === 503) && { 'retry-after': { description: 'Seconds.', schema: { type: 'integer' } } }),
        },
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/WireError' },
            examples: Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }])),
          },
        },
      },
    ]),
  )
}

const exampleOf = (code: WireErrorCode) => {
  if (code === 'badRequest') return wireErrorOf(code, { issues: [{ path: 'entries.0.seq', problem: 'Invalid input: expected number, received string' }] })
  if (code === 'upgrade') return wireErrorOf(code, { minVersion: wire.MIN_WIRE_VERSION, maxVersion: wire.WIRE_VERSION })
  return wireErrorOf(code)
}

const header = (name: string, description: string, schema: JsonObject): JsonObject => ({ name, in: 'header', required: true, description, schema })

function parametersOf(endpoint: Endpoint): JsonObject[] {
  const own: JsonObject[] = []
  if (endpoint.path.startsWith('/v1/'))
    own.push(header(wire.HEADERS.version, 'Version of the protocol.', { type: 'integer', minimum: wire.MIN_WIRE_VERSION, maximum: wire.WIRE_VERSION }))
  if (endpoint.auth !== 'none')
    own.push(
      header(wire.HEADERS.device, 'Identity of the device.', { type: 'string', pattern: '^[0-9a-f]{16}$' }),
      header(wire.HEADERS.app, 'Version of the program.', { type: 'string' }),
      header(wire.HEADERS.schema, "Version of the device's database.", { type: 'integer', minimum: 1 }),
    )
  if (endpoint.query) {
    const { properties = {}, required = [] } = z.toJSONSchema(endpoint.query, { io: 'input' })
    for (const [name, schema] of Object.entries(properties)) own.push({ name, in: 'query', required: required.includes(name), schema })
  }
  return own
}

/** The OpenAPI 3.1 document of a registry: what is committed as central/openapi.json and served. */
export function openApi(endpoints: Readonly<Record<string, Endpoint>>): JsonObject {
  const paths: Record<string, JsonObject> = {}
  for (const [operationId, endpoint] of Object.entries(endpoints)) {
    const { per, burst, perSecond } = LIMITS[endpoint.limit]
    const operation = {
      operationId,
      summary: endpoint.summary,
      description: `At most ${Math.round(perSecond * 60)} calls a minute per ${per}, ${burst} at once.`,
      security: endpoint.auth === 'none' ? [] : [{ key: [] }],
      parameters: parametersOf(endpoint),
      ...(endpoint.body && {
        requestBody: {
          required: true,
          description: `At most ${endpoint.body.maxBytes} bytes, compressed (content-encoding gzip or br) and inflated.`,
          content: { 'application/json': { schema: inline(endpoint.body.schema), example: endpoint.body.example } },
        },
      }),
      responses: {
        200: {
          description: 'Done.',
          headers: { ...VERSION_HEADER, ...LIMIT_HEADERS },
          content: { [endpoint.answer.type]: { schema: inline(endpoint.answer.schema), example: endpoint.answer.example } },
        },
        ...errorsOf(endpoint),
      },
    }
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operation }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Bayline centre',
      version: String(wire.WIRE_VERSION),
      description: 'What devices and the centre say to each other. Errors are a WireError.',
    },
    paths,
    components: {
      ...components(),
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: '32 random bytes in base64url, given at enrolment.' } },
    },
  }
}
