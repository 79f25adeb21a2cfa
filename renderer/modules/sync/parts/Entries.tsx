import { z } from 'zod'
import { ENTRY_LISTS } from '#shared/modules/sync/model/view.ts'
import { type RowOf, useList } from '../../../data/queries.ts'
import { useFilters, useGo } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { lookUp, type Translate, useT } from '../../../texts/t.ts'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { DateTime, Dim } from '../../../ui/display.tsx'
import { FilterSelect } from '../../../ui/fields.tsx'
import { Toolbar } from '../../../ui/Page.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { EntryBadge } from './EntryState.tsx'
import { nameText, reasonText } from './words.ts'

type Row = RowOf<'sync.entries'>
const filterShape = z.object({ show: z.enum(ENTRY_LISTS) })

/** What this device said, and what became of it. */
export function Entries({ isNarrow }: { isNarrow: boolean }) {
  const t = useT()
  const go = useGo()
  const [{ show }, setFilters] = useFilters(filterShape)
  const list = useList('sync.entries', { ...(show && { show }) })
  return (
    <>
      <Toolbar>
        <FilterSelect
          label={t('common.state')}
          allLabel={t('common.all')}
          value={show === 'all' ? undefined : show}
          onChange={(next) => setFilters({ show: next })}
          options={[
            { value: 'waiting', label: t('sync.listWaiting') },
            { value: 'undecided', label: t('sync.listUndecided') },
            { value: 'answered', label: t('sync.listAnswered') },
          ]}
          width={260}
        />
      </Toolbar>
      <DataTable
        label={t('sync.tabMine')}
        list={list}
        {...(isNarrow && { height: 560 })}
        columns={columns(t)}
        rowKey={(row) => `${row.seq}.${row.part}`}
        rowTone={(row) => (row.decided === null && (row.state === 'refused' || row.state === 'parked') ? 'bad' : undefined)}
        onOpen={(row) => go({ to: paths.syncEntry, params: { seq: String(row.seq) } })}
        empty={<EmptyState title={t('sync.noneTitle')} text={t('sync.noneText')} />}
      />
    </>
  )
}

const columns = (t: Translate): Column<Row>[] => [
  { key: 'at', header: t('sync.when'), width: '158px', cell: (row) => <DateTime at={row.at} /> },
  {
    key: 'what',
    header: t('sync.what'),
    width: 'minmax(150px, 1fr)',
    card: 'title',
    cell: (row) => <strong>{lookUp(`command.${row.command}`, row.command)}</strong>,
  },
  { key: 'who', header: t('sync.who'), width: 'minmax(110px, 0.8fr)', cell: (row) => (row.userId === null ? <Dim>{row.userName}</Dim> : row.userName) },
  { key: 'state', header: t('common.state'), width: '130px', card: 'badge', cell: (row) => <EntryBadge entry={row} look="plain" /> },
  {
    key: 'next',
    header: t('sync.whatNext'),
    width: 'minmax(260px, 3.4fr)',
    cell: (row) =>
      row.decided ? (
        <Dim>{t('sync.lookedAtBy', { name: nameText(row.decided.by), at: row.decided.at })}</Dim>
      ) : (
        (reasonText(row) ?? <Dim>{t(`entryNext.${row.state}`)}</Dim>)
      ),
  },
]
