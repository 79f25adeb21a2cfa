import { Tooltip } from '@mantine/core'
import type { LinkState } from '#shared/modules/sync/model/view.ts'
import { useLink } from '../data/connection.ts'
import { useNow } from '../data/now.ts'
import type { Link } from '../data/transport.ts'
import { type QueryState, useQuery } from '../data/queries.ts'
import { useIsOutdated } from '../data/outdated.ts'
import { TextLink } from '../data/route.tsx'
import { useSession } from '../data/session.ts'
import type { Output } from '../data/client.ts'
import { paths } from '../paths.ts'
import { durationText } from '../texts/duration.ts'
import { useT } from '../texts/t.ts'
import { StateBadge, type Tone } from '../ui/StateBadge.tsx'
import classes from './ConnectionBadge.module.css'

const LOOK_EVERY_MS = 60_000

/** Whether what is entered is kept and passed on, and what waits: colour, shape and word. Nothing is ever only in the window. */
export function ConnectionBadge({ isSmall = false, isLarge = false }: { isSmall?: boolean; isLarge?: boolean }) {
  const { can } = useSession()
  const sync = useQuery('sync.status', {})
  const shown = useShown(sync)
  const badge = <StateBadge tone={shown.tone} label={shown.label} look={shown.isWell ? 'plain' : 'box'} size={isLarge ? 'lg' : 'sm'} />
  if (isLarge) return <output className={classes.badge}>{badge}</output>
  const leadsTo = shown.isTrouble && can('system.read') ? paths.system : can('sync.read') && shown.isSync ? paths.sync : null
  return (
    <Tooltip label={shown.hint} multiline w={280}>
      <output className={classes.badge} data-small={isSmall || undefined}>
        <span className={classes.mark}>{leadsTo === null ? badge : <TextLink to={leadsTo}>{badge}</TextLink>}</span>
        {sync.data && <Waiting status={sync.data} isSmall={isSmall} />}
      </output>
    </Tooltip>
  )
}

/** What waits to be sent, and since when; what waits for a person. */
function Waiting({ status, isSmall }: { status: Output<'sync.status'>; isSmall: boolean }) {
  const t = useT()
  const { can } = useSession()
  const now = useNow()
  const { pending, oldestPendingAt, refused, conflicts } = status
  const minutes = oldestPendingAt === null ? 0 : Math.max(0, Math.floor((now - oldestPendingAt) / 60_000))
  const toDecide = refused + conflicts
  return (
    <>
      {pending > 0 && (
        <span className={classes.pending}>
          <span aria-hidden="true">
            ↑ {pending}
            {minutes > 0 && !isSmall && ` · ${durationText(minutes)}`}
          </span>
          <span className="visually-hidden">
            {t('sync.waits', { count: pending })}
            {oldestPendingAt !== null && `, ${t('sync.oldest', { at: oldestPendingAt })}`}
          </span>
        </span>
      )}
      {toDecide > 0 && can('sync.read') && (
        <TextLink to={paths.sync} search={{ tab: conflicts > 0 ? 'decisions' : 'mine' }}>
          {isSmall ? (
            <span className={classes.toDecide}>
              <span aria-hidden="true">! {toDecide}</span>
              <span className="visually-hidden">{t('sync.toDecide', { count: toDecide })}</span>
            </span>
          ) : (
            <StateBadge tone="bad" label={conflicts > 0 ? t('sync.toDecide', { count: conflicts }) : t('sync.refused', { count: refused })} />
          )}
        </TextLink>
      )}
    </>
  )
}

interface Shown {
  readonly tone: Tone
  readonly label: string
  readonly hint: string
  readonly isWell?: boolean
  /** The system page says more; or the sync centre does. */
  readonly isTrouble?: boolean
  readonly isSync?: boolean
}
const TONES: Readonly<Record<LinkState, Tone>> = {
  off: 'good',
  waiting: 'waiting',
  loading: 'active',
  online: 'good',
  offline: 'waiting',
  revoked: 'bad',
  cloned: 'bad',
  upgrade: 'bad',
}

/** A broken line to the core outweighs everything, as nothing else is known then; then comes what is on the screen and may be old; trouble on the system page outweighs the line to the centre. */
function useShown({ data: sync }: QueryState<Output<'sync.status'>>): Shown {
  const t = useT()
  const link: Link = useLink()
  const isOutdated = useIsOutdated()
  const { can } = useSession()
  const { data: health } = useQuery('system.health', {}, { enabled: can('system.read'), everyMs: LOOK_EVERY_MS })
  const { data: notices } = useQuery('system.notices', {})
  if (link === 'reconnecting') return { tone: 'waiting', label: t('link.reconnecting'), hint: t('link.reconnectingHint') }
  if (link === 'gone') return { tone: 'bad', label: t('link.gone'), hint: t('link.goneHint') }
  if (isOutdated) return { tone: 'waiting', label: t('link.outdated'), hint: t('link.outdatedHint') }
  if ((health?.warnings.length ?? 0) > 0 || (notices?.length ?? 0) > 0)
    return { tone: 'bad', label: t('link.trouble'), hint: t('link.troubleHint'), isTrouble: true }
  if (!sync || sync.state === 'off') return { tone: 'good', label: t('link.connected'), hint: sync ? t('linkHint.off') : t('link.connectedHint'), isWell: true }
  const { state, lastContactAt, problem } = sync
  const label = state === 'offline' && lastContactAt !== null ? t('sync.since', { at: lastContactAt }) : t(`linkState.${state}`)
  const hint = problem === null || problem === 'unreachable' ? t(`linkHint.${state}`) : `${t(`linkHint.${state}`)} ${t(`linkProblem.${problem}`)}`
  return { tone: TONES[state], label, hint, isWell: state === 'online', isSync: true }
}
