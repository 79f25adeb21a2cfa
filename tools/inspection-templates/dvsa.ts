import type { Label, TemplateContent } from '#shared/modules/inspections/model/template.ts'

/** The list as the authority's own service keeps it; tests/data/inspection. */
export interface DvsaSection {
  readonly imNumber: number
  readonly imDescription: string
  readonly imDescriptionWelsh: string
  readonly items: readonly {
    readonly itemNumber: number
    readonly itemDescription: string
    readonly itemDescriptionWelsh: string
    readonly forVehicleType: readonly string[]
    readonly deficiencies: readonly {
      readonly deficiencyCategory: 'dangerous' | 'major' | 'minor' | 'advisory'
      readonly deficiencyText: string
      readonly deficiencyTextWelsh: string
      readonly forVehicleType: readonly string[]
    }[]
  }[]
}

const KINDS: Readonly<Record<string, Label>> = {
  hgv: { en: 'Annual test: lorry', ar: 'الفحص السنوي: شاحنة', cy: 'Prawf blynyddol: cerbyd nwyddau' },
  psv: { en: 'Annual test: bus', ar: 'الفحص السنوي: حافلة', cy: 'Prawf blynyddol: bws' },
  trl: { en: 'Annual test: trailer', ar: 'الفحص السنوي: مقطورة', cy: 'Prawf blynyddol: trelar' },
}
export const DVSA_KINDS = Object.keys(KINDS)

const words = (en: string, cy: string): Label => ({ en: tidy(en), ...(tidy(cy) !== '' && { cy: tidy(cy) }) })
/** Items of the list lead into their deficiencies with a colon. */
const tidy = (text: string | null): string => (text ?? '').replace(/\s+/g, ' ').trim().replace(/:$/, '')

/** The list for one kind of vehicle: a point for each item, a choice for each deficiency, with its severity as level. */
export function dvsaTemplate(list: readonly DvsaSection[], kind: string): TemplateContent {
  const taken = new Map<string, number>()
  /** Some numbers occur twice. */
  const unique = (key: string) => {
    const times = (taken.get(key) ?? 0) + 1
    taken.set(key, times)
    return times === 1 ? key : `${key}-${times}`
  }
  return {
    name: KINDS[kind] ?? {},
    levels: [
      { key: 'pass', name: { en: 'Pass', ar: 'سليم', cy: 'Llwyddo' }, tone: 'good' },
      { key: 'minor', name: { en: 'Minor', ar: 'بسيط', cy: 'Mân' }, tone: 'soon' },
      { key: 'major', name: { en: 'Major', ar: 'جسيم', cy: 'Mawr' }, tone: 'bad' },
      { key: 'dangerous', name: { en: 'Dangerous', ar: 'خطر', cy: 'Peryglus' }, tone: 'bad' },
      { key: 'notFitted', name: { en: 'Not fitted', ar: 'غير موجود', cy: 'Heb ei osod' }, tone: 'none' },
    ],
    sections: list.flatMap((section) => {
      const points = section.items
        .filter(({ forVehicleType }) => forVehicleType.includes(kind))
        .map((item) => ({
          key: unique(`${section.imNumber}.${item.itemNumber}`),
          name: words(item.itemDescription, item.itemDescriptionWelsh),
          hint: null,
          isRequired: true,
          photo: 'never' as const,
          measure: null,
          choices: item.deficiencies
            .filter(({ forVehicleType }) => forVehicleType.includes(kind))
            .map((one) => ({
              text: words(one.deficiencyText, one.deficiencyTextWelsh),
              level: one.deficiencyCategory === 'advisory' ? 'minor' : one.deficiencyCategory,
            })),
          itemId: null,
        }))
      return points.length === 0
        ? []
        : [
            {
              key: unique(`s${section.imNumber}`),
              name: words(`${section.imNumber}. ${section.imDescription}`, `${section.imNumber}. ${section.imDescriptionWelsh}`),
              points,
            },
          ]
    }),
  }
}
