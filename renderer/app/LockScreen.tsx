import { useCommandForm } from '../data/command-form.ts'
import { closeSession, openSession } from '../data/session.ts'
import { type LockReason, useSessionStore } from '../data/session-store.ts'
import { SignInFrame } from '../modules/auth/parts/SignInFrame.tsx'
import { useT } from '../texts/t.ts'
import { ActionButton } from '../ui/ActionButton.tsx'
import { focusOnMount, PasswordInput } from '../ui/fields.tsx'
import { SubmitButton } from '../ui/forms.tsx'
import { FailureNotice } from '../ui/states.tsx'
import classes from './LockScreen.module.css'

/** Covers everything until the same person signs in again; what they typed is underneath, untouched. */
export function LockScreen({ reason }: { reason: LockReason }) {
  const t = useT()
  const person = useSessionStore((state) => state.person)
  const form = useCommandForm('auth.signIn', {
    initial: { password: '' },
    toInput: ({ password }) => ({ email: person?.email ?? '', password }),
    onDone: openSession,
  })
  const why = { idle: t('signIn.lockedIdle'), asked: t('signIn.lockedAsked'), expired: t('signIn.lockedExpired') }[reason]
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the native dialog closes on Escape
    <div className={classes.cover} role="dialog" aria-modal="true" aria-label={t('signIn.lockedTitle')}>
      <SignInFrame
        title={person?.name ?? ''}
        subtitle={`${why} ${t('signIn.lockedGoOn')}`}
        foot={<ActionButton look="quiet" size="xs" label={t('signIn.otherPerson')} onClick={closeSession} />}
      >
        <form
          className={classes.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            form.submit()
          }}
        >
          <PasswordInput label={t('signIn.password')} autoComplete="current-password" ref={focusOnMount} {...form.field('password')} />
          <FailureNotice failure={form.failure} />
          <SubmitButton form={form} label={t('signIn.unlock')} hint="Enter" fullWidth />
        </form>
      </SignInFrame>
    </div>
  )
}
