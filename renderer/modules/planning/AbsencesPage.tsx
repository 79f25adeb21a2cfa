import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { z } from 'zod'
import { localDate } from '#shared/kernel/time.ts'
import { useNow } from '../../data/now.ts'
import { type RowOf, useList, useQuery } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { DateTime } from '../../ui/display.tsx'
import { Switch } from '../../ui/fields.tsx'
import { Columns, Page, Panel } from '../../ui/Page.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { EmptyState, Notice } from '../../ui/states.tsx'
import { AbsenceForm } from './AbsenceForm.tsx'
import { Holidays } from './parts/Holidays.tsx'

const filterShape = z.object({ past: z.boolean() })
type Row = RowOf<'staff.absences'>

/** Who is away, and when the shop is closed; with a way to the plan when bookings are concerned. */
export function AbsencesPage() {
  const t = useT()
  const go = useGo()
  const now = useNow()
  const { can } = useSession()
  const { company, location } = useShop()
  const [filters, setFilters] = useFilters(filterShape)
  // To the hour, so that the list is not asked for anew with every tick.
  const fromAt = Math.floor(now / 3_600_000) * 3_600_000
  const list = useList('staff.absences', filters.past ? {} : { fromAt })
  const pending = useQuery('planning.pending', { locationId: location?.id ?? '' }, { enabled: location !== null && can('planning.read') }).data?.count ?? 0
  const [opened, setOpened] = useState<Row | 'new' | null>(null)
  const zone = company?.zone ?? 'UTC'
  const create = (
    <ActionButton
      look="primary"
      label={t('absences.create')}
      icon={<IconPlus size={16} />}
      shortcut="F2"
      disabledReason={can('staff.write') ? null : t('failure.platform.notAllowed')}
      onClick={() => setOpened('new')}
    />
  )
  return (
    <Page title={t('absences.title')} intro={t('absences.intro')} actions={create}>
      {pending > 0 && (
        <Notice tone="waiting" action={<ActionButton size="xs" label={t('planning.open')} onClick={() => go({ to: paths.planning })} />}>
          {t('planning.pending', { count: pending })}
        </Notice>
      )}
      <Columns sizes="mainFirst">
        <Panel
          flush
          title={t('absences.list')}
          actions={
            <Switch
              label={t('absences.past')}
              checked={filters.past ?? false}
              onChange={(event) => setFilters({ past: event.currentTarget.checked || undefined })}
            />
          }
        >
          <DataTable
            label={t('absences.list')}
            list={list}
            columns={columns(t)}
            rowKey={(row) => row.id}
            rowTone={(row) => (row.endAt <= now ? 'off' : undefined)}
            {...(can('staff.write') && { onOpen: (row: Row) => setOpened(row) })}
            height={460}
            empty={<EmptyState title={t('absences.noneTitle')} text={t('absences.noneText')} action={create} />}
          />
        </Panel>
        <Holidays today={localDate(now, zone)} mayChange={can('staff.write')} />
      </Columns>
      {opened !== null && (
        <AbsenceForm
          key={opened === 'new' ? 'new' : opened.id}
          absence={opened === 'new' ? null : opened}
          zone={zone}
          today={localDate(now, zone)}
          onClose={() => setOpened(null)}
        />
      )}
    </Page>
  )
}

const columns = (t: Translate): Column<Row>[] => [
  { key: 'name', header: t('absences.employee'), width: 'minmax(150px, 1.4fr)', card: 'title', cell: (row) => <strong dir="auto">{row.employeeName}</strong> },
  { key: 'kind', header: t('absences.kind'), width: '120px', card: 'badge', cell: (row) => <StateBadge tone="info" label={t(`absenceKind.${row.kind}`)} /> },
  { key: 'from', header: t('absences.fromTime'), width: '170px', cell: (row) => <DateTime at={row.startAt} /> },
  { key: 'until', header: t('absences.untilTime'), width: '170px', cell: (row) => <DateTime at={row.endAt} /> },
  { key: 'note', header: t('common.note'), width: 'minmax(100px, 1fr)', card: 'hidden', cell: (row) => <bdi>{row.note}</bdi> },
]
