import type { AuditEntry } from '#shared/modules/audit/model.ts'
import { t } from '../../../texts/t.ts'

/** Who did it. Sign-ins are carried out by nobody yet; jobs and seeding by the program itself. */
export const authorOf = (entry: Pick<AuditEntry, 'userId' | 'userName'>): string =>
  entry.userId === null ? (entry.userName === '' ? t('audit.nobody') : t('audit.byProgram')) : entry.userName
