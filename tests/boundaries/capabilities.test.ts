import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT, testTitles } from '#tests/support/sources.ts'

/** What this release delivers. Each id leads the title of a test that shows it. */
const DELIVERED =
  `AUTH-LOGIN AUTH-HASH AUTH-LOCKOUT AUTH-SESSION AUTH-REVOKE AUTH-INACTIVE AUTH-RBAC AUTH-PERM AUD-TRAIL AUD-LIST USR-MGMT WS-CRUD SET-MGMT HR-EMP
CRM-CUST CRM-VALID CRM-VEHICLE VIN-DECODE SEARCH-ALL KEYS APPT-CRUD APPT-CONFLICT BAY-STATUS BAY-LOCK BAY-RELEASE WO-CRUD SALE-INVOICE FIN-PRECISION IMP-EXCEL
FILE-UPLOAD FILE-CLEAN JOB-QUEUE JOB-STATUS DB-MIGRATE DB-FK DB-INDEX DB-BACKUP DB-SOFTDEL DB-TXN DB-SEED LIST-PAGE LIST-FILTER PLAT-VALID PLAT-ERR PLAT-RESP PLAT-LOG
CFG-VALID SEC-INPUT SEC-SECRETS OPS-HEALTH PERF-START PERF-QUERY ARCH-LAYERS QA-UNIT QA-INTEG QA-E2E QA-ROLES QA-PERF QA-CI DOC-DEV UI-LOADING UI-RTL UI-THEME UI-MOBILE
EXT-LANG KIOSK-MODE A-JOURNAL
SYNC-OFFLINE SYNC-STATUS SYNC-RETRY AUTH-TENANT API-VER API-DOC API-GZIP SEC-RATE SEC-TLS SEC-CORS OPS-DEPLOY OPS-PROXY OPS-MON REL-SCALE REL-BREAKER RT-BROADCAST
A-OFFLINE A-LAN A-SYNCCENTRE A-SLOTS A-LINEMERGE INV-WAREHOUSE INV-MOVE INV-USAGE INV-REORDER INV-CRITICAL INV-COUNT INV-LOT PUR-ORDER
APPT-TYPES APPT-SLOTS APPT-RECUR CRM-SVCREMIND CAL-ICS APPT-AUTOSCHED ALR-BAYUTIL JOB-REALLOC A-PLANNER
POS-SALE POS-TILL POS-RETURN PAY-TENDER INV-LABEL A-TAMPER
INV-PRODUCT INV-VARIANT INV-CATEGORY PART-CORE PART-RETURN PART-SPECIAL A-PARTSCHAIN AR-ACCOUNT ORG-PRODUCT TAX-RULES A-TAX
APPT-STATUS APPT-VIEWS BAY-SHEET BAY-BOARD WO-FILTER WO-GATES EST-LINES EST-CANNED EST-APPROVE EST-DEFER INSP-CRUD INSP-RATE DVI-SHEET DVI-REPORT WAR-STATUS CRM-DEDUP
HIST-VEHICLE CLOCK-SHIFT COM-CHAT COM-NOTES PRT-FORMS A-SEALED A-CLOCK A-PHOTOS
JOB-BOARD ALR-CORE NTF-RT DOC-OPS
RPT-CORE RPT-SHOP DASH-ADMIN DASH-WORKSHOP DASH-OWNER HR-SALESREP`.split(/\s+/)

it('QA-CI: every delivered capability leads the title of a test', () => {
  const led = new Set(testTitles().flatMap((title) => /^(?:[A-Z0-9]+(?:-[A-Z0-9]+)*(?:,? |: ?))+/.exec(title)?.[0].match(/[A-Z0-9]+(?:-[A-Z0-9]+)*/g) ?? []))
  expect(DELIVERED.filter((id) => !led.has(id))).toEqual([])
})

it('DOC-DEV: the README names both commands, and every folder and file that it points to exists', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
  for (const command of ['npm start', 'npm test', 'npm run check', 'npm run bench', 'npm run seed']) expect(readme).toContain(command)
  const named = [...readme.matchAll(/`((?:shared|main|central|renderer|migrations|tests|tools)\/[\w./-]*)`|\]\((docs\/[\w.-]+)\)/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  )
  expect(named.length).toBeGreaterThan(15)
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([])
  const scripts = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }).scripts // npm's own form
  expect([...readme.matchAll(/npm run (\w+)/g)].map((match) => match[1] ?? '').filter((name) => !(name in scripts))).toEqual([])
})
