import { SegmentedControl } from '@mantine/core'
import { IconDatabaseExport, IconFileText } from '@tabler/icons-react'
import { useState } from 'react'
import { z } from 'zod'
import type { Failure } from '#shared/kernel/result.ts'
import { call, type Output, saveText } from '../../data/client.ts'
import { useCommand } from '../../data/command.ts'
import { useQuery } from '../../data/queries.ts'
import { useFilters } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useLanguage, useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { DateTime } from '../../ui/display.tsx'
import { notify } from '../../ui/notify.ts'
import { Columns, Facts, Page, Panel, Toolbar } from '../../ui/Page.tsx'
import { ErrorState, FailureNotice, Loading, Notice } from '../../ui/states.tsx'
import { StateBadge } from '../../ui/StateBadge.tsx'
import { useWords } from '../../ui/words.tsx'
import { Backups } from './parts/Backups.tsx'
import { bytesText } from './parts/bytes.ts'
import { Jobs } from './parts/Jobs.tsx'
import { Notices } from './parts/Notices.tsx'

const LOOK_EVERY_MS = 15_000
const LISTS = ['backups', 'jobs'] as const

/** Health, backups, background work, and what everybody at the machine should know. */
export function SystemPage() {
  const t = useT()
  const { can } = useSession()
  const health = useQuery('system.health', {}, { everyMs: LOOK_EVERY_MS })
  const backup = useCommand('system.backupNow')
  const [failure, setFailure] = useState<Failure | null>(null)
  const [{ list = 'backups' }, setFilters] = useFilters(z.object({ list: z.enum(LISTS) }))
  const reason = can('system.operate') ? null : t('failure.platform.notAllowed')

  const backUp = async () => {
    const result = await backup.run({})
    if (result.ok) notify.done(t('system.backedUp'))
  }
  const exportLogs = async () => {
    const answer = await call('system.exportLogs', {})
    setFailure(answer.ok ? null : answer.error)
    if (answer.ok) await saveText(answer.value.fileName, answer.value.text)
  }
  const choice = (
    <SegmentedControl
      aria-label={t('system.title')}
      value={list}
      onChange={(next) => setFilters({ list: LISTS.find((known) => known === next) })}
      data={LISTS.map((value) => ({ value, label: t(`system.${value}`) }))}
    />
  )
  return (
    <Page
      fills
      title={t('system.title')}
      intro={t('system.intro')}
      badge={
        health.data && (
          <StateBadge
            tone={health.data.warnings.length === 0 ? 'good' : 'bad'}
            label={health.data.warnings.length === 0 ? t('system.allWell') : t('link.trouble')}
          />
        )
      }
      actions={
        <>
          <ActionButton label={t('system.exportLogs')} icon={<IconFileText size={16} />} disabledReason={reason} onClick={() => void exportLogs()} />
          <ActionButton
            look="primary"
            label={t('system.backupNow')}
            icon={<IconDatabaseExport size={16} />}
            shortcut="F8"
            disabledReason={reason}
            busy={backup.isRunning}
            onClick={() => void backUp()}
          />
        </>
      }
    >
      <FailureNotice failure={failure ?? backup.failure} />
      {health.data?.warnings.map((warning) => (
        <Notice key={warning} tone="bad">
          {t(`warning.${warning}`)}
        </Notice>
      ))}
      <Columns>
        <Panel title={t('system.health')}>
          {health.failure ? <ErrorState failure={health.failure} onRetry={health.retry} /> : health.data ? <Health health={health.data} /> : <Loading />}
        </Panel>
        <Panel title={t('system.notices')}>
          <Notices />
        </Panel>
      </Columns>
      {list === 'jobs' ? (
        <Jobs choice={choice} />
      ) : (
        <>
          <Toolbar>{choice}</Toolbar>
          <Backups />
        </>
      )}
    </Page>
  )
}

function Health({ health }: { health: Output<'system.health'> }) {
  const t = useT()
  const words = useWords()
  const language = useLanguage()
  const size = (bytes: number) => bytesText(bytes, language)
  return (
    <Facts
      facts={[
        [
          t('system.version'),
          <bdi key="v" dir="ltr">
            {health.version}
          </bdi>,
        ],
        [t('system.schema'), `${health.schemaVersion} · SQLite ${health.sqliteVersion}`],
        [t('system.database'), t('system.databaseSize', { size: size(health.databaseBytes), log: size(health.walBytes) })],
        [t('system.free'), health.freeBytes === null ? null : size(health.freeBytes)],
        [t('system.started'), <DateTime key="s" at={health.startedAt} />],
        [t('system.lastBackup'), health.lastBackupAt === null ? t('common.never') : <DateTime key="b" at={health.lastBackupAt} />],
        [t('system.pending'), words.number(health.pendingEntries)],
        [t('system.device'), <bdi key="d">{`${health.device.name} (${health.device.tag})`}</bdi>],
      ]}
    />
  )
}

/** Text of any script as base64. */
