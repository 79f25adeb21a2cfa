/** Digits in a GTIN. Source: GS1 General Specifications, section 3 (GTIN-8, -12, -13, -14). */
const GTIN_LENGTHS = [8, 12, 13, 14]

/**
 * Check digit of a GTIN's other digits: weights 3 and 1 in turn from the right, up to the next ten.
 * Source: GS1 General Specifications 7.9.1.
 */
export function checkDigit(digits: string): number {
  const sum = Array.from(digits, Number)
    .toReversed()
    .reduce((total, digit, i) => total + digit * (i % 2 === 0 ? 3 : 1), 0)
  return (10 - (sum % 10)) % 10
}
const isGtin = (code: string): boolean => checkDigit(code.slice(0, -1)) === Number(code.at(-1))

/** A UPC-E of eight digits as the UPC-A that it stands for; null where it is none. Source: GS1 General Specifications 5.2.2.4. */
function expandUpcE(code: string): string | null {
  const [, system = '', maker = '', rule = '', check = ''] = /^([01])(\d{5})(\d)(\d)$/.exec(code) ?? []
  if (system === '') return null
  const body =
    rule <= '2'
      ? `${maker.slice(0, 2)}${rule}0000${maker.slice(2)}`
      : rule === '3'
        ? `${maker.slice(0, 3)}00000${maker.slice(3)}`
        : rule === '4'
          ? `${maker.slice(0, 4)}00000${maker.slice(4)}`
          : `${maker}0000${rule}`
  return isGtin(system + body + check) ? system + body + check : null
}

/** A code as a scanner gives it, without the symbology identifier that some put before it (ISO/IEC 15424: `]E0`). */
export const scanned = (text: string): string => text.trim().replace(/^\][A-Za-z]\d/, '')

/**
 * How a code may be written in the catalogue: a GTIN with or without leading zeros, a UPC-E as its UPC-A; anything else as it is.
 * The first is the code itself.
 */
export function spellings(code: string): string[] {
  const whole = expandUpcE(code) ?? code
  if (!/^\d+$/.test(whole) || !GTIN_LENGTHS.includes(whole.length) || !isGtin(whole)) return [code]
  const short = whole.replace(/^0+/, '')
  return [...new Set([code, ...GTIN_LENGTHS.filter((length) => length >= short.length).map((length) => short.padStart(length, '0'))])]
}

/** Looks like a GTIN and is none: misread or mistyped. A shop's own code of that length is no GTIN either, and is told so when it is set. */
export const isMisread = (code: string): boolean => /^\d+$/.test(code) && GTIN_LENGTHS.includes(code.length) && !isGtin(code) && expandUpcE(code) === null
