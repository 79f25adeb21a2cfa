import type { TableSync } from '#shared/contract/sync.ts'
import type { WireRow } from '#shared/contract/wire.ts'
import type { Query } from '../db/database.ts'
import { holdsSlot } from './decide.ts'
import { inEveryScope } from './load.ts'
import { type Decision, keyOf, type Situation } from './state.ts'
import { kept } from './write.ts'

const columnOf = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Rows of the decision that want a slot which another row holds, by key, with that row: one that stands, or an earlier one of the decision. */
export async function findHolders(q: Query, situation: Situation, { rows }: Pick<Decision, 'rows'>): Promise<Map<string, WireRow>> {
  const found = new Map<string, WireRow>()
  for (const [kind, rule] of Object.entries(situation.rules)) {
    const { exclusive } = rule
    const wanting = exclusive ? [...rows.values()].filter((row) => row.kind === kind && holdsSlot(exclusive, row.doc)) : []
    if (!exclusive || wanting.length === 0) continue
    const others = await inEveryScope(q, situation, () => standing(q, kind, exclusive, wanting, [...rows.values()]))
    const settled: WireRow[] = []
    for (const row of wanting) {
      const holder = others.get(row.id) ?? settled.find((earlier) => overlaps(exclusive, earlier.doc, row.doc))
      if (holder) found.set(keyOf(kind, row.id), holder)
      else settled.push(row)
    }
  }
  return found
}

type Exclusive = NonNullable<TableSync['exclusive']>

function overlaps({ keys, from, until }: Exclusive, a: WireRow['doc'], b: WireRow['doc']): boolean {
  const [aFrom, aUntil, bFrom, bUntil] = [a[from], a[until], b[from], b[until]].map(Number) as [number, number, number, number] // integer columns
  return aFrom < bUntil && bFrom < aUntil && keys.some((key) => a[key] !== null && a[key] === b[key])
}

/** By id of the wanting row: the row at the centre that holds its slot. Rows of the decision itself stand there as they were, and do not count. */
async function standing(q: Query, kind: string, exclusive: Exclusive, wanting: readonly WireRow[], own: readonly WireRow[]): Promise<Map<string, WireRow>> {
  const { keys, from, until } = exclusive
  const asked = wanting.map(({ id, doc }) => ({ id, keys: keys.map((key) => doc[key] ?? null), from: doc[from] ?? 0, until: doc[until] ?? 0 }))
  const [columnFrom, columnUntil, state] = [from, until, exclusive.while.field].map(columnOf)
  const perKey = keys.map(
    (key, i) => `SELECT g.id AS wanting, o.id FROM json_to_recordset($1::json) AS g(id text, keys text[], "from" bigint, until bigint)
    JOIN "${kind}" o ON o.${columnOf(key)} = g.keys[${i + 1}] AND int8range(o.${columnFrom}, o.${columnUntil}, '[)') && int8range(g."from", g.until, '[)')
    WHERE NOT o.deleted AND o.${state} = ANY ($2::text[]) AND o.id <> ALL ($3::text[])`,
  )
  const found = await q<WireRow & { wanting: string }>(
    `SELECT DISTINCT ON (w.wanting) w.wanting, s.kind, s.id, s.scope, s.rev, s.deleted, s.clk, s.doc FROM (${perKey.join(' UNION ALL ')}) w
    JOIN sync_row s ON s.kind = $4 AND s.id = w.id ORDER BY w.wanting, s.id`,
    [kept(asked.filter((one) => Number(one.from) < Number(one.until))), exclusive.while.in, own.map(({ id }) => id), kind],
    `push_holders_${kind}`,
  )
  return new Map(found.map(({ wanting: id, ...row }) => [id, row]))
}
