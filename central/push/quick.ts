import { MAX_CHANGES, MAX_ENTRIES, type PushRequest } from '#shared/contract/wire.ts'

type Fields = Readonly<Record<string, unknown>>
const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
const isWhole = (value: unknown, least: number, most: number): boolean => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most
const isText = (value: unknown, least: number, most: number): boolean => typeof value === 'string' && value.length >= least && value.length <= most
const fits = (value: unknown, pattern: RegExp): boolean => typeof value === 'string' && pattern.test(value)

const EPOCH_MS = 8_640_000_000_000_000
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const HLC = /^[0-9a-f]{16}-[0-9a-z]{8}$/
const TABLE = /^[a-z][a-z0-9_]{0,62}$/
const FIELD = /^[a-zA-Z][a-zA-Z0-9]{0,62}$/
const ENTRY_KEYS = 11
const CHANGE_KEYS = 4

/**
 * Whether the wire's schema takes a value as it is, told in a sixth of the schema's time for what programs of ours send. false: ask the
 * schema, which also says what is wrong.
 */
export function isSurelyPush(value: unknown): value is PushRequest {
  if (!isRecord(value)) return false
  const { sentAt, ackedThrough, centreEpoch, entries } = value
  const keys = 'centreEpoch' in value ? 4 : 3
  return (
    Object.keys(value).length === keys &&
    isWhole(sentAt, 0, EPOCH_MS) &&
    isWhole(ackedThrough, 0, Number.MAX_SAFE_INTEGER) &&
    (keys === 3 || isWhole(centreEpoch, 0, Number.MAX_SAFE_INTEGER)) &&
    Array.isArray(entries) &&
    entries.length <= MAX_ENTRIES &&
    entries.every(isSurelyEntry)
  )
}

function isSurelyEntry(value: unknown): boolean {
  if (!isRecord(value) || Object.keys(value).length !== ENTRY_KEYS) return false
  const { seq, part, parts, txId, hlc, at, command, schemaVersion, userId, userName, changes } = value
  return (
    isWhole(seq, 1, Number.MAX_SAFE_INTEGER) &&
    isWhole(part, 1, 10_000) &&
    isWhole(parts, 1, 10_000) &&
    fits(txId, UUID) &&
    fits(hlc, HLC) &&
    isWhole(at, 0, EPOCH_MS) &&
    isText(command, 1, 200) &&
    isWhole(schemaVersion, 1, 100_000) &&
    (userId === null || isText(userId, 0, 200)) &&
    isText(userName, 0, 200) &&
    Array.isArray(changes) &&
    changes.length >= 1 &&
    changes.length <= MAX_CHANGES &&
    changes.every(isSurelyChange)
  )
}

function isSurelyChange(value: unknown): boolean {
  if (!isRecord(value) || Object.keys(value).length !== CHANGE_KEYS) return false
  const { table, id, insert, fields } = value
  if (!fits(table, TABLE) || !isText(id, 1, 200) || typeof insert !== 'boolean' || !isRecord(fields)) return false
  for (const [field, values] of Object.entries(fields)) {
    if (!FIELD.test(field) || !Array.isArray(values)) return false
    if (values.length !== 1 && (values.length !== 3 || (values[2] !== '' && !fits(values[2], HLC)))) return false
  }
  return true
}
