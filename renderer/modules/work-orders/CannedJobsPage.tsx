import { useState } from 'react'
import type { CannedJob } from '#shared/modules/work-orders/model.ts'
import { useCommand } from '../../data/command.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useList } from '../../data/queries.ts'
import { TextLink } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { failureText } from '../../texts/failure.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Dim } from '../../ui/display.tsx'
import { Switch, TextInput } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { EmptyState } from '../../ui/states.tsx'

/** The saved services: renamed and removed here, made and used on orders. */
export function CannedJobsPage() {
  const t = useT()
  const { can } = useSession()
  const [deleted, setDeleted] = useState(false)
  const [editing, setEditing] = useState<CannedJob | null>(null)
  const list = useList('workOrders.cannedJobs', { deleted })
  return (
    <Page fills title={t('canned.title')} intro={t('canned.intro')} back={<TextLink to={paths.workOrders}>{t('orders.title')}</TextLink>}>
      <Toolbar end={<Switch label={t('canned.showRemoved')} checked={deleted} onChange={(event) => setDeleted(event.currentTarget.checked)} />} />
      <DataTable
        label={t('canned.title')}
        list={list}
        rowKey={(row) => row.id}
        rowTone={(row) => (row.deleted ? 'off' : undefined)}
        {...(can('workOrders.write') && { onOpen: setEditing })}
        empty={<EmptyState title={t('canned.noneTitle')} text={t('canned.noneText')} />}
        columns={[
          { key: 'name', header: t('canned.name'), width: 'minmax(200px, 2fr)', card: 'title', cell: (row) => <strong dir="auto">{row.name}</strong> },
          { key: 'category', header: t('canned.category'), width: 'minmax(120px, 1fr)', cell: (row) => <bdi>{row.category}</bdi> },
          {
            key: 'lines',
            header: t('canned.lines'),
            width: 'minmax(240px, 3fr)',
            cell: (row) => (
              <Dim>
                <bdi>{row.lines.map(({ description }) => description).join(' · ')}</bdi>
              </Dim>
            ),
          },
        ]}
      />
      {editing && <CannedJobForm key={editing.id} job={editing} onClose={() => setEditing(null)} />}
    </Page>
  )
}

function CannedJobForm({ job, onClose }: { job: CannedJob; onClose: () => void }) {
  const t = useT()
  const remove = useCommand('workOrders.removeCannedJob')
  const restore = useCommand('workOrders.restoreCannedJob')
  const form = useCommandForm('workOrders.updateCannedJob', {
    initial: { name: job.name, category: job.category },
    toInput: (values) => ({ ...values, cannedJobId: job.id }),
    onDone: () => {
      notify.done(t('canned.saved'))
      onClose()
    },
  })
  const flip = async () => {
    const done = await (job.deleted ? restore : remove).run({ cannedJobId: job.id })
    if (done.ok) onClose()
    else notify.failed(failureText(done.error))
  }
  return (
    <FormModal
      opened
      title={t('canned.edit')}
      form={form}
      onClose={onClose}
      extra={
        <ActionButton
          {...(!job.deleted && { look: 'danger' as const })}
          label={job.deleted ? t('canned.restore') : t('canned.remove')}
          busy={remove.isRunning || restore.isRunning}
          onClick={() => void flip()}
        />
      }
    >
      <TextInput label={t('canned.name')} dir="auto" required data-autofocus {...form.field('name')} />
      <TextInput label={t('canned.category')} dir="auto" {...form.field('category')} />
    </FormModal>
  )
}
