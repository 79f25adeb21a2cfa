import { randomUUID } from 'node:crypto'
import type { CallOf, OutputOf } from '#shared/contract/define.ts'
import { type AnswerEnvelope, CONTRACT_VERSION } from '#shared/contract/envelope.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { addDays, atLocal, localDate, localMinutes, MINUTE_MS } from '#shared/kernel/time.ts'
import { SESSION_LIFE_MS } from '#shared/modules/auth/model.ts'
import { DEMO } from '#shared/modules/workspace/model.ts'
import type { OperationName, OperationOf } from '#shared/modules.ts'
import { catalogue } from './demo-catalogue.ts'
import { TAX_BP } from './demo-data.ts'
import { pick, specialOrders, stocktaking } from './demo-goods.ts'
import { PAST_DAYS, tellPast } from './demo-history.ts'
import { customersWithCars, peopleAndBays } from './demo-people.ts'
import { agreements, bookings, counterSales, finishedWork, reordered, waitingWork, workInBays } from './demo-today.ts'
import { estimates } from './demo-work.ts'
import * as alerts from './modules/alerts/service.ts'
import * as workspace from './modules/workspace/service.ts'
import { LOCAL } from './platform/context.ts'
import type { TravelClock } from './platform/clock.ts'
import type { Core } from './platform/core.ts'

const ZONES = [
  'Pacific/Auckland',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'Europe/Berlin',
  'America/Noronha',
  'America/New_York',
  'America/Los_Angeles',
  'Pacific/Honolulu',
]
const MORNING_MINUTES = 630
const fromMorning = (now: number, zone: string) => Math.abs(localMinutes(now, zone) - MORNING_MINUTES)
/** Zone of the demo: one where it is morning, so that its day is in full swing whenever it is opened. */
export const zoneOfMorning = (now: number): string => ZONES.reduce((best, one) => (fromMorning(now, one) < fromMorning(now, best) ? one : best))
/** Through a night, so that nobody signs in for every day of the past. */
const IDLE_MINUTES = 720

/** Yesterday, and this morning. Sami forgot to clock out. */
const punchesOf = (name: string, at: (day: number, minutes: number) => number): ['shift' | 'break' | 'off', number][] => {
  const late = name.length % 7
  return [
    ['shift', at(-1, 470 + late)],
    ['break', at(-1, 720 + late)],
    ['shift', at(-1, 750 + late)],
    ...(name.startsWith('Sami') ? [] : [['off', at(-1, 1020 - late)] satisfies ['off', number]]),
    ['shift', at(0, 470 + late)],
    ...(name.startsWith('Grace') ? [['break', at(0, 615)] satisfies ['break', number]] : []),
  ]
}

/**
 * Fills an empty database with a shop at work, through the same contract as everybody: what it may do, a person may do.
 * It has been at work for weeks: `goTo` lets it be then, and null brings it back to now. Does nothing on a database that is set up.
 */
export async function openDemoShop(core: Core, goTo: TravelClock['goTo']): Promise<void> {
  let token: string | undefined
  const ask = async <N extends OperationName>(name: N, input: CallOf<OperationOf<N>>): Promise<OutputOf<OperationOf<N>>> => {
    const answer = JSON.parse(await core.call(JSON.stringify({ v: CONTRACT_VERSION, id: randomUUID(), name, input, token }), LOCAL)) as AnswerEnvelope // our own answer
    if (!answer.ok) throw new Error(`the demo shop could not call ${name}: ${JSON.stringify(answer.error)}`)
    return answer.value as OutputOf<OperationOf<N>> // dispatch gives what the contract says
  }

  if ((await ask('workspace.welcome', {})).isSetUp) return
  const { now } = core.dispatch.context('demo.open', randomUUID())
  const zone = zoneOfMorning(now)
  const today = localDate(now, zone)
  const day = (days: number) => addDays(today, days)
  const at = (days: number, minutes: number) => atLocal(day(days), minutes, zone)
  goTo(at(-PAST_DAYS, 420))
  const { token: opened } = await ask('auth.setUp', {
    company: {
      name: 'Harbor Street Garage',
      currency: 'USD',
      language: 'en',
      zone,
      country: 'US',
      taxRateBp: TAX_BP,
      laborRateMinor: 12_500,
      phone: '+1 212 555 0100',
      email: 'desk@harborstreet.example',
      address: '41 Harbor Street\nNew York, NY 10004',
      taxId: '11-2233445',
      invoiceNote: 'Thank you. Parts and labour are guaranteed for 12 months or 12,000 miles.',
      sessionIdleMinutes: IDLE_MINUTES,
    },
    location: {
      name: 'Harbor Street',
      address: '41 Harbor Street\nNew York, NY 10004',
      phone: '+1 212 555 0100',
      opensAtMinutes: 420,
      closesAtMinutes: 1140,
      openWeekdays: '0123456',
    },
    owner: { name: 'Ada Harbor', email: DEMO.email, password: DEMO.password },
  })
  token = opened
  core.dispatch.run('demo.open', randomUUID(), workspace.markDemo)
  const { locations } = await ask('workspace.get', {})
  const locationId = locations[0]?.id as Id<'location'> // set-up has just made it

  const opening = { ask, locationId, day }
  const { technicians, staff, bays } = await peopleAndBays(opening)
  const { checkId, ...goods } = await catalogue(opening)
  const shop = { ask, locationId, technicians, bays, cars: await customersWithCars(opening), ...goods }

  const sessions = new Map<string, { token: string; usedAt: number; endsAt: number }>()
  const as = async (name: string) => {
    const usedAt = core.dispatch.context('demo.open', randomUUID()).now
    const known = sessions.get(name)
    const holds = known && usedAt < Math.min(known.endsAt, known.usedAt + IDLE_MINUTES * MINUTE_MS)
    token = holds ? known.token : undefined
    const endsAt = holds ? known.endsAt : usedAt + SESSION_LIFE_MS
    token ??= (await ask('auth.signIn', { email: `${name.toLowerCase()}@harborstreet.example`, password: DEMO.password })).token
    sessions.set(name, { token, usedAt, endsAt })
  }
  // The past has nothing to lose yet: none of its deeds waits for the disk, and what follows does again.
  const { raw } = core.platform.store.connection
  raw.pragma('synchronous = NORMAL')
  try {
    await tellPast({ ...shop, at, goTo, as })
    goTo(null)
    await as('Ada')
    for (let day = -PAST_DAYS; day < -1; day++)
      for (const employeeId of technicians) {
        await ask('clock.add', { employeeId, activity: 'shift', at: at(day, 425), reason: 'Demo' })
        await ask('clock.add', { employeeId, activity: 'off', at: at(day, 1005), reason: 'Demo' })
      }
  } finally {
    raw.pragma('synchronous = FULL')
  }
  await ask('workspace.update', { sessionIdleMinutes: 120 })
  for (const { employeeId, name } of staff)
    for (const [activity, punchedAt] of punchesOf(name, at))
      if (punchedAt <= now) await ask('clock.add', { employeeId, activity, at: punchedAt, reason: 'Demo' })
  const story = { ...shop, now, day, at, checkId, as }
  await reordered(story)
  // What comes again: the brakes are looked at a month after they were worked on, oil and belts by time and mileage.
  await ask('reminders.createInterval', { name: 'Brake re-check', words: ['brake'], everyMonths: 1, everyKm: 2000, soonDays: 31 })
  await ask('reminders.createInterval', { name: 'Oil change', words: ['oil'], everyMonths: 12, everyKm: 15_000 })
  await ask('reminders.createInterval', { name: 'Timing belt', everyMonths: 72, everyKm: 120_000 })
  await finishedWork(story)
  await estimates(shop)
  // What reacts to finished work: services that are due again are told of before the cars are booked.
  await core.jobs.runDue()
  await counterSales(story)
  await specialOrders(shop)
  await workInBays(story)
  await waitingWork(story)
  await bookings(story)
  await agreements(story)
  await stocktaking(shop)
  // Somebody is away on a day that is booked: the plan has something to say.
  await ask('staff.addAbsence', { employeeId: pick(technicians, 1), startAt: at(3, 0), endAt: at(4, 0), kind: 'training', note: 'High-voltage course' })
  core.dispatch.run('alerts.evaluate', randomUUID(), alerts.evaluate)
}
