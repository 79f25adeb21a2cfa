import { IconDatabaseImport } from '@tabler/icons-react'
import { useState } from 'react'
import { type RowOf, useList } from '../../data/queries.ts'
import { useSession } from '../../data/session.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { DateTime } from '../../ui/display.tsx'
import { Page } from '../../ui/Page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { ImportResult } from './parts/ImportResult.tsx'
import { ImportWizard } from './parts/ImportWizard.tsx'

type Run = RowOf<'imports.list'>

/** What was imported, and the way to import more: choose, map, look, run. */
export function ImportsPage() {
  const t = useT()
  const { can } = useSession()
  const list = useList('imports.list', {})
  const [shown, setShown] = useState<'list' | 'wizard' | { importRunId: Run['id'] }>('list')
  if (shown === 'wizard') return <ImportWizard onLeave={() => setShown('list')} onDone={(importRunId) => setShown({ importRunId })} />
  if (shown !== 'list') return <ImportResult importRunId={shown.importRunId} onLeave={() => setShown('list')} />
  const start = (
    <ActionButton
      look="primary"
      label={t('imports.start')}
      icon={<IconDatabaseImport size={16} />}
      shortcut="F2"
      disabledReason={can('imports.run') ? null : t('failure.platform.notAllowed')}
      onClick={() => setShown('wizard')}
    />
  )
  return (
    <Page fills title={t('imports.title')} intro={t('imports.intro')} actions={start}>
      <DataTable
        label={t('imports.title')}
        list={list}
        columns={columns(t)}
        rowKey={(row) => row.id}
        rowTone={(row) => (row.bad > 0 ? 'waiting' : undefined)}
        onOpen={(row) => setShown({ importRunId: row.id })}
        empty={<EmptyState title={t('imports.noneTitle')} text={t('imports.noneText')} action={start} />}
      />
    </Page>
  )
}

const columns = (t: Translate): Column<Run>[] => [
  { key: 'file', header: t('imports.file'), width: 'minmax(190px, 2fr)', card: 'title', cell: (row) => <strong dir="auto">{row.fileName}</strong> },
  { key: 'target', header: t('imports.target'), width: '150px', cell: (row) => t(`imports.targets.${row.target}`) },
  { key: 'rows', header: t('imports.rows'), width: '100px', align: 'end', cell: (row) => row.rows },
  { key: 'added', header: t('imports.verdicts.added'), width: '110px', align: 'end', cell: (row) => row.added },
  { key: 'known', header: t('imports.verdicts.unchanged'), width: '140px', align: 'end', card: 'hidden', cell: (row) => row.unchanged },
  { key: 'bad', header: t('imports.verdicts.bad'), width: '130px', align: 'end', cell: (row) => row.bad },
  { key: 'by', header: t('imports.by'), width: 'minmax(120px, 1fr)', card: 'hidden', cell: (row) => <bdi>{row.userName}</bdi> },
  { key: 'when', header: t('imports.when'), width: '170px', cell: (row) => <DateTime at={row.createdAt} /> },
]
