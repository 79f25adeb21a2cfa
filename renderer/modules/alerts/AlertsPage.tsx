import { useState } from 'react'
import { z } from 'zod'
import { PRIORITIES, PRIORITY_NAMES, priority, SOURCES } from '#shared/modules/alerts/model.ts'
import { mayResolve } from '#shared/modules/alerts/rules.ts'
import { useCommand } from '../../data/command.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useNow } from '../../data/now.ts'
import { type RowOf, useList } from '../../data/queries.ts'
import { useFilters } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { Ago, Dim } from '../../ui/display.tsx'
import { FilterSelect, Select, Textarea } from '../../ui/fields.tsx'
import { FormModal } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { StateBadge, type Tone } from '../../ui/StateBadge.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { alertWords, PriorityBadge, useFollow } from './parts/alert.tsx'
import classes from './parts/Alerts.module.css'

const STANDINGS = ['open', 'resolved', 'withdrawn', 'all'] as const
const SORTS = ['urgent', 'newest'] as const
const filterShape = z.object({ standing: z.enum(STANDINGS), source: z.enum(SOURCES), priority, sort: z.enum(SORTS) })
const STATE_TONES: Readonly<Record<Row['state'], Tone>> = { open: 'waiting', resolved: 'good', closed: 'good', withdrawn: 'neutral' }

type Row = RowOf<'alerts.list'>

/** What is wrong, and what was: found by priority and by what became of it. */
export function AlertsPage() {
  const t = useT()
  const follow = useFollow()
  const { can } = useSession()
  const { location } = useShop()
  const now = useNow()
  const [filters, setFilters] = useFilters(filterShape)
  const [resolved, setResolved] = useState<Row | null>(null)
  const { run: markRead } = useCommand('alerts.markRead')
  const standing = filters.standing ?? 'open'
  const sort = filters.sort ?? 'urgent'
  const list = useList('alerts.list', {
    sort,
    ...(location && { locationId: location.id }),
    ...(standing !== 'all' && { standing }),
    ...(filters.source && { source: filters.source }),
    ...(filters.priority && { priority: filters.priority }),
  })
  const unread = list.rows.filter(({ isRead, state }) => !isRead && state === 'open').slice(0, 100)
  const isFiltered = filters.source !== undefined || filters.priority !== undefined || filters.standing !== undefined
  const open = (row: Row) => {
    if (!row.isRead) void markRead({ alertIds: [row.id] })
    follow(row)
  }
  const mayNot = can('alerts.resolve') ? null : t('failure.platform.notAllowed')
  return (
    <Page
      fills
      title={t('alerts.title')}
      intro={t('alerts.intro')}
      actions={unread.length > 0 && <ActionButton label={t('alerts.allRead')} onClick={() => void markRead({ alertIds: unread.map(({ id }) => id) })} />}
    >
      <Toolbar
        end={
          <Select
            aria-label={t('alerts.sort')}
            value={sort}
            allowDeselect={false}
            w={190}
            onChange={(next) => setFilters({ sort: SORTS.find((known) => known === next) })}
            data={[
              { value: 'urgent', label: t('alerts.sortUrgent') },
              { value: 'newest', label: t('alerts.sortNewest') },
            ]}
          />
        }
      >
        <Select
          aria-label={t('alerts.standing')}
          value={standing}
          allowDeselect={false}
          w={190}
          onChange={(next) => setFilters({ standing: next === 'open' ? undefined : STANDINGS.find((known) => known === next) })}
          data={[
            { value: 'open', label: t('alertState.open') },
            { value: 'resolved', label: t('alertState.resolved') },
            { value: 'withdrawn', label: t('alertState.withdrawn') },
            { value: 'all', label: t('common.all') },
          ]}
        />
        <FilterSelect
          label={t('alerts.priority')}
          allLabel={t('common.all')}
          value={filters.priority === undefined ? undefined : String(filters.priority)}
          onChange={(next) => setFilters({ priority: PRIORITIES.find((each) => String(each) === next) })}
          options={[...PRIORITIES].reverse().map((each) => ({ value: String(each), label: t(`alertPriority.${PRIORITY_NAMES[each]}`) }))}
        />
        <FilterSelect
          label={t('alerts.source')}
          allLabel={t('common.all')}
          value={filters.source}
          width={230}
          onChange={(source) => setFilters({ source })}
          options={SOURCES.map((source) => ({ value: source, label: t(`alertSource.${source}`) }))}
        />
      </Toolbar>
      <DataTable
        label={t('alerts.title')}
        list={list}
        columns={columns(t, now, mayNot, setResolved)}
        rowKey={(row) => row.id}
        rowTone={(row) => (row.state !== 'open' ? 'off' : row.priority === 4 ? 'bad' : row.priority === 3 ? 'waiting' : undefined)}
        onOpen={open}
        empty={isFiltered ? <EmptyState title={t('alerts.noMatches')} /> : <EmptyState title={t('alerts.noneTitle')} text={t('alerts.noneText')} />}
      />
      {resolved && <ResolveForm key={resolved.id} alert={resolved} onClose={() => setResolved(null)} />}
    </Page>
  )
}

const columns = (t: Translate, now: number, mayNot: string | null, onResolve: (row: Row) => void): Column<Row>[] => [
  { key: 'priority', header: t('alerts.priority'), width: '104px', card: 'badge', cell: (row) => <PriorityBadge priority={row.priority} /> },
  {
    key: 'what',
    header: t('alerts.what'),
    width: 'minmax(340px, 5fr)',
    card: 'title',
    cell: (row) => (
      <span title={alertWords(row)}>
        {!row.isRead && row.state === 'open' && <span className={classes.fresh}>{t('alerts.unread')}</span>}{' '}
        {row.isRead || row.state !== 'open' ? alertWords(row) : <strong>{alertWords(row)}</strong>}
      </span>
    ),
  },
  { key: 'source', header: t('alerts.source'), width: '176px', cell: (row) => <Dim>{t(`alertSource.${row.source}`)}</Dim> },
  { key: 'raised', header: t('alerts.raised'), width: '128px', cell: (row) => <Ago at={row.raisedAt} now={now} /> },
  {
    key: 'state',
    header: t('alerts.standing'),
    width: 'minmax(96px, 1fr)',
    cell: (row) =>
      row.resolvedAt === null ? (
        <StateBadge tone={STATE_TONES[row.state]} look="plain" label={t(`alertState.${row.state}`)} />
      ) : (
        <span title={row.resolution}>
          {t('alerts.resolvedBy', { name: row.resolvedByName, at: row.resolvedAt })} <Dim>{row.resolution}</Dim>
        </span>
      ),
  },
  {
    key: 'resolve',
    header: '',
    width: '100px',
    align: 'end',
    cell: (row) => mayResolve(row.state) && <ActionButton size="xs" label={t('alerts.resolve')} disabledReason={mayNot} onClick={() => onResolve(row)} />,
  },
]

function ResolveForm({ alert, onClose }: { alert: Row; onClose: () => void }) {
  const t = useT()
  const form = useCommandForm('alerts.resolve', {
    initial: { resolution: '' },
    toInput: (values) => ({ ...values, alertId: alert.id }),
    onDone: () => {
      notify.done(t('alerts.resolved'))
      onClose()
    },
  })
  return (
    <FormModal opened title={t('alerts.resolveTitle')} submitLabel={t('alerts.resolve')} form={form} onClose={onClose}>
      <p>{alertWords(alert)}</p>
      <Textarea
        label={t('alerts.resolution')}
        description={t('alerts.resolutionHint')}
        data-autofocus
        dir="auto"
        autosize
        minRows={2}
        maxLength={400}
        {...form.field('resolution')}
      />
    </FormModal>
  )
}
