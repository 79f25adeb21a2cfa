import { IconFileDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { z } from 'zod'
import type { Failure } from '#shared/kernel/result.ts'
import { addDays, atLocal } from '#shared/kernel/time.ts'
import { call, transport } from '../../data/client.ts'
import { type RowOf, useList, useQuery } from '../../data/queries.ts'
import { useFilters, useGo } from '../../data/route.tsx'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { lookUp, type Translate, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { DateTime, Dim } from '../../ui/display.tsx'
import { FilterDay, FilterSelect } from '../../ui/fields.tsx'
import { notify } from '../../ui/notify.ts'
import { Page, Toolbar } from '../../ui/Page.tsx'
import { EmptyState, FailureNotice } from '../../ui/states.tsx'
import { authorOf } from './parts/author.ts'

const text = z.string().min(1).max(100)
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/)
const filterShape = z.object({ userId: text, command: text, deviceId: text, fromOn: day, toOn: day })

/** Who did what, when, on which device. */
export function AuditPage() {
  const t = useT()
  const go = useGo()
  const { company } = useShop()
  const zone = company?.zone ?? 'UTC'
  const [{ fromOn, toOn, ...chosen }, setFilters] = useFilters(filterShape)
  const filters = {
    ...chosen,
    ...(fromOn !== undefined && { from: atLocal(fromOn, 0, zone) }),
    ...(toOn !== undefined && { to: atLocal(addDays(toOn, 1), 0, zone) }),
  }
  const list = useList('audit.list', filters)
  const users = useQuery('auth.users', { limit: 200 })
  const commands = useQuery('audit.commands', {})
  const devices = useQuery('audit.devices', {})
  const [failure, setFailure] = useState<Failure | null>(null)
  const [isExporting, setIsExporting] = useState(false)

  const save = async () => {
    setIsExporting(true)
    const answer = await call('audit.export', { filters })
    setIsExporting(false)
    setFailure(answer.ok ? null : answer.error)
    if (!answer.ok) return
    const { fileName, base64, rows, isCut } = answer.value
    if (await transport.saveFile(fileName, base64)) notify.done(isCut ? t('audit.exportCut', { count: rows }) : t('audit.exported', { count: rows }))
  }
  return (
    <Page
      fills
      title={t('audit.title')}
      intro={t('audit.intro')}
      actions={<ActionButton label={t('audit.export')} icon={<IconFileDownload size={16} />} shortcut="F9" busy={isExporting} onClick={() => void save()} />}
    >
      <Toolbar>
        <FilterSelect
          label={t('audit.user')}
          allLabel={t('audit.anyUser')}
          value={chosen.userId}
          onChange={(userId) => setFilters({ userId })}
          options={(users.data?.rows ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          width={200}
        />
        <FilterSelect
          label={t('audit.what')}
          allLabel={t('audit.anyCommand')}
          value={chosen.command}
          onChange={(command) => setFilters({ command })}
          options={(commands.data ?? [])
            .map((name) => ({ value: name, label: lookUp(`command.${name}`, name) }))
            .sort((a, b) => a.label.localeCompare(b.label))}
          width={220}
        />
        {(devices.data?.length ?? 0) > 1 && (
          <FilterSelect
            label={t('audit.device')}
            allLabel={t('audit.anyDevice')}
            value={chosen.deviceId}
            onChange={(deviceId) => setFilters({ deviceId })}
            options={(devices.data ?? []).map(({ id, name, tag, isThis }) => ({
              value: id,
              label: isThis ? t('audit.thisDevice', { name: `${name} ${tag}` }) : `${name} ${tag}`,
            }))}
            width={220}
          />
        )}
        <FilterDay label={t('audit.from')} value={fromOn} onChange={(fromOn) => setFilters({ fromOn })} />
        <FilterDay label={t('audit.to')} value={toOn} onChange={(toOn) => setFilters({ toOn })} />
      </Toolbar>
      <FailureNotice failure={failure} />
      <DataTable
        label={t('audit.title')}
        list={list}
        columns={columns(t)}
        rowKey={(entry) => String(entry.seq)}
        onOpen={(entry) => go({ to: paths.auditEntry, params: { seq: String(entry.seq) } })}
        empty={<EmptyState title={t('audit.noneTitle')} text={t('audit.noneText')} />}
      />
    </Page>
  )
}

const columns = (t: Translate): Column<RowOf<'audit.list'>>[] => [
  { key: 'at', header: t('audit.when'), width: '170px', cell: (entry) => <DateTime at={entry.at} /> },
  {
    key: 'what',
    header: t('audit.what'),
    width: 'minmax(200px, 2fr)',
    card: 'title',
    cell: (entry) => <strong>{lookUp(`command.${entry.command}`, entry.command)}</strong>,
  },
  {
    key: 'who',
    header: t('audit.who'),
    width: 'minmax(140px, 1.4fr)',
    cell: (entry) => (entry.userId === null ? <Dim>{authorOf(entry)}</Dim> : entry.userName),
  },
  { key: 'records', header: t('audit.records'), width: '90px', align: 'end', cell: (entry) => entry.changes },
  { key: 'device', header: t('audit.device'), width: 'minmax(110px, 1fr)', cell: (entry) => <bdi>{entry.deviceName}</bdi> },
  { key: 'ip', header: t('audit.address'), width: '130px', card: 'hidden', cell: (entry) => <bdi dir="ltr">{entry.ip}</bdi> },
  { key: 'seq', header: '#', width: '80px', align: 'end', card: 'badge', cell: (entry) => <Dim>{entry.seq}</Dim> },
]
