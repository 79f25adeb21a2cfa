import { type RefObject, useEffect, useEffectEvent, useSyncExternalStore } from 'react'

/**
 * A key or a sequence: `F2`, `mod+k`, `g c`, `?`. `mod` is Ctrl, on a Mac also Command. Letters are matched by their place on
 * the keyboard, so that they also work with an Arabic layout.
 */
export interface Shortcut {
  keys: string
  label: string
  /** Heading on the sheet. */
  group: string
  run: () => void
  /** Of a sequence: gets ready for it, once its first key is down. */
  ahead?: (() => void) | undefined
  /** What it belongs to on the screen. While a dialog is open only what stands in the topmost one answers. */
  at?: RefObject<HTMLElement | null>
}
interface Registered extends Shortcut {
  id: number
}

const registered = new Map<number, Shortcut>()
const listeners = new Set<() => void>()
let count = 0
let snapshot: readonly Registered[] = []
/** The dialog in which a shortcut stands; null for the page. */
const dialogOf = ({ at }: Shortcut): Element | null => at?.current?.closest('[aria-modal="true"]') ?? null

let isChecking = false
/** Two that answer one key are a fault of ours: said once the screen has settled, as a page that follows another may hold its keys. */
function check(): void {
  isChecking = false
  const places = Map.groupBy(snapshot, dialogOf)
  for (const shortcuts of places.values()) {
    for (const [keys, same] of Map.groupBy(shortcuts, (one) => one.keys)) {
      // One deed may be offered twice, as an empty list does. Nothing stops for two of them, but every journey fails.
      const deeds = new Set(same.map(({ label }) => label))
      if (deeds.size > 1) reportError(new Error(`One key, several deeds: ${keys} is ${[...deeds].join(', ')}`))
    }
  }
}
const changed = () => {
  snapshot = [...registered].map(([id, shortcut]) => ({ id, ...shortcut }))
  for (const listener of listeners) listener()
  if (!isChecking) setTimeout(check)
  isChecking = true
}

/** Registers while the component is on the screen. Undefined registers nothing. */
export function useShortcut(shortcut: Shortcut | undefined): void {
  const { keys, label, group, at } = shortcut ?? {}
  const run = useEffectEvent(() => shortcut?.run())
  const ahead = useEffectEvent(() => shortcut?.ahead?.())
  useEffect(() => {
    if (keys === undefined || label === undefined || group === undefined) return
    const id = ++count
    registered.set(id, { keys, label, group, run: () => run(), ahead: () => ahead(), ...(at && { at }) })
    changed()
    return () => {
      registered.delete(id)
      changed()
    }
  }, [keys, label, group, at])
}

/** Everything that works on the screen now, for the sheet. */
export const useShortcuts = (): readonly Registered[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => snapshot,
  )

const SEQUENCE_MS = 1200
let begun: { key: string; at: number } | null = null

const keyOf = (event: KeyboardEvent): string => {
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase()
  const digit = /^Digit(\d)$/.exec(event.code)?.[1]
  const plain = letter ?? (event.shiftKey ? event.key : (digit ?? event.key))
  const modifiers = `${event.ctrlKey || event.metaKey ? 'mod+' : ''}${event.altKey ? 'alt+' : ''}${event.shiftKey && (letter !== undefined || plain.length > 1) ? 'shift+' : ''}`
  return modifiers + plain
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('textarea, select, [role="combobox"], input:not([type="checkbox"], [type="radio"], [type="button"])'))

/** Answers key presses of the whole window; installed once by the shell. */
export function installShortcuts(): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.key === 'Control' || event.key === 'Shift' || event.key === 'Alt' || event.key === 'Meta') return
    const key = keyOf(event)
    const isPlain = key.length === 1
    if (isPlain && isTyping(event.target)) return
    const dialog = [...document.querySelectorAll('[aria-modal="true"]')].at(-1)
    const all = [...registered.values()].filter((shortcut) => dialog === undefined || dialogOf(shortcut) === dialog)
    const sequence = begun !== null && event.timeStamp - begun.at < SEQUENCE_MS ? `${begun.key} ${key}` : null
    begun = null
    const hit = all.findLast(({ keys }) => keys === sequence) ?? all.findLast(({ keys }) => keys === key)
    if (hit) {
      event.preventDefault()
      hit.run()
      return
    }
    const next = isPlain ? all.filter(({ keys }) => keys.startsWith(`${key} `)) : []
    if (next.length === 0) return
    begun = { key, at: event.timeStamp }
    for (const { ahead } of next) ahead?.()
  }
  window.addEventListener('keydown', onKey)
  return () => window.removeEventListener('keydown', onKey)
}
