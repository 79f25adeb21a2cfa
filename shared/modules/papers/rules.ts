import type { LocalDate } from '../../kernel/time.ts'

interface Due {
  readonly serviceName: string
  readonly dueOn: LocalDate | null
  readonly dueKm: number | null
}

/**
 * What a sticker on the windscreen reminds of: of the services that come again to a vehicle, the one that is due first after today.
 * What is overdue was left undone now and says nothing of a later visit. Undefined where none is known.
 */
export const nextService = <D extends Due>(services: readonly D[], today: LocalDate): D | undefined =>
  services
    .filter(({ dueOn }) => dueOn !== null && dueOn > today)
    .toSorted((a, b) => (a.dueOn ?? '').localeCompare(b.dueOn ?? ''))
    .at(0)
