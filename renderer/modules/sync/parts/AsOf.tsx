import { Tooltip } from '@mantine/core'
import { IconClockPause } from '@tabler/icons-react'
import type { ComponentProps } from 'react'
import { useNow } from '../../../data/now.ts'
import { useQuery } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { Ago } from '../../../ui/display.tsx'
import classes from './AsOf.module.css'

/**
 * How old the numbers on a list are, while the centre does not answer: `As of 14:05, 3 minutes ago`. Nothing while they are fresh, and
 * nothing on a device that is alone. `locationId` names the only location that the list is of.
 */
export function AsOf({ locationId }: { locationId?: string | undefined }) {
  const t = useT()
  const now = useNow()
  const { data: sync } = useQuery('sync.status', {})
  if (!sync || sync.state === 'off' || sync.state === 'online') return null
  const asked = sync.scopes.filter(({ scope }) => locationId === undefined || scope === locationId)
  const ages = asked.map(({ asOf }) => asOf)
  if (ages.length === 0) return null
  const oldest = ages.includes(null) ? null : Math.min(...ages.map(Number))
  return (
    <Tooltip label={t('sync.asOfHint')} multiline w={260}>
      <AgeStamp at={oldest} now={now} />
    </Tooltip>
  )
}

/** `As of 14:05 · 3 minutes ago`, whatever made it old. Null: nothing ever came. The tooltip around it is fastened to what `props` give. */
export function AgeStamp({ at, now, ...props }: { at: number | null; now: number } & ComponentProps<'span'>) {
  const t = useT()
  return (
    <span {...props} className={classes.stamp}>
      <IconClockPause size={14} stroke={1.8} aria-hidden="true" />
      {at === null ? (
        t('sync.asOfNever')
      ) : (
        <>
          {t('sync.asOf', { at })} · <Ago at={at} now={now} />
        </>
      )}
    </span>
  )
}
