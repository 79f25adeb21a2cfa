export const system = {
  title: 'System',
  intro: 'Health of this device’s data, backups and background work.',
  allWell: 'All is well',
  health: 'Health',
  version: 'Version',
  schema: 'Data format',
  database: 'Database',
  databaseSize: '{{size}} and {{log}} log',
  free: 'Free on the disk',
  started: 'Running since',
  lastBackup: 'Last backup',
  pending: 'Waiting to be passed on',
  device: 'This device',
  backups: 'Backups',
  backupNow: 'Back up now',
  backedUp: 'The backup is written and checked.',
  backupKind: 'Kind',
  backupWhen: 'Made',
  backupSize: 'Size',
  backupEntry: 'Up to entry',
  restore: 'Go back to this',
  restoreTitle: 'Go back to an earlier state?',
  restoreText:
    'Everything on this device becomes as it was on {{at, dateTime}}. The present state is backed up first, and its file is set aside, never deleted. Bayline starts anew.',
  restoring: 'Bayline starts anew on the backup.',
  jobs: 'Background jobs',
  jobName: 'Job',
  jobAttempts: 'Attempts',
  jobWhen: 'When',
  jobDetail: 'What it did',
  retry: 'Run again',
  retried: 'The job runs again.',
  noJobs: 'No jobs yet',
  noBackups: 'No backups yet',
  exportLogs: 'Export logs',
  notices: 'Notices',
  noNotices: 'Nothing to report',
  acknowledge: 'I have read this',
  aside: 'The old file is kept as {{name}}.',
} as const

export const jobState = { queued: 'Queued', running: 'Running', completed: 'Completed', failed: 'Failed' } as const
export const backupKind = { hourly: 'Hourly', manual: 'By hand', migration: 'Before an update', restore: 'Before going back' } as const

export const warning = {
  damaged: 'The database is damaged. Restore a backup.',
  diskLow: 'The disk is nearly full. Free some space, or nothing more can be saved.',
  backupMissing: 'There is no recent backup.',
  jobsFailed: 'Background jobs have failed.',
  spareBehind: 'The second copy of the journal cannot be written.',
} as const

export const notice = {
  recovered: 'The database was damaged and has been made anew: {{reapplied, number}} later entries were put back, {{lost, number}} could not be read.',
  restored: '{{by}} went back to the backup of {{backupAt, dateTime}}.',
  jobFailed: 'The job “{{job}}” failed for good: {{problem}}',
  filesMissing_one: '{{count, number}} attachment is missing from the disk.',
  filesMissing_other: '{{count, number}} attachments are missing from the disk.',
  backupUnsound: 'The backup {{backup}} is not sound: {{problem}}',
} as const
