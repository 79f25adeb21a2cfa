import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { backup, health, JOB_STATES, job, notice } from './model.ts'

const read = permission('system.read', 'manager')
const operate = permission('system.operate', 'manager')
/** Whoever holds it can turn the shop's data back to an earlier day. */
const manage = permission('system.manage')

export const systemFails = failures('system', {
  unknownBackup: 'notFound',
  backupUnsound: 'conflict',
  backupFailed: 'unavailable',
  newerBackup: 'conflict',
  unknownJob: 'notFound',
  unknownNotice: 'notFound',
})

const nothing = z.strictObject({})

export const systemContract = contract('system', {
  /** For whoever watches over the machine: it runs, and what. */
  ping: query({ input: nothing, output: z.object({ version: z.string(), contractVersion: z.number().int(), uptimeMs: z.number().int() }), needs: 'anyone' }),
  health: query({ input: nothing, output: health, needs: read }),
  /** Newest first. */
  backups: query({ input: nothing, output: z.array(backup), needs: read }),
  backupNow: command({ input: nothing, output: backup, needs: operate, fails: ['system.backupFailed'] }),
  /** Saves the present state as a backup, then starts anew on the chosen one. The present file is set aside. */
  restore: command({
    input: z.strictObject({ name: z.string().min(1).max(120) }),
    output: z.null(),
    needs: manage,
    fails: ['system.unknownBackup', 'system.backupUnsound', 'system.newerBackup', 'system.backupFailed'],
  }),
  /** Newest first. */
  jobs: query({
    input: z.strictObject({ ...pageInput, state: z.enum(JOB_STATES).optional(), name: z.string().max(200).optional() }),
    output: page(job),
    needs: read,
  }),
  retryJob: command({ input: z.strictObject({ jobId: z.string().min(1).max(200) }), output: z.null(), needs: operate, fails: ['system.unknownJob'] }),
  /** What everybody at the machine should know; newest first, at most 100. */
  notices: query({ input: z.strictObject({ acknowledged: z.boolean().default(false) }), output: z.array(notice), needs: 'session' }),
  acknowledge: command({ input: z.strictObject({ noticeId: id('notice') }), output: notice, needs: manage, fails: ['system.unknownNotice'] }),
  /** Health, jobs, backups and the newest log lines as one text, without the content of any record. */
  exportLogs: query({ input: nothing, output: z.object({ fileName: z.string(), text: z.string() }), needs: operate }),
})
