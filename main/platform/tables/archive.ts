import { crc32, inflateRawSync } from 'node:zlib'
import { CAPS, type Refusal } from './table.ts'

const END = 0x06054b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const END_BYTES = 22
const MOST_ENTRIES = 10_000

/**
 * The files of a zip archive, read by its directory alone, each really unpacked under the caps on size and ratio, so that a bomb
 * costs no more than the cap. Refuses what is encrypted, spans disks, overlaps, or says one thing and does another.
 */
export function unpack(bytes: Uint8Array): Map<string, Buffer> | { refused: Refusal } {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = file.subarray(0).lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end === -1 || end + END_BYTES > file.length) return { refused: 'Damaged' }
  const count = file.readUInt16LE(end + 10)
  let at = file.readUInt32LE(end + 16)
  if (count > MOST_ENTRIES) return { refused: 'TooLarge' }

  const entries = new Map<string, Buffer>()
  const spans: { from: number; to: number }[] = []
  let left: number = Math.min(CAPS.unpackedBytes, Math.max(bytes.length * CAPS.ratio, 1_000_000))
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || file.readUInt32LE(at) !== ENTRY) return { refused: 'Damaged' }
    const flags = file.readUInt16LE(at + 8)
    const method = file.readUInt16LE(at + 10)
    const packed = file.readUInt32LE(at + 20)
    const unpacked = file.readUInt32LE(at + 24)
    const nameLength = file.readUInt16LE(at + 28)
    const local = file.readUInt32LE(at + 42)
    const name = file.toString('utf8', at + 46, at + 46 + nameLength)
    at += 46 + nameLength + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32)
    if ((flags & 1) !== 0) return { refused: 'Encrypted' }
    if (unpacked > left) return { refused: 'TooLarge' }
    if (local + 30 > file.length || file.readUInt32LE(local) !== LOCAL) return { refused: 'Damaged' }
    const from = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
    if (from + packed > file.length) return { refused: 'Damaged' }
    spans.push({ from: local, to: from + packed })
    const data = inflate(file.subarray(from, from + packed), method, unpacked)
    if (!data || entries.has(name)) return { refused: 'Damaged' }
    left -= data.length
    entries.set(name, data)
  }
  spans.sort((a, b) => a.from - b.from)
  return spans.some((span, i) => span.from < (spans[i - 1]?.to ?? 0)) ? { refused: 'Damaged' } : entries
}

function inflate(packed: Buffer, method: number, unpacked: number): Buffer | null {
  if (method === 0) return packed.length === unpacked ? packed : null
  if (method !== 8) return null
  try {
    const data = inflateRawSync(packed, { maxOutputLength: Math.max(1, unpacked) })
    return data.length === unpacked ? data : null
  } catch {
    return null
  }
}

/** An archive of files that are not packed: what a library is given to read, so that it unpacks nothing itself. */
export function repack(entries: ReadonlyMap<string, Buffer>): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, data] of entries) {
    const nameBytes = Buffer.from(name)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(LOCAL, 0)
    head.writeUInt16LE(20, 4)
    head.writeUInt16LE(0x0800, 6) // names are UTF-8
    head.writeUInt32LE(crc32(data), 14)
    head.writeUInt32LE(data.length, 18)
    head.writeUInt32LE(data.length, 22)
    head.writeUInt16LE(nameBytes.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(ENTRY, 0)
    entry.writeUInt16LE(20, 4)
    head.copy(entry, 6, 4, 30)
    entry.writeUInt32LE(offset, 42)
    parts.push(head, nameBytes, data)
    directory.push(entry, nameBytes)
    offset += head.length + nameBytes.length + data.length
  }
  const end = Buffer.alloc(END_BYTES)
  end.writeUInt32LE(END, 0)
  end.writeUInt16LE(entries.size, 8)
  end.writeUInt16LE(entries.size, 10)
  end.writeUInt32LE(
    directory.reduce((sum, part) => sum + part.length, 0),
    12,
  )
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, ...directory, end])
}
