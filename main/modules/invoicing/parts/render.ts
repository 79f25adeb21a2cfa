import { View } from '@react-pdf/renderer'
import { createElement as h, type ReactNode } from 'react'
import { INK, kit, PALE, printable, RULE, styles as shared } from '#main/platform/print/kit.ts'
import type { Sheet } from './sheet.ts'

const styles = {
  ...shared,
  head: { backgroundColor: PALE, borderBottomWidth: 1, borderBottomColor: RULE, paddingVertical: 5, fontWeight: 700, fontSize: 8 },
  total: { borderTopWidth: 1, borderTopColor: INK, marginTop: 3, paddingTop: 4, fontWeight: 700, fontSize: 12 },
  due: { backgroundColor: PALE, paddingVertical: 6, paddingHorizontal: 8, marginTop: 8, fontWeight: 700, fontSize: 11 },
}

/** The A4 invoice as base64. Runs in a thread of its own, one sheet at a time; `fontsDir` is the folder of the fonts. */
export async function renderInvoice({ sheet, logoBase64, fontsDir }: { sheet: Sheet; logoBase64: string; fontsDir: string }): Promise<string> {
  return document(await printable(sheet, fontsDir), logoBase64)
}

function document(sheet: Sheet, logoBase64: string): Promise<string> {
  const { row, text, word, figure, side, parties, section, print } = kit(sheet, logoBase64)
  const sum = ({ label, value }: Sheet['total'], style: object = {}) =>
    side({ justifyContent: 'space-between', gap: 12, marginBottom: 2, ...style }, h(View, { style: { flex: 1 } }, word(label)), h(View, {}, figure(value)))

  const people = parties(sheet)

  const { columns } = sheet
  const cells = (
    style: object,
    props: { fixed?: boolean; wrap?: boolean },
    position: string,
    description: ReactNode,
    quantity: ReactNode,
    price: ReactNode,
    discount: ReactNode,
    tax: ReactNode,
    net: ReactNode,
  ) =>
    h(
      View,
      { ...props, style: { flexDirection: row, gap: 6, paddingHorizontal: 4, ...style } },
      h(View, { style: { width: 18 } }, text(position, styles.faint)),
      h(View, { style: { flex: 1 } }, description),
      h(View, { style: { width: 54 } }, quantity),
      h(View, { style: { width: 68 } }, price),
      sheet.hasDiscounts ? h(View, { style: { width: 44 } }, discount) : null,
      h(View, { style: { width: 44 } }, tax),
      h(View, { style: { width: 76 } }, net),
    )
  const table = h(
    View,
    { style: { marginTop: 20 } },
    cells(
      styles.head,
      { fixed: true },
      '#',
      word(columns.description),
      figure(columns.quantity),
      figure(columns.price),
      figure(columns.discount),
      figure(columns.tax),
      figure(columns.net),
    ),
    ...sheet.rows.map((line) =>
      cells(
        styles.row,
        { wrap: false },
        line.position,
        h(View, {}, text(line.description), word(line.kind, styles.label)),
        figure(line.quantity),
        figure(line.price),
        figure(line.discount),
        figure(line.tax),
        figure(line.net, styles.strong),
      ),
    ),
  )

  const sums = h(
    View,
    { wrap: false, style: { flexDirection: sheet.rightToLeft ? 'row' : 'row-reverse', marginTop: 12 } },
    h(View, { style: { width: 270 } }, ...sheet.sums.map((fact) => sum(fact)), sum(sheet.total, styles.total), sum(sheet.due, styles.due)),
  )
  const payments = section(
    word(sheet.payments.heading, { ...styles.strong, marginBottom: 3 }),
    sheet.payments.rows.map((fact) => h(View, { wrap: false, style: { ...styles.row, paddingVertical: 3 } }, sum(fact, { marginBottom: 0 }))),
  )
  const note = section(
    word(sheet.note.heading, styles.label),
    sheet.note.text === '' ? [] : sheet.note.text.split('\n').map((line) => text(line === '' ? ' ' : line)),
  )

  return print(people, table, sums, payments, note)
}
