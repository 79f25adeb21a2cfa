import { expect, it } from 'vitest'
import { testTitles } from '#tests/support/sources.ts'

/** What this release delivers. Each id leads the title of a test that shows it. */
const DELIVERED = `AUTH-LOGIN AUTH-HASH AUTH-LOCKOUT AUTH-SESSION AUTH-REVOKE AUTH-INACTIVE AUTH-RBAC AUTH-PERM AUD-TRAIL AUD-LIST USR-MGMT WS-CRUD SET-MGMT HR-EMP
CRM-CUST CRM-VALID CRM-VEHICLE VIN-DECODE SEARCH-ALL KEYS APPT-CRUD APPT-CONFLICT BAY-STATUS BAY-LOCK BAY-RELEASE WO-CRUD SALE-INVOICE FIN-PRECISION IMP-EXCEL
FILE-UPLOAD FILE-CLEAN JOB-QUEUE JOB-STATUS DB-MIGRATE DB-FK DB-INDEX DB-BACKUP DB-SOFTDEL DB-TXN DB-SEED LIST-PAGE LIST-FILTER PLAT-VALID PLAT-ERR PLAT-RESP PLAT-LOG
CFG-VALID SEC-INPUT SEC-SECRETS OPS-HEALTH PERF-START PERF-QUERY ARCH-LAYERS QA-UNIT QA-INTEG QA-E2E QA-ROLES QA-PERF QA-CI DOC-DEV UI-LOADING UI-RTL UI-THEME UI-MOBILE
EXT-LANG KIOSK-MODE A-JOURNAL`.split(/\s+/)

it('QA-CI: every delivered capability leads the title of a test', () => {
  const led = new Set(testTitles().flatMap((title) => /^(?:[A-Z0-9]+(?:-[A-Z0-9]+)+(?:,? |: ?))+/.exec(title)?.[0].match(/[A-Z0-9]+(?:-[A-Z0-9]+)+/g) ?? []))
  expect(DELIVERED.filter((id) => !led.has(id))).toEqual([])
})
