import type { DeviceState } from '#shared/contract/wire.ts'

/** A device whose key was right, as the rest of the centre sees it. */
export interface KnownDevice {
  /** Id of its row in sync_device. */
  readonly enrolmentId: string
  /** Identity that it speaks under. */
  readonly deviceId: string
  readonly epoch: number
  /** The company's and those of its locations. */
  readonly scopes: readonly string[]
  /** It works for all locations, also for one that the request at hand brings. */
  readonly everywhere: boolean
  readonly state: DeviceState
  readonly appVersion: string
  readonly schemaVersion: number
}
