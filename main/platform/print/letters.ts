import { join } from 'node:path'
import { Font } from '@react-pdf/renderer'

/* Fonts of everything that is printed. Runs where documents are rendered, never in the core's own thread. */

/** In the order in which a letter is looked for. Sources: assets/fonts/NOTICE.md. */
export const FAMILIES = [
  'noto-sans-latin',
  'noto-sans-latin-ext',
  'noto-sans-cyrillic',
  'noto-sans-greek',
  'noto-sans-vietnamese',
  'noto-sans-devanagari',
  'ibm-plex-sans-arabic',
]
/** The name by which the library asks for a font where no family has a letter, line breaks included. */
const FALLBACK = 'Helvetica'
const WEIGHTS = [400, 700] as const
/** Stands for a letter that no font here has (Chinese, emoji): a name must not stop an invoice. */
const UNKNOWN = '\ufffd'

/** Marks of direction and soft hyphens have no picture; directions are set by the sheet, and within a line below. */
const MARKS = /[\u00ad\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g

/**
 * Registers the fonts and answers what replaces letters that none of them has. Anew for every sheet: the library remembers
 * letters of the sheet before without their code, and would not join them again.
 */
export async function printableFonts(folder: string): Promise<(text: string) => string> {
  Font.clear()
  const register = (family: string, file: string) =>
    Font.register({ family, fonts: WEIGHTS.map((fontWeight) => ({ src: join(folder, `${file}-${fontWeight}.ttf`), fontWeight })) })
  for (const family of FAMILIES) register(family, family)
  register(FALLBACK, 'noto-sans-latin')
  // Words stay whole; what is longer than any word is broken so that it cannot run over the edge.
  Font.registerHyphenationCallback((word) => (word.length <= 40 ? [word] : (word.match(/.{1,20}/gsu) ?? [word])))
  await Promise.all([FALLBACK, ...FAMILIES].flatMap((fontFamily) => WEIGHTS.map((fontWeight) => Font.load({ fontFamily, fontWeight }))))
  const loaded = FAMILIES.map(
    (fontFamily) => Font.getFont({ fontFamily, fontWeight: 400 })?.data as { hasGlyphForCodePoint(code: number): boolean } | null | undefined,
  ) // fontkit's font; the library types it as unknown
  return (text) =>
    laid(
      Array.from(text.replace(MARKS, ''), (letter) => {
        const isKnown = letter === '\n' || loaded.some((font) => font?.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0))
        return isKnown ? letter : /\s/u.test(letter) ? ' ' : UNKNOWN
      }).join(''),
    )
}

const RIGHT_TO_LEFT = /[\p{sc=Arabic}\p{sc=Hebrew}]/u
export const hasRightToLeft = (text: string): boolean => RIGHT_TO_LEFT.test(text)
/** Latin words and digits with what stands between them: a name, a phone, a tax number, a time. Places to be filled in stay as they are. */
const LEFT_TO_RIGHT = /(?<!\{\w*)[+#(]?[\p{sc=Latin}\d](?:[ .,:;/\\@&'’_#()+*=-]{0,3}[\p{sc=Latin}\d])*[%$€£¥]?/gu

/**
 * Within a line that is read from the right, what is read from the left stands in an isolate of its own: groups of digits would change places
 * otherwise, as those of `11-2233445` behind an Arabic word do. The marks themselves take no place on paper. Source: Unicode UAX 9, LRI and PDI.
 */
export const isolated = (text: string): string => text.replace(LEFT_TO_RIGHT, '\u2066$&\u2069')
/** Figures and names alone in a line of `base`: those that `printableFonts` has not isolated, as no letter of it is read from the right. */
export const inLine = (text: string, base: 'rtl' | 'ltr'): string => (base === 'rtl' && !hasRightToLeft(text) ? isolated(text) : text)
const laid = (text: string): string => (hasRightToLeft(text) ? isolated(text) : text)

/** A text runs the way of its first letter; figures, phones and codes without any run left to right. */
export const directionOf = (text: string): 'rtl' | 'ltr' => (/^[^\p{L}]*[\p{sc=Arabic}\p{sc=Hebrew}]/u.test(text) ? 'rtl' : 'ltr')
