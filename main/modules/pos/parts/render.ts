import { Document, Page, renderToBuffer, StyleSheet, Text, View } from '@react-pdf/renderer'
import { createElement as h, type ReactNode } from 'react'
import { barcode } from '#main/platform/print/kit.ts'
import { directionOf, FAMILIES, inLine, printableFonts } from '#main/platform/print/letters.ts'
import { barsOf } from '../../catalog/parts/bars.ts'
import { captionOf, type Label, type Pair, type ReceiptSheet } from './sheet.ts'

const POINTS_PER_MM = 72 / 25.4
const styles = StyleSheet.create({
  page: { fontFamily: FAMILIES as unknown as string, fontSize: 8.5, color: '#000000', paddingVertical: 10 }, // a list is taken; the types say a name
  strong: { fontWeight: 700 },
  small: { fontSize: 7.5 },
  rule: { borderTopWidth: 0.6, borderTopColor: '#000000', marginVertical: 5 },
})

const safeOf = <T>(value: T, printable: (text: string) => string): T =>
  JSON.parse(JSON.stringify(value), (_key, one: unknown) => (typeof one === 'string' ? printable(one) : one)) as T // the same shape with other letters

/** The receipt as one long page of the roll's width, as base64. */
export async function renderReceipt({ sheet, widthMm, fontsDir }: { sheet: ReceiptSheet; widthMm: number; fontsDir: string }): Promise<string> {
  const safe = safeOf(sheet, await printableFonts(fontsDir))
  const bars = barsOf(sheet.number)
  const margin = widthMm === 58 ? 6 : 10
  const width = widthMm * POINTS_PER_MM
  const row = safe.rightToLeft ? ('row-reverse' as const) : ('row' as const)
  const start = safe.rightToLeft ? ('right' as const) : ('left' as const)
  const end = safe.rightToLeft ? ('left' as const) : ('right' as const)
  const words = { direction: safe.rightToLeft ? ('rtl' as const) : ('ltr' as const) }
  const text = (content: string, style: object = {}) => h(Text, { style: { textAlign: start, direction: directionOf(content), ...style } }, content)
  const word = (content: string, style: object = {}) => text(inLine(content, words.direction), { ...words, ...style })
  const side = (style: object, ...children: ReactNode[]) => h(View, { style: { flexDirection: row, gap: 6, ...style } }, ...children)
  const pair = ({ label, value }: Pair, style: object = {}) =>
    side({ justifyContent: 'space-between' }, h(View, { style: { flex: 1 } }, word(label, style)), h(View, {}, word(value, { textAlign: end, ...style })))
  const rule = h(View, { style: styles.rule })
  const document = h(
    Document,
    {
      title: `${safe.title} ${sheet.number}`,
      author: safe.shop.name,
      language: sheet.language,
      creationDate: new Date(sheet.soldAt),
      producer: 'Bayline',
      creator: 'Bayline',
    },
    h(
      Page,
      { size: { width } as never, style: { ...styles.page, paddingHorizontal: margin } }, // without a height the page is as long as its content
      text(safe.shop.name, { ...styles.strong, fontSize: 12, textAlign: 'center' }),
      ...safe.shop.lines.map((line) => text(line, { ...styles.small, textAlign: 'center' })),
      rule,
      pair({ label: safe.title, value: sheet.number }, styles.strong),
      ...safe.facts.map((fact) =>
        side({ justifyContent: 'space-between' }, word(fact.label), h(View, { style: { flex: 1 } }, text(fact.value, { textAlign: end }))),
      ),
      rule,
      ...safe.rows.map(({ name, detail, amount }) =>
        h(
          View,
          { style: { marginBottom: 3 } },
          side({ justifyContent: 'space-between' }, h(View, { style: { flex: 1 } }, text(name)), h(View, {}, word(amount, { textAlign: end }))),
          detail === '' ? null : word(detail, styles.small),
        ),
      ),
      safe.rows.length > 0 && rule,
      ...safe.sums.map((sum) => pair(sum)),
      pair(safe.total, { ...styles.strong, fontSize: 12 }),
      rule,
      ...safe.payments.map((payment) => pair(payment)),
      ...safe.warnings.map((warning) => word(warning, { ...styles.strong, marginTop: 4 })),
      safe.note === '' ? null : text(safe.note, { marginTop: 6, textAlign: 'center' }),
      word(safe.thanks, { marginTop: 6, marginBottom: 6, textAlign: 'center' }),
      bars &&
        h(
          View,
          { style: { alignItems: 'center' } },
          barcode(bars, width - 2 * margin - 20, 32),
          h(Text, { style: { marginTop: 2, fontSize: 8 } }, sheet.number),
        ),
    ),
  )
  return (await renderToBuffer(document)).toString('base64')
}

/** Labels of 57 x 32 mm, one to a page, as base64. */
export async function renderLabels({ labels, shopName, fontsDir }: { labels: readonly Label[]; shopName: string; fontsDir: string }): Promise<string> {
  const printable = await printableFonts(fontsDir)
  const [width, height] = [57 * POINTS_PER_MM, 32 * POINTS_PER_MM]
  const pages = labels.flatMap((label, i) => {
    const bars = barsOf(label.code)
    const name = printable(label.name)
    return Array.from({ length: label.copies }, (_, copy) =>
      h(
        Page,
        { key: `${i}:${copy}`, size: [width, height], style: { ...styles.page, paddingVertical: 5, paddingHorizontal: 8, fontSize: 8 } },
        h(Text, { style: { ...styles.strong, direction: directionOf(name), textAlign: 'center', maxLines: 2, textOverflow: 'ellipsis' } }, name),
        h(Text, { style: { ...styles.strong, fontSize: 13, textAlign: 'center' } }, printable(label.price)),
        h(
          View,
          { style: { alignItems: 'center', marginTop: 2 } },
          bars && barcode(bars, width - 30, 24),
          h(Text, { style: { fontSize: 7, marginTop: 1 } }, printable(captionOf(label))),
        ),
      ),
    )
  })
  return (await renderToBuffer(h(Document, { title: shopName, producer: 'Bayline', creator: 'Bayline' }, pages))).toString('base64')
}
