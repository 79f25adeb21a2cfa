import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useCommandForm } from '../../../data/command-form.ts'
import { useQuery } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { PasswordInput, Select } from '../../../ui/fields.tsx'
import { FormModal } from '../../../ui/forms.tsx'
import { Notice } from '../../../ui/states.tsx'

interface StepUpFormProps {
  permission: string
  /** The record that it is for. */
  subjectId: string
  onDone: () => void
  onClose: () => void
}

/** Somebody who may shows PIN or password for what is about to be done; it may be who is signed in. */
export function StepUpForm({ permission, subjectId, onDone, onClose }: StepUpFormProps) {
  const t = useT()
  const holders = useQuery('auth.holders', { permission })
  const [kind, setKind] = useState<'pin' | 'password'>('pin')
  const form = useCommandForm('auth.stepUp', {
    initial: { userId: null as string | null, secret: '' }, // narrow otherwise
    toInput: ({ userId, secret }) => ({ permission, subjectId, userId: (userId ?? '') as never, kind, secret }), // an id from our own list
    fieldOf: { 'auth.wrongCredentials': 'secret', 'auth.locked': 'secret' },
    onDone,
  })
  const people = holders.data ?? []
  const { onChange: setSecret, ...secret } = form.field('secret')
  return (
    <FormModal opened title={t('stepUp.title')} form={form} submitLabel={t('stepUp.confirm')} onClose={onClose}>
      <p>{t('stepUp.text')}</p>
      {holders.data?.length === 0 && <Notice tone="bad">{t('stepUp.nobody')}</Notice>}
      <Select
        label={t('stepUp.who')}
        searchable
        allowDeselect={false}
        data-autofocus
        data={people.map(({ id, name }) => ({ value: id, label: name }))}
        {...form.field('userId')}
        onChange={(userId) => {
          form.set('userId', userId)
          setKind(people.find(({ id }) => id === userId)?.hasPin ? 'pin' : 'password')
        }}
      />
      <SegmentedControl
        aria-label={t('stepUp.text')}
        value={kind}
        onChange={(next) => setKind(next === 'pin' ? 'pin' : 'password')}
        data={[
          { value: 'pin', label: t('stepUp.pin') },
          { value: 'password', label: t('stepUp.password') },
        ]}
      />
      <PasswordInput
        label={kind === 'pin' ? t('stepUp.pin') : t('stepUp.password')}
        autoComplete="off"
        dir="ltr"
        inputMode={kind === 'pin' ? 'numeric' : 'text'}
        {...secret}
        onChange={(event) => setSecret(event.currentTarget.value)}
      />
    </FormModal>
  )
}
