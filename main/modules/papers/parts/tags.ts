import { figuresOf } from '#main/platform/print/words.ts'
import { formatPhone } from '#shared/modules/customers/rules.ts'
import type { OrderView } from '#shared/modules/work-orders/model.ts'
import type { Reader, Seller } from './order.ts'
import { TEXTS } from './texts.ts'

/** A small label: lines below each other, the important ones large, and bars where something scans it. Sizes in points and mm. */
export interface Tag {
  readonly title: string
  readonly language: string
  readonly rightToLeft: boolean
  readonly widthMm: number
  readonly heightMm: number
  readonly lines: readonly { readonly text: string; readonly size: number; readonly strong: boolean }[]
  readonly code: string
}

const small = (text: string) => ({ text, size: 8, strong: false })
const strong = (text: string, size: number) => ({ text, size, strong: true })
const filled = (lines: Tag['lines']) => lines.filter(({ text }) => text !== '')

/** Hangs on the key: whose car it is, where it goes, and the number to scan. A roll of 57 x 32 mm, as for shelf labels. */
export function keyTagOf({ order, customer, vehicle, bay }: OrderView, { language, zone, currency }: Reader): Tag {
  const t = TEXTS[language]
  const f = figuresOf(language, zone, currency)
  const promised = order.promisedAt === null ? '' : `${t.promised} ${f.moment(order.promisedAt)}`
  return {
    title: `${t.keyTag} ${order.number}`,
    language,
    rightToLeft: language === 'ar',
    widthMm: 57,
    heightMm: 32,
    lines: filled([
      strong(vehicle.plate || order.number, 15),
      small([vehicle.label, bay?.name].filter(Boolean).join(' · ')),
      strong(customer.name, 8.5),
      small(promised),
    ]),
    code: order.number,
  }
}

/** Sticks to the windscreen until the next service. */
export function reminderOf(
  seller: Seller,
  next: { readonly on: string | null; readonly km: number | null; readonly work: string },
  { language, zone, currency }: Reader,
): Tag {
  const t = TEXTS[language]
  const f = figuresOf(language, zone, currency)
  return {
    title: t.nextService,
    language,
    rightToLeft: language === 'ar',
    widthMm: 57,
    heightMm: 57,
    lines: filled([
      strong(seller.name, 10),
      small(formatPhone(seller.locationPhone || seller.phone, '')),
      small(t.nextService),
      strong(next.work, 11),
      strong(next.on === null ? '' : f.day(next.on), 13),
      small(next.on !== null && next.km !== null ? t.orAt : ''),
      strong(next.km === null ? '' : `${f.number(next.km)} ${t.kilometres}`, 16),
    ]),
    code: '',
  }
}
