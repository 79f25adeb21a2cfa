import { create } from 'zustand'
import type { ThemeName } from '../ui/theme.ts'

/** What belongs to this window and device alone; nothing of the business. */
interface WindowState {
  readonly theme: ThemeName
  readonly menuIsNarrow: boolean
  /** Groups of the sidebar that show their heading alone. The group of the page in front is open all the same. */
  readonly foldedGroups: readonly string[]
  /** The location whose day is shown; null: the first one. */
  readonly locationId: string | null
  /** What each person has looked at of a record, by `person:record`. Lost, everything counts as seen again. */
  readonly seen: Readonly<Record<string, Readonly<Record<string, string>>>>
}

const KEY = 'bayline.window'
const first: WindowState = { theme: 'dark', menuIsNarrow: false, foldedGroups: ['nav.admin'], locationId: null, seen: {} }

function kept(): WindowState {
  try {
    return { ...first, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<WindowState>) } // written below
  } catch {
    return first
  }
}

export const useWindow = create<WindowState>(kept)
export const setWindow = (next: Partial<WindowState>): void => useWindow.setState(next)
useWindow.subscribe((state) => localStorage.setItem(KEY, JSON.stringify(state)))
