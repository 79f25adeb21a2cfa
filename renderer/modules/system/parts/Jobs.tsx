import { JOB_STATES } from '#shared/modules/system/model.ts'
import { type ReactNode, useState } from 'react'
import { useCommand } from '../../../data/command.ts'
import { type RowOf, useList } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { Code, DateTime, Dim } from '../../../ui/display.tsx'
import { FilterSelect } from '../../../ui/fields.tsx'
import { notify } from '../../../ui/notify.ts'
import { Toolbar } from '../../../ui/Page.tsx'
import { EmptyState, FailureNotice } from '../../../ui/states.tsx'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'
import classes from './Jobs.module.css'

type Job = RowOf<'system.jobs'>
type State = Job['state']
const TONES: Readonly<Record<State, Tone>> = { queued: 'neutral', running: 'active', completed: 'good', failed: 'bad' }

/** Every run of the background work with its outcome; a failed one can be run again. `choice` leads to the other list. */
export function Jobs({ choice }: { choice: ReactNode }) {
  const t = useT()
  const { can } = useSession()
  const [state, setState] = useState<State | undefined>(undefined)
  const list = useList('system.jobs', state === undefined ? {} : { state })
  const { run, failure } = useCommand('system.retryJob')
  const reason = can('system.operate') ? null : t('failure.platform.notAllowed')
  const retry = async (job: Job) => {
    const result = await run({ jobId: job.id })
    if (result.ok) notify.done(t('system.retried'))
  }
  const columns: Column<Job>[] = [
    { key: 'name', header: t('system.jobName'), width: 'minmax(150px, 1.2fr)', card: 'title', cell: (job) => <Code>{job.name}</Code> },
    {
      key: 'state',
      header: t('common.state'),
      width: '120px',
      card: 'badge',
      cell: (job) => <StateBadge look="plain" tone={TONES[job.state]} label={t(`jobState.${job.state}`)} />,
    },
    { key: 'when', header: t('system.jobWhen'), width: '150px', cell: (job) => <DateTime at={job.finishedAt ?? job.startedAt ?? job.runAt} /> },
    {
      key: 'detail',
      header: t('system.jobDetail'),
      width: 'minmax(120px, 1.6fr)',
      cell: (job) => (
        <span className={classes.detail} title={job.detail}>
          <Dim>{job.detail}</Dim>
        </span>
      ),
    },
    {
      key: 'retry',
      header: '',
      width: '120px',
      align: 'end',
      card: 'hidden',
      cell: (job) => job.state === 'failed' && <ActionButton size="xs" label={t('system.retry')} disabledReason={reason} onClick={() => void retry(job)} />,
    },
  ]
  return (
    <>
      <Toolbar>
        {choice}
        <FilterSelect
          label={t('common.state')}
          allLabel={t('common.all')}
          value={state}
          onChange={(next) => setState(next)}
          options={JOB_STATES.map((one) => ({ value: one, label: t(`jobState.${one}`) }))}
        />
      </Toolbar>
      <FailureNotice failure={failure} />
      <DataTable label={t('system.jobs')} list={list} columns={columns} rowKey={(job) => job.id} empty={<EmptyState title={t('system.noJobs')} />} />
    </>
  )
}
