import { Document, Image, Page, Rect, renderToBuffer, StyleSheet, Svg, Text, View } from '@react-pdf/renderer'
import { createElement as h, type ReactElement, type ReactNode } from 'react'
import { BREAKING, directionOf, hasRightToLeft, inLine, FAMILIES, printableFonts } from './letters.ts'
import { fill } from './words.ts'

/*
 * What every printed sheet shares: fonts, directions, letterhead, running head and foot. Runs in a thread of its own, one sheet at a time.
 * Line heights are the fonts' own: where the library lays a page out again, it multiplies one that was set anew.
 */

export const INK = '#16202b'
export const FAINT = '#5b6673'
export const RULE = '#c9d0d8'
export const PALE = '#f1f4f7'
export const ACCENT = '#0f4c81'

export const styles = StyleSheet.create({
  page: { fontFamily: FAMILIES as unknown as string, fontSize: 9, color: INK, paddingTop: 42, paddingBottom: 56, paddingHorizontal: 42 }, // a list is taken; the types say a name
  faint: { color: FAINT },
  label: { color: FAINT, fontSize: 8 },
  strong: { fontWeight: 700 },
  logo: { width: 40, height: 40, borderRadius: 6, backgroundColor: ACCENT, alignItems: 'center', justifyContent: 'center' },
  logoText: { color: '#ffffff', fontWeight: 700, fontSize: 20 },
  picture: { height: 44, maxWidth: 132, objectFit: 'contain' },
  sellerName: { fontWeight: 700, fontSize: 14 },
  title: { fontWeight: 700, fontSize: 22, color: ACCENT },
  stamp: {
    borderWidth: 1.2,
    borderColor: ACCENT,
    borderRadius: 3,
    color: ACCENT,
    fontWeight: 700,
    fontSize: 10,
    paddingHorizontal: 7,
    paddingVertical: 2,
    marginTop: 4,
  },
  box: { borderTopWidth: 1, borderTopColor: RULE, paddingTop: 6 },
  row: { borderBottomWidth: 0.6, borderBottomColor: RULE, paddingVertical: 4 },
  head: { backgroundColor: PALE, borderBottomWidth: 1, borderBottomColor: RULE, paddingVertical: 5, fontWeight: 700, fontSize: 8 },
  total: { borderTopWidth: 1, borderTopColor: INK, marginTop: 3, paddingTop: 4, fontWeight: 700, fontSize: 12 },
  footer: { position: 'absolute', bottom: 24, left: 42, right: 42, borderTopWidth: 0.6, borderTopColor: RULE, paddingTop: 5, fontSize: 7.5, color: FAINT },
})

/** The same sheet in letters that can be printed, with the fonts ready; `fontsDir` is their folder. */
export async function printable<S>(sheet: S, fontsDir: string): Promise<S> {
  const inLetters = await printableFonts(fontsDir)
  return JSON.parse(JSON.stringify(sheet), (_key, value: unknown) => (typeof value === 'string' ? inLetters(value) : value)) as S // the same shape with other letters
}

export interface Fact {
  readonly label: string
  readonly value: string
}
/** What stands on every sheet. */
export interface Letterhead {
  readonly language: string
  readonly rightToLeft: boolean
  readonly title: string
  readonly number: string
  /** Beside the title; empty for none. */
  readonly stamp: string
  readonly issuedAt: number
  /** `imprint` stands at the foot of every page. */
  readonly seller: { readonly name: string; readonly lines: readonly string[]; readonly imprint: string }
  /** With `{page}` and `{pages}`. */
  readonly pageOf: string
}

/** Whom a sheet is for, of which vehicle, and what it refers to: the row below the letterhead. */
export interface Parties {
  readonly facts: readonly Fact[]
  readonly customer: { readonly heading: string; readonly name: string; readonly lines: readonly string[] }
  readonly vehicle: { readonly heading: string; readonly name: string; readonly facts: readonly Fact[] }
}

/** A column of a table. `width` in points; without one it takes what is left. */
export interface TableColumn {
  readonly head: string
  readonly width?: number
  readonly isFigure?: boolean
}

/** Bars of a code as wide as `width` points, whose widths in turn, the first a bar, sum to `modules`. Quiet zones are the page's margins. */
export const barcode = ({ widths, modules }: { readonly widths: readonly number[]; readonly modules: number }, width: number, height: number) => {
  const unit = width / modules
  let x = 0
  const rects = widths.flatMap((modulesWide, i) => {
    const at = x
    x += modulesWide * unit
    return i % 2 === 0 ? [h(Rect, { key: i, x: at, y: 0, width: modulesWide * unit, height, fill: '#000000' })] : []
  })
  return h(Svg, { width, height, viewBox: `0 0 ${width} ${height}` }, rects)
}

/** What a logo's base64 is, as a link that the library reads. */
const imageOf = (base64: string): string => `data:image/${base64.startsWith('iVBOR') ? 'png' : 'jpeg'};base64,${base64}`

/**
 * Mirrors rows and alignment for right-to-left sheets; figures, codes and foreign names keep the direction of their letters.
 * `logoBase64` stands apart from the sheet, as it holds no letters; without one the shop's first letter takes its place.
 */
export function kit(sheet: Letterhead, logoBase64 = '') {
  const row = sheet.rightToLeft ? ('row-reverse' as const) : ('row' as const)
  const start = sheet.rightToLeft ? ('right' as const) : ('left' as const)
  const end = sheet.rightToLeft ? ('left' as const) : ('right' as const)
  const words = { direction: sheet.rightToLeft ? ('rtl' as const) : ('ltr' as const) }
  const alignEnd = { alignItems: sheet.rightToLeft ? ('flex-start' as const) : ('flex-end' as const) }

  /** What people wrote. */
  const text = (content: string, style: object = {}) => {
    const direction = sheet.rightToLeft && hasRightToLeft(content) ? 'rtl' : directionOf(content)
    return h(Text, { hyphenationPenalty: BREAKING, style: { textAlign: start, direction, ...style } }, content)
  }
  /** What the sheet says itself. */
  const word = (content: string, style: object = {}) => text(inLine(content, words.direction), { ...words, ...style })
  const figure = (content: string, style: object = {}) => word(content, { textAlign: end, ...style })
  const side = (style: object, ...children: ReactNode[]) => h(View, { style: { flexDirection: row, ...style } }, ...children)
  const pairs = (facts: readonly Fact[], width: number) =>
    facts.map(({ label, value }) =>
      side({ gap: 8, marginBottom: 1 }, h(View, { style: { width } }, word(label, styles.faint)), h(View, { style: { flex: 1 } }, text(value))),
    )
  const block = (flex: number, heading: string, name: string, ...rest: ReactNode[]) =>
    h(View, { style: { ...styles.box, flex } }, word(heading, styles.label), name === '' ? null : text(name, styles.strong), ...rest)
  const parties = ({ customer, vehicle, facts }: Parties) =>
    side(
      { gap: 20, marginTop: 22 },
      block(1, customer.heading, customer.name, ...customer.lines.map((line) => text(line))),
      // A sale at the counter has none, and an empty box says nothing.
      vehicle.name === '' && vehicle.facts.length === 0 ? null : block(1.25, vehicle.heading, vehicle.name, ...pairs(vehicle.facts, 54)),
      h(View, { style: { ...styles.box, flex: 1.15 } }, ...pairs(facts, 74)),
    )
  /** A heading never stands alone at the foot of a page. */
  const section = (heading: ReactNode, [first, ...rest]: ReactNode[]) =>
    first === undefined ? null : h(View, { style: { marginTop: 16 } }, h(View, { wrap: false }, heading, first), ...rest)

  const sellerWords = [text(sheet.seller.name, styles.sellerName), ...sheet.seller.lines.map((line) => text(line, styles.faint))]
  const seller =
    logoBase64 === ''
      ? side(
          { gap: 12, flex: 1 },
          h(View, { style: styles.logo }, h(Text, { style: styles.logoText }, Array.from(sheet.seller.name)[0] ?? '')),
          h(View, { style: { flex: 1 } }, ...sellerWords),
        )
      : // Above the words: a wide logo beside them would leave a narrow column.
        h(View, { style: { flex: 1 } }, side({ marginBottom: 6 }, h(Image, { src: imageOf(logoBase64), style: styles.picture })), ...sellerWords)
  const title = h(
    View,
    { style: { width: 210, ...alignEnd } },
    h(View, { style: { width: 210 } }, figure(sheet.title, styles.title), figure(sheet.number, { ...styles.strong, fontSize: 11 })),
    sheet.stamp === '' ? null : h(View, { style: styles.stamp }, word(sheet.stamp, { textAlign: 'left' })),
  )
  const running = h(View, {
    fixed: true,
    render: ({ subPageNumber }: { subPageNumber: number }) =>
      (subPageNumber === 1
        ? null
        : side(
            { justifyContent: 'space-between', marginBottom: 12 },
            h(View, {}, text(sheet.seller.name, styles.label)),
            h(View, {}, figure(`${sheet.title} ${sheet.number}`, styles.label)),
          )) as ReactElement,
  })
  const footer = h(
    View,
    { fixed: true, style: { ...styles.footer, flexDirection: row } },
    h(View, { style: { flex: 1 } }, text(sheet.seller.imprint)),
    h(Text, {
      style: { ...words, width: 120, textAlign: end },
      // Of this sheet: several may be printed as one file.
      render: ({ subPageNumber, subPageTotalPages }: { subPageNumber: number; subPageTotalPages?: number }) =>
        fill(sheet.pageOf, { page: String(subPageNumber), pages: String(subPageTotalPages ?? '') }),
    }),
  )
  /** A table whose head stands on every page; a string is a figure or a text as its column says, anything else stands as it is. */
  const table = (columns: readonly TableColumn[], rows: readonly { readonly cells: readonly ReactNode[]; readonly style?: object }[]) => {
    const line = (cells: readonly ReactNode[], style: object, props: { fixed?: boolean; wrap?: boolean }, content: typeof text) =>
      h(
        View,
        { ...props, style: { flexDirection: row, gap: 6, paddingHorizontal: 4, ...style } },
        ...columns.map(({ width, isFigure }, i) => {
          const cell = cells[i]
          const room = width === undefined ? { flex: 1 } : { width }
          // Without a box of its own: each box is laid out anew for every page.
          return typeof cell === 'string' ? (isFigure ? figure(cell, room) : content(cell, room)) : h(View, { style: room }, cell)
        }),
      )
    return h(
      View,
      { style: { marginTop: 20 } },
      line(
        columns.map(({ head }) => head),
        styles.head,
        { fixed: true },
        word,
      ),
      ...rows.map(({ cells, style = {} }) => line(cells, { ...styles.row, ...style }, { wrap: false }, text)),
    )
  }
  const sum = ({ label, value }: Fact, style: object = {}) =>
    side({ justifyContent: 'space-between', gap: 12, marginBottom: 2, ...style }, h(View, { style: { flex: 1 } }, word(label)), h(View, {}, figure(value)))
  /** Sums at the end of their lines, the total below them. */
  const sums = (facts: readonly Fact[], total: Fact, ...rest: ReactNode[]) =>
    h(
      View,
      { wrap: false, style: { flexDirection: sheet.rightToLeft ? ('row' as const) : ('row-reverse' as const), marginTop: 12 } },
      h(View, { style: { width: 270 } }, ...facts.map((fact) => sum(fact)), sum(total, styles.total), ...rest),
    )
  const paragraphs = (content: string) => (content === '' ? [] : content.split('\n').map((line) => text(line === '' ? ' ' : line)))
  /** The sheet's A4 pages. */
  const page = (...content: ReactNode[]): ReactElement =>
    h(Page, { size: 'A4', style: styles.page }, running, side({ gap: 20 }, seller, title), ...content, footer)
  /** The sheet alone as base64. */
  const print = (...content: ReactNode[]): Promise<string> => printPages(sheet, [page(...content)])
  return { row, text, word, figure, side, parties, section, table, sum, sums, paragraphs, page, print }
}

/** One file, as base64, that says of itself what its first sheet says. */
export async function printPages(first: Letterhead, pages: readonly ReactElement[]): Promise<string> {
  const whole = h(
    Document,
    {
      title: `${first.title} ${first.number}`,
      author: first.seller.name,
      language: first.language,
      creationDate: new Date(first.issuedAt),
      producer: 'Bayline',
      creator: 'Bayline',
    },
    ...pages,
  )
  return (await renderToBuffer(whole)).toString('base64')
}
