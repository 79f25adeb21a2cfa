import type Database from 'better-sqlite3'
import type { DeviceStanding } from '#shared/contract/wire.ts'

/** What this device knows of its centre: the one row of `sync_link`. `key` and `successor` are secrets. */
export interface Link {
  readonly address: string
  /** left: a person ended it; what is known of the centre stays, so that the same one can be joined again. */
  readonly state: 'waiting' | 'active' | 'revoked' | 'cloned' | 'upgrade' | 'left'
  readonly centreId: string
  readonly centreEpoch: number
  readonly companyName: string | null
  readonly checkText: string
  readonly key: string
  readonly keyMadeAt: number
  readonly successor: string | null
  /** Identity that the centre knows us by. */
  readonly deviceId: string
  readonly scopes: readonly string[]
  /** Every entry up to here is answered, and the parts up to `ackedPart` of the next one. */
  readonly ackedSeq: number
  readonly ackedPart: number
  readonly generation: number
  /** Revisions of rows read before this generation do not compare with the centre's present ones. */
  readonly epochGen: number
  /** Newest clock seen from elsewhere. */
  readonly hlc: string
  readonly clockOffsetMs: number | null
  readonly schemaVersion: number
  readonly auditedAt: number
}

const COLUMNS: Readonly<Record<keyof Link, string>> = {
  address: 'address',
  state: 'state',
  centreId: 'centre_id',
  centreEpoch: 'centre_epoch',
  companyName: 'company_name',
  checkText: 'check_text',
  key: 'key',
  keyMadeAt: 'key_made_at',
  successor: 'successor',
  deviceId: 'device_id',
  scopes: 'scopes',
  ackedSeq: 'acked_seq',
  ackedPart: 'acked_part',
  generation: 'generation',
  epochGen: 'epoch_gen',
  hlc: 'hlc',
  clockOffsetMs: 'clock_offset_ms',
  schemaVersion: 'schema_version',
  auditedAt: 'audited_at',
}
const NAMES = Object.entries(COLUMNS)

/** The link as stored. Every change is one statement, so it is part of whatever transaction is open; the copy in memory follows the file. */
export interface LinkStore {
  /** Undefined: no centre was ever named. */
  get(): Link | undefined
  set(patch: Partial<Link>): void
  create(link: Link): void
  /** Reads the file again: after a transaction that did not hold. */
  reload(): void
}

const encode = (value: unknown): unknown => (Array.isArray(value) ? JSON.stringify(value) : value)

export function openLink(raw: Database.Database): LinkStore {
  const read = raw.prepare(`SELECT ${NAMES.map(([key, column]) => `${column} AS ${key}`).join()} FROM sync_link WHERE one = 1`)
  let link: Link | undefined
  const reload = () => {
    const row = read.get() as (Omit<Link, 'scopes'> & { scopes: string }) | undefined // the columns named above
    link = row && { ...row, scopes: JSON.parse(row.scopes) as string[] } // written by us
  }
  reload()
  return {
    get: () => link,
    set: (patch) => {
      if (!link) return
      const changed = NAMES.filter(([key]) => patch[key as keyof Link] !== undefined && patch[key as keyof Link] !== link?.[key as keyof Link]) // keys of COLUMNS
      if (changed.length === 0) return
      raw
        .prepare(`UPDATE sync_link SET ${changed.map(([, column]) => `${column} = ?`).join()}`)
        .run(...changed.map(([key]) => encode(patch[key as keyof Link]))) // likewise
      link = { ...link, ...patch }
    },
    create: (made) => {
      raw
        .prepare(`INSERT OR REPLACE INTO sync_link (one, ${NAMES.map(([, column]) => column).join()}) VALUES (1, ${NAMES.map(() => '?').join()})`)
        .run(...NAMES.map(([key]) => encode(made[key as keyof Link]))) // likewise
      link = made
    },
    reload,
  }
}

/** What a standing says, as it is kept. */
export const standingPatch = ({
  state,
  scopes,
  centreId,
  centreEpoch,
  companyName,
  check,
}: DeviceStanding): Pick<Link, 'state' | 'scopes' | 'centreId' | 'centreEpoch' | 'companyName' | 'checkText'> => ({
  state: state === 'active' ? 'active' : state === 'revoked' ? 'revoked' : 'waiting',
  scopes,
  centreId,
  centreEpoch,
  companyName,
  checkText: check,
})
