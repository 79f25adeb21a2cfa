import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InputOf, OutputOf } from '#shared/contract/define.ts'
import type { importsContract } from '#shared/modules/imports/contract.ts'
import type { Target } from '#shared/modules/imports/model.ts'
import type { TestCore } from './core.ts'

export const DATA = join(import.meta.dirname, '../data')
export const jsonOf = <T>(file: string): T => JSON.parse(readFileSync(join(DATA, file), 'utf8')) as T // our own test data

export type Shop = TestCore & { owner: string }
type Operations = (typeof importsContract)['operations']
export type Plan = InputOf<Operations['run']>

export const sendFile = (shop: Shop, fileName: string, bytes: string | Buffer): Promise<OutputOf<Operations['read']>> =>
  shop.get('imports.read', { fileName, base64: Buffer.from(bytes as string).toString('base64') }, shop.owner) // Buffer.from takes both

/** Reads a file and takes what is suggested for a target. */
export async function planOf(shop: Shop, target: Target, fileName: string, bytes: string | Buffer): Promise<Plan> {
  const file = await sendFile(shop, fileName, bytes)
  const suggested = file.suggestions.find((found) => found.target === target)
  const sheet = suggested?.sheet ?? 0
  return {
    importId: file.importId,
    target,
    sheet,
    header: file.sheets[sheet]?.header ?? null,
    mapping: suggested?.mapping ?? [],
    country: '',
    supplierId: null,
    createItems: false,
  }
}

export const journalLength = (shop: Shop) => shop.platform.store.connection.raw.prepare('SELECT count(*) FROM journal').pluck().get() as number // a count
export const allRows = <T>(shop: Shop, sql: string) => shop.platform.store.connection.raw.prepare(sql).all() as T[] // named by the caller
