import type { Notice as SystemNotice } from '#shared/modules/system/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { lookUp, useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { DateTime } from '../../../ui/display.tsx'
import { ErrorState, FailureNotice, Loading, Notice } from '../../../ui/states.tsx'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import classes from './Notices.module.css'

/** What everybody at the machine should know, until someone allowed says that it was read. */
export function Notices() {
  const t = useT()
  const { can } = useSession()
  const { data, failure, retry } = useQuery('system.notices', {})
  const { run, failure: refusal } = useCommand('system.acknowledge')
  const reason = can('system.manage') ? null : t('failure.platform.notAllowed')
  if (failure) return <ErrorState failure={failure} onRetry={retry} />
  if (!data) return <Loading lines={3} />
  if (data.length === 0) return <StateBadge tone="good" look="plain" label={t('system.noNotices')} />
  return (
    <div className={classes.list}>
      <FailureNotice failure={refusal} />
      {data.map((notice) => (
        <Notice
          key={notice.id}
          tone={notice.code === 'restored' ? 'info' : 'bad'}
          action={<ActionButton size="xs" label={t('system.acknowledge')} disabledReason={reason} onClick={() => void run({ noticeId: notice.id })} />}
        >
          <NoticeText notice={notice} />
          <div className={classes.when}>
            <DateTime at={notice.createdAt} />
          </div>
        </Notice>
      ))}
    </div>
  )
}

/** The line of a notice in the reader's language; its facts fill the gaps. */
function NoticeText({ notice }: { notice: SystemNotice }) {
  const t = useT()
  const { aside } = notice.facts
  return (
    <>
      {lookUp(`notice.${notice.code}`, notice.code, notice.facts)}
      {typeof aside === 'string' && <> {t('system.aside', { name: aside })}</>}
    </>
  )
}
