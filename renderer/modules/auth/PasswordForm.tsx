import { useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { PasswordInput } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'

/** The signed-in person's own password. Mount it when it opens. */
export function PasswordForm({ onClose }: { onClose: () => void }) {
  const t = useT()
  const form = useCommandForm('auth.changeMyPassword', {
    initial: { current: '', next: '', again: '' },
    toInput: ({ current, next }) => ({ current, next }),
    check: ({ next, again }) => (next === again ? {} : { again: t('problem.same') }),
    fieldOf: { 'auth.wrongCredentials': 'current', 'auth.weakPassword': 'next' },
    onDone: () => {
      notify.done(t('password.changed'))
      onClose()
    },
  })
  return (
    <FormModal opened title={t('password.title')} form={form} onClose={onClose}>
      <PasswordInput label={t('password.current')} autoComplete="current-password" data-autofocus {...form.field('current')} />
      <PasswordInput label={t('password.next')} description={t('setUp.passwordHint')} autoComplete="new-password" {...form.field('next')} />
      <PasswordInput label={t('password.again')} autoComplete="new-password" {...form.field('again')} />
    </FormModal>
  )
}
