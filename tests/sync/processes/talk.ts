import type { SyncStatus } from '#main/platform/sync/sync.ts'
import type { Saved } from '../sim/station.ts'

/** What a device's process is asked to do. */
export type Ask =
  | { readonly do: 'found' }
  | { readonly do: 'enrol'; readonly address: string; readonly code: string }
  | { readonly do: 'invite'; readonly name: string; readonly locations: readonly string[] | null }
  | { readonly do: 'approve' }
  | { readonly do: 'work'; readonly seed: number; readonly deeds: number; readonly dayAt: number }
  | { readonly do: 'wake' }
  | { readonly do: 'status' }

/** What it says: that it runs, what was saved, what must not have happened, and the answer to a question. */
export type Said =
  | { readonly ready: string }
  | { readonly saved: Saved }
  | { readonly bug: string }
  | { readonly n: number; readonly value: unknown }
  | { readonly n: number; readonly failed: string }

export type DeviceStatus = SyncStatus & { readonly log: readonly string[] }
