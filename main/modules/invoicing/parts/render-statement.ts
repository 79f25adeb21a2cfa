import { View } from '@react-pdf/renderer'
import { createElement as h, type ReactElement } from 'react'
import { INK, kit, PALE, printable, printPages, styles } from '#main/platform/print/kit.ts'
import type { Statement } from './statement.ts'

const LATE = { fontWeight: 700, color: '#9b1c1c' }
const AGES = { borderTopWidth: 1, borderTopColor: INK, marginTop: 14, paddingTop: 6, justifyContent: 'space-between' }
const TOTAL = { backgroundColor: PALE, paddingVertical: 6, paddingHorizontal: 8, marginTop: 10, fontWeight: 700, fontSize: 12, justifyContent: 'space-between' }

interface Job {
  readonly sheets: readonly [Statement, ...Statement[]]
  readonly logoBase64: string
  readonly fontsDir: string
}
/** Statements of several customers as one file, as base64. Runs in a thread of its own; `fontsDir` is the folder of the fonts. */
export async function renderStatements({ sheets, logoBase64, fontsDir }: Job): Promise<string> {
  const letters = await printable(sheets, fontsDir)
  return printPages(
    letters[0],
    letters.map((sheet) => pageOf(sheet, logoBase64)),
  )
}

function pageOf(sheet: Statement, logoBase64: string): ReactElement {
  const { text, word, figure, side, table, page } = kit(sheet, logoBase64)
  const { columns, customer } = sheet
  const people = side(
    { gap: 20, marginTop: 22 },
    h(
      View,
      { style: { ...styles.box, flex: 1 } },
      word(customer.heading, styles.label),
      text(customer.name, styles.strong),
      ...customer.lines.map((line) => text(line)),
    ),
    h(View, { style: { ...styles.box, flex: 1 } }, word(sheet.intro, styles.strong)),
  )
  const rows = table(
    [
      { head: columns.on, width: 66 },
      { head: columns.number, width: 78 },
      { head: columns.what },
      { head: columns.due, width: 66 },
      { head: columns.amount, width: 76, isFigure: true },
      { head: columns.balance, width: 76, isFigure: true },
    ],
    sheet.rows.map(({ on, number, what, due, amount, balance, isLate }) => ({
      cells: [word(on), number, word(what), word(due, isLate ? LATE : {}), figure(amount, isLate ? LATE : {}), balance],
    })),
  )
  const ages = side(
    AGES,
    ...sheet.buckets.map(({ label, value }) => h(View, { style: { flex: 1 } }, figure(label, styles.label), figure(value, styles.strong))),
  )
  const total = side(TOTAL, h(View, { style: { flex: 1 } }, word(sheet.total.label)), h(View, {}, figure(sheet.total.value)))
  return page(people, rows, sheet.rows.length === 0 ? word(sheet.none, { ...styles.faint, paddingVertical: 8 }) : null, h(View, { wrap: false }, ages, total))
}
