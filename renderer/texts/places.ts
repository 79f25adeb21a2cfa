import { localeOf } from './format.ts'

/** ISO 3166 alpha-2. */
const COUNTRIES =
  'AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'.split(
    ' ',
  )

interface Choice {
  value: string
  label: string
}
const byLabel = (language: string) => {
  const collator = new Intl.Collator(localeOf(language))
  return (a: Choice, b: Choice) => collator.compare(a.label, b.label)
}

export function countryChoices(language: string): Choice[] {
  const names = new Intl.DisplayNames([localeOf(language)], { type: 'region' })
  return COUNTRIES.map((value) => ({ value, label: `${names.of(value) ?? value} (${value})` })).sort(byLabel(language))
}
export function currencyChoices(language: string): Choice[] {
  const names = new Intl.DisplayNames([localeOf(language)], { type: 'currency' })
  return Intl.supportedValuesOf('currency').map((value) => ({ value, label: `${value} – ${names.of(value) ?? value}` }))
}
export const zoneChoices = (): Choice[] =>
  [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])].map((value) => ({ value, label: value.replaceAll('_', ' ') }))

/** First guesses for a new shop, from the machine it is set up on; shown for correction, never used unseen. */
export function guessedPlace(): { country: string; zone: string; currency: string } {
  const country = new Intl.Locale(navigator.language).maximize().region ?? 'GB'
  return { country, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, currency: CURRENCY_OF[country] ?? 'EUR' }
}
const CURRENCY_OF: Readonly<Record<string, string>> = {
  US: 'USD',
  GB: 'GBP',
  CA: 'CAD',
  AU: 'AUD',
  NZ: 'NZD',
  CH: 'CHF',
  SE: 'SEK',
  NO: 'NOK',
  DK: 'DKK',
  PL: 'PLN',
  CZ: 'CZK',
  HU: 'HUF',
  JP: 'JPY',
  CN: 'CNY',
  IN: 'INR',
  BR: 'BRL',
  MX: 'MXN',
  ZA: 'ZAR',
  TR: 'TRY',
  AE: 'AED',
  SA: 'SAR',
  EG: 'EGP',
  KW: 'KWD',
  QA: 'QAR',
  BH: 'BHD',
  OM: 'OMR',
  JO: 'JOD',
  IQ: 'IQD',
  MA: 'MAD',
  TN: 'TND',
  DZ: 'DZD',
  LB: 'LBP',
}
