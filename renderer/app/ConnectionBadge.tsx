import { Tooltip } from '@mantine/core'
import { useLink } from '../data/connection.ts'
import { useQuery } from '../data/queries.ts'
import { TextLink } from '../data/route.tsx'
import { useSession } from '../data/session.ts'
import { paths } from '../paths.ts'
import { useT } from '../texts/t.ts'
import { StateBadge, type Tone } from '../ui/StateBadge.tsx'
import classes from './ConnectionBadge.module.css'

const LOOK_EVERY_MS = 60_000

/** Whether what is entered is kept, and what waits to be passed on: colour, shape and word. Nothing is ever only in the window. */
export function ConnectionBadge({ isSmall = false }: { isSmall?: boolean }) {
  const t = useT()
  const link = useLink()
  const { can } = useSession()
  const { data: health } = useQuery('system.health', {}, { enabled: can('system.read'), everyMs: LOOK_EVERY_MS })
  const { data: notices } = useQuery('system.notices', {})
  const pending = health?.pendingEntries ?? 0
  const isTroubled = (health?.warnings.length ?? 0) > 0 || (notices?.length ?? 0) > 0
  const shown = statusOf(link, isTroubled, pending)
  const words = {
    connected: { label: t('link.connected'), hint: t('link.connectedHint') },
    pending: { label: t('link.pending', { count: pending }), hint: t('link.pendingHint') },
    trouble: { label: t('link.trouble'), hint: t('link.troubleHint') },
    reconnecting: { label: t('link.reconnecting'), hint: t('link.reconnectingHint') },
    gone: { label: t('link.gone'), hint: t('link.goneHint') },
  }[shown]
  const badge = <StateBadge tone={TONES[shown]} label={words.label} look={shown === 'connected' ? 'plain' : 'box'} />
  return (
    <Tooltip label={words.hint} multiline w={280}>
      <span className={classes.badge} role="status" aria-live="polite" data-small={isSmall || undefined}>
        {shown === 'trouble' && can('system.read') ? <TextLink to={paths.system}>{badge}</TextLink> : badge}
      </span>
    </Tooltip>
  )
}

type Status = 'connected' | 'pending' | 'trouble' | 'reconnecting' | 'gone'
const TONES: Readonly<Record<Status, Tone>> = { connected: 'good', pending: 'info', trouble: 'bad', reconnecting: 'waiting', gone: 'bad' }

/** A broken line outweighs everything, as nothing else is known then; trouble outweighs what merely waits. */
export function statusOf(link: 'connected' | 'reconnecting' | 'gone', isTroubled: boolean, pending: number): Status {
  if (link !== 'connected') return link
  if (isTroubled) return 'trouble'
  return pending > 0 ? 'pending' : 'connected'
}
