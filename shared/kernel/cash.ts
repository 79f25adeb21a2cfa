import { type Minor, minorDigits, parseDecimal } from './money.ts'

/** Notes and coins in daily use, largest first, in whole units. What is legal but hardly seen, as the US two-dollar note, is left out. */
const IN_USE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    AED: '1000 500 200 100 50 20 10 5 1 0.50 0.25',
    AUD: '100 50 20 10 5 2 1 0.50 0.20 0.10 0.05',
    CAD: '100 50 20 10 5 2 1 0.25 0.10 0.05',
    CHF: '1000 200 100 50 20 10 5 2 1 0.50 0.20 0.10 0.05',
    CZK: '5000 2000 1000 500 200 100 50 20 10 5 2 1',
    DKK: '500 200 100 50 20 10 5 2 1 0.50',
    EUR: '500 200 100 50 20 10 5 2 1 0.50 0.20 0.10 0.05 0.02 0.01',
    GBP: '50 20 10 5 2 1 0.50 0.20 0.10 0.05 0.02 0.01',
    HUF: '20000 10000 5000 2000 1000 500 200 100 50 20 10 5',
    JPY: '10000 5000 2000 1000 500 100 50 10 5 1',
    KWD: '20 10 5 1 0.500 0.250 0.100 0.050 0.020 0.010 0.005',
    NOK: '1000 500 200 100 50 20 10 5 1',
    NZD: '100 50 20 10 5 2 1 0.50 0.20 0.10',
    PLN: '500 200 100 50 20 10 5 2 1 0.50 0.20 0.10 0.05 0.02 0.01',
    SAR: '500 200 100 50 20 10 5 2 1 0.50 0.25 0.10 0.05 0.01',
    SEK: '1000 500 200 100 50 20 10 5 2 1',
    TRY: '200 100 50 20 10 5 1 0.50 0.25 0.10 0.05',
    USD: '100 50 20 10 5 1 0.25 0.10 0.05 0.01',
  }),
)

/** What notes and coins of a currency are worth, largest first; empty where that is not known, and cash is counted as one amount. */
export const cashWorths = (currency: string): readonly Minor[] =>
  (IN_USE.get(currency) ?? '').split(' ').flatMap((worth) => parseDecimal(worth, minorDigits(currency)) ?? [])
