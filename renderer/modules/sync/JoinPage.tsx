import type { Output } from '../../data/client.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useCommand } from '../../data/command.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { CodeField, focusOnMount, TextInput } from '../../ui/fields.tsx'
import { SubmitButton } from '../../ui/forms.tsx'
import { FailureNotice, Loading, Notice } from '../../ui/states.tsx'
import { SignInFrame } from '../auth/parts/SignInFrame.tsx'
import { FoundHubs } from './parts/FoundHubs.tsx'
import classes from './parts/sync.module.css'

type Joining = Output<'sync.joining'>

/** A new device on its way into a shop that exists: asks, waits to be approved, receives the shop. Then people sign in. */
export function JoinPage({ joining, onBack }: { joining: Joining; onBack: () => void }) {
  const { state } = joining
  if (state === 'off') return <AskPage onBack={onBack} />
  if (state === 'revoked' || state === 'cloned' || state === 'upgrade') return <ShutOut joining={joining} onBack={onBack} />
  // Whoever has a number and no rows yet is still waiting, also while the line is down.
  if (state === 'waiting' || (state === 'offline' && joining.loaded === 0 && joining.check !== '')) return <Waiting joining={joining} onBack={onBack} />
  return <Receiving joining={joining} />
}

function AskPage({ onBack }: { onBack: () => void }) {
  const t = useT()
  const form = useCommandForm('sync.join', {
    initial: { address: '', code: '' },
    toInput: (values) => values,
    fieldOf: { 'sync.badAddress': 'address', 'sync.unreachable': 'address', 'sync.badCode': 'code' },
  })
  return (
    <SignInFrame
      wide
      title={t('join.title')}
      subtitle={t('join.intro')}
      foot={
        <>
          <ActionButton label={t('join.anew')} onClick={onBack} />
          <SubmitButton form={form} label={t('join.submit')} hint="Enter" />
        </>
      }
    >
      <form
        className={classes.stack}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          form.submit()
        }}
      >
        <TextInput
          label={t('join.address')}
          description={t('join.addressHint')}
          dir="ltr"
          required
          autoComplete="off"
          ref={focusOnMount}
          {...form.field('address')}
        />
        <FoundHubs onTake={(address) => form.set('address', address)} />
        <CodeField label={t('join.code')} description={t('join.codeHint')} required {...form.field('code')} />
        <FailureNotice failure={form.failure} />
        <button type="submit" className="visually-hidden" tabIndex={-1} aria-hidden="true">
          {t('join.submit')}
        </button>
      </form>
    </SignInFrame>
  )
}

function StartOver({ onBack }: { onBack: () => void }) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('sync.startOver')
  return (
    <>
      <ActionButton label={t('join.giveUp')} busy={isRunning} onClick={() => void run({}).then((result) => result.ok && onBack())} />
      <FailureNotice failure={failure} />
    </>
  )
}

function Waiting({ joining, onBack }: { joining: Joining; onBack: () => void }) {
  const t = useT()
  return (
    <SignInFrame wide title={t('join.waitingTitle')} subtitle={joining.centreName} foot={<StartOver onBack={onBack} />}>
      <div className={classes.stack}>
        <p>{t('join.waitingText')}</p>
        <output className={classes.code} dir="ltr" aria-label={t('sync.check')}>
          <span className={classes.check}>{joining.check}</span>
        </output>
        {joining.state === 'offline' && <Notice tone="waiting">{t('join.offlineText')}</Notice>}
      </div>
    </SignInFrame>
  )
}

function Receiving({ joining }: { joining: Joining }) {
  const t = useT()
  return (
    <SignInFrame wide title={t('join.loadingTitle')} subtitle={joining.centreName}>
      <div className={classes.stack}>
        <output>{t('join.loadingText', { count: joining.loaded })}</output>
        {joining.state === 'offline' ? <Notice tone="waiting">{t('join.offlineText')}</Notice> : <Loading lines={4} label={t('join.loadingTitle')} />}
        {joining.problem !== null && joining.problem !== 'unreachable' && <Notice tone="bad">{t(`linkProblem.${joining.problem}`)}</Notice>}
      </div>
    </SignInFrame>
  )
}

function ShutOut({ joining, onBack }: { joining: Joining; onBack: () => void }) {
  const t = useT()
  return (
    <SignInFrame wide title={t('join.shutOut')} foot={<StartOver onBack={onBack} />}>
      <Notice tone="bad">{t(`linkHint.${joining.state}`)}</Notice>
    </SignInFrame>
  )
}
