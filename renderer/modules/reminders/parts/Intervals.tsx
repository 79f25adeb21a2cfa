import { useState } from 'react'
import type { ServiceInterval } from '#shared/modules/reminders/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useCommandForm } from '../../../data/command-form.ts'
import { useQuery } from '../../../data/queries.ts'
import { failureText } from '../../../texts/failure.ts'
import { formatNumber } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Dim } from '../../../ui/display.tsx'
import { IntegerField, TextInput } from '../../../ui/fields.tsx'
import { FormDrawer } from '../../../ui/forms.tsx'
import { notify } from '../../../ui/notify.ts'
import { Fields, Panel } from '../../../ui/Page.tsx'
import { ErrorState, Loading } from '../../../ui/states.tsx'
import { Row, Rows } from '../../../ui/Rows.tsx'
import classes from './Reminders.module.css'

/** Which services come again, after how long or how far. */
export function Intervals({ mayChange }: { mayChange: boolean }) {
  const t = useT()
  const language = useLanguage()
  const { data, failure, retry } = useQuery('reminders.intervals', {})
  const [opened, setOpened] = useState<ServiceInterval | 'new' | null>(null)
  const often = ({ everyMonths, everyKm }: ServiceInterval) => {
    const time = everyMonths === null ? null : t('reminders.months', { count: everyMonths })
    const way = everyKm === null ? null : t('reminders.distance', { km: formatNumber(everyKm, language) })
    return time !== null && way !== null ? t('reminders.either', { time, way }) : (time ?? way)
  }
  return (
    <Panel
      title={t('reminders.intervals')}
      hint={t('reminders.intervalsHint')}
      actions={mayChange && <ActionButton size="xs" label={t('reminders.createInterval')} onClick={() => setOpened('new')} />}
    >
      {failure ? (
        <ErrorState failure={failure} onRetry={retry} />
      ) : !data ? (
        <Loading lines={3} />
      ) : data.length === 0 ? (
        <Dim>{t('reminders.noIntervals')}</Dim>
      ) : (
        <Rows>
          {data.map((interval) => (
            <Row key={interval.id} end={<Dim>{often(interval)}</Dim>}>
              {mayChange ? (
                <button type="button" className={classes.name} onClick={() => setOpened(interval)}>
                  <bdi>{interval.name}</bdi>
                </button>
              ) : (
                <bdi>{interval.name}</bdi>
              )}
            </Row>
          ))}
        </Rows>
      )}
      {opened !== null && (
        <IntervalForm key={opened === 'new' ? 'new' : opened.id} interval={opened === 'new' ? null : opened} onClose={() => setOpened(null)} />
      )}
    </Panel>
  )
}

/** A new service that comes again, or a known one. Mount it when it opens. */
function IntervalForm({ interval, onClose }: { interval: ServiceInterval | null; onClose: () => void }) {
  const t = useT()
  const remove = useCommand('reminders.removeInterval')
  const options = {
    initial: {
      name: interval?.name ?? '',
      words: interval?.words.join(', ') ?? '',
      everyMonths: (interval ? interval.everyMonths : 12) as number | null,
      everyKm: (interval?.everyKm ?? null) as number | null,
      soonDays: (interval?.soonDays ?? 30) as number | null,
      soonKm: (interval?.soonKm ?? 1000) as number | null,
    },
    fieldOf: { 'reminders.nameTaken': 'name', 'reminders.noInterval': 'everyMonths' } as const,
    onDone: (saved: ServiceInterval) => {
      notify.done(t('reminders.saved', { name: saved.name }))
      onClose()
    },
  }
  const inputOf = ({ words, soonDays, soonKm, ...values }: typeof options.initial) => ({
    ...values,
    words: words
      .split(/[,،]/)
      .map((word) => word.trim())
      .filter((word) => word !== ''),
    soonDays: soonDays ?? 0,
    soonKm: soonKm ?? 0,
  })
  const create = useCommandForm('reminders.createInterval', { ...options, toInput: inputOf })
  const update = useCommandForm('reminders.updateInterval', { ...options, toInput: (values) => ({ ...inputOf(values), intervalId: interval?.id ?? '' }) })
  const form = interval ? update : create
  const takeAway = async () => {
    const done = await remove.run({ intervalId: interval?.id ?? '' })
    if (!done.ok) return notify.failed(failureText(done.error))
    notify.done(t('reminders.removed', { name: done.value.name }))
    onClose()
  }
  return (
    <FormDrawer
      opened
      title={interval ? t('reminders.editInterval') : t('reminders.createInterval')}
      form={form}
      onClose={onClose}
      extra={interval && <ActionButton size="xs" look="danger" label={t('common.remove')} busy={remove.isRunning} onClick={() => void takeAway()} />}
    >
      <TextInput label={t('reminders.intervalName')} required dir="auto" data-autofocus maxLength={80} {...form.field('name')} />
      <TextInput label={t('reminders.words')} description={t('reminders.wordsHint')} dir="auto" {...form.field('words')} />
      <Fields>
        <IntegerField label={t('reminders.everyMonths')} {...form.field('everyMonths')} />
        <IntegerField label={t('reminders.everyKm')} {...form.field('everyKm')} />
      </Fields>
      <Fields>
        <IntegerField label={t('reminders.soonDays')} {...form.field('soonDays')} />
        <IntegerField label={t('reminders.soonKm')} {...form.field('soonKm')} />
      </Fields>
    </FormDrawer>
  )
}
