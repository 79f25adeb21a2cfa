import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { z } from 'zod'
import { useCommand } from '../../data/command.ts'
import { type RowOf, useList, useQuery } from '../../data/queries.ts'
import { TextLink, useFilters, useGo } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Modal } from '../../ui/dialogs.tsx'
import { DateTime } from '../../ui/display.tsx'
import { Switch } from '../../ui/fields.tsx'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { EmptyState, ErrorState, FailureNotice, Loading } from '../../ui/states.tsx'
import { useLabel } from './parts/words.ts'
import classes from './parts/counter.module.css'

const filterShape = z.object({ deleted: z.boolean() })
/** The address of a template that is not there yet. */
export const NEW_TEMPLATE = 'new'

/** What the shop inspects by. */
export function InspectionTemplatesPage() {
  const t = useT()
  const go = useGo()
  const label = useLabel()
  const { can } = useSession()
  const [filters, setFilters] = useFilters(filterShape)
  const list = useList('inspections.templates', filters)
  const [picks, setPicks] = useState(false)
  const reason = can('inspections.manage') ? null : t('failure.platform.notAllowed')
  const open = (templateId: string) => go({ to: paths.inspectionTemplate, params: { templateId } })
  const ready = <ActionButton label={t('inspections.ready')} shortcut="F4" disabledReason={reason} onClick={() => setPicks(true)} />
  return (
    <Page
      fills
      title={t('inspections.templates')}
      intro={t('inspections.templatesIntro')}
      back={<TextLink to={paths.inspections}>{t('inspections.title')}</TextLink>}
      actions={
        <>
          {ready}
          <ActionButton
            look="primary"
            label={t('inspections.newTemplate')}
            icon={<IconPlus size={16} />}
            shortcut="F2"
            disabledReason={reason}
            onClick={() => open(NEW_TEMPLATE)}
          />
        </>
      }
    >
      <Toolbar>
        <Switch
          label={t('inspections.showRemoved')}
          checked={filters.deleted ?? false}
          onChange={(event) => setFilters({ deleted: event.currentTarget.checked || undefined })}
        />
      </Toolbar>
      <DataTable
        label={t('inspections.templates')}
        list={list}
        columns={columns(t, label)}
        rowKey={(row) => row.id}
        rowTone={(row) => (row.deleted ? 'off' : undefined)}
        onOpen={(row) => open(row.id)}
        empty={<EmptyState title={t('inspections.noTemplates')} text={t('inspections.noTemplatesText')} action={ready} />}
      />
      {picks && <ReadyDialog onClose={() => setPicks(false)} onMade={open} />}
    </Page>
  )
}

const columns = (t: Translate, label: ReturnType<typeof useLabel>): Column<RowOf<'inspections.templates'>>[] => [
  { key: 'name', header: t('common.name'), width: 'minmax(200px, 2fr)', card: 'title', cell: (row) => <strong dir="auto">{label(row.name)}</strong> },
  { key: 'sections', header: t('inspections.sections'), width: '110px', align: 'end', cell: (row) => row.sections },
  { key: 'points', header: t('inspections.points'), width: '110px', align: 'end', cell: (row) => row.points },
  { key: 'changed', header: t('inspections.changed'), width: '170px', cell: (row) => <DateTime at={row.updatedAt} /> },
]

/** Templates that come with the program; a copy becomes the shop's own. */
function ReadyDialog({ onClose, onMade }: { onClose: () => void; onMade: (templateId: string) => void }) {
  const t = useT()
  const label = useLabel()
  const { data, failure, retry } = useQuery('inspections.readyTemplates', {})
  const create = useCommand('inspections.createReady')
  return (
    <Modal opened onClose={onClose} title={t('inspections.ready')} size="lg">
      {failure && <ErrorState failure={failure} onRetry={retry} />}
      {!data && !failure && <Loading lines={4} />}
      <FailureNotice failure={create.failure} />
      {data?.map((one) => (
        <div key={one.key} className={classes.line}>
          <span className={classes.name} dir="auto">
            {label(one.name)}
          </span>
          <ActionButton
            size="xs"
            label={t('common.add')}
            busy={create.isRunning}
            onClick={() => void create.run({ key: one.key }).then((done) => done.ok && onMade(done.value.id))}
          />
          <span className={classes.detail}>
            <span>{t('inspections.pointsCount', { count: one.points })}</span>
            {one.source !== '' && <bdi>{one.source}</bdi>}
          </span>
        </div>
      ))}
    </Modal>
  )
}
