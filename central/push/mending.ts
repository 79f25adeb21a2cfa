import { clockIn } from '#shared/contract/merge.ts'
import { clockOf, type SyncRules } from '#shared/contract/sync.ts'
import type { DeviceState, PushAnswer, WireEntry } from '#shared/contract/wire.ts'
import type { Hlc } from '#shared/kernel/hlc.ts'
import type { Query } from '../db/database.ts'
import type { KnownDevice } from '../devices/known.ts'
import { keyOf, type Refusal, type Rows, type Situation } from './state.ts'

/*
 * A centre that was put back to an older state gets what it lost from its devices again, from each its own and whenever it comes. Until
 * all of them have spoken, an entry may rest on something whose author has not. Such an entry is not decided: the answer ends before it,
 * and the device keeps it and asks again. Clocks tell for how long: a deed stands above all that its author had seen, so that nothing
 * it rests on is missing any more once every other device has offered what it did before. The oldest deed never waits for a younger
 * one, so that no two devices wait for each other.
 */

/** Sorts above all clocks. */
export const EVERYTHING: Hlc = '~'
const MOST_NAMED = 20

export interface Mending {
  /** Epoch ms. */
  readonly until: number
  /** Every other device, and the clock before which it has offered all that it did. */
  readonly others: readonly { readonly id: string; readonly offered: Hlc }[]
}

const OTHERS_SQL = `SELECT r.id, coalesce(max(i.offered) FILTER (WHERE i.offered_epoch = $2), '') AS offered
FROM sync_row r LEFT JOIN device_identity i ON i.enrolment_id = r.id AND i.retired_at IS NULL
WHERE r.kind = 'sync_device' AND NOT r.deleted AND r.doc->>'state' = $3 AND r.id <> $1 GROUP BY r.id ORDER BY r.id`

/** Who still has something to bring, if the centre was put back lately. */
export async function readMending(
  q: Query,
  { enrolmentId }: Pick<KnownDevice, 'enrolmentId'>,
  head: { readonly epoch: number; readonly mending_until: number | null },
  nowMs: number,
): Promise<Mending | undefined> {
  const until = head.mending_until ?? 0
  if (until <= nowMs) return undefined
  const active: DeviceState = 'active'
  return { until, others: await q<Mending['others'][number]>(OTHERS_SQL, [enrolmentId, head.epoch, active], 'push_others') }
}

/** The clock before which all others have offered everything. */
export const offeredBy = ({ others }: Mending): Hlc => others.reduce((least, { offered }) => (offered < least ? offered : least), EVERYTHING)

/** What the entry rests on may still come. */
export const mayRestOnLost = ({ offered }: Pick<Situation, 'offered'>, { hlc }: WireEntry): boolean => offered !== undefined && hlc > offered

/** Whether a decision would tell of something that is missing: a refusal, or an author who saw newer values than stand here. */
export const tellsOfLost = (rules: SyncRules, rows: Rows, { changes }: WireEntry, decided: object | Refusal): boolean =>
  'reason' in decided
    ? decided.outcome === 'rejected'
    : changes.some(({ table, id, fields }) => {
        const [rule, row] = [rules[table], rows.get(keyOf(table, id))]
        return rule && row && Object.entries(fields).some(([field, [, , seen = '']]) => seen > clockIn(row.clk, clockOf(rule, field)))
      })

/** Keeps how far a device has come: to this entry of its own; to none where it said that there is nothing more. */
export const keepOffered = (q: Query, deviceId: string, epoch: number, to: WireEntry | undefined): Promise<unknown> =>
  q(OFFERED_SQL, [deviceId, epoch, to?.hlc ?? EVERYTHING], 'push_offered')

const OFFERED_SQL = `UPDATE device_identity SET offered_epoch = $2, offered = CASE WHEN offered_epoch = $2 THEN greatest(offered, $3) ELSE $3 END
WHERE device_id = $1`

/** What the device is told of an entry that waits. */
export const awaitedFor = ({ until, others }: Mending, { hlc }: WireEntry): NonNullable<PushAnswer['awaits']> => ({
  until,
  devices: others.flatMap(({ id, offered }) => (offered < hlc ? [id] : [])).slice(0, MOST_NAMED),
})
