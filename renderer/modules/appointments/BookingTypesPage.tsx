import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { z } from 'zod'
import type { BookingType } from '#shared/modules/appointments/model.ts'
import { useCommand } from '../../data/command.ts'
import { useQuery } from '../../data/queries.ts'
import { useFilters } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { durationText } from '../../texts/duration.ts'
import { failureText } from '../../texts/failure.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Dim } from '../../ui/display.tsx'
import { Switch } from '../../ui/fields.tsx'
import { notify } from '../../ui/notify.ts'
import { Columns, Page, Panel } from '../../ui/Page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { tableOf } from '../../ui/table-of.ts'
import { EquipmentList } from '../bays/parts/EquipmentList.tsx'
import { SkillList } from '../staff/parts/SkillList.tsx'
import { BookingTypeForm } from './BookingTypeForm.tsx'

const filterShape = z.object({ removed: z.boolean() })

/** Kinds of bookings, and the skills and equipment that they ask for. */
export function BookingTypesPage() {
  const t = useT()
  const { can } = useSession()
  const [filters, setFilters] = useFilters(filterShape)
  const isRemoved = filters.removed ?? false
  const list = useQuery('appointments.types', { deleted: isRemoved })
  const skills = useQuery('staff.skills', {}).data ?? []
  const equipment = useQuery('bays.equipment', {}, { enabled: can('bays.read') }).data ?? []
  const restore = useCommand('appointments.restoreType')
  const [opened, setOpened] = useState<BookingType | 'new' | null>(null)
  const create = (
    <ActionButton
      look="primary"
      label={t('bookingTypes.create')}
      icon={<IconPlus size={16} />}
      shortcut="F2"
      disabledReason={can('appointments.manage') ? null : t('failure.platform.notAllowed')}
      onClick={() => setOpened('new')}
    />
  )
  const open = async (type: BookingType) => {
    if (!can('appointments.manage')) return
    if (!isRemoved) return setOpened(type)
    const done = await restore.run({ bookingTypeId: type.id })
    if (done.ok) notify.done(t('bookingTypes.restored', { name: type.name }))
    else notify.failed(failureText(done.error))
  }
  return (
    <Page title={t('bookingTypes.title')} intro={t('bookingTypes.intro')} actions={create}>
      <Columns sizes="mainFirst">
        <Panel
          flush
          title={t('bookingTypes.title')}
          actions={
            <Switch
              label={t('bookingTypes.showRemoved')}
              checked={isRemoved}
              onChange={(event) => setFilters({ removed: event.currentTarget.checked || undefined })}
            />
          }
        >
          <DataTable
            label={t('bookingTypes.title')}
            list={tableOf(list)}
            columns={columns(t, namesIn(skills), namesIn(equipment))}
            rowKey={(type) => type.id}
            onOpen={(type) => void open(type)}
            height={460}
            empty={<EmptyState title={t('bookingTypes.noneTitle')} text={t('bookingTypes.noneText')} action={create} />}
          />
        </Panel>
        <div style={{ display: 'grid', gap: 14 }}>
          <SkillList />
          {can('bays.read') && <EquipmentList />}
        </div>
      </Columns>
      {opened !== null && (
        <BookingTypeForm key={opened === 'new' ? 'new' : opened.id} type={opened === 'new' ? null : opened} onClose={() => setOpened(null)} />
      )}
    </Page>
  )
}

const namesIn = (known: readonly { id: string; name: string }[]) => (ids: readonly string[]) =>
  ids.flatMap((id) => known.find((one) => one.id === id)?.name ?? []).join(', ')

const columns = (t: Translate, skills: (ids: readonly string[]) => string, equipment: (ids: readonly string[]) => string): Column<BookingType>[] => [
  { key: 'name', header: t('bookingTypes.name'), width: 'minmax(150px, 1.4fr)', card: 'title', cell: (type) => <strong dir="auto">{type.name}</strong> },
  { key: 'minutes', header: t('bookingTypes.minutes'), width: '110px', card: 'badge', cell: (type) => durationText(type.minutes) },
  {
    key: 'skills',
    header: t('bookingTypes.skills'),
    width: 'minmax(120px, 1fr)',
    cell: (type) => <bdi>{skills(type.skillIds)}</bdi>,
  },
  {
    key: 'equipment',
    header: t('bookingTypes.equipment'),
    width: 'minmax(120px, 1fr)',
    cell: (type) => <bdi>{equipment(type.equipmentIds)}</bdi>,
  },
  {
    key: 'hours',
    header: t('bookingTypes.hours'),
    width: '130px',
    card: 'hidden',
    cell: (type) => (type.weekHours === null ? <Dim>{t('weekHours.shops')}</Dim> : t('weekHours.own')),
  },
]
