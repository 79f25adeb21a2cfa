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
  Font.registerHyphenationCallback(piecesOf)
  await Promise.all([FALLBACK, ...FAMILIES].flatMap((fontFamily) => WEIGHTS.map((fontWeight) => Font.load({ fontFamily, fontWeight }))))
  const fonts = [FALLBACK, ...FAMILIES].flatMap(
    (fontFamily) => WEIGHTS.map((fontWeight) => Font.getFont({ fontFamily, fontWeight })?.data as Fontkit | null | undefined), // the library types it as unknown
  )
  for (const font of fonts) if (font) breakWithoutHyphen(font)
  return (text) =>
    laid(
      Array.from(text.replace(MARKS, ''), (letter) => {
        const isKnown = letter === '\n' || fonts.some((font) => font?.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0))
        return isKnown ? letter : /\s/u.test(letter) ? ' ' : UNKNOWN
      }).join(''),
    )
}

/** As far as it is used here. */
interface Fontkit {
  hasGlyphForCodePoint(code: number): boolean
  glyphForCodePoint(code: number): unknown
  layout(...text: unknown[]): unknown
}
const HYPHEN = 0x2d
const SPACE = 0x20

/**
 * The library ends a line with a hyphen wherever it breaks one within a word: of an address, a number or a name that would make another one. It
 * asks for that hyphen by itself, and for those that are written with the letters around them; the former becomes a space, which takes no room
 * at the end of a line.
 */
function breakWithoutHyphen(font: Fontkit): void {
  const { glyphForCodePoint, layout } = font
  let isWritten = false
  font.glyphForCodePoint = (code) => glyphForCodePoint.call(font, code === HYPHEN && !isWritten ? SPACE : code)
  font.layout = (...text) => {
    isWritten = true
    try {
      return layout.apply(font, text)
    } finally {
      isWritten = false
    }
  }
}

/** A longer word may be broken where nothing else fits (`BREAKING`): behind the marks in it if there are any, else anywhere. */
const LONGEST_WHOLE = 12
export const piecesOf = (word: string): string[] => (word.length <= LONGEST_WHOLE ? [word] : (word.match(/[^-/@._]{1,12}[-/@._]*|[-/@._]+/gu) ?? [word]))
/** What it costs to break a word; the library's own is so low that it would rather do so than leave a line short. Just below what it never does. */
export const BREAKING = 9000

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
