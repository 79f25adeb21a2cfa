import { View } from '@react-pdf/renderer'
import { createElement as h } from 'react'
import { kit, PALE, printable, styles } from '#main/platform/print/kit.ts'
import type { Sheet } from './sheet.ts'

const DUE = { backgroundColor: PALE, paddingVertical: 6, paddingHorizontal: 8, marginTop: 8, fontWeight: 700, fontSize: 11 }

/** The A4 invoice as base64. Runs in a thread of its own, one sheet at a time; `fontsDir` is the folder of the fonts. */
export async function renderInvoice(of: { sheet: Sheet; logoBase64: string; fontsDir: string }): Promise<string> {
  const sheet = await printable(of.sheet, of.fontsDir)
  const { text, word, figure, parties, section, table, sum, sums, paragraphs, print } = kit(sheet, of.logoBase64)
  const { columns } = sheet
  const lines = table(
    [
      { head: '#', width: 18 },
      { head: columns.description },
      { head: columns.quantity, width: 54, isFigure: true },
      { head: columns.price, width: 68, isFigure: true },
      ...(sheet.hasDiscounts ? [{ head: columns.discount, width: 44, isFigure: true }] : []),
      { head: columns.tax, width: 44, isFigure: true },
      { head: columns.net, width: 76, isFigure: true },
    ],
    sheet.rows.map((line) => ({
      cells: [
        text(line.position, styles.faint),
        h(View, {}, text(line.description), word(line.kind, styles.label)),
        line.quantity,
        line.price,
        ...(sheet.hasDiscounts ? [line.discount] : []),
        line.tax,
        figure(line.net, styles.strong),
      ],
    })),
  )
  const payments = section(
    word(sheet.payments.heading, { ...styles.strong, marginBottom: 3 }),
    sheet.payments.rows.map((fact) => h(View, { wrap: false, style: { ...styles.row, paddingVertical: 3 } }, sum(fact, { marginBottom: 0 }))),
  )
  const note = section(word(sheet.note.heading, styles.label), paragraphs(sheet.note.text))
  return print(parties(sheet), lines, sums(sheet.sums, sheet.total, sum(sheet.due, DUE)), payments, note)
}
