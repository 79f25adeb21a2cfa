import { IconPlus } from '@tabler/icons-react'
import { type ComponentType, useCallback, useRef, useState } from 'react'
import { type Company, companySettings, type Location, workSettings } from '#shared/modules/workspace/model.ts'
import { fieldsOf, useCommandForm } from '../../data/command-form.ts'
import { useQuery } from '../../data/queries.ts'
import { useSession } from '../../data/session.ts'
import { setWindow, useWindow } from '../../data/window.ts'
import { formatWeekday } from '../../texts/format.ts'
import { countryChoices, currencyChoices, zoneChoices } from '../../texts/places.ts'
import { useLanguage, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { clockText } from '../../ui/decimal.ts'
import { IntegerField, MoneyField, PercentField, PhoneField, Select, Textarea, TextInput } from '../../ui/fields.tsx'
import { type FormState, SubmitButton } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Columns, Facts, Fields, Page, Panel } from '../../ui/Page.tsx'
import { EmptyState, ErrorState, FailureNotice, Loading, Notice } from '../../ui/states.tsx'
import { tableOf } from '../../ui/table-of.ts'
import { THEMES, type ThemeName } from '../../ui/theme.ts'
import { LocationForm } from './LocationForm.tsx'
import { LetterheadPanel } from './parts/LetterheadPanel.tsx'
import classes from './parts/SettingsPage.module.css'
import { WorkSettingsFields } from './parts/WorkSettingsFields.tsx'

/** What the shop decides about itself, and what this device does. `More` is what later modules let it decide. */
export function SettingsPage({ More }: { More: ComponentType }) {
  const t = useT()
  const { data, failure, retry } = useQuery('workspace.get', {})
  if (failure)
    return (
      <Page title={t('settings.title')}>
        <ErrorState failure={failure} onRetry={retry} />
      </Page>
    )
  if (!data)
    return (
      <Page title={t('settings.title')}>
        <Loading lines={12} />
      </Page>
    )
  return <Settings company={data.company} locations={data.locations} More={More} />
}

function Settings({ company, locations, More }: { company: Company; locations: readonly Location[]; More: ComponentType }) {
  const t = useT()
  const language = useLanguage()
  const { can } = useSession()
  const [editing, setEditing] = useState<Location | 'new' | null>(null)
  const mayChange = can('workspace.manage')
  const { taxRateBp, laborRateMinor, invoiceDueDays, sessionIdleMinutes, kioskIdleMinutes, ...words } = fieldsOf(companySettings, company)
  const work = fieldsOf(workSettings, company)
  const form = useCommandForm('workspace.update', {
    initial: {
      ...words,
      ...work,
      taxRateBp: taxRateBp as number | null,
      laborRateMinor: laborRateMinor as number | null,
      invoiceDueDays: invoiceDueDays as number | null,
      sessionIdleMinutes: sessionIdleMinutes as number | null,
      kioskIdleMinutes: kioskIdleMinutes as number | null,
    },
    // An emptied number is sent as it is, so that the contract names the field.
    toInput: (values) => values as Company,
    fieldOf: { 'workspace.currencyInUse': 'currency' },
    onDone: () => notify.done(t('common.saved')),
  })
  const letterhead = useRef<FormState>(null)
  const setLetterhead = useCallback((next: FormState | null) => {
    letterhead.current = next
  }, [])
  /** All that was changed on the page, so that “Saved.” is true of what is in sight. */
  const submit = () => {
    const isLetterhead = letterhead.current?.isDirty === true
    if (isLetterhead) letterhead.current?.submit()
    if (form.isDirty || !isLetterhead) form.submit()
  }
  return (
    <Page title={t('settings.title')} actions={mayChange && <SubmitButton form={{ ...form, submit }} label={t('common.save')} answersKey />}>
      {!mayChange && <Notice tone="info">{t('settings.readOnly')}</Notice>}
      <FailureNotice failure={form.failure} />
      <Columns sizes="mainFirst">
        <form
          noValidate
          className={classes.stack}
          onSubmit={(event) => {
            event.preventDefault()
            submit()
          }}
        >
          <Panel title={t('settings.company')} hint={t('settings.companyHint')}>
            <fieldset disabled={!mayChange} className={classes.stack}>
              <Fields min={260}>
                <TextInput label={t('settings.name')} required {...form.field('name')} />
                <TextInput label={t('settings.taxId')} {...form.field('taxId')} />
                <PhoneField label={t('common.phone')} {...form.field('phone')} />
                <TextInput label={t('common.email')} type="email" dir="ltr" {...form.field('email')} />
              </Fields>
              <Textarea label={t('common.address')} autosize minRows={2} {...form.field('address')} />
              <Fields>
                <Select label={t('settings.country')} searchable allowDeselect={false} data={countryChoices(language)} {...form.field('country')} />
                <Select label={t('settings.zone')} searchable allowDeselect={false} data={zoneChoices()} {...form.field('zone')} />
                <Select
                  label={t('settings.shopLanguage')}
                  allowDeselect={false}
                  data={[
                    { value: 'en', label: t('common.english') },
                    { value: 'ar', label: t('common.arabic') },
                  ]}
                  {...form.field('language')}
                />
              </Fields>
            </fieldset>
          </Panel>
          <Panel title={t('settings.money')}>
            <fieldset disabled={!mayChange} className={classes.stack}>
              <Fields min={150}>
                <Select label={t('settings.currency')} searchable allowDeselect={false} data={currencyChoices(language)} {...form.field('currency')} />
                <PercentField label={t('settings.taxRate')} {...form.field('taxRateBp')} />
                <MoneyField label={t('settings.laborRate')} currency={form.values.currency} {...form.field('laborRateMinor')} />
                <IntegerField label={t('settings.invoiceDueDays')} {...form.field('invoiceDueDays')} />
              </Fields>
              <Textarea label={t('settings.invoiceNote')} autosize minRows={2} {...form.field('invoiceNote')} />
            </fieldset>
          </Panel>
          <Panel title={t('workSettings.title')}>
            <fieldset disabled={!mayChange} className={classes.stack}>
              <WorkSettingsFields
                value={form.values}
                errors={{ taxRules: form.field('taxRules').error, laborRates: form.field('laborRates').error }}
                currency={form.values.currency}
                set={{
                  taxInclusive: (taxInclusive) => form.set('taxInclusive', taxInclusive),
                  taxRules: (rules) => form.set('taxRules', rules),
                  laborRates: (rates) => form.set('laborRates', rates),
                  gates: (gates) => form.set('gates', gates),
                }}
              />
            </fieldset>
          </Panel>
          <Panel title={t('settings.security')}>
            <fieldset disabled={!mayChange} className={classes.stack}>
              <Fields min={260}>
                <IntegerField label={t('settings.sessionIdle')} {...form.field('sessionIdleMinutes')} />
                <IntegerField label={t('settings.kioskIdle')} {...form.field('kioskIdleMinutes')} />
              </Fields>
            </fieldset>
          </Panel>
        </form>
        <div className={classes.stack}>
          <Panel
            flush
            title={t('settings.locations')}
            actions={
              <ActionButton
                size="xs"
                label={t('settings.addLocation')}
                icon={<IconPlus size={14} />}
                shortcut="F2"
                disabledReason={mayChange ? null : t('failure.platform.notAllowed')}
                onClick={() => setEditing('new')}
              />
            }
          >
            <LocationList locations={locations} onOpen={mayChange ? setEditing : undefined} />
          </Panel>
          <LetterheadPanel mayChange={mayChange} onForm={setLetterhead} />
          <More />
          <DevicePanel />
        </div>
      </Columns>
      {editing !== null && <LocationForm location={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </Page>
  )
}

function LocationList({ locations, onOpen }: { locations: readonly Location[]; onOpen: ((location: Location) => void) | undefined }) {
  const t = useT()
  const language = useLanguage()
  const days = (weekdays: string) =>
    weekdays
      .split('')
      .map((day) => formatWeekday(Number(day), language))
      .join(' ')
  const columns: Column<Location>[] = [
    { key: 'name', header: t('common.name'), width: 'minmax(110px, 1fr)', card: 'title', cell: (location) => <strong>{location.name}</strong> },
    {
      key: 'hours',
      header: t('settings.hours'),
      width: '110px',
      cell: (location) => <bdi dir="ltr">{`${clockText(location.opensAtMinutes)}–${clockText(location.closesAtMinutes)}`}</bdi>,
    },
    { key: 'days', header: t('settings.openDays'), width: 'minmax(130px, 1.2fr)', cell: (location) => days(location.openWeekdays) },
  ]
  return (
    <DataTable
      label={t('settings.locations')}
      list={tableOf({ data: locations, failure: null, isLoading: false, retry: () => undefined })}
      columns={columns}
      rowKey={(location) => location.id}
      {...(onOpen && { onOpen })}
      height={230}
      empty={<EmptyState title={t('settings.noLocations')} />}
    />
  )
}

/** Kept in this window's own storage: a bright counter and a dim office may differ. */
function DevicePanel() {
  const t = useT()
  const { theme } = useWindow()
  const { data: welcome } = useQuery('workspace.welcome', {})
  const names: Record<ThemeName, string> = { dark: t('shell.themeDark'), light: t('shell.themeLight'), contrast: t('shell.themeContrast') }
  return (
    <Panel title={t('settings.appearance')} hint={t('settings.appearanceHint')}>
      <Fields>
        <Select
          label={t('shell.theme')}
          allowDeselect={false}
          data={THEMES.map((name) => ({ value: name, label: names[name] }))}
          value={theme}
          onChange={(name) => setWindow({ theme: name as ThemeName })}
        />
      </Fields>
      <div style={{ marginBlockStart: 14 }}>
        <Facts
          facts={[
            [t('settings.device'), welcome?.deviceName],
            [t('system.version'), welcome?.version],
          ]}
        />
      </div>
    </Panel>
  )
}
