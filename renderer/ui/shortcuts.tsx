import { useEffect, useEffectEvent, useSyncExternalStore } from 'react'

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
  /** Also while a dialog is open. */
  inDialog?: boolean
}
interface Registered extends Shortcut {
  id: number
}

const registered = new Map<number, Shortcut>()
const listeners = new Set<() => void>()
let count = 0
let snapshot: readonly Registered[] = []
const changed = () => {
  snapshot = [...registered].map(([id, shortcut]) => ({ id, ...shortcut }))
  for (const listener of listeners) listener()
}

/** Registers while the component is on the screen. Undefined registers nothing. */
export function useShortcut(shortcut: Shortcut | undefined): void {
  const { keys, label, group, inDialog = false } = shortcut ?? {}
  const run = useEffectEvent(() => shortcut?.run())
  useEffect(() => {
    if (keys === undefined || label === undefined || group === undefined) return
    const id = ++count
    registered.set(id, { keys, label, group, inDialog, run: () => run() })
    changed()
    return () => {
      registered.delete(id)
      changed()
    }
  }, [keys, label, group, inDialog])
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
    const dialogIsOpen = document.querySelector('[aria-modal="true"]') !== null
    const all = [...registered.values()].filter((shortcut) => !dialogIsOpen || shortcut.inDialog)
    const sequence = begun !== null && event.timeStamp - begun.at < SEQUENCE_MS ? `${begun.key} ${key}` : null
    begun = null
    const hit = all.findLast(({ keys }) => keys === sequence) ?? all.findLast(({ keys }) => keys === key)
    if (hit) {
      event.preventDefault()
      hit.run()
    } else if (isPlain && all.some(({ keys }) => keys.startsWith(`${key} `))) {
      begun = { key, at: event.timeStamp }
    }
  }
  window.addEventListener('keydown', onKey)
  return () => window.removeEventListener('keydown', onKey)
}
