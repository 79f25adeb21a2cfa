import type { z } from 'zod'
import { minorDigits } from '../../kernel/money.ts'
import { foldText, plainAgain, plainCode } from '../../kernel/text.ts'
import { type ItemFields, itemFields } from '../catalog/model.ts'
import { keysOf as itemKeys, type ItemTexts, readItemRow } from '../catalog/rules.ts'
import { type CustomerFields, customerFields } from '../customers/model.ts'
import { keysOf as customerKeys, readCustomerRow } from '../customers/rules.ts'
import { offerFields } from '../purchasing/model/parts.ts'
import { codeKeyOf, type ListedPrice, type PriceTexts, readPriceRow } from '../purchasing/rules/prices.ts'
import { type VehicleFields, vehicleFields } from '../vehicles/model.ts'
import { readVehicleRow } from '../vehicles/rules.ts'
import {
  type Counts,
  type Header,
  type Mapping,
  MAX_PROBLEMS,
  type Plan,
  type PriceChange,
  type Problem,
  type RowProblem,
  type Target,
  TARGETS,
  type Verdict,
} from './model.ts'
import { FIELDS, type FieldSpec } from './model/fields.ts'

/** A column name as names are compared: folded, without signs, `firstName` in two words. */
const plainName = (name: string): string =>
  foldText(name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2'))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Field by alias, also written as one word. */
const aliasesOf = (specs: readonly FieldSpec[]): Map<string, string> => {
  const known = new Map<string, string>()
  const add = (alias: string, key: string) => {
    if (!known.has(alias)) known.set(alias, key)
  }
  for (const { key, aliases } of specs) for (const alias of [key, ...aliases.split('|')].map(plainName)) add(alias, key)
  const spaced = Array.from(known)
  for (const [alias, key] of spaced) add(alias.replaceAll(' ', ''), key)
  return known
}
const ALIASES: Readonly<Record<Target, ReadonlyMap<string, string>>> = {
  customers: aliasesOf(FIELDS.customers),
  vehicles: aliasesOf(FIELDS.vehicles),
  items: aliasesOf(FIELDS.items),
  prices: aliasesOf(FIELDS.prices),
}

const fieldNamed = (target: Target, name: string): string | undefined => ALIASES[target].get(name) ?? ALIASES[target].get(name.replaceAll(' ', ''))

/** Names of the columns: the cells of the header, several rows joined. */
export function columnNames(rows: readonly (readonly string[])[], header: Header | null): string[] {
  if (!header) return []
  const parts = rows.slice(header.row, header.row + header.rows)
  return Array.from({ length: Math.max(0, ...parts.map((row) => row.length)) }, (_, i) =>
    [...new Set(parts.map((row) => row[i]?.trim() ?? ''))].join(' ').trim(),
  )
}

/** The guess of the reader, unless another of the first rows has more names that we know. */
export function chooseHeader(rows: readonly (readonly string[])[], guess: Header | null): Header | null {
  const knows = (cells: readonly string[]) =>
    Math.max(...TARGETS.map((target) => new Set(cells.flatMap((cell) => fieldNamed(target, plainName(cell)) ?? [])).size))
  let best = { row: guess?.row ?? -1, known: guess ? knows(columnNames(rows, guess)) : 0 }
  for (const [row, cells] of rows.entries()) {
    const known = knows(cells)
    if (known > best.known && known >= Math.min(2, cells.length)) best = { row, known }
  }
  return best.row === -1 ? null : best.row === guess?.row ? guess : { row: best.row, rows: 1 }
}

/** What a column holds, where its cells tell: for lists without names. */
const KINDS: readonly (readonly [field: string, is: RegExp])[] = [
  ['vin', /^[A-HJ-NPR-Z0-9]{17}$/i],
  ['email', /^[^\s@]+@[^\s@]+\.[^\s@]+$/],
  ['phone', /^\+?[\d\s()/.-]{7,22}$/],
]

/** Which column probably fills which field: by its name, by a part of its name, by what its cells look like. */
export function suggestMapping(target: Target, names: readonly string[], data: readonly (readonly string[])[]): Mapping {
  const specs = FIELDS[target]
  const aliases = ALIASES[target]
  const columnOf = new Map<string, number>()
  const taken = new Set<number>()
  const take = (field: string | undefined, column: number) => {
    const free = field === 'phone' && columnOf.has('phone') && specs.some(({ key }) => key === 'phone2') ? 'phone2' : field
    if (free === undefined || columnOf.has(free) || taken.has(column)) return
    columnOf.set(free, column)
    taken.add(column)
  }
  const plain = names.map(plainName)
  for (const [column, name] of plain.entries()) take(fieldNamed(target, name), column)
  for (const [column, name] of plain.entries()) {
    const within = [...aliases].filter(([alias]) => alias.length >= 4 && ` ${name} `.includes(` ${alias} `)).sort(([a], [b]) => b.length - a.length)
    take(within.find(([, field]) => !columnOf.has(field))?.[1], column)
  }
  const width = Math.max(names.length, ...data.slice(0, 50).map((row) => row.length))
  for (let column = 0; column < width; column++) {
    const cells = data
      .slice(0, 50)
      .map((row) => (row[column] ?? '').trim())
      .filter((cell) => cell !== '')
    const kind =
      cells.length >= 3
        ? KINDS.find(([field, is]) => specs.some(({ key }) => key === field) && cells.filter((cell) => is.test(cell)).length >= cells.length * 0.8)
        : undefined
    take(kind?.[0], column)
  }
  if (target === 'items' && !columnOf.has('name') && columnOf.has('description')) {
    columnOf.set('name', columnOf.get('description') ?? 0)
    columnOf.delete('description')
  }
  return specs.flatMap(({ key }) => {
    const column = columnOf.get(key)
    return column === undefined ? [] : [{ field: key, column }]
  })
}

/** Why a mapping cannot be used: a field or column named twice or unknown, or nothing from which a row could be told. Null when it can. */
export function mappingProblem(target: Target, mapping: Mapping, columnCount: number): { field: string; reason: 'unknown' | 'twice' | 'missing' } | null {
  const specs = FIELDS[target]
  const fields = new Set<string>()
  for (const { field, column } of mapping) {
    if (!specs.some(({ key }) => key === field) || column >= columnCount) return { field, reason: 'unknown' }
    if (fields.has(field)) return { field, reason: 'twice' }
    fields.add(field)
  }
  const required = specs.filter((spec) => spec.required)
  return required.some(({ key }) => fields.has(key)) ? null : { field: required[0]?.key ?? '', reason: 'missing' }
}

/** A row that is good, as the target's own modules take it. */
export type Candidate =
  | { readonly target: 'customers'; readonly customer: CustomerFields; readonly vehicle: VehicleFields | null }
  | { readonly target: 'vehicles'; readonly vehicle: VehicleFields; readonly owner: CustomerFields | null }
  | { readonly target: 'items'; readonly item: ItemFields }
  | { readonly target: 'prices'; readonly listed: ListedPrice }
export interface LeftOut {
  readonly field: string
  readonly text: string
  /** It was kept, rounded. */
  readonly isRounded?: boolean
}
/** `field` is the one of which more stands there than it takes; null where the whole row is meant. */
interface Refused {
  readonly refused: RowProblem
  readonly field: string | null
}
export type Reading = { readonly candidate: Candidate; readonly leftOut: readonly LeftOut[] } | Refused

type Texts = Partial<Record<string, string>>

/** A reader of the rows of a plan; made once per import, as there are very many rows. `facts` are the company's. */
export function rowReader(
  { target, mapping, country }: Pick<Plan, 'target' | 'mapping' | 'country'>,
  facts: { country: string; currency: string },
): (cells: readonly string[]) => Reading {
  const home = country || facts.country
  const digits = minorDigits(facts.currency)
  const textsOf = (cells: readonly string[]): Texts => {
    const texts: Texts = {}
    for (const { field, column } of mapping) texts[field] = plainAgain(cells[column] ?? '')
    return texts
  }
  switch (target) {
    case 'customers':
      return (cells) => readCustomer(textsOf(cells), home)
    case 'vehicles':
      return (cells) => readVehicle(textsOf(cells), home)
    case 'items':
      return (cells) => {
        const texts = textsOf(cells)
        const read = readItemRow(texts as ItemTexts, digits) // keys are those of FIELDS.items
        return read.ok
          ? { candidate: { target: 'items', item: read.value.fields }, leftOut: read.value.leftOut }
          : refuse('catalog.noName', texts, itemFields.shape, ['name'])
      }
    case 'prices':
      return (cells) => {
        const texts = textsOf(cells)
        const read = readPriceRow(texts as PriceTexts, digits) // keys are those of FIELDS.prices
        if ('refused' in read)
          return refuse(read.refused, texts, { ...itemFields.shape, ...offerFields.shape }, read.refused === 'prices.noCode' ? ['code', 'sku', 'barcode'] : [])
        const rounded = read.isRounded ? [{ field: 'price', text: texts['price'] ?? '', isRounded: true }] : []
        return { candidate: { target: 'prices', listed: read.listed }, leftOut: [...read.leftOut, ...rounded] }
      }
  }
}

/** Why a row is refused in which none of these fields could be read: there is nothing, or too much for one of them. */
function refuse(nothing: RowProblem, texts: Texts, shape: Readonly<Record<string, z.ZodType>>, fields: readonly string[]): Refused {
  const field = fields.find((each) => shape[each]?.safeParse(texts[each] ?? '').error?.issues.some(({ code }) => code === 'too_big'))
  return field === undefined ? { refused: nothing, field: null } : { refused: 'tooLong', field }
}

const has = (texts: Texts, ...fields: string[]): boolean => fields.some((field) => (texts[field] ?? '').trim() !== '')

function readCustomer(texts: Texts, country: string): Reading {
  const name = (texts['name'] ?? '').trim() || `${(texts['firstName'] ?? '').trim()} ${(texts['lastName'] ?? '').trim()}`
  const read = readCustomerRow({ ...texts, name, kind: COMPANY.test(foldText(texts['kind'] ?? '')) ? 'company' : '' }, country)
  if (!read.ok) return refuse('customers.noName', { ...texts, name }, customerFields.shape, ['name', 'company'])
  const { fields } = read.value
  const leftOut: LeftOut[] = [...read.value.leftOut]
  for (const field of ['street', 'postcode', 'city', 'note'] as const)
    if (fields[field] === '' && has(texts, field)) leftOut.push({ field, text: texts[field] ?? '' })
  const language = languageOf(texts['language'] ?? '')
  if (language === null && has(texts, 'language')) leftOut.push({ field: 'language', text: texts['language'] ?? '' })

  let vehicle: VehicleFields | null = null
  if (has(texts, 'plate', 'vin', 'make', 'model')) {
    const { plate = '', vin = '', make = '', model = '', year = '' } = texts
    const described = readVehicleRow({ plate, vin, make, model, year })
    if (described.ok) {
      vehicle = described.value.fields
      leftOut.push(...described.value.leftOut)
    } else leftOut.push({ field: 'vin', text: vin })
  }
  return { candidate: { target: 'customers', customer: { ...fields, taxExempt: YES.has(foldText(texts['taxExempt'] ?? '')), language }, vehicle }, leftOut }
}

function readVehicle(texts: Texts, country: string): Reading {
  const read = readVehicleRow(texts)
  if (!read.ok) return refuse('vehicles.nothingKnown', texts, vehicleFields.shape, ['plate', 'make', 'model'])
  const { fields } = read.value
  const leftOut: LeftOut[] = [...read.value.leftOut]
  for (const field of ['plate', 'make', 'model', 'engine', 'color', 'note'] as const)
    if (fields[field] === '' && has(texts, field)) leftOut.push({ field, text: texts[field] ?? '' })
  let owner: CustomerFields | null = null
  if (has(texts, 'ownerName', 'ownerPhone', 'ownerEmail')) {
    const { ownerName: name = '', ownerPhone: phone = '', ownerEmail: email = '' } = texts
    const known = readCustomerRow({ name, phone, email }, country)
    if (known.ok) {
      owner = known.value.fields
      for (const { field, text } of known.value.leftOut) leftOut.push({ field: field === 'email' ? 'ownerEmail' : 'ownerPhone', text })
    } else for (const field of ['ownerName', 'ownerPhone', 'ownerEmail']) if (has(texts, field)) leftOut.push({ field, text: texts[field] ?? '' })
  }
  return { candidate: { target: 'vehicles', vehicle: fields, owner }, leftOut }
}

const COMPANY =
  /^(?:company|business|organi[sz]ation|b2b|firma|unternehmen|gewerbe|societe|entreprise|professionnel|empresa|azienda|bedrijf|zakelijk|spolka|sirket|kurumsal|شركه)/
const YES = new Set(['1', 'yes', 'y', 'true', 'x', 'ja', 'wahr', 'oui', 'vrai', 'si', 'verdadero', 'vero', 'sim', 'tak', 'ano', 'evet', 'da', 'نعم'])
const languageOf = (text: string): 'en' | 'ar' | null => {
  const folded = foldText(text)
  return /^en|^ing|^ang|^الانجليزيه/.test(folded) ? 'en' : /^ar|^العربيه|^عربي/.test(folded) ? 'ar' : null
}

/**
 * What makes two rows of one list the same, as the modules' own imports see it: `is` are the keys by which a row is known, of each of its
 * records one, `adds` those under which it is known from then on. For counting ahead; what counts in the end is what the modules decide.
 */
export function identityOf(candidate: Candidate): { is: string[][]; adds: string[] } {
  switch (candidate.target) {
    case 'customers': {
      const { customer, vehicle } = candidate
      const { nameKey } = customerKeys(customer)
      const contacts = [customer.phone, customer.phone2, customer.email].map((contact) => contact && `${contact} ${nameKey}`)
      const place = `${customer.city} ${nameKey}`
      const is = customer.phone || customer.email ? [contacts[0], contacts[2]] : [place]
      const car = vehicle ? vehicleKeys(vehicle, customer) : []
      return { is: [filled(is), ...(vehicle ? [car] : [])], adds: [...filled([...contacts, place]), ...car] }
    }
    case 'vehicles': {
      const told = vehicleKeys(candidate.vehicle, candidate.owner)
      return { is: [told], adds: told }
    }
    case 'items': {
      const { skuKey, nameKey } = itemKeys(candidate.item)
      const key = skuKey ? `sku ${skuKey}` : nameKey
      return { is: [[key]], adds: [key] }
    }
    case 'prices': {
      const { code, sku, barcode } = candidate.listed
      const [key = ''] = filled([code && `code ${codeKeyOf(code)}`, sku && `sku ${sku.toUpperCase()}`, barcode])
      return { is: [[key]], adds: [key] }
    }
  }
}
const vehicleKeys = ({ vin, plate, make, model, year, engine }: VehicleFields, owner: Pick<CustomerFields, 'name' | 'phone'> | null | undefined): string[] => {
  const keys = filled([vin, plate && `plate ${plainCode(plate)}`])
  return keys.length > 0 ? keys : [JSON.stringify([owner?.name, owner?.phone, make, model, year, engine])]
}
const filled = (keys: readonly (string | undefined)[]): string[] => keys.filter((key) => key !== undefined && key !== '') as string[] // empty ones are gone

/** What has become of the rows so far. Holds IMP-2. */
export interface Tally {
  readonly counts: Counts
  /** The first of them; `problemsTotal` counts all. */
  readonly problems: Problem[]
  problemsTotal: number
  readonly reasons: Map<string, { code: RowProblem; field: string | null; count: number }>
}
export const newTally = (): Tally => ({ counts: { rows: 0, added: 0, unchanged: 0, bad: 0, warned: 0 }, problems: [], problemsTotal: 0, reasons: new Map() })

export function tallyBad(tally: Tally, problem: Problem): Problem {
  tally.counts.rows++
  tally.counts.bad++
  return note(tally, problem)
}

/** A row that was added names what was left out of it; one that was known already has nothing to tell. */
export function tallyGood(
  tally: Tally,
  { line, leftOut, repaired }: { line: number; leftOut: readonly LeftOut[]; repaired: boolean },
  verdict: Verdict,
): Problem[] {
  tally.counts.rows++
  if (verdict !== 'added') {
    tally.counts.unchanged++
    return []
  }
  tally.counts.added++
  if (leftOut.length === 0 && !repaired) return []
  tally.counts.warned++
  const problems = leftOut.map(({ field, text, isRounded }): Problem => ({ line, code: isRounded ? 'rounded' : 'leftOut', field, text: text.slice(0, 200) }))
  if (repaired) problems.push({ line, code: 'repaired', field: null, text: '' })
  return problems.map((problem) => note(tally, problem))
}

/** What became of a good row: taken, known, or refused by the module that it is for. */
export type Outcome =
  | { readonly verdict: 'added' | 'unchanged'; readonly change?: PriceChange }
  | { readonly verdict: 'bad'; readonly problem: RowProblem; readonly text: string }

export const tallyOutcome = (tally: Tally, row: Parameters<typeof tallyGood>[1], outcome: Outcome): Problem[] =>
  outcome.verdict === 'bad'
    ? [tallyBad(tally, { line: row.line, code: outcome.problem, field: null, text: outcome.text })]
    : tallyGood(tally, row, outcome.verdict)

function note(tally: Tally, problem: Problem): Problem {
  tally.problemsTotal++
  if (tally.problems.length < MAX_PROBLEMS) tally.problems.push(problem)
  const key = `${problem.code} ${problem.field ?? ''}`
  const known = tally.reasons.get(key)
  if (known) known.count++
  else tally.reasons.set(key, { code: problem.code, field: problem.field, count: 1 })
  return problem
}
