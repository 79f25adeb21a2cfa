import { readText } from './text.ts'
import { CAPS, type Refusal, type Table } from './table.ts'

export interface ReadInput {
  readonly bytes: Uint8Array
  readonly fileName: string
  readonly encoding?: string | undefined
  readonly delimiter?: string | undefined
}

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean => magic.every((byte, i) => bytes[i] === byte)
const ZIP = [0x50, 0x4b, 3, 4]
const EMPTY_ZIP = [0x50, 0x4b, 5, 6]
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]

/**
 * A file of a list, as rows of text. Content decides the kind (TAB-1). Run it through `offload`: a hostile file can take long and
 * much memory. Never throws (TAB-3).
 */
export async function readTable({ bytes, fileName, encoding, delimiter }: ReadInput): Promise<Table | { refused: Refusal }> {
  if (bytes.length > CAPS.bytes) return { refused: 'TooLarge' }
  if (bytes.length === 0) return { refused: 'Empty' }
  try {
    if (startsWith(bytes, ZIP) || startsWith(bytes, EMPTY_ZIP)) return await (await import('./workbook.ts')).readArchive(bytes)
    if (startsWith(bytes, COMPOUND)) return (await import('./workbook.ts')).readCompound(bytes)
    return readText(bytes, fileName.replace(/^.*[\\/]|\.[^.]*$/g, ''), { encoding, delimiter })
  } catch {
    return { refused: 'Damaged' }
  }
}
