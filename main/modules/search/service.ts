import type { In, Out, ReadCtx } from '#main/platform/context.ts'
import type { ReadDb } from '#main/platform/db/read.ts'
import { ok } from '#shared/kernel/result.ts'
import { foldText, plainCode } from '#shared/kernel/text.ts'
import { formatPhone } from '#shared/modules/customers/rules.ts'
import type { searchContract } from '#shared/modules/search/contract.ts'
import type { Hit, HitKind } from '#shared/modules/search/model.ts'
import { ANYWHERE_FROM, type Found, hasStarts, hasWords, merge, readPairs, readTyped, TIERS, tierOf, type Typed } from '#shared/modules/search/rules.ts'
import * as workspace from '../workspace/service.ts'
import * as store from './store.ts'

type C = typeof searchContract

/** What a long import brought is found bit by bit, a few seconds later at most: the counter does not stand still for it. */
const LONGEST_WAIT_MS = 500
/** Vehicles looked at for `name and plate`: enough for any plate typed to its second character. */
const PAIR_CANDIDATES = 200

/** One question, as each kind of records answers it. */
interface Question {
  readonly db: ReadDb
  readonly typed: Typed
  readonly limit: number
  readonly country: string
  readonly mayNameOwner: boolean
}

const READS: Readonly<Record<HitKind, string>> = {
  customer: 'customers.read',
  vehicle: 'vehicles.read',
  workOrder: 'workOrders.read',
  invoice: 'invoices.read',
  item: 'catalog.read',
  agreement: 'agreements.read',
}
/** Among equally good matches, in this order. */
const ANSWERS: readonly [HitKind, (question: Question) => Found[]][] = [
  ['customer', customers],
  ['vehicle', vehicles],
  ['workOrder', (question) => documents(question, 'workOrder')],
  ['invoice', (question) => documents(question, 'invoice')],
  ['item', items],
  ['agreement', agreements],
]

/** Holds SEARCH-2: a kind that the actor may not read is not even asked. */
export function find(ctx: ReadCtx, { text, limit }: In<C, 'find'>): Out<C, 'find'> {
  const typed = readTyped(text)
  if (typed.key === '') return ok([])
  const { store: saved } = ctx.platform
  saved.derive(LONGEST_WAIT_MS) // SEARCH-1: what is saved is found
  return ok(saved.read(() => hitsOf(ctx, typed, limit)))
}

function hitsOf(ctx: ReadCtx, typed: Typed, limit: number): Hit[] {
  const may = (kind: HitKind) => ctx.actor.permissions.has(READS[kind])
  const question: Question = { db: ctx.db, typed, limit, country: workspace.theCompany(ctx.db).country, mayNameOwner: may('customer') }
  const hits = merge(
    ANSWERS.map(([kind, answer]) => (may(kind) ? answer(question) : [])),
    limit,
  )
  const shown = hits.length > 0 || !may('customer') || !may('vehicle') ? hits : merge([vehiclesOfNamed(question)], limit)
  return shown.map((hit) => ({ ...hit })) // subtitles are made here
}

const together = (...parts: (string | number | null | undefined)[]): string => parts.filter((part) => part != null && part !== '').join(' · ')

/** Numbers of records whose codes hold a fragment; none for what is too short to be one. */
const coded = (index: (db: ReadDb, code: string, limit: number) => number[], { db, limit }: Question, code: string): number[] =>
  code.length < ANYWHERE_FROM ? [] : index(db, code, limit)

function customers(question: Question): Found[] {
  const {
    db,
    typed: { key, words, digits },
    limit,
    country,
  } = question
  const hit = (row: store.CustomerRow, matched: Hit['matched']): Hit => ({
    kind: 'customer',
    id: row.id,
    title: row.name,
    // Made for what is shown: most of what is found is not among the first, and a phone takes longer to write out than to find.
    get subtitle() {
      return together(row.company, formatPhone(row.phone, country), row.city)
    },
    matched,
  })
  const tierOfName = ({ nameKey }: store.CustomerRow) =>
    nameKey === key ? TIERS.exact : nameKey.startsWith(key) ? TIERS.start : hasWords(nameKey, words) ? TIERS.word : TIERS.wordStart
  const begin = store.customers.from(db, key, limit)
  const started = begin.length >= limit || words.length === 0 ? [] : store.customerWords.withStarts(db, words, limit)
  // A full answer may lack the one whose word is exactly this.
  const whole = started.length < limit ? [] : store.customerWords.withWords(db, words, limit)
  const named = [...begin, ...store.customers.at(db, [...new Set([...whole, ...started])].slice(0, limit))]
  const reached = store.customers.at(db, coded(store.customerCodes, question, digits)).filter((row) => row.phoneDigits.includes(digits))
  return [
    ...named.map((row) => ({ hit: hit(row, 'name'), tier: tierOfName(row) })),
    ...reached.map((row) => ({
      hit: hit(row, 'phone'),
      tier: row.phoneDigits.split(' ').some((phone) => phone.endsWith(digits)) ? TIERS.start : TIERS.inside,
    })),
  ]
}

function vehicleHit({ db, mayNameOwner }: Question, row: store.VehicleRow, matched: Hit['matched']): Hit {
  const type = `${row.make} ${row.model}`.trim()
  return {
    kind: 'vehicle',
    id: row.id,
    title: row.plate || row.vin || type,
    get subtitle() {
      return together(type, row.year, mayNameOwner ? store.customerOf(db, row.customerId)?.name : '')
    },
    matched,
  }
}

const hasCode = (code: string) => (row: store.VehicleRow) => row.platePlain.includes(code) || row.vin.includes(code)

function vehicles(question: Question): Found[] {
  const {
    db,
    typed: { code },
    limit,
  } = question
  if (code === '') return []
  const begin = store.vehicles.from(db, code, limit)
  const rows = begin.length >= limit ? begin : [...begin, ...store.vehicles.at(db, coded(store.vehicleCodes, question, code)).filter(hasCode(code))]
  return rows.map((row) => ({
    hit: vehicleHit(question, row, row.platePlain.includes(code) ? 'plate' : 'vin'),
    tier: tierOf(code, row.platePlain, row.vin),
  }))
}

/** Vehicles by part of the plate and the owner's name together; asked when the text as a whole means nothing. */
function vehiclesOfNamed(question: Question): Found[] {
  const { db, typed, limit } = question
  return readPairs(typed).flatMap(({ words, code }) => {
    const rows =
      code.length < ANYWHERE_FROM
        ? store.vehicles.from(db, code, PAIR_CANDIDATES)
        : store.vehicles.at(db, store.vehicleCodes(db, code, PAIR_CANDIDATES)).filter(hasCode(code))
    return rows
      .filter((row) => hasStarts(store.customerOf(db, row.customerId)?.nameKey ?? '', words))
      .slice(0, limit)
      .map((row) => ({ hit: vehicleHit(question, row, 'plate'), tier: tierOf(code, row.platePlain) }))
  })
}

function items(question: Question): Found[] {
  const {
    db,
    typed: { key, words, code },
    limit,
  } = question
  const hit = (row: store.ItemRow, matched: Hit['matched']): Hit => ({
    kind: 'item',
    id: row.id,
    title: row.name,
    subtitle: together(row.sku, row.category),
    matched,
  })
  const sku = key.toUpperCase()
  const begin = store.items.from(db, key, limit)
  const started = begin.length >= limit || words.length === 0 ? [] : store.items.at(db, store.itemWords.withStarts(db, words, limit))
  const holding = store.items.at(db, coded(store.itemCodes, question, code)).filter((row) => row.codes.includes(code))
  return [
    ...store.itemsBySku.from(db, sku, limit).map((row) => ({ hit: hit(row, 'sku'), tier: row.skuKey === sku ? TIERS.exact : TIERS.start })),
    ...begin.map((row) => ({ hit: hit(row, 'name'), tier: row.nameKey === key ? TIERS.exact : TIERS.start })),
    ...started.map((row) => ({ hit: hit(row, 'name'), tier: TIERS.wordStart })),
    ...holding.map((row) => ({ hit: hit(row, plainCode(row.sku).includes(code) ? 'sku' : 'barcode'), tier: tierOf(code, ...row.codes.split(' ')) })),
  ]
}

/** By the beginnings of words of the title, or part of the number. */
function agreements({ db, typed: { key, words, code } }: Question): Found[] {
  return store.agreements(db).flatMap(({ id, number, title, customerId }): Found[] => {
    const titleKey = foldText(title)
    const isNamed = words.length > 0 && hasStarts(titleKey, words)
    const isNumbered = code.length >= ANYWHERE_FROM && plainCode(number).includes(code)
    if (!isNamed && !isNumbered) return []
    const hit: Hit = {
      kind: 'agreement',
      id,
      title,
      get subtitle() {
        return together(number, store.customerOf(db, customerId)?.name)
      },
      matched: isNamed ? 'name' : 'number',
    }
    const tierOfTitle = titleKey === key ? TIERS.exact : titleKey.startsWith(key) ? TIERS.start : TIERS.wordStart
    return [{ hit, tier: isNamed ? tierOfTitle : tierOf(code, plainCode(number)) }]
  })
}

function documents(question: Question, kind: 'workOrder' | 'invoice'): Found[] {
  const {
    db,
    typed: { key, code },
    limit,
  } = question
  const [records, index] = kind === 'workOrder' ? [store.orders, store.orderCodes] : [store.invoices, store.invoiceCodes]
  const holding = records.at(db, coded(index, question, code)).filter((row) => plainCode(row.number).includes(code))
  return [...records.from(db, key.toUpperCase(), limit), ...holding].map((row) => ({
    hit: {
      kind,
      id: row.id,
      title: row.number,
      get subtitle() {
        return together(store.customerOf(db, row.customerId)?.name, store.plateOf(db, row.vehicleId))
      },
      matched: 'number',
    },
    tier: tierOf(code, plainCode(row.number)),
  }))
}
