import { DEMO } from '#shared/modules/workspace/model.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useQuery } from '../../data/queries.ts'
import { TextLink } from '../../data/route.tsx'
import { openSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { focusOnMount, PasswordInput, TextInput } from '../../ui/fields.tsx'
import { SubmitButton } from '../../ui/forms.tsx'
import { FailureNotice, Notice } from '../../ui/states.tsx'
import classes from './parts/SignIn.module.css'
import { SignInFrame } from './parts/SignInFrame.tsx'

export function SignInPage() {
  const t = useT()
  const { data: welcome } = useQuery('workspace.welcome', {})
  const form = useCommandForm('auth.signIn', { initial: { email: '', password: '' }, toInput: (values) => values, onDone: openSession })
  return (
    <SignInFrame title={welcome?.name ?? ''} subtitle={t('signIn.title')} foot={<TextLink to={paths.kiosk}>{t('signIn.toKiosk')}</TextLink>}>
      {welcome?.isDemo && (
        <Notice
          tone="info"
          action={
            <ActionButton
              size="xs"
              label={t('signIn.demoUse')}
              onClick={() => {
                form.set('email', DEMO.email)
                form.set('password', DEMO.password)
              }}
            />
          }
        >
          {t('signIn.demoText')}
          <br />
          <bdi className="mono">{DEMO.email}</bdi>
          <br />
          <bdi className="mono">{DEMO.password}</bdi>
        </Notice>
      )}
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          form.submit()
        }}
      >
        <TextInput label={t('signIn.email')} type="email" autoComplete="username" dir="ltr" ref={focusOnMount} {...form.field('email')} />
        <PasswordInput label={t('signIn.password')} autoComplete="current-password" {...form.field('password')} />
        <FailureNotice failure={form.failure} />
        <SubmitButton form={form} label={t('signIn.submit')} hint="Enter" fullWidth />
      </form>
    </SignInFrame>
  )
}
