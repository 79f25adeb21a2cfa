import type { ReadDb } from '#main/platform/db/read.ts'
import type { Json } from '#shared/kernel/result.ts'
import type { ChainReport, SealedKind } from '#shared/modules/audit/model.ts'
import { sealHash } from '../service/seal.ts'
import { sealingDevices, sealsAfter } from '../store/seals.ts'

/** What a seal covers; undefined where it is not there. */
export type ContentOf = (db: ReadDb, kind: SealedKind, recordId: string) => Json | undefined
export interface Unsealed {
  readonly deviceTag: string
  readonly recordId: string
}

/** Links looked at before other calls get in between. */
const PIECE = 200

/** Every chain from its first link to the first that is broken; `loose` are records that should have a seal and have none. Calls go on meanwhile. */
export async function verifyChains(db: ReadDb, contentOf: ContentOf, loose: readonly Unsealed[]): Promise<ChainReport[]> {
  const reports: ChainReport[] = []
  for (const deviceTag of new Set([...sealingDevices(db), ...loose.map((one) => one.deviceTag)])) {
    const unsealed = loose.find((one) => one.deviceTag === deviceTag)
    const walked = await walk(db, deviceTag, contentOf)
    reports.push(walked.fault || !unsealed ? walked : { ...walked, fault: { seq: walked.links + 1, kind: 'unsealed', recordId: unsealed.recordId } })
  }
  return reports
}

async function walk(db: ReadDb, deviceTag: string, contentOf: ContentOf): Promise<ChainReport> {
  let links = 0
  let before = ''
  const broken = (kind: NonNullable<ChainReport['fault']>['kind'], recordId: string): ChainReport => ({
    deviceTag,
    links,
    fault: { seq: links + 1, kind, recordId },
  })
  for (let piece = sealsAfter(db, deviceTag, 0, PIECE); piece.length > 0; piece = sealsAfter(db, deviceTag, links, PIECE)) {
    for (const link of piece) {
      if (link.seq !== links + 1) return broken('gap', link.recordId)
      const content = contentOf(db, link.kind, link.recordId)
      if (content === undefined) return broken('missing', link.recordId)
      if (sealHash(before, link, content) !== link.hash) return broken('changed', link.recordId)
      links = link.seq
      before = link.hash
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { deviceTag, links, fault: null }
}
