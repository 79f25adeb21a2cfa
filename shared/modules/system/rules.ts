import type { Failure, Result } from '../../kernel/result.ts'
import { ok } from '../../kernel/result.ts'
import { systemFails } from './contract.ts'
import { BACKUP_STEP_MS, type BackupRow, type Facts, type NoticeCode } from './model.ts'

/** A backup that may be restored by this program: it exists, and no newer program wrote it. */
export function checkRestorable<B extends BackupRow>(
  backup: B | undefined,
  name: string,
  schemaVersion: number,
): Result<B, Failure<'system.unknownBackup' | 'system.newerBackup'>> {
  if (!backup) return systemFails.unknownBackup({ name })
  return backup.schemaVersion > schemaVersion ? systemFails.newerBackup({ name, schemaVersion: backup.schemaVersion }) : ok(backup)
}

/** True when the last backup is so fresh that another would only wear the disk. */
export const isFresh = (last: { at: number } | undefined, now: number): boolean => last !== undefined && now >= last.at && now - last.at < BACKUP_STEP_MS

/** What `platform.replaced` tells. */
export interface ReplacedFacts extends Facts {
  reason: string
}

/** How the replacement of the database is told. Holds SYS-1. */
export const noticeOfReplacement = (facts: ReplacedFacts): { code: NoticeCode; facts: Facts } => {
  const { reason, problem, aside, by, backupAt, reapplied, lost, unapplied } = facts
  return reason === 'restore'
    ? { code: 'restored', facts: { by: by ?? null, backupAt: backupAt ?? null, aside: aside ?? null } }
    : {
        code: 'recovered',
        facts: {
          reason,
          problem: problem ?? '',
          aside: aside ?? null,
          backupAt: backupAt ?? null,
          reapplied: reapplied ?? 0,
          lost: lost ?? 0,
          unapplied: unapplied ?? 0,
        },
      }
}
