import { View } from '@react-pdf/renderer'
import { createElement as h } from 'react'
import { kit, printable, styles } from '#main/platform/print/kit.ts'
import type { Sheet } from './sheet.ts'

/** The A4 order as base64. Runs in a thread of its own, one sheet at a time; `fontsDir` is the folder of the fonts. */
export async function renderOrder({ sheet, logoBase64, fontsDir }: { sheet: Sheet; logoBase64: string; fontsDir: string }): Promise<string> {
  const ready = await printable(sheet, fontsDir)
  const { text, word, figure, parties, section, table, sums, paragraphs, print } = kit(ready, logoBase64)
  const { columns, rows, total, note } = ready
  // A shop that keeps no numbers of its suppliers has no empty column for them.
  const hasCodes = rows.some(({ code }) => code !== '')
  const parts = table(
    [
      { head: '#', width: 18 },
      ...(hasCodes ? [{ head: columns.code, width: 92 }] : []),
      { head: columns.part },
      { head: columns.quantity, width: 96, isFigure: true },
      { head: columns.cost, width: 66, isFigure: true },
      { head: columns.amount, width: 74, isFigure: true },
    ],
    rows.map((line) => ({
      cells: [
        text(line.position, styles.faint),
        ...(hasCodes ? [text(line.code, styles.strong)] : []),
        h(View, {}, text(line.part), line.sku === '' ? null : text(line.sku, styles.label)),
        h(View, {}, figure(line.quantity), line.packs === '' ? null : figure(line.packs, styles.label)),
        line.cost,
        figure(line.amount, styles.strong),
      ],
    })),
  )
  return print(parties(ready), parts, sums([], total), section(word(note.heading, styles.label), paragraphs(note.text)))
}
