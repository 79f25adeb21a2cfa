import type { ModuleSync } from '../../contract/sync.ts'

/** A note travels with its record: with the location where that belongs to one. What a person has read follows them to every device. */
export const notesSync: ModuleSync = {
  note: { scope: { location: 'locationId' }, merge: 'append' },
  note_seen: { scope: 'company', merge: 'fields' },
}
