import { sqlQuery } from '#main/platform/db/read.ts'
import type { Id } from '#shared/kernel/ids.ts'
import { addDays, atLocal, localDate } from '#shared/kernel/time.ts'
import { added } from '#shared/modules/reports/rules.ts'
import * as clock from '../../clock/service.ts'
import { type Group, pageOf, type Question, type ReportSource, type SummedRecord } from './source.ts'

/** Hours on invoices beside the hours that the clock says, by technician; their records are the jobs that either belongs to. */
const people = sqlQuery<{ id: Id<'employee'>; name: string }, []>('SELECT id, name FROM employee ORDER BY name, id')
interface Billed {
  technicianId: string
  workOrderId: string
  hours: number
}
const billed = sqlQuery<Billed, [fromOn: string, toOn: string]>(`
  SELECT part.technician_id AS technicianId, invoice.work_order_id AS workOrderId, sum(part.hours_milli) AS hours
  FROM report_document AS document INDEXED BY report_document_day CROSS JOIN report_part AS part ON part.document_no = document.no CROSS JOIN invoice ON invoice.id = CASE document.source WHEN 'creditNote' THEN (SELECT invoice_id FROM credit_note WHERE id = document.id) ELSE document.id END
  WHERE document.on_day >= ? AND document.on_day <= ? AND document.source <> 'sale' AND part.kind = 'labor' GROUP BY 1, 2`)
const billedTo = sqlQuery<{ technicianId: string; hours: number }, { fromOn: string; toOn: string; locationId: string | null }[]>(`
  SELECT technician_id AS technicianId, sum(hours_milli) AS hours FROM report_day
  WHERE on_day >= @fromOn AND on_day <= @toOn AND kind = 'labor' AND source <> 'sale' AND (@locationId IS NULL OR location_id = @locationId) GROUP BY 1`)
const orderOf = sqlQuery<{ number: string; locationId: string; createdAt: number; name: string | null }, [id: string]>(`
  SELECT work_order.number, work_order.location_id AS locationId, work_order.created_at AS createdAt, customer.name
  FROM work_order LEFT JOIN customer ON customer.id = work_order.customer_id WHERE work_order.id = ?`)

const NOBODY = ''
const span = ({ period, zone }: Question) => [atLocal(period.fromOn, 0, zone), atLocal(addDays(period.toOn, 1), 0, zone)] as const

/** Time by the clock, in ms by job. */
function workedOn(question: Question, employeeId: Id<'employee'>): [workOrderId: string, ms: number][] {
  const { locationId } = question.narrowed
  return [...clock.jobTimesOf(question, employeeId, ...span(question))].filter(
    ([workOrderId]) => locationId === undefined || orderOf.get(question.db, workOrderId)?.locationId === locationId,
  )
}

function groups(question: Question): Group[] {
  const { db, period, narrowed } = question
  const sold = new Map(billedTo.all(db, { ...period, locationId: narrowed.locationId ?? null }).map(({ technicianId, hours }) => [technicianId, hours]))
  const known = people.all(db)
  const names = new Set<string>(known.map(({ id }) => id))
  // Hours without a technician, or of one who is not here, are hours, too.
  const others = [...sold.keys()].filter((id) => !names.has(id)).reduce((sum, id) => sum + (sold.get(id) ?? 0), 0)
  const rows = known
    .filter(({ id }) => (narrowed.technicianId ?? id) === id)
    .map(({ id, name }) => ({
      key: id,
      label: name,
      sums: { hours: sold.get(id) ?? 0, worked: workedOn(question, id).reduce((sum, [, ms]) => sum + ms, 0) },
    }))
    .filter(({ sums }) => sums.hours !== 0 || sums.worked !== 0)
  return others === 0 || narrowed.technicianId !== undefined ? rows : [...rows, { key: NOBODY, label: null, sums: { hours: others, worked: 0 } }]
}

function records(question: Question): SummedRecord[] {
  const { db, period, narrowed, zone } = question
  const known = people.all(db)
  const names = new Set<string>(known.map(({ id }) => id))
  const isAsked = (technicianId: string) =>
    narrowed.technicianId === undefined || (narrowed.technicianId === NOBODY ? !names.has(technicianId) : technicianId === narrowed.technicianId)
  const jobs = new Map<string, { hours: number; worked: number }>()
  const add = (workOrderId: string, hours: number, worked: number) => {
    const before = jobs.get(workOrderId)
    jobs.set(workOrderId, { hours: (before?.hours ?? 0) + hours, worked: (before?.worked ?? 0) + worked })
  }
  for (const { technicianId, workOrderId, hours } of billed.all(db, period.fromOn, period.toOn)) if (isAsked(technicianId)) add(workOrderId, hours, 0)
  for (const { id } of known) if (isAsked(id)) for (const [workOrderId, ms] of workedOn(question, id)) add(workOrderId, 0, ms)
  return [...jobs]
    .flatMap(([id, sums]): SummedRecord[] => {
      const order = orderOf.get(db, id)
      if (narrowed.locationId !== undefined && order?.locationId !== narrowed.locationId) return []
      const createdAt = order?.createdAt ?? 0
      return [
        { kind: 'order', id, opens: id, number: order?.number ?? '', name: order?.name ?? '', on: localDate(createdAt, zone), sums, cursor: [createdAt, id] },
      ]
    })
    .filter(({ sums }) => sums.hours !== 0 || sums.worked !== 0)
    .sort((a, b) => (b.cursor[0] === a.cursor[0] ? (a.id < b.id ? 1 : -1) : Number(b.cursor[0]) - Number(a.cursor[0])))
}

export const hours: ReportSource = {
  groups,
  total: (question) => added(groups(question).map(({ sums }) => sums)),
  records: (question, after, limit) => pageOf(records(question), after, limit),
}
