import type { Fact, Letterhead, Parties } from '#main/platform/print/kit.ts'
import { figuresOf, fill, lines, sellerLines } from '#main/platform/print/words.ts'
import { costOf, packsOf } from '#shared/modules/catalog/rules/packs.ts'
import { formatPhone } from '#shared/modules/customers/rules.ts'
import type { PurchaseOrder, Supplier } from '#shared/modules/purchasing/model.ts'
import type { Language } from '#shared/modules/workspace/model.ts'
import type { sellerOf } from '#shared/modules/workspace/rules.ts'
import { TEXTS } from './texts.ts'

/** A printed order as plain text: every figure already in the reader's form. */
export interface Sheet extends Letterhead, Parties {
  readonly columns: { readonly code: string; readonly part: string; readonly quantity: string; readonly cost: string; readonly amount: string }
  readonly rows: readonly {
    readonly position: string
    readonly code: string
    readonly part: string
    /** The shop's own number. */
    readonly sku: string
    readonly quantity: string
    /** The same in packs; empty where it is bought one by one. */
    readonly packs: string
    readonly cost: string
    readonly amount: string
  }[]
  readonly total: Fact
  readonly note: { readonly heading: string; readonly text: string }
}

interface Facts {
  readonly order: PurchaseOrder
  readonly supplier: Supplier | undefined
  readonly seller: ReturnType<typeof sellerOf>
  readonly currency: string
  /** The shop's own words for the foot of every page. */
  readonly footer: string
}

/** The order in a language; amounts are the stored integers. */
export function sheetOf({ order: { head, lines: ordered }, supplier, seller, currency, footer }: Facts, language: Language): Sheet {
  const t = TEXTS[language]
  const { money, quantity, day, dayOf } = figuresOf(language, seller.zone, currency)
  const at = head.orderedAt ?? head.createdAt
  const known = (facts: Fact[]) => facts.filter(({ value }) => value !== '')
  const from = sellerLines(seller, t.taxId, footer)
  return {
    language,
    rightToLeft: language === 'ar',
    title: t.order,
    number: head.number,
    issuedAt: at,
    stamp: head.state === 'draft' ? t.draft : head.state === 'cancelled' ? t.cancelled : '',
    seller: from,
    facts: known([
      { label: t.number, value: head.number },
      { label: t.date, value: dayOf(at) },
      { label: t.expectedOn, value: head.expectedOn === null ? '' : day(head.expectedOn) },
      { label: t.accountNumber, value: supplier?.accountNumber ?? '' },
    ]),
    customer: {
      heading: t.supplier,
      name: head.supplierName,
      lines: supplier ? lines(supplier.contact, supplier.address, formatPhone(supplier.phone, ''), supplier.email) : [],
    },
    vehicle: {
      heading: t.deliverTo,
      name: from.name,
      facts: lines(seller.locationAddress || seller.address).map((value, i) => ({ label: i === 0 ? head.placeName : '', value })),
    },
    columns: { code: t.code, part: t.part, quantity: t.quantity, cost: t.cost, amount: t.amount },
    rows: ordered.map((line, i) => {
      const packs = line.packMilli === 1000 ? null : packsOf(line.qtyMilli, line.packMilli)
      const count = `${quantity(line.packMilli)} ${line.unit}`
      return {
        position: String(i + 1),
        code: line.supplierCode,
        part: line.name,
        sku: line.sku,
        quantity: `${quantity(line.qtyMilli)} ${line.unit}`,
        packs: packs === null ? '' : fill(t.packs, { packs: quantity(packs), unit: line.packUnit || line.unit, count }),
        cost: money(line.unitCostMinor),
        amount: money(costOf(line.qtyMilli, line.unitCostMinor, line.packMilli)),
      }
    }),
    total: { label: t.total, value: money(head.netMinor) },
    note: { heading: t.note, text: head.note },
    pageOf: t.pageOf,
  }
}
