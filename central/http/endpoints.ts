import { z } from 'zod'
import {
  auditAnswer,
  deviceStanding,
  enrolAnswer,
  enrolRequest,
  MAX_PUSH_BYTES,
  pushAnswer,
  pushRequest,
  renewRequest,
  rotateAnswer,
} from '#shared/contract/wire.ts'
import { FEED_PATH, feedToken } from '#shared/modules/calendar/model.ts'
import { isSurelyPush } from '../push/quick.ts'
import type { Endpoint } from './endpoint.ts'

const SMALL_BYTES = 16 * 1024
const JSON_TYPE = 'application/json'
/** `company`, or the id of a location. */
const scope = z.string().regex(/^[\w-]{1,64}$/)
const text = z.string().max(200).optional()

/** Highest entry that this centre has answered to the sender's identity: one that has less was put back to an older state. */
const entryNumber = z.string().regex(/^\d{1,15}$/)

/** Of Electric's protocol, what a device may say; table, where, columns and secret are the centre's to set. */
export const shapeQuery = z.object({
  scope,
  offset: z.string().regex(/^(-1|now|\d{1,20}_(\d{1,20}|inf))$/),
  handle: text,
  live: text,
  cursor: text,
  log: text,
  replica: text,
  live_sse: text,
  experimental_live_sse: text,
  expired_handle: text,
  'cache-buster': text,
})

const status = z.object({ status: z.enum(['ok', 'unavailable']), version: z.string(), uptimeSeconds: z.number() })
const standingExample = {
  deviceId: '0123456789abcdef',
  state: 'active',
  scopes: ['company', '0190b6a0-0000-7000-8000-000000000001'],
  centreId: '7d9f5a50-7a53-4f5c-9a3e-0d2b2b3f5c11',
  centreEpoch: 1,
  have: 120,
  serverAt: 1_790_000_000_000,
  companyName: 'Harbor Street Garage',
  check: '402118',
}
const identityExample = { deviceId: '0123456789abcdef', tag: 'B7K2', clockTag: 'b7k2m0qa', epoch: 1 }
const keyExample = 'q0m1tZ8Zb0iQ8lqkqv1mPp2bV5bqj0uS8Jr1sC2dE3f'
const hlcExample = '019a0b1c2d3e0000-b7k2m0qa'

/** Everything that the centre serves. */
export const ENDPOINTS = {
  enrol: {
    method: 'POST',
    path: '/v1/enrol',
    summary: 'A device asks to join with a code. It gets a key, and works once a person has approved it; the first device of a centre at once.',
    auth: 'none',
    limit: 'enrol',
    body: { schema: enrolRequest, maxBytes: SMALL_BYTES, example: { code: '7K2M-Q0AZ', ...identityExample, name: 'Counter 1', hasData: false } },
    answer: { schema: enrolAnswer, type: JSON_TYPE, example: { ...standingExample, state: 'waiting', key: keyExample } },
    fails: ['badCode', 'hasData', 'cloned'],
  },
  standing: {
    method: 'GET',
    path: '/v1/device',
    summary: 'How the device stands: its state, its scopes, and what the centre has of it.',
    auth: 'standing',
    limit: 'device',
    answer: { schema: deviceStanding, type: JSON_TYPE, example: standingExample },
    fails: [],
  },
  rotate: {
    method: 'POST',
    path: '/v1/device/rotate',
    summary: 'A new key. The one in use stays valid until the new one is first used.',
    auth: 'active',
    limit: 'device',
    answer: { schema: rotateAnswer, type: JSON_TYPE, example: { key: keyExample } },
    fails: [],
  },
  renew: {
    method: 'POST',
    path: '/v1/device/renew',
    summary: "After a restore or a copy of its file: a new identity takes over the device's standing; the old one is retired.",
    auth: 'key',
    limit: 'device',
    body: { schema: renewRequest, maxBytes: SMALL_BYTES, example: { ...identityExample, epoch: 2 } },
    answer: { schema: deviceStanding, type: JSON_TYPE, example: standingExample },
    fails: [],
  },
  push: {
    method: 'POST',
    path: '/v1/push',
    summary: 'Journal entries, ascending. One result per entry; fewer results than entries: send the rest again.',
    auth: 'active',
    limit: 'push',
    query: z.object({ had: entryNumber.optional() }),
    body: {
      schema: pushRequest,
      isSurely: isSurelyPush,
      maxBytes: MAX_PUSH_BYTES,
      example: {
        sentAt: 1_790_000_000_000,
        ackedThrough: 119,
        entries: [
          {
            seq: 120,
            part: 1,
            parts: 1,
            txId: '0190b6a0-0000-7000-8000-0000000000aa',
            hlc: hlcExample,
            at: 1_790_000_000_000,
            command: 'customers.create',
            schemaVersion: 15,
            userId: '0190b6a0-0000-7000-8000-0000000000bb',
            userName: 'Ada',
            changes: [{ table: 'customer', id: '0190b6a0-0000-7000-8000-0000000000cc', insert: true, fields: { name: ['Grace'] } }],
          },
        ],
      },
    },
    answer: {
      schema: pushAnswer,
      type: JSON_TYPE,
      example: { serverAt: 1_790_000_000_050, hlc: hlcExample, results: [{ seq: 120, part: 1, outcome: 'applied' }] },
    },
    fails: [],
  },
  shape: {
    method: 'GET',
    path: '/v1/shape',
    summary: "The feed of one scope, in Electric's shape protocol; a live request is held until there is something.",
    auth: 'active',
    limit: 'feed',
    query: shapeQuery,
    answer: { schema: z.array(z.record(z.string(), z.unknown())), type: JSON_TYPE, example: [{ headers: { control: 'up-to-date' } }] },
    fails: [],
  },
  audit: {
    method: 'GET',
    path: '/v1/audit',
    summary: 'Per kind the number of rows in a scope, and a hash of them.',
    auth: 'active',
    limit: 'device',
    query: z.object({ scope }),
    answer: { schema: auditAnswer, type: JSON_TYPE, example: { scope: 'company', kinds: { customer: { count: 120, hash: '00ab12cd34ef' } } } },
    fails: [],
  },
  calendar: {
    method: 'GET',
    path: FEED_PATH,
    summary: "Bookings of a technician or a bay as a calendar, for whoever holds the feed's token; a revoked feed is not there.",
    auth: 'none',
    limit: 'open',
    query: z.object({ token: feedToken }),
    answer: { schema: z.string(), type: 'text/calendar; charset=utf-8', example: 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n' },
    fails: ['notFound'],
  },
  health: {
    method: 'GET',
    path: '/health',
    summary: 'The process runs.',
    auth: 'none',
    limit: 'open',
    answer: { schema: status, type: JSON_TYPE, example: { status: 'ok', version: '0.1.0', uptimeSeconds: 86 } },
    fails: [],
  },
  ready: {
    method: 'GET',
    path: '/ready',
    summary: 'The database answers and has the schema of this version.',
    auth: 'none',
    limit: 'open',
    answer: { schema: status, type: JSON_TYPE, example: { status: 'ok', version: '0.1.0', uptimeSeconds: 86 } },
    fails: [],
  },
  metrics: {
    method: 'GET',
    path: '/metrics',
    summary: 'Figures for Prometheus; from this machine, or with the token of BAYLINE_CENTRAL_METRICS_TOKEN.',
    auth: 'none',
    limit: 'open',
    answer: { schema: z.string(), type: 'text/plain; version=0.0.4; charset=utf-8', example: 'bayline_held_polls 12\n' },
    fails: ['unauthorized'],
  },
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This document.',
    auth: 'none',
    limit: 'open',
    answer: { schema: z.looseObject({ openapi: z.literal('3.1.0') }), type: JSON_TYPE, example: { openapi: '3.1.0' } },
    fails: [],
  },
} as const satisfies Record<string, Endpoint>
export type Endpoints = typeof ENDPOINTS
