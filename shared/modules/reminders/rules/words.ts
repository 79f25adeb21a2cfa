import type { LocalDate } from '../../../kernel/time.ts'
import type { Language } from '../../workspace/model.ts'

interface Told {
  readonly shop: string
  readonly phone: string
  readonly vehicle: string
  readonly services: readonly { readonly name: string; readonly dueOn: LocalDate }[]
}

/** The words of a reminder, in each language that a customer may have. */
const WORDS: Record<Language, { subject: string; body: string; call: string; by: string; and: string; figures: string }> = {
  en: {
    subject: '{shop}: service due for your {vehicle}',
    body: '{shop}: your {vehicle} is due for {services}.',
    call: ' Call us on {phone} and we will find a time.',
    by: '{name} by {day}',
    and: ', ',
    figures: 'en-GB',
  },
  ar: {
    subject: '{shop}: موعد صيانة {vehicle}',
    body: '{shop}: حان موعد الصيانة لمركبتكم {vehicle}: {services}.',
    call: ' للحجز اتصلوا بنا على {phone}.',
    by: '{name} حتى {day}',
    and: '، ',
    figures: 'ar-u-nu-latn',
  },
}

/** What a customer is told of the services that are due to a vehicle. */
export function reminderWords(language: Language, { shop, phone, vehicle, services }: Told): { subject: string; body: string } {
  const words = WORDS[language]
  const day = new Intl.DateTimeFormat(words.figures, { dateStyle: 'medium', timeZone: 'UTC' })
  const fill = (text: string, values: Readonly<Record<string, string>>) => text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
  const list = services.map(({ name, dueOn }) => fill(words.by, { name, day: day.format(new Date(`${dueOn}T00:00:00Z`)) })).join(words.and)
  const body = fill(words.body, { shop, vehicle, services: list }) + (phone === '' ? '' : fill(words.call, { phone }))
  return { subject: fill(words.subject, { shop, vehicle }), body }
}
