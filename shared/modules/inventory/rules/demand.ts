/** Factor of the normal distribution for 95 of 100 order cycles without running out. */
const SERVICE = 1.65
const DAYS = 7
/** Limits are whole units. */
const wholeUp = (milli: number): number => Math.ceil(milli / 1000) * 1000

export interface Wanted {
  readonly dailyMilli: number
  readonly safetyMilli: number
  readonly reorderAtMilli: number
  readonly fillToMilli: number
}

/**
 * Limits from what was used: reorder at average daily use x lead time + safety stock, fill up by the average use of the days that a
 * delivery should last. Safety stock = 1.65 x standard deviation of a day x square root of the lead time, for a service of 95 %; that
 * of a day is that of a week / square root of 7. Null where nothing was used. Units: thousandths used in each week, oldest first.
 * Source: King, Crack the Code: Understanding Safety Stock, APICS Magazine 2011; Silver, Pyke, Peterson, Inventory Management, chapter 7.
 */
export function fromDemand(weeks: readonly number[], leadDays: number, coverDays: number): Wanted | null {
  const used = weeks.reduce((sum, week) => sum + week, 0)
  if (weeks.length === 0 || used <= 0) return null
  const mean = used / weeks.length
  const deviation = Math.sqrt(weeks.reduce((sum, week) => sum + (week - mean) ** 2, 0) / Math.max(1, weeks.length - 1))
  const daily = mean / DAYS
  const safety = SERVICE * (deviation / Math.sqrt(DAYS)) * Math.sqrt(leadDays)
  const reorderAtMilli = wholeUp(daily * leadDays + safety)
  return { dailyMilli: Math.round(daily), safetyMilli: Math.round(safety), reorderAtMilli, fillToMilli: reorderAtMilli + wholeUp(daily * coverDays) }
}
