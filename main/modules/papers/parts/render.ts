import { Document, Page, renderToBuffer, Text, View } from '@react-pdf/renderer'
import { createElement as h, type ReactNode } from 'react'
import { barcode, kit, PALE, printable, RULE, styles } from '#main/platform/print/kit.ts'
import { directionOf, FAMILIES } from '#main/platform/print/letters.ts'
import { barsOf } from '../../catalog/parts/bars.ts'
import type { BaySheet } from './bays.ts'
import type { OrderSheet, WorkRow } from './order.ts'
import type { Tag } from './tags.ts'

/* Runs in a thread of its own, one sheet at a time; `fontsDir` is the folder of the fonts. Every sheet comes out as base64. */

const POINTS_PER_MM = 72 / 25.4
/** Height of a label's lines, as a share of their letters: all four of a key tag stand above its bars. */
const TAG_LINE = 1.2
/** Empty lines for what the technician writes by hand. */
const WRITING_LINES = 8

export async function renderOrderSheet(of: { sheet: OrderSheet; logoBase64: string; fontsDir: string }): Promise<string> {
  const sheet = await printable(of.sheet, of.fontsDir)
  const { row, text, word, figure, parties, section, table, sums, paragraphs, print } = kit(sheet, of.logoBase64)
  const bars = of.sheet.code === '' ? null : barsOf(of.sheet.code)
  const code = bars && h(View, { style: { marginTop: 12, alignItems: sheet.rightToLeft ? 'flex-end' : 'flex-start' } }, barcode(bars, 170, 26))
  const concern = section(word(sheet.concern.heading, styles.label), paragraphs(sheet.concern.text))

  const box = h(View, { style: { width: 11, height: 11, borderWidth: 1, borderColor: '#16202b', borderRadius: 2, marginTop: 1 } })
  const described = ({ isHeading, name, detail }: WorkRow) =>
    h(View, {}, text(name, isHeading ? styles.strong : {}), detail === '' ? null : text(detail, styles.label))
  const lead = sheet.hasBoxes ? [{ head: '', width: 14 }] : []
  const work = table(
    [...lead, { head: sheet.descriptionHead }, ...sheet.columns.map((column) => ({ ...column, isFigure: true }))],
    sheet.rows.map((one) => ({
      cells: [
        ...(sheet.hasBoxes ? [one.isHeading ? '' : box] : []),
        described(one),
        ...one.cells.map((cell) => figure(cell, one.isHeading ? styles.strong : {})),
      ],
      style: one.isHeading ? { backgroundColor: PALE } : {},
    })),
  )
  const writing = h(
    View,
    { style: { marginTop: 8 } },
    ...Array.from({ length: WRITING_LINES }, () => h(View, { style: { height: 22, borderBottomWidth: 0.6, borderBottomColor: RULE } })),
  )
  const rule = (label: string) => h(View, { style: { flex: 1, borderTopWidth: 0.8, borderTopColor: '#16202b', paddingTop: 3 } }, word(label, styles.label))
  const signature = sheet.signature && h(View, { style: { flexDirection: row, gap: 28, marginTop: 44 } }, rule(sheet.signature.when), rule(sheet.signature.who))
  /** Nobody signs an empty page: what stands last comes along. */
  const signed = (last: ReactNode) => h(View, { wrap: false }, last, signature)

  const total = sheet.total && sums(sheet.sums, sheet.total)
  const endings = [
    {
      heading: word(sheet.declined.heading, { ...styles.strong, marginBottom: 3 }),
      rows: sheet.declined.rows.map((one) => text(`· ${one}`, styles.faint)),
    },
    ...sheet.words.map(({ heading, text: content }) => ({ heading: word(heading, styles.label), rows: paragraphs(content) })),
  ].filter(({ rows }) => rows.length > 0)
  const last = sheet.hasBoxes ? undefined : endings.at(-1)
  return print(
    parties(sheet),
    code,
    concern,
    work,
    sheet.hasBoxes || last ? total : signed(total),
    ...endings.map((one) => section(one.heading, one === last ? [...one.rows.slice(0, -1), signed(one.rows.at(-1))] : one.rows)),
    sheet.hasBoxes ? signed(writing) : null,
  )
}

export async function renderBaySheet(of: { sheet: BaySheet; logoBase64: string; fontsDir: string }): Promise<string> {
  const sheet = await printable(of.sheet, of.fontsDir)
  const { text, word, figure, side, table, print } = kit(sheet, of.logoBase64)
  const bays = sheet.bays.flatMap(({ name, load, rows }) => [
    h(
      View,
      { wrap: false, minPresenceAhead: 70, style: { marginTop: 18 } },
      side(
        { gap: 10, alignItems: 'flex-end' },
        h(View, { style: { flex: 1 } }, text(name, { ...styles.strong, fontSize: 13 })),
        h(View, {}, figure(load, styles.faint)),
      ),
      rows.length === 0 ? word(sheet.nothing, { ...styles.faint, marginTop: 6 }) : null,
    ),
    rows.length === 0
      ? null
      : h(
          View,
          { style: { marginTop: -14 } },
          table(
            sheet.columns,
            rows.map((cells) => ({ cells, style: { paddingVertical: 6 } })),
          ),
        ),
  ])
  return print(...bays)
}

export async function renderTag(of: { tag: Tag; fontsDir: string }): Promise<string> {
  const tag = await printable(of.tag, of.fontsDir)
  const [width, height] = [tag.widthMm * POINTS_PER_MM, tag.heightMm * POINTS_PER_MM]
  const bars = of.tag.code === '' ? null : barsOf(of.tag.code)
  const page = h(
    Page,
    {
      size: [width, height],
      wrap: false, // one label, whatever is written on it
      style: { fontFamily: FAMILIES as unknown as string, color: '#000000', paddingVertical: 5, paddingHorizontal: 8, justifyContent: 'center' }, // a list is taken; the types say a name
    },
    ...tag.lines.map(({ text, size, strong }) =>
      h(
        Text,
        {
          style: {
            fontSize: size,
            fontWeight: strong ? 700 : 400,
            lineHeight: TAG_LINE,
            textAlign: 'center',
            direction: directionOf(text),
            maxLines: bars ? 1 : 2, // the bars leave no room for more
            textOverflow: 'ellipsis',
          },
        },
        text,
      ),
    ),
    bars &&
      h(
        View,
        { style: { alignItems: 'center', marginTop: 3 } },
        barcode(bars, width - 30, 18),
        h(Text, { style: { fontSize: 6.5, lineHeight: TAG_LINE } }, tag.code),
      ),
  )
  return (await renderToBuffer(h(Document, { title: tag.title, language: tag.language, producer: 'Bayline', creator: 'Bayline' }, page))).toString('base64')
}
