import { formatMoney } from '#shared/kernel/money.ts'

/** Fills `{name}` places. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string => text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')

/** Intl writes marks of direction and narrow spaces that fonts of print lack; the sheet sets directions itself. */
export const plain = (text: string): string => text.replace(/[\u061c\u200e\u200f]/g, '').replaceAll('\u202f', '\u00a0')

/** The lines that are not empty. */
export const lines = (...parts: string[]): string[] =>
  parts
    .flatMap((part) => part.split('\n'))
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** The head of the shop's paper; its own words for the tax number, and for the foot of every page. */
export function sellerLines(
  seller: {
    readonly name: string
    readonly address: string
    readonly phone: string
    readonly email: string
    readonly taxId: string
    readonly locationName: string
    readonly locationAddress: string
    readonly locationPhone: string
  },
  taxIdWord: string,
  footer = '',
): { name: string; lines: string[]; imprint: string } {
  const taxId = seller.taxId && `${taxIdWord}: ${seller.taxId}`
  return {
    name: seller.name,
    lines: [
      ...lines(seller.locationName === seller.name ? '' : seller.locationName, seller.locationAddress || seller.address),
      ...lines([seller.locationPhone || seller.phone, seller.email].filter((part) => part !== '').join(' · '), taxId),
    ],
    imprint: lines([seller.name, taxId].filter((part) => part !== '').join(' · '), footer).join('\n'),
  }
}

/** Figures and days as a reader of `language` writes them; `zone` is the shop's wall clock. */
export function figuresOf(language: string, zone: string, currency: string) {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 3 })
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, { timeZone: zone, ...options })
  return {
    money: (amountMinor: number) => plain(formatMoney(amountMinor, currency, language)),
    /** Of hundredths of a percent. */
    percent: (basisPoints: number) => plain(new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 }).format(basisPoints / 10_000)),
    number: (value: number) => plain(number.format(value)),
    /** Of thousandths. */
    quantity: (milli: number) => plain(number.format(milli / 1000)),
    /** Of a date without a time. */
    day: (on: string) => plain(format({ dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(`${on}T00:00:00Z`))),
    dayOf: (at: number) => plain(format({ dateStyle: 'long' }).format(at)),
    moment: (at: number) => plain(format({ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(at)),
    time: (at: number) => plain(format({ hour: '2-digit', minute: '2-digit' }).format(at)),
  }
}
