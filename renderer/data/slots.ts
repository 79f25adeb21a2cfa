import type { ComponentType } from 'react'

/** A place on a record's page for what a later module knows of the record. */
export type RecordSlot = ComponentType<{ readonly recordId: string }>
