import { z } from 'zod'
import { id } from '../../kernel/ids.ts'

/*
 * SYS-1: nothing that was saved is lost without a notice that says so in figures.
 * SYS-2: a file that is replaced is set aside, never removed.
 */

/** Facts of a notice: what its text names. */
export const facts = z.record(z.string(), z.union([z.string(), z.number(), z.null()]))
export type Facts = z.infer<typeof facts>

/**
 * recovered: the database was damaged, missing or behind, and was made anew: `reason`, `problem`, `aside`, `backupAt` (null:
 * from the journal alone), `reapplied`, `lost`, `unapplied`. restored: an owner went back to a backup: `by`, `backupAt`, `aside`.
 * jobFailed: `job`, `problem`. filesMissing: `count`. backupUnsound: `backup`, `problem`.
 */
export const NOTICE_CODES = ['recovered', 'restored', 'jobFailed', 'filesMissing', 'backupUnsound'] as const
export type NoticeCode = (typeof NOTICE_CODES)[number]

export const notice = z.object({
  id: id('notice'),
  createdAt: z.number().int(),
  code: z.enum(NOTICE_CODES),
  facts,
  acknowledgedAt: z.number().int().nullable(),
})
export type Notice = z.infer<typeof notice>

export const WARNINGS = ['damaged', 'diskLow', 'backupMissing', 'jobsFailed', 'spareBehind'] as const

/** Units: bytes, ms, epoch ms. */
export const health = z.object({
  version: z.string(),
  schemaVersion: z.number().int(),
  sqliteVersion: z.string(),
  startedAt: z.number().int(),
  uptimeMs: z.number().int(),
  databaseBytes: z.number().int(),
  walBytes: z.number().int(),
  freeBytes: z.number().int().nullable(),
  lastBackupAt: z.number().int().nullable(),
  jobs: z.object({ queued: z.number().int(), running: z.number().int(), failed: z.number().int() }),
  pendingEntries: z.number().int(),
  device: z.object({ id: z.string(), tag: z.string(), name: z.string() }),
  warnings: z.array(z.enum(WARNINGS)),
})

export const BACKUP_KINDS = ['hourly', 'manual', 'migration', 'restore'] as const
export const backup = z.object({
  name: z.string(),
  kind: z.enum(BACKUP_KINDS),
  at: z.number().int(),
  schemaVersion: z.number().int(),
  /** Last journal entry that it holds. */
  seq: z.number().int(),
  sizeBytes: z.number().int(),
})
export type BackupRow = z.infer<typeof backup>

export const JOB_STATES = ['queued', 'running', 'completed', 'failed'] as const
export const job = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(JOB_STATES),
  attempts: z.number().int(),
  runAt: z.number().int(),
  startedAt: z.number().int().nullable(),
  finishedAt: z.number().int().nullable(),
  /** What it did, or how its attempts failed, a line each. */
  detail: z.string(),
})

/** A backup asked for sooner than this after the last one is that one. */
export const BACKUP_STEP_MS = 10_000
