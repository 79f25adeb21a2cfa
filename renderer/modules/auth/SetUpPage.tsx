import { useMemo, useState } from 'react'
import type { Language } from '#shared/modules/workspace/model.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { openSession } from '../../data/session.ts'
import { countryChoices, currencyChoices, guessedPlace, zoneChoices } from '../../texts/places.ts'
import { setLanguage, useLanguage, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { focusOnMount, ClockField, MoneyField, PasswordInput, PercentField, PhoneField, Select, Textarea, TextInput } from '../../ui/fields.tsx'
import { SubmitButton } from '../../ui/forms.tsx'
import { Fields } from '../../ui/Page.tsx'
import { FailureNotice } from '../../ui/states.tsx'
import { WeekdayField } from '../workspace/parts/WeekdayField.tsx'
import classes from './parts/SignIn.module.css'
import { SignInFrame } from './parts/SignInFrame.tsx'

const STEPS = ['company', 'location', 'owner'] as const
type Step = (typeof STEPS)[number]
const STEP_OF: Readonly<Record<string, Step>> = {
  companyName: 'company',
  country: 'company',
  currency: 'company',
  zone: 'company',
  taxRateBp: 'company',
  laborRateMinor: 'company',
  locationName: 'location',
  address: 'location',
  phone: 'location',
  opensAtMinutes: 'location',
  closesAtMinutes: 'location',
  openWeekdays: 'location',
  ownerName: 'owner',
  email: 'owner',
  password: 'owner',
  again: 'owner',
}

/** First run: company, first location, owner. One deed at the end; until then nothing is written. `onJoin` leads to a shop that exists. */
export function SetUpPage({ onJoin }: { onJoin: () => void }) {
  const t = useT()
  const language = useLanguage()
  const [step, setStep] = useState<Step>('company')
  const guess = useMemo(() => guessedPlace(), [])
  const form = useCommandForm('auth.setUp', {
    initial: {
      companyName: '',
      ...guess,
      taxRateBp: 0 as number | null,
      laborRateMinor: 0 as number | null,
      locationName: '',
      address: '',
      phone: '',
      opensAtMinutes: 480 as number | null,
      closesAtMinutes: 1080 as number | null,
      openWeekdays: '12345',
      ownerName: '',
      email: '',
      password: '',
      again: '',
    },
    toInput: (v) => ({
      company: {
        name: v.companyName,
        country: v.country,
        currency: v.currency,
        zone: v.zone,
        language,
        taxRateBp: v.taxRateBp ?? 0,
        laborRateMinor: v.laborRateMinor ?? 0,
        address: v.address,
        phone: v.phone,
      },
      location: {
        name: v.locationName,
        address: v.address,
        phone: v.phone,
        opensAtMinutes: v.opensAtMinutes ?? 0,
        closesAtMinutes: v.closesAtMinutes ?? 0,
        openWeekdays: v.openWeekdays,
      },
      owner: { name: v.ownerName, email: v.email, password: v.password },
    }),
    fieldOfPath: { 'company.name': 'companyName', 'location.name': 'locationName', 'owner.name': 'ownerName' },
    check: (v): Record<string, string> => (v.password === v.again ? {} : { again: t('problem.same') }),
    fieldOf: { 'auth.weakPassword': 'password', 'workspace.closesBeforeOpening': 'closesAtMinutes' },
    onDone: openSession,
    // A problem in a step that is not on the screen brings that step back; one in a later step is not yet due.
    onProblems: (fields) => {
      const first = STEPS.find((one) => fields.some((field) => STEP_OF[field] === one))
      if (first && STEPS.indexOf(first) < STEPS.indexOf(step)) setStep(first)
    },
  })
  const at = STEPS.indexOf(step)
  const go = (by: 1 | -1) => {
    if (by === 1 && !form.isValid((field) => STEP_OF[field] === step)) return
    setStep(STEPS[at + by] ?? step)
  }

  return (
    <SignInFrame
      wide
      title={t('setUp.title')}
      subtitle={t('setUp.intro')}
      foot={
        <>
          {at > 0 ? <ActionButton label={t('common.back')} onClick={() => go(-1)} /> : <ActionButton label={t('join.choice')} onClick={onJoin} />}
          {step === 'owner' ? (
            <SubmitButton form={form} label={t('setUp.finish')} hint="Enter" />
          ) : (
            <ActionButton look="primary" label={t('common.next')} hint="Enter" onClick={() => go(1)} />
          )}
        </>
      }
    >
      <ol className={classes.steps}>
        {STEPS.map((one, index) => (
          <li
            key={one}
            className={classes.step}
            data-state={index < at ? 'done' : index === at ? 'now' : 'next'}
            aria-current={index === at ? 'step' : undefined}
          >
            {index < at ? '✓ ' : ''}
            {t(`setUp.${one}`)}
          </li>
        ))}
      </ol>
      <form
        key={step}
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (step === 'owner') form.submit()
          else go(1)
        }}
      >
        {step === 'company' && (
          <>
            <TextInput label={t('setUp.companyName')} ref={focusOnMount} required {...form.field('companyName')} />
            <Fields>
              <Select label={t('setUp.country')} searchable allowDeselect={false} data={countryChoices(language)} {...form.field('country')} />
              <Select label={t('setUp.zone')} searchable allowDeselect={false} data={zoneChoices()} {...form.field('zone')} />
              <Select label={t('setUp.currency')} searchable allowDeselect={false} data={currencyChoices(language)} {...form.field('currency')} />
              <Select
                label={t('common.language')}
                allowDeselect={false}
                data={[
                  { value: 'en', label: t('common.english') },
                  { value: 'ar', label: t('common.arabic') },
                ]}
                value={language}
                onChange={(next) => setLanguage(next as Language)}
              />
              <PercentField label={t('setUp.taxRate')} {...form.field('taxRateBp')} />
              <MoneyField label={t('setUp.laborRate')} currency={form.values.currency} {...form.field('laborRateMinor')} />
            </Fields>
          </>
        )}
        {step === 'location' && (
          <>
            <TextInput label={t('setUp.locationName')} ref={focusOnMount} required {...form.field('locationName')} />
            <Textarea label={t('common.address')} autosize minRows={2} {...form.field('address')} />
            <Fields>
              <PhoneField label={t('common.phone')} {...form.field('phone')} />
              <ClockField label={t('settings.opens')} {...form.field('opensAtMinutes')} />
              <ClockField label={t('settings.closes')} {...form.field('closesAtMinutes')} />
            </Fields>
            <WeekdayField label={t('settings.openDays')} {...form.field('openWeekdays')} />
          </>
        )}
        {step === 'owner' && (
          <>
            <TextInput label={t('setUp.ownerName')} autoComplete="name" ref={focusOnMount} required {...form.field('ownerName')} />
            <TextInput label={t('common.email')} type="email" dir="ltr" autoComplete="username" required {...form.field('email')} />
            <PasswordInput label={t('setUp.password')} description={t('setUp.passwordHint')} autoComplete="new-password" required {...form.field('password')} />
            <PasswordInput label={t('setUp.passwordAgain')} autoComplete="new-password" required {...form.field('again')} />
          </>
        )}
        <FailureNotice failure={form.failure} />
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true">
          {t('common.next')}
        </button>
      </form>
    </SignInFrame>
  )
}
