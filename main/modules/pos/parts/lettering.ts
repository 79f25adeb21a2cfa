import { Font } from '@react-pdf/renderer'
import bidiFactory from 'bidi-js'
import { FAMILIES, inLine } from '#main/platform/print/letters.ts'

/** What is used of the printing library's fonts (fontkit), which it types as unknown. Units of the font; y grows upwards. */
interface Face {
  readonly unitsPerEm: number
  hasGlyphForCodePoint(code: number): boolean
  layout(
    text: string,
    features: undefined,
    script: undefined,
    language: undefined,
    direction: 'ltr' | 'rtl',
  ): {
    readonly glyphs: readonly { readonly path: { toSVG(): string } }[]
    readonly positions: readonly { readonly xAdvance: number; readonly xOffset: number; readonly yOffset: number }[]
  }
}
const bidi = bidiFactory()

const facesOf = (fontWeight: 400 | 700): Face[] =>
  FAMILIES.flatMap((fontFamily) => {
    const face = Font.getFont({ fontFamily, fontWeight })?.data as Face | null | undefined // see Face
    return face ? [face] : []
  })

/**
 * A line of text as outlines, with its width: letters joined as their script asks for, runs in the order in which they are read
 * (UAX 9). Fonts must be registered (`printableFonts`). Units: pixels; the outline begins at 0 and stands on y = 0.
 */
export function lettered(line: string, size: number, fontWeight: 400 | 700, base: 'ltr' | 'rtl'): { shape: string; width: number } {
  const faces = facesOf(fontWeight)
  const [first] = faces
  if (!first) throw new Error('no font is registered')
  const text = inLine(line, base)
  const levels = bidi.getEmbeddingLevels(text, base)
  const mirrored = bidi.getMirroredCharactersMap(text, levels.levels)
  const seen = new Map(bidi.getReorderedIndices(text, levels).map((at, place) => [at, place]))

  // Runs of one level and one font. A space stays with the letters before it.
  const runs: { face: Face; level: number; text: string; place: number }[] = []
  let at = 0
  for (const letter of text) {
    const level = levels.levels[at] ?? 0
    const last = runs.at(-1)
    const shown = mirrored.get(at) ?? letter
    const code = shown.codePointAt(0) ?? 0
    const face =
      last && last.level === level && /[\s\p{M}]/u.test(shown) && last.face.hasGlyphForCodePoint(code)
        ? last.face
        : (faces.find((one) => one.hasGlyphForCodePoint(code)) ?? first)
    const place = seen.get(at) ?? at
    if (last?.face === face && last.level === level) {
      last.text += shown
      last.place = Math.min(last.place, place)
    } else runs.push({ face, level, text: shown, place })
    at += letter.length
  }

  let width = 0
  const shapes: string[] = []
  for (const { face, level, text: run } of runs.sort((a, b) => a.place - b.place)) {
    const scale = size / face.unitsPerEm
    const { glyphs, positions } = face.layout(run, undefined, undefined, undefined, level % 2 === 1 ? 'rtl' : 'ltr')
    for (const [i, glyph] of glyphs.entries()) {
      const { xAdvance, xOffset, yOffset } = positions[i] ?? { xAdvance: 0, xOffset: 0, yOffset: 0 }
      const outline = glyph.path.toSVG()
      if (outline !== '') shapes.push(`<path transform="translate(${width + xOffset * scale} ${-yOffset * scale}) scale(${scale} ${-scale})" d="${outline}"/>`)
      width += xAdvance * scale
    }
  }
  return { shape: shapes.join(''), width }
}
