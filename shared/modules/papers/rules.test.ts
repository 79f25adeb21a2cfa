import { expect, it } from 'vitest'
import { nextService } from './rules.ts'

it('PRT-FORMS CRM-SVCREMIND: a sticker reminds of the service that is due first after today, of none that is overdue or unknown', () => {
  const due = (serviceName: string, dueOn: string | null, dueKm: number | null = null) => ({ serviceName, dueOn, dueKm })
  const [overdue, brakes, oil, never] = [due('Coolant', '2026-02-01'), due('Brake fluid', '2028-03-02'), due('Oil', '2027-03-02', 95_000), due('Battery', null)]
  expect(nextService([overdue, brakes, oil, never], '2026-03-02')).toBe(oil)
  expect(nextService([due('Oil', '2026-03-02'), brakes], '2026-03-02')).toBe(brakes)
  expect(nextService([overdue, never], '2026-03-02')).toBeUndefined()
})
