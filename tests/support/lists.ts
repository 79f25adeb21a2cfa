import writeXlsx from 'write-excel-file/node'
import { csvOf } from '#main/platform/tables/write.ts'
import { jsonOf } from './imports.ts'

type Row = (string | boolean)[]

/** Every first name of 14 languages with the phone of another of 245 countries, in turn. */
export function customerList(): { head: string[]; rows: string[][]; phones: number } {
  const people = jsonOf<Record<string, { first: string[]; last: string[]; city: string[] }>>('i18n/names.json')
  const phones = Object.entries(jsonOf<Record<string, string>>('i18n/phone-examples.json'))
  const rows = Object.values(people)
    .flatMap(({ first, last, city }) => first.map((name, i) => [name, last[i % last.length] ?? '', city[i % Math.max(1, city.length)] ?? '']))
    .map((row, i) => [...row, ...(phones[i % phones.length] ?? [])])
  return { head: ['First name', 'Last name', 'City', 'Country', 'Phone'], rows, phones: phones.length }
}

interface Fixture {
  model: string
  pk: number
  fields: { name: string; description: string; IPN: string | null; category: number | null; units: string | null; parent: number | null; active: boolean }
}
/** The parts of a real inventory with the paths of their categories. */
export function partList(): { head: string[]; rows: Row[] } {
  const fixtures = jsonOf<Fixture[]>('inventory/parts.json')
  const categories = new Map(fixtures.filter(({ model }) => model === 'part.partcategory').map(({ pk, fields }) => [pk, fields]))
  const pathOf = (pk: number | null): string => {
    const own = pk === null ? undefined : categories.get(pk)
    return own ? [pathOf(own.parent), own.name].filter((part) => part !== '').join(' > ') : ''
  }
  const rows = fixtures
    .filter(({ model }) => model === 'part.part')
    .map(({ pk, fields }): Row => [fields.IPN || `P${pk}`, fields.name, fields.description, pathOf(fields.category), fields.units ?? '', fields.active])
  return { head: ['IPN', 'Name', 'Description', 'Category', 'Units', 'Active'], rows }
}

type List = { head: string[]; rows: Row[] }
export const asCsv = ({ head, rows }: List): string => csvOf(head, rows)
export const asXlsx = ({ head, rows }: List): Promise<Buffer> => writeXlsx([head, ...rows]).toBuffer()
