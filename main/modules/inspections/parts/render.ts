import { Image, Path, Svg, View } from '@react-pdf/renderer'
import { createElement as h, type ReactNode } from 'react'
import { kit, printable, RULE, styles } from '#main/platform/print/kit.ts'
import { markPath } from '#shared/modules/inspections/rules/marks.ts'
import type { PrintedPhoto } from '../service/report.ts'
import type { Report } from './report.ts'

/** A colour and a shape for each tone, as on the screen; the word always stands beside them. */
const TONES = {
  good: { ink: '#0c5b2f', paper: '#e6f6ec', shape: 'M1.2 5.2 3.9 7.9 8.9 2.6l-1.1-1L3.9 5.6 2.3 4.1Z' },
  soon: { ink: '#684c00', paper: '#fdf3d0', shape: 'M2 1h2.2v8H2ZM5.8 1H8v8H5.8Z' },
  bad: { ink: '#991a14', paper: '#fdeae8', shape: 'M5 .6 9.8 9.2H.2Z' },
  none: { ink: '#5b6673', paper: '#f1f4f7', shape: 'M1 4h8v2H1Z' },
} as const
const isTone = (text: string): text is keyof typeof TONES => text in TONES
const PHOTO_WIDTH = 160
const PHOTOS_ABREAST = 3
const MARK_INK = '#ff1f4b'

/** The A4 report as base64. Runs in a thread of its own, one sheet at a time; `fontsDir` is the folder of the fonts, `photos` stand by their point. */
export async function renderInspection({
  report,
  photos,
  logoBase64,
  fontsDir,
}: {
  report: Report
  photos: Readonly<Record<string, readonly PrintedPhoto[]>>
  logoBase64: string
  fontsDir: string
}): Promise<string> {
  return document(await printable(report, fontsDir), photos, logoBase64)
}

function document(report: Report, photos: Readonly<Record<string, readonly PrintedPhoto[]>>, logoBase64: string): Promise<string> {
  const { text, word, side, parties, section, print } = kit(report, logoBase64)
  const toneOf = (tone: string) => TONES[isTone(tone) ? tone : 'none']
  const sign = (tone: string, size = 9) =>
    h(Svg, { viewBox: '0 0 10 10', style: { width: size, height: size } }, h(Path, { d: toneOf(tone).shape, fill: toneOf(tone).ink }))

  const people = parties(report)
  const sums = side(
    { gap: 10, marginTop: 18 },
    ...report.sums.map(({ tone, label, count }) =>
      side(
        { flex: 1, gap: 8, alignItems: 'center', backgroundColor: toneOf(tone).paper, borderRadius: 4, paddingVertical: 8, paddingHorizontal: 10 },
        sign(tone, 13),
        text(count, { fontWeight: 700, fontSize: 17, color: toneOf(tone).ink }),
        h(View, { style: { flex: 1 } }, word(label, { color: toneOf(tone).ink, fontWeight: 700, fontSize: 8.5 })),
      ),
    ),
  )
  const picture = ({ base64, heightBy1000, marks }: PrintedPhoto) => {
    const height = (PHOTO_WIDTH * heightBy1000) / 1000
    return h(
      View,
      { style: { width: PHOTO_WIDTH, height, position: 'relative' } },
      h(Image, { src: `data:image/${base64.startsWith('iVBOR') ? 'png' : 'jpeg'};base64,${base64}`, style: { width: PHOTO_WIDTH, height, borderRadius: 3 } }),
      marks.length === 0
        ? null
        : h(
            Svg,
            { viewBox: `0 0 1000 ${heightBy1000}`, style: { position: 'absolute', top: 0, left: 0, width: PHOTO_WIDTH, height } },
            ...marks.flatMap((mark) => [
              h(Path, { d: markPath(mark), stroke: '#ffffff', strokeWidth: 16, fill: 'none', strokeLinecap: 'round', strokeLinejoin: 'round' }),
              h(Path, { d: markPath(mark), stroke: MARK_INK, strokeWidth: 9, fill: 'none', strokeLinecap: 'round', strokeLinejoin: 'round' }),
            ]),
          ),
    )
  }
  const finding = (of: Report['findings'][number]['rows'][number]): ReactNode[] => {
    const shown = photos[of.pointId] ?? []
    const facts: ReactNode[] = [
      side(
        { gap: 6, alignItems: 'center' },
        sign(of.tone),
        h(View, { style: { flex: 1 } }, text(of.name, { fontWeight: 700, fontSize: 10.5 })),
        text(of.level, { color: toneOf(of.tone).ink, fontWeight: 700 }),
      ),
      text(of.section, styles.label),
      of.measured === '' ? null : word(of.measured, { marginTop: 2 }),
      ...of.note
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => text(line, { marginTop: 2 })),
    ]
    // Rows of pictures follow one another over the pages; the first stays with the words.
    const pictures = Array.from({ length: Math.ceil(shown.length / PHOTOS_ABREAST) }, (_, i) =>
      side({ gap: 8, marginTop: 6 }, ...shown.slice(i * PHOTOS_ABREAST, (i + 1) * PHOTOS_ABREAST).map(picture)),
    )
    const blocks = [h(View, { style: { paddingTop: 7 } }, ...facts, pictures[0]), ...pictures.slice(1)]
    return blocks.map((block, i) => h(View, { wrap: false, style: i < blocks.length - 1 ? {} : { ...styles.row, paddingTop: 0, paddingBottom: 7 } }, block))
  }
  const heading = (tone: 'bad' | 'soon' | 'good', content: string) =>
    side(
      { gap: 6, alignItems: 'center', borderBottomWidth: 1.2, borderBottomColor: toneOf(tone).ink, paddingBottom: 3 },
      sign(tone, 11),
      word(content, { fontWeight: 700, fontSize: 12, color: toneOf(tone).ink }),
    )
  const findings = report.findings.map(({ tone, heading: content, rows }) => section(heading(tone, content), rows.flatMap(finding)))
  const checked = (of: Report['findings'][number]['rows'][number]) =>
    side(
      { gap: 6, alignItems: 'center', borderBottomWidth: 0.4, borderBottomColor: RULE, paddingVertical: 2.5 },
      sign(of.tone, 7),
      h(View, { style: { flex: 1 } }, text(of.name)),
      h(View, { style: { flex: 1 } }, text([of.measured, of.note.split('\n')[0] ?? ''].filter((part) => part !== '').join(' · '), styles.faint)),
      h(View, { style: { width: 90 } }, text(of.level, { color: toneOf(of.tone).ink })),
    )
  const rest = section(
    heading('good', report.rest.heading),
    report.rest.sections.flatMap(({ name, rows }) => {
      const [first, ...others] = rows
      return first === undefined
        ? []
        : [
            h(View, { wrap: false, style: { marginTop: 7 } }, text(name, { ...styles.label, fontWeight: 700 }), checked(first)),
            ...others.map((one) => h(View, { wrap: false }, checked(one))),
          ]
    }),
  )
  const note = section(
    word(report.note.heading, styles.label),
    report.note.text === '' ? [] : report.note.text.split('\n').map((line) => text(line === '' ? ' ' : line)),
  )
  return print(people, sums, report.nothing === '' ? null : word(report.nothing, { marginTop: 14, fontWeight: 700, fontSize: 11 }), note, ...findings, rest)
}
