import { Tooltip } from '@mantine/core'
import { useLink } from '../data/connection.ts'
import type { Link } from '../data/transport.ts'
import { useQuery } from '../data/queries.ts'
import { TextLink } from '../data/route.tsx'
import { useSession } from '../data/session.ts'
import { paths } from '../paths.ts'
import { useT } from '../texts/t.ts'
import { StateBadge, type Tone } from '../ui/StateBadge.tsx'
import classes from './ConnectionBadge.module.css'

const LOOK_EVERY_MS = 60_000

/** Whether what is entered is kept, and what waits to be passed on: colour, shape and word. Nothing is ever only in the window. */
export function ConnectionBadge({ isSmall = false, isLarge = false }: { isSmall?: boolean; isLarge?: boolean }) {
  const t = useT()
  const link = useLink()
  const { can } = useSession()
  const { data: health } = useQuery('system.health', {}, { enabled: can('system.read'), everyMs: LOOK_EVERY_MS })
  const { data: notices } = useQuery('system.notices', {})
  const pending = health?.pendingEntries ?? 0
  const isTroubled = (health?.warnings.length ?? 0) > 0 || (notices?.length ?? 0) > 0
  const shown = statusOf(link, isTroubled)
  const words = {
    connected: { label: t('link.connected'), hint: t('link.connectedHint') },
    trouble: { label: t('link.trouble'), hint: t('link.troubleHint') },
    reconnecting: { label: t('link.reconnecting'), hint: t('link.reconnectingHint') },
    gone: { label: t('link.gone'), hint: t('link.goneHint') },
  }[shown]
  const badge = <StateBadge tone={TONES[shown]} label={words.label} look={shown === 'connected' ? 'plain' : 'box'} size={isLarge ? 'lg' : 'sm'} />
  return (
    <Tooltip label={pending > 0 ? `${words.hint} ${t('link.pending', { count: pending })}: ${t('link.pendingHint')}` : words.hint} multiline w={280}>
      <output className={classes.badge} data-small={isSmall || undefined}>
        {shown === 'trouble' && can('system.read') ? <TextLink to={paths.system}>{badge}</TextLink> : badge}
        {pending > 0 && !isSmall && (
          <span className={classes.pending}>
            <span aria-hidden="true">↑ {pending}</span>
            <span className="visually-hidden">{t('link.pending', { count: pending })}</span>
          </span>
        )}
      </output>
    </Tooltip>
  )
}

type Status = 'connected' | 'trouble' | 'reconnecting' | 'gone'
const TONES: Readonly<Record<Status, Tone>> = { connected: 'good', trouble: 'bad', reconnecting: 'waiting', gone: 'bad' }

/** A broken line outweighs everything, as nothing else is known then. */
const statusOf = (link: Link, isTroubled: boolean): Status => (link !== 'connected' ? link : isTroubled ? 'trouble' : 'connected')
