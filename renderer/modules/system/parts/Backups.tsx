import { useState } from 'react'
import type { BackupRow } from '#shared/modules/system/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { type Column, DataTable } from '../../../ui/DataTable.tsx'
import { DateTime } from '../../../ui/display.tsx'
import { notify } from '../../../ui/notify.ts'
import { EmptyState } from '../../../ui/states.tsx'
import { tableOf } from '../../../ui/table-of.ts'
import { bytesText } from './bytes.ts'

/** Verified backups, newest first, with the way back to each. */
export function Backups() {
  const t = useT()
  const language = useLanguage()
  const { can } = useSession()
  // Files appear in a folder, not in a table: asked by the clock too.
  const backups = useQuery('system.backups', {}, { everyMs: 30_000 })
  const { run, isRunning, failure, clear } = useCommand('system.restore')
  const [chosen, setChosen] = useState<BackupRow | null>(null)
  const reason = can('system.manage') ? null : t('failure.platform.notAllowed')
  const restore = async (backup: BackupRow) => {
    const result = await run({ name: backup.name })
    if (!result.ok) return
    notify.done(t('system.restoring'))
    setChosen(null)
  }
  const columns: Column<BackupRow>[] = [
    { key: 'at', header: t('system.backupWhen'), width: 'minmax(150px, 1.3fr)', card: 'title', cell: (backup) => <DateTime at={backup.at} /> },
    { key: 'kind', header: t('system.backupKind'), width: 'minmax(100px, 1fr)', cell: (backup) => t(`backupKind.${backup.kind}`) },
    { key: 'size', header: t('system.backupSize'), width: '90px', align: 'end', cell: (backup) => bytesText(backup.sizeBytes, language) },
    { key: 'seq', header: t('system.backupEntry'), width: '110px', align: 'end', cell: (backup) => backup.seq },
    {
      key: 'restore',
      header: '',
      width: '160px',
      align: 'end',
      card: 'badge',
      cell: (backup) => <ActionButton size="xs" label={t('system.restore')} disabledReason={reason} onClick={() => setChosen(backup)} />,
    },
  ]
  return (
    <>
      <DataTable
        label={t('system.backups')}
        list={tableOf(backups)}
        columns={columns}
        rowKey={(backup) => backup.name}
        empty={<EmptyState title={t('system.noBackups')} />}
      />
      {chosen && (
        <ConfirmDialog
          opened
          danger
          title={t('system.restoreTitle')}
          text={t('system.restoreText', { at: chosen.at })}
          confirmLabel={t('system.restore')}
          busy={isRunning}
          failure={failure}
          onConfirm={() => void restore(chosen)}
          onCancel={() => {
            clear()
            setChosen(null)
          }}
        />
      )}
    </>
  )
}
