import { formatMoney } from '#shared/kernel/money.ts'

/** How the shop writes figures: set once the company is known. */
let shop = { zone: 'UTC', currency: 'EUR' }
export const setShopFormats = (next: { zone: string; currency: string }): void => {
  shop = next
}

/** Western figures in Arabic too: plates, VINs, part numbers and printed documents use them, and one screen must not mix two kinds. */
export const localeOf = (language: string): string => (language === 'ar' ? 'ar-u-nu-latn' : language === 'en' ? 'en-GB' : language)

const cache = new Map<string, Intl.DateTimeFormat>()
function dateFormat(language: string, name: string, options: Intl.DateTimeFormatOptions, zone = shop.zone): Intl.DateTimeFormat {
  const key = `${language}|${name}|${zone}`
  const known = cache.get(key) ?? new Intl.DateTimeFormat(localeOf(language), { calendar: 'gregory', timeZone: zone, ...options })
  cache.set(key, known)
  return known
}

/** An instant on the shop's wall clock: `14 Mar 2026, 09:30`. */
export const formatDateTime = (at: number, language: string): string =>
  dateFormat(language, 'dateTime', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
export const formatTime = (at: number, language: string): string =>
  dateFormat(language, 'time', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
export const formatDate = (at: number, language: string): string => dateFormat(language, 'date', { day: 'numeric', month: 'short', year: 'numeric' }).format(at)
/** A calendar day `2026-03-14`, which has no zone. */
export const formatDay = (on: string, language: string): string =>
  dateFormat(language, 'day', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }, 'UTC').format(Date.parse(`${on}T00:00:00Z`))
/** The same without its year, for columns of days: `Sat 14 Mar`. */
export const formatShortDay = (on: string, language: string): string =>
  dateFormat(language, 'shortDay', { weekday: 'short', day: 'numeric', month: 'short' }, 'UTC').format(Date.parse(`${on}T00:00:00Z`))
/** The same without its weekday, for pictures: `14 Mar`. */
export const formatTick = (on: string, language: string): string =>
  dateFormat(language, 'tick', { day: 'numeric', month: 'short' }, 'UTC').format(Date.parse(`${on}T00:00:00Z`))
/** A month `2026-03`. */
export const formatMonth = (month: string, language: string): string =>
  dateFormat(language, 'month', { month: 'short', year: 'numeric' }, 'UTC').format(Date.parse(`${month}-01T00:00:00Z`))
/** Day of the week, 0 is Sunday. */
export const formatWeekday = (day: number, language: string): string =>
  dateFormat(language, 'weekday', { weekday: 'short' }, 'UTC').format((day + 3) * 86_400_000)

const numbers = new Map<string, Intl.NumberFormat>()
export function formatNumber(value: number, language: string): string {
  const known = numbers.get(language) ?? new Intl.NumberFormat(localeOf(language))
  numbers.set(language, known)
  return known.format(value)
}
export const formatMoneyOf = (amountMinor: number, language: string): string => formatMoney(amountMinor, shop.currency, localeOf(language))

/** Usable inside a line: `{{until, time}}`. */
export const formatters: Record<string, (value: unknown, language: string) => string> = {
  time: (value, language) => formatTime(Number(value), language),
  dateTime: (value, language) => formatDateTime(Number(value), language),
  day: (value, language) => formatDay(String(value), language),
  money: (value, language) => formatMoneyOf(Number(value), language),
  number: (value, language) => formatNumber(Number(value), language),
}
