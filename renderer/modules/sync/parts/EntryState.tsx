import type { EntryRow, EntryState } from '#shared/modules/sync/model/view.ts'
import { useT } from '../../../texts/t.ts'
import { StateBadge, type Tone } from '../../../ui/StateBadge.tsx'

const TONES: Readonly<Record<EntryState, Tone>> = { waiting: 'waiting', sent: 'good', merged: 'good', conflict: 'info', parked: 'bad', refused: 'bad' }

/** Where an entry stands; one that a person has dealt with asks for nothing more. */
export function EntryBadge({ entry, look }: { entry: Pick<EntryRow, 'state' | 'decided'>; look?: 'plain' }) {
  const t = useT()
  return <StateBadge tone={entry.decided ? 'off' : TONES[entry.state]} label={t(`entryState.${entry.state}`)} {...(look && { look })} />
}
