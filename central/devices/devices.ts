import { v7 } from 'uuid'
import type { DeviceStanding, EnrolAnswer, EnrolRequest, RenewRequest, WireError } from '#shared/contract/wire.ts'
import type { Database } from '../db/database.ts'
import { wireErrorOf } from '../http/endpoint.ts'
import { factsOf, type Log } from '../log.ts'
import { createAuthenticate } from './authenticate.ts'
import { enrol } from './enrol.ts'
import { hashOfCode, newCode } from './keys.ts'
import type { KnownDevice } from './known.ts'
import { type CentreWrite, type DeviceDoc, hasActiveDevice } from './records.ts'
import { createSeen } from './seen.ts'
import { renew, rotate, standingOf } from './standing.ts'

export const FIRST_CODE_MS = 10 * 60_000
/** Triggers of the database tell it of every change of a device's standing; the payload is the enrolment's id. */
const CHANNEL = 'bayline_device'

export interface DevicesOptions {
  readonly db: Pick<Database, 'tx' | 'listen'>
  readonly write: CentreWrite
  readonly now: () => number
  readonly log: Log
  /** How long a centre that was put back waits for what its devices may bring. */
  readonly mendMs: number
  /** A device lost its standing: what it has open is to be cut. */
  readonly onGone: (enrolmentId: string, error: WireError) => void
}

export type Devices = Awaited<ReturnType<typeof createDevices>>

/** Enrolment, keys and standing of devices. All of it stands in the database, so that any number of gateways agree. */
export async function createDevices({ db, write, now, log, mendMs, onGone }: DevicesOptions) {
  const moment = () => ({ at: now(), mendMs })
  const { authenticate, forget } = createAuthenticate({ db, write, now, onCloned: (id) => onGone(id, wireErrorOf('cloned')) })
  const writing = new Set<Promise<void>>()

  /** Looks whether a device whose standing changed may still speak. */
  async function review(enrolmentId: string): Promise<void> {
    const [row] = await db.tx(['company'], (q) =>
      q<{ doc: DeviceDoc; deleted: boolean }>("SELECT doc, deleted FROM sync_row WHERE kind = 'sync_device' AND id = $1", [enrolmentId], 'device_review'),
    )
    if (row?.doc.alarm === 'cloned') onGone(enrolmentId, wireErrorOf('cloned'))
    else if (row && (row.deleted || row.doc.state === 'revoked')) onGone(enrolmentId, wireErrorOf('revoked'))
  }
  const inBackground = (event: string, work: Promise<void>): void => {
    // Whatever fails here is made up for by the next request: nothing of a device's standing depends on it.
    const done = work.catch((error: unknown) => log.warn(event, factsOf(error))).finally(() => writing.delete(done))
    writing.add(done)
  }
  const stopListening = await db.listen(CHANNEL, (enrolmentId) => {
    forget()
    if (enrolmentId !== '') inBackground('device-review-failed', review(enrolmentId))
  })

  const seen = createSeen({ db, write, now, inBackground })

  return {
    authenticate,

    enrol: (request: EnrolRequest): Promise<EnrolAnswer | WireError> =>
      db.tx(['company'], (q) => enrol(q, { write, now, nextId: v7, mendMs }, { ...request, name: cleanName(request.name) })),

    async standing({ enrolmentId, deviceId, state }: KnownDevice): Promise<DeviceStanding | WireError> {
      const standing = await db.tx(['company'], (q) => standingOf(q, enrolmentId, deviceId, moment()))
      // The notice of the change is on its way: who was told of it by this answer may go by it at once.
      if (standing?.state !== state) forget()
      return standing ?? wireErrorOf('unauthorized')
    },

    rotate: ({ enrolmentId }: KnownDevice): Promise<{ key: string }> => db.tx(['company'], (q) => rotate(q, enrolmentId, now())),

    async renew({ enrolmentId }: KnownDevice, request: RenewRequest): Promise<DeviceStanding | WireError> {
      const standing = await db.tx(['company'], (q) => renew(q, write, enrolmentId, request, moment()))
      forget()
      return standing
    },

    /** Notes that a device spoke; `sentAt` is its own clock, where it told it. Written behind the answer. */
    seen: seen.note,

    /** A code that lets the first device in, for as long as none is active: null where there is one. */
    firstCode: (): Promise<string | null> =>
      db.tx(['company'], async (q) => {
        if (await hasActiveDevice(q)) return null
        const code = newCode()
        await q('DELETE FROM first_code WHERE ends_at <= $1', [now()], 'first_code_clean')
        await q('INSERT INTO first_code (hash, ends_at) VALUES ($1, $2)', [hashOfCode(code), now() + FIRST_CODE_MS], 'first_code_new')
        return code
      }),

    /** Resolves when what was noted of devices is written. */
    async settle(): Promise<void> {
      seen.flush()
      while (writing.size > 0) await Promise.all(writing)
    },
    async close(): Promise<void> {
      await stopListening()
      seen.flush()
      while (writing.size > 0) await Promise.all(writing)
    },
  }
}

/** As a person may read it: Postgres keeps neither NUL nor half a character. */
const cleanName = (name: string): string =>
  name
    .toWellFormed()
    .replace(/\p{Cc}/gu, ' ')
    .trim() || 'Device'
