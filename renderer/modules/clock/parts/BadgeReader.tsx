import { useCommand } from '../../../data/command.ts'
import { useT } from '../../../texts/t.ts'
import { notify } from '../../../ui/notify.ts'
import { useScanner } from '../../../ui/scanner.ts'
import { FailureNotice } from '../../../ui/states.tsx'

/** Hears badges while nobody is signed in, and says what each of them did. */
export function BadgeReader() {
  const t = useT()
  const { run, failure } = useCommand('clock.scanBadge')
  useScanner((code) => {
    void run({ code }).then((done) => {
      if (done.ok)
        notify.done(t('clock.scanned', { name: done.value.name, activity: t(`activity.${done.value.activity}`), at: done.value.sinceAt ?? Date.now() }))
    })
  })
  return (
    <>
      <p>{t('clock.scanHint')}</p>
      <FailureNotice failure={failure} />
    </>
  )
}
