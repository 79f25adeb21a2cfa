import { mergeChange } from '#shared/contract/merge.ts'
import { COMPANY_SCOPE } from '#shared/contract/sync.ts'
import type { WireRow } from '#shared/contract/wire.ts'
import { type LinkedShop, RULES } from './linked-shop.ts'

/** Several devices around one centre, which merges what each one says of `shared` tables and shows all of it to all. */
export function around(devices: readonly LinkedShop[], shared: ReadonlySet<string>) {
  const rows = new Map<string, WireRow>()
  const refused: string[] = []
  // Each device has the location that it was set up with; the centre lets all of them into all. A row that is pushed stays only where its location is.
  const locations = devices.flatMap(({ all }) => (all('SELECT id FROM location') as { id: string }[]).map(({ id }) => id)) // the column named
  for (const { replica } of devices) replica.apply.setScopes([COMPANY_SCOPE, 'here', ...locations])
  const push = ({ hands, replica }: LinkedShop) => {
    for (let sent = hands.build(); sent; sent = hands.build()) {
      const results = hands.entries(sent).map((entry) => {
        const changes = entry.changes.filter(({ table }) => shared.has(table))
        const merged = changes.map((change) => {
          const rule = RULES[change.table]
          if (!rule) throw new Error(change.table)
          return {
            change,
            before: rows.get(`${change.table}/${change.id}`),
            ...mergeChange(rule, rows.get(`${change.table}/${change.id}`), change as never, entry.hlc, entry.at, true),
          }
        })
        const illegal = merged.find((one) => !('row' in one))
        if (illegal) {
          refused.push(entry.command)
          return { seq: entry.seq, part: entry.part, outcome: 'rejected' as const, reason: 'stateChanged' as const }
        }
        for (const one of merged) {
          if (!('row' in one)) continue
          const { table: kind, id } = one.change
          const { clk, doc } = one.row
          rows.set(`${kind}/${id}`, { kind, id, scope: 'company', rev: (one.before?.rev ?? 0) + 1, deleted: false, clk, doc: doc as WireRow['doc'] })
        }
        return { seq: entry.seq, part: entry.part, outcome: 'applied' as const }
      })
      replica.outbox.record(sent, results as never) // answers as the centre gives them
    }
  }
  return {
    refused,
    push,
    show: ({ hands }: LinkedShop) => hands.feed([...rows.values()].map(hands.feedRow)),
    meet(this: { push: typeof push; show: (device: LinkedShop) => void }) {
      for (const device of devices) this.push(device)
      for (const device of devices) this.show(device)
    },
  }
}
