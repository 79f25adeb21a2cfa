import { memo, useMemo } from 'react'
import { z } from 'zod'
import type { Card, Label } from '#shared/modules/board/model.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { FilterSelect, Switch, TextInput } from '../../../ui/fields.tsx'
import { Toolbar } from '../../../ui/Page.tsx'
import { type BoardFilters as Filters, NOBODY } from './board.ts'

export const filterShape = z.object({
  text: z.string().max(60),
  advisor: z.string().max(36),
  technician: z.string().max(36),
  label: z.string().max(36),
  late: z.boolean(),
})
const NONE: Filters = { text: undefined, advisor: undefined, technician: undefined, label: undefined, late: undefined }

interface BoardFiltersProps extends Filters {
  /** Whose advisors and technicians can be chosen. */
  cards: readonly Card[]
  labels: readonly Label[]
  onChange: (next: Filters) => void
}

/** What narrows the board. Drawn anew for a change of its own only, not with every change of a job. */
export const BoardFilters = memo(function BoardFilters({ cards, labels, onChange, text, advisor, technician, label, late }: BoardFiltersProps) {
  const t = useT()
  const people = useMemo(() => choices(cards), [cards])
  const isFiltered = [text, advisor, technician, label, late].some((one) => one !== undefined)
  return (
    <Toolbar>
      <TextInput
        aria-label={t('jobBoard.find')}
        placeholder={t('jobBoard.find')}
        type="search"
        maxLength={60}
        w={260}
        value={text ?? ''}
        onChange={(event) => onChange({ text: event.currentTarget.value || undefined })}
      />
      <FilterSelect
        label={t('jobBoard.advisor')}
        allLabel={t('common.all')}
        value={advisor}
        onChange={(next) => onChange({ advisor: next })}
        options={people.advisors}
      />
      <FilterSelect
        label={t('jobBoard.technician')}
        allLabel={t('common.all')}
        value={technician}
        onChange={(next) => onChange({ technician: next })}
        options={[...people.technicians, { value: NOBODY, label: t('jobBoard.nobody') }]}
      />
      {labels.length > 0 && (
        <FilterSelect
          label={t('jobBoard.label')}
          allLabel={t('common.all')}
          value={label}
          onChange={(next) => onChange({ label: next })}
          options={labels.map(({ id, name }) => ({ value: id as string, label: name }))}
        />
      )}
      <Switch label={t('jobBoard.lateOnly')} checked={late ?? false} onChange={(event) => onChange({ late: event.currentTarget.checked || undefined })} />
      {isFiltered && <ActionButton look="quiet" label={t('parts.clearFilters')} onClick={() => onChange(NONE)} />}
    </Toolbar>
  )
})

/** Advisors and technicians of the jobs that are shown, by name. */
function choices(cards: readonly Card[]) {
  const named = (pairs: readonly (readonly [string | null, string | null])[]) =>
    [...new Map(pairs.flatMap(([value, label]) => (value === null ? [] : [[value, label ?? ''] as const])))]
      .map(([value, label]) => ({ value, label }))
      .sort((a, b) => a.label.localeCompare(b.label))
  return {
    advisors: named(cards.map(({ advisorId, advisorName }) => [advisorId, advisorName])),
    technicians: named(cards.map(({ technicianId, technicianName }) => [technicianId, technicianName])),
  }
}
