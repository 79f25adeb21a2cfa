import type { ReadCtx } from '#main/platform/context.ts'
import { DAY_MS, type EpochMs } from '#shared/kernel/time.ts'
import type { Source } from '#shared/modules/alerts/model.ts'
import * as rules from '#shared/modules/alerts/rules.ts'
import * as pos from '../../pos/service.ts'
import * as workspace from '../../workspace/service.ts'
import * as store from '../store.ts'

/** What each source makes of the rows that this device has. Another source is another line, its rule, and its text. */
const CAUSES: Readonly<Record<Source, (watch: Watch) => rules.Cause[]>> = {
  jobLate: ({ jobs, now }) => rules.lateJobs(jobs, now),
  jobUnassigned: ({ jobs, now }) => rules.unassignedJobs(jobs, now),
  bayOverfull: ({ ctx, now, zone }) => {
    const bays = store.limitedBays(ctx.db)
    if (bays.length === 0) return []
    return rules.overfullBays(bays, store.visitsBetween(ctx.db, now - 2 * DAY_MS, now + (rules.WATCHED_DAYS + 1) * DAY_MS), now, zone)
  },
  partsHere: ({ ctx }) => rules.partsHere(store.servedJobs(ctx.db)),
  stockCritical: ({ ctx }) => rules.criticalStock(store.criticalLevels(ctx.db)),
  returnedTwice: ({ ctx }) => rules.returnedTwice(pos.excessesOf(ctx.db)),
  cardsLate: ({ ctx, now }) => rules.cardsLate(pos.allPendingCards(ctx.db), pos.policyOf(ctx.db).cardAlarmHours, now),
  clockDrift: ({ ctx, driftMs, now }) => rules.driftingClock(ctx.device, driftMs, now),
}

interface Watch {
  readonly ctx: ReadCtx
  readonly jobs: readonly rules.WatchedJob[]
  /** The centre's time where one is known: devices agree on what is late. */
  readonly now: EpochMs
  readonly zone: string
  readonly driftMs: number | null
}

export function causesOf(ctx: ReadCtx): rules.Cause[] {
  const driftMs = ctx.platform.link.status().clockOffsetMs
  const { zone } = workspace.theCompany(ctx.db)
  const watch: Watch = { ctx, jobs: store.watchedJobs(ctx.db), now: ctx.now + (driftMs ?? 0), zone, driftMs }
  return Object.values(CAUSES).flatMap((causes) => causes(watch))
}
