import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import { openClock } from '#central/clock.ts'
import { readMigrations } from '#central/db/migrate.ts'
import { hashOfCode } from '#central/devices/keys.ts'
import { changeOf, insertOf, lockDevice, type DeviceDoc } from '#central/devices/records.ts'
import { createGateway, type GatewayParts } from '#central/gateway.ts'
import { createPush } from '#central/push/push.ts'
import { type Desk, writeAsCentre } from '#central/push/write.ts'
import { PERMISSIONS, RULES } from '#central/rules.ts'
import { COMPANY_SCOPE } from '#shared/contract/sync.ts'
import { HEADERS, type EnrolAnswer, wireError } from '#shared/contract/wire.ts'
import { invitation } from '#shared/modules/sync/rules.ts'
import { silentLog, type TestDatabase } from '#tests/support/postgres.ts'
import { ROOT } from '#tests/support/sources.ts'
import { join } from 'node:path'

export interface Spoken<T = Record<string, unknown>> {
  readonly status: number
  readonly headers: Headers
  readonly body: T
}

/** A gateway over a database of the test's own, on a clock that the test turns. The feed holds every live request until it is ended. */
export async function openGateway(database: TestDatabase, time: { now: number }, more: Partial<GatewayParts> = {}) {
  const { db } = database
  const clock = await openClock(db, () => time.now)
  const desk: Desk = { rules: RULES, schema: db.schema, schemaVersion: 1, clock }
  const gateway = await createGateway({
    db,
    write: (q, changes, keepsHistory) => writeAsCentre(desk, q, changes, keepsHistory),
    push: createPush({ ...desk, db, permissions: PERMISSIONS, log: silentLog }),
    feed: {
      answer: async ({ query, signal }) => {
        if (query.get('live') === 'true') await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
        return { status: 200, headers: { 'content-type': 'application/json', 'electric-handle': 'h', 'electric-offset': '0_0' }, body: '[]' }
      },
    },
    audit: async (_q, scope) => ({ scope, kinds: {} }),
    now: clock.now,
    log: silentLog,
    migrations: readMigrations(join(ROOT, 'migrations/central')).map(({ name }) => name),
    version: '0.0.0',
    // Limits have their own tests: here every device has an address of its own, and a second passes between any two calls.
    trustedProxies: ['127.0.0.1'],
    limitNow: () => (limitsAt += 1_000),
    ...more,
  })
  const { port } = await gateway.server.listen(0, '127.0.0.1')
  const url = `http://127.0.0.1:${port}`
  return { gateway, url, desk, db, time, speaker: (identity?: Identity) => new Speaker(url, identity), ...administrator(desk, database) }
}
export type TestGateway = Awaited<ReturnType<typeof openGateway>>

/** What people do at other devices, written straight as the centre. */
function administrator(desk: Desk, { db }: TestDatabase) {
  const patch = (id: string, fields: Partial<DeviceDoc>) =>
    db.tx([COMPANY_SCOPE], async (q) => {
      const row = await lockDevice(q, id)
      if (!row) throw new Error(`no device ${id}`)
      await writeAsCentre(desk, q, [changeOf(row, fields)])
    })
  return {
    patch,
    row: async (id: string): Promise<DeviceDoc> => {
      const [row] = await db.tx([COMPANY_SCOPE], (q) => q<{ doc: DeviceDoc }>("SELECT doc FROM sync_row WHERE kind = 'sync_device' AND id = $1", [id]))
      if (!row) throw new Error(`no device ${id}`)
      return row.doc
    },
    /** Makes an invitation as a person does; returns its enrolment. */
    invite: async (code: string, locations: string[] | null = null): Promise<string> => {
      const id = v7()
      const doc = invitation('Invited', locations as DeviceDoc['locations'], hashOfCode(code), desk.clock.now()) // ids of the test's own
      await db.tx([COMPANY_SCOPE], (q) => writeAsCentre(desk, q, [insertOf(id, doc)]))
      return id
    },
  }
}

export interface Identity {
  readonly deviceId: string
  readonly tag: string
  readonly clockTag: string
  readonly epoch: number
}
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const letters = (length: number) => Array.from(randomBytes(length), (byte) => LETTERS[byte % 32]).join('')
export const newIdentity = (epoch = 1): Identity => ({ deviceId: randomBytes(8).toString('hex'), tag: letters(4), clockTag: letters(8).toLowerCase(), epoch })

let addresses = 0
let limitsAt = 0
/** Speaks as a device does. */
export class Speaker {
  identity: Identity
  key = ''
  enrolmentId = ''
  readonly #url: string
  readonly #address = `2001:db8:${(++addresses).toString(16)}::1`

  constructor(url: string, identity = newIdentity()) {
    this.#url = url
    this.identity = identity
  }

  async ask<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    url = this.#url,
  ): Promise<Spoken<T>> {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        [HEADERS.version]: '1',
        [HEADERS.device]: this.identity.deviceId,
        [HEADERS.app]: '0.1.0',
        [HEADERS.schema]: '15',
        'x-forwarded-for': this.#address,
        ...(this.key !== '' && { authorization: `Bearer ${this.key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const json: unknown = text === '' ? {} : text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : { text }
    if (response.status >= 400) wireError.parse(json)
    return { status: response.status, headers: response.headers, body: json as T } // as the caller knows its endpoint
  }

  async enrol(code: string, hasData = false): Promise<Spoken<EnrolAnswer & { error?: string }>> {
    const done = await this.ask<EnrolAnswer & { error?: string }>('POST', '/v1/enrol', { code, ...this.identity, name: 'Counter', hasData })
    if (done.status === 200) this.key = done.body.key
    return done
  }
  standing = () => this.ask('GET', '/v1/device')
  rotate = () => this.ask<{ key: string; error?: string }>('POST', '/v1/device/rotate')
  renew = (identity: Identity) => this.ask('POST', '/v1/device/renew', identity)
  poll = (scope = 'company', live = false) => this.ask('GET', `/v1/shape?scope=${scope}&offset=${live ? '0_0&handle=h&live=true' : '-1'}`)
}

export const said = ({ status, body }: Spoken<{ error?: string }>): string => (status === 200 ? 'ok' : (body.error ?? String(status)))

/** The first device, let in by the printed code. */
export async function firstDevice(shop: TestGateway): Promise<Speaker> {
  const code = await shop.gateway.devices.firstCode()
  if (code === null) throw new Error('there is a device')
  const device = shop.speaker()
  const entered = await device.enrol(code, true)
  if (entered.status !== 200) throw new Error(JSON.stringify(entered.body))
  await device.standing()
  device.enrolmentId = await enrolmentOf(shop, device)
  return device
}

/** A further device, invited and approved. */
export async function approvedDevice(shop: TestGateway, locations: string[] | null = null): Promise<Speaker> {
  const code = letters(10)
  const enrolmentId = await shop.invite(code, locations)
  const device = shop.speaker()
  const entered = await device.enrol(code)
  if (entered.status !== 200) throw new Error(JSON.stringify(entered.body))
  await shop.patch(enrolmentId, { state: 'active' })
  device.enrolmentId = enrolmentId
  return device
}

async function enrolmentOf({ db }: TestGateway, { identity }: Speaker): Promise<string> {
  const [row] = await db.tx([COMPANY_SCOPE], (q) =>
    q<{ enrolment_id: string }>('SELECT enrolment_id FROM device_identity WHERE device_id = $1', [identity.deviceId]),
  )
  return row?.enrolment_id ?? ''
}
