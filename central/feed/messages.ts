import type { Position } from './protocol.ts'
import { keyOf, keyPrefix } from './relation.ts'
import type { Definition } from './shape.ts'

type Image = Readonly<Record<string, string | null>>
/** A change of the log, and on which side of it the row belongs to the shape. */
export interface Change {
  readonly epoch: number
  readonly position: number
  readonly xid: string
  readonly leaf: readonly [string, string] | null
  readonly old: Image | null
  readonly new: Image | null
  readonly was: boolean
  readonly becomes: boolean
}

/** A message of the log, before it is known whether it is its epoch's last. */
export interface Draft extends Position {
  readonly operation: 'insert' | 'update' | 'delete'
  readonly key: string
  readonly value: Image
  readonly oldValue?: Image
  readonly xid: number
  readonly more?: Readonly<Record<string, string>>
}

const pick = (image: Image, names: readonly string[]): Image => Object.fromEntries(names.map((name) => [name, image[name] ?? null]))

/**
 * What a change is to readers of a shape: nothing, one message, or two where the key changed. A row that comes to satisfy the
 * condition is an insert, one that ceases to is a delete; `replica=full` adds what did not change.
 */
export function draftsOf(change: Change, { relation, columns, key, replica }: Definition): Draft[] {
  const { epoch, position, old, new: now, was, becomes } = change
  const prefix = keyPrefix(...(change.leaf ?? ([relation.schema, relation.table] as const)))
  const names = columns.map(({ name }) => name)
  const draft = (operation: Draft['operation'], image: Image, value: Image, at = position): Draft => ({
    kind: 'log',
    epoch,
    position: at,
    operation,
    key: keyOf(
      prefix,
      key.map((name) => image[name]),
    ),
    value,
    xid: Number(BigInt(change.xid) & 0xffff_ffffn),
  })
  const gone = (image: Image, at?: number) => draft('delete', image, pick(image, replica === 'full' ? names : key), at)
  if (old && was && (!now || !becomes)) return [gone(old)]
  if (now && becomes && (!old || !was)) return [draft('insert', now, pick(now, names))]
  if (!old || !now || !was || !becomes) return []
  const changed = names.filter((name) => old[name] !== now[name])
  if (changed.length === 0) return []
  if (key.some((name) => changed.includes(name))) {
    const [from, to] = [gone(old), draft('insert', now, pick(now, names), position + 1)]
    return [
      { ...from, more: { key_change_to: to.key } },
      { ...to, more: { key_change_from: from.key } },
    ]
  }
  // The log of sync_row does not keep all that was.
  if (replica === 'full')
    return [
      {
        ...draft('update', now, pick(now, names)),
        oldValue: pick(
          old,
          changed.filter((name) => name in old),
        ),
      },
    ]
  return [
    draft(
      'update',
      now,
      pick(
        now,
        names.filter((name) => key.includes(name) || changed.includes(name)),
      ),
    ),
  ]
}

export interface Message extends Position {
  readonly text: string
}

/** `last`: nothing of its epoch follows. */
export function messageOf({ epoch, position, operation, key, value, oldValue, xid, more }: Draft, { relation }: Definition, last: boolean): Message {
  const headers = {
    ...(last && { last }),
    relation: [relation.schema, relation.table],
    operation,
    lsn: String(epoch),
    op_position: position,
    txids: [xid],
    ...more,
  }
  return { kind: 'log', epoch, position, text: JSON.stringify({ value, key, headers, ...(oldValue && { old_value: oldValue }) }) }
}
