import { ActionIcon } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { Holiday } from '#shared/modules/staff/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useCommandForm } from '../../../data/command-form.ts'
import { useQuery } from '../../../data/queries.ts'
import { useShop } from '../../../data/shop.ts'
import { failureText } from '../../../texts/failure.ts'
import { formatDay } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Dim } from '../../../ui/display.tsx'
import { DateField, Select, TextInput } from '../../../ui/fields.tsx'
import { notify } from '../../../ui/notify.ts'
import { Panel } from '../../../ui/Page.tsx'
import { ErrorState, FailureNotice, Loading } from '../../../ui/states.tsx'
import classes from './Holidays.module.css'

/** Coming days on which the shop is closed. */
export function Holidays({ today, mayChange }: { today: string; mayChange: boolean }) {
  const t = useT()
  const { data, failure, retry } = useQuery('staff.holidays', { fromOn: today })
  return (
    <Panel title={t('absences.holidays')}>
      {failure ? (
        <ErrorState failure={failure} onRetry={retry} />
      ) : !data ? (
        <Loading lines={3} />
      ) : (
        <div className={classes.list}>
          {data.length === 0 && <Dim>{t('absences.holidayNone')}</Dim>}
          {data.map((holiday) => (
            <Row key={holiday.id} holiday={holiday} mayChange={mayChange} />
          ))}
          {mayChange && <Add key={data.length} />}
        </div>
      )}
    </Panel>
  )
}

function Row({ holiday, mayChange }: { holiday: Holiday; mayChange: boolean }) {
  const t = useT()
  const language = useLanguage()
  const { locations } = useShop()
  const remove = useCommand('staff.removeHoliday')
  const takeAway = async () => {
    const done = await remove.run({ holidayId: holiday.id })
    if (!done.ok) notify.failed(failureText(done.error))
  }
  const where = locations.length > 1 ? (locations.find(({ id }) => id === holiday.locationId)?.name ?? t('absences.holidayAll')) : null
  return (
    <div className={classes.row}>
      <div>
        <strong>{formatDay(holiday.closedOn, language)}</strong>
        <div>
          <bdi>{holiday.name}</bdi> {where && <Dim>{where}</Dim>}
        </div>
      </div>
      {mayChange && (
        <ActionIcon variant="subtle" size="lg" aria-label={t('absences.removeHoliday', { name: holiday.name })} onClick={() => void takeAway()}>
          <IconTrash size={18} stroke={1.6} />
        </ActionIcon>
      )}
    </div>
  )
}

function Add() {
  const t = useT()
  const { locations } = useShop()
  const form = useCommandForm('staff.addHoliday', {
    initial: { name: '', closedOn: null as string | null, locationId: null as string | null },
    toInput: ({ closedOn, ...values }) => ({ ...values, closedOn: closedOn ?? '' }),
    onDone: () => notify.done(t('common.saved')),
  })
  return (
    <form
      className={classes.add}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        form.submit()
      }}
    >
      <TextInput label={t('absences.holidayName')} dir="auto" maxLength={80} {...form.field('name')} />
      <DateField label={t('absences.holidayDay')} {...form.field('closedOn')} />
      {locations.length > 1 && (
        <Select
          label={t('record.location')}
          placeholder={t('absences.holidayAll')}
          clearable
          data={locations.map(({ id, name }) => ({ value: id as string, label: name }))}
          {...form.field('locationId')}
        />
      )}
      <FailureNotice failure={form.failure} />
      <ActionButton label={t('absences.holidayAdd')} busy={form.isBusy} onClick={form.submit} />
    </form>
  )
}
