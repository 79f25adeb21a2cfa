/*
 * Arrays for `unnest` in the binary form of Postgres' protocol, which node-postgres sends as it is: rows then cost the server no parsing
 * of JSON around them, and no quoting on either side. Measured: half the time of a list in JSON.
 * Source: PostgreSQL 18, array_recv in src/backend/utils/adt/arrayfuncs.c; object ids from pg_type.dat.
 */
const OIDS = { boolean: 16, bytea: 17, bigint: 20, integer: 23, text: 25, json: 114, 'double precision': 701, jsonb: 3802 } as const
export type ElementType = keyof typeof OIDS

/** Up to this length, a loop over its characters writes a text sooner than a call out of JavaScript. */
const SHORT = 48

/** Bytes that a value takes at most, without its length. */
function roomOf(type: ElementType, value: unknown): number {
  if (typeof value === 'string') return value.length * 3 + 1
  return type === 'bytea' ? (value as Uint8Array).length : 8 // as its type says
}

/** `unnest($1::type[])` gives these values. JSON comes as text. */
export function arrayOf(type: ElementType, values: readonly unknown[]): Buffer {
  let room = 20
  let hasNull = 0
  for (const value of values) {
    room += 4
    if (value === null) hasNull = 1
    else room += roomOf(type, value)
  }
  const bytes = Buffer.allocUnsafe(room)
  let at = 0
  const int = (value: number) => {
    at = bytes.writeInt32BE(value, at)
  }
  int(values.length === 0 ? 0 : 1)
  int(hasNull)
  int(OIDS[type])
  if (values.length > 0) {
    int(values.length)
    int(1)
  }
  for (const value of values) {
    if (value === null) {
      int(-1)
      continue
    }
    const lengthAt = at
    at += 4
    // The callers give what the type says: a column's values are checked before.
    if (type === 'boolean') at = bytes.writeUInt8(value === true ? 1 : 0, at)
    else if (type === 'bigint') at = bytes.writeBigInt64BE(BigInt(value as number), at)
    else if (type === 'integer') at = bytes.writeInt32BE(value as number, at)
    else if (type === 'double precision') at = bytes.writeDoubleBE(value as number, at)
    else if (type === 'bytea') {
      bytes.set(value as Uint8Array, at)
      at += (value as Uint8Array).length
    } else {
      if (type === 'jsonb') at = bytes.writeUInt8(1, at) // version of the form
      at = writeText(bytes, value as string, at)
    }
    bytes.writeInt32BE(at - lengthAt - 4, lengthAt)
  }
  return bytes.subarray(0, at)
}

function writeText(bytes: Buffer, text: string, from: number): number {
  if (text.length > SHORT) return from + bytes.write(text, from)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 127) return from + bytes.write(text, from)
    bytes[from + i] = code
  }
  return from + text.length
}
