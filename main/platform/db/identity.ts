import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import type Database from 'better-sqlite3'

export interface Device {
  readonly id: string
  readonly tag: string
  readonly clockTag: string
  readonly name: string
  readonly epoch: number
  /** Epoch ms at which this identity was drawn. */
  readonly createdAt: number
}

/** Crockford's base 32: no I, L, O, U, so a number read over the phone is heard right. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const code = (bytes: Buffer, length: number): string => Array.from({ length }, (_, i) => ALPHABET[(bytes[i] ?? 0) % 32]).join('')

/** The identity in force. */
export function currentDevice(raw: Database.Database): Device | undefined {
  return raw.prepare('SELECT id, tag, clock_tag AS clockTag, name, epoch, created_at AS createdAt FROM device ORDER BY epoch DESC LIMIT 1').get() as
    | Device
    | undefined // our own table
}

/** Draws a new identity: at first start, after a restore, or when the file turns up on another machine. */
export function renewDevice(raw: Database.Database, now: number): Device {
  const before = currentDevice(raw)
  const used = raw.prepare('SELECT tag FROM device').pluck().all()
  let bytes = randomBytes(8)
  while (used.includes(code(bytes, 4))) bytes = randomBytes(8)
  const tag = code(bytes, 4)
  const renewed: Device = {
    id: bytes.toString('hex'),
    tag,
    clockTag: code(bytes, 8).toLowerCase(),
    name: before?.name ?? hostname().slice(0, 60),
    epoch: (before?.epoch ?? 0) + 1,
    createdAt: now,
  }
  raw
    .prepare('INSERT INTO device (id, tag, clock_tag, name, created_at, epoch) VALUES (?, ?, ?, ?, ?, ?)')
    .run(renewed.id, renewed.tag, renewed.clockTag, renewed.name, now, renewed.epoch)
  raw.prepare('DELETE FROM counter').run()
  return renewed
}
