import { decimalText, parseDecimal } from '#shared/kernel/money.ts'

/** Western figures and marks for the Eastern Arabic ones that an Arabic keyboard types. */
export const westernFigures = (text: string): string =>
  text
    .replace(/[٠-٩]/g, (figure) => String(figure.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (figure) => String(figure.charCodeAt(0) - 0x6f0))
    .replace(/٫/g, '.')
    .replace(/٬/g, ',')

/** What a person typed as an integer of the smallest unit: `12,5` with 2 digits is 1250. Null when it is no such number. */
export const parseTyped = (text: string, digits: number): number | null => parseDecimal(westernFigures(text).trim(), digits)

/** The text that stands in the field for a value. Whole numbers keep no needless zeros unless they are money. */
export function typedText(value: number | null, digits: number, keepZeros: boolean): string {
  if (value === null) return ''
  const text = decimalText(value, digits)
  return keepZeros || !text.includes('.') ? text : text.replace(/\.?0+$/, '')
}

/** Minutes after midnight from `9`, `930`, `9:30`, `21.15`; null when it is no time of day. 24:00 is the end of the day. */
export function parseClock(text: string): number | null {
  const match = /^(\d{1,2})(?:[:.h ]?(\d{2}))?$/.exec(westernFigures(text).trim())
  if (!match) return null
  const minutes = Number(match[1]) * 60 + Number(match[2] ?? 0)
  return Number(match[2] ?? 0) < 60 && minutes <= 1440 ? minutes : null
}

export const clockText = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
