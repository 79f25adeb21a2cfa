import { z } from 'zod'

/** A line a person types: trimmed, no control characters, NFC, so that equal-looking names are equal. */
export const line = (max: number) =>
  z
    .string()
    .max(max * 2)
    .transform((text) =>
      text
        .normalize('NFC')
        .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
        .trim(),
    )
    .pipe(z.string().max(max))
/** A required line. */
export const filled = (max: number) => line(max).pipe(z.string().min(1, 'required').max(max))
/** Several lines: keeps line breaks and tabs. */
export const paragraph = (max: number) =>
  z
    .string()
    .max(max * 2)
    .transform((text) =>
      text
        .normalize('NFC')
        .replace(/\r\n?/g, '\n')
        .replace(/(?![\n\t])\p{Cc}/gu, '')
        .trim(),
    )
    .pipe(z.string().max(max))

/** Two names that people take for the same: they differ in case, accents or spaces at most. */
export const isSameName = (a: string, b: string): boolean => foldText(a) === foldText(b)

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const ASCII = /^[\0-\x7f]*$/
/** Most texts have nothing to decompose; finding that out takes a tenth of decomposing them. */
const isPlain = (text: string): boolean => ASCII.test(text)

/** Digits of a phone or number, in any script's figures. */
export const digitsOf = (text: string): string => (isPlain(text) ? text : latinDigits(text)).replace(/\D/g, '')
const latinDigits = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[٠-٩]/g, (d) => String(d.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (d) => String(d.charCodeAt(0) - 0x6f0))

/** A plate, VIN or part number without what people put between: upper case letters (Å, Ä, Ö kept) and digits. */
export const plainCode = (text: string): string =>
  isPlain(text)
    ? text.toUpperCase().replace(/[^A-Z0-9]/g, '')
    : text
        .normalize('NFC')
        .toUpperCase()
        .replace(/[^\p{L}\p{N}]/gu, '')

/** Letters that no decomposition brings to their plain form, and Arabic spellings that people use for one another. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ة: 'ه',
  ـ: '',
  '\u200c': '',
  '\u200d': '',
}
// biome-ignore lint/suspicious/noMisleadingCharacterClass: the listed letters and joiners are meant one by one
const UNPLAIN = /[ßøłđðæœþıħأإآٱىیکةـ\u200c\u200d]/gu
/** Marks of Latin, Greek, Cyrillic, Hebrew and Arabic; those of other scripts are vowels and make the word. */
const MARKS = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]/gu

/** Has spaces elsewhere than one by one between words. */
const LOOSE = /^\s|\s$|\s\s|[^\S ]/
/** Text as it is sorted, compared and searched: without case, accents and spelling variants, single spaces. */
export const foldText = (text: string): string => {
  const folded = isPlain(text) ? text.toLowerCase() : foldMarks(text)
  return LOOSE.test(folded) ? folded.replace(/\s+/g, ' ').trim() : folded
}
const foldMarks = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(MARKS, '')
    .normalize('NFC')
    .replace(UNPLAIN, (letter) => PLAIN[letter] ?? letter)

/** What a spreadsheet takes for the start of a formula. Source: OWASP, CSV injection. */
const FORMULA = /^[=+\-@\t\r\0]/
/** A text that no spreadsheet runs as a formula: an apostrophe before what would start one. For every exported text. */
export const neutral = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)
/** The text that `neutral` was given: what we export comes back as it was. */
export const plainAgain = (text: string): string => (text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text)
