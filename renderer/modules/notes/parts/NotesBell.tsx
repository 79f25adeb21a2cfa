import { ActionIcon, Tooltip } from '@mantine/core'
import { IconMessage2 } from '@tabler/icons-react'
import { useQuery } from '../../../data/queries.ts'
import { useGo } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import { useShop } from '../../../data/shop.ts'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { Bubble } from '../../../ui/display.tsx'

/** How many notes wait for the person; leads to them. */
export function NotesBell() {
  const t = useT()
  const go = useGo()
  const { can } = useSession()
  const { location } = useShop()
  const { data } = useQuery('notes.unread', location ? { locationId: location.id } : {}, { enabled: can('notes.read') })
  if (!can('notes.read')) return null
  const count = (data?.mentions ?? 0) + (data?.team ?? 0)
  const label = count > 0 ? t('notes.bell', { count }) : t('notes.bellNone')
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" size="lg" aria-label={label} onClick={() => go({ to: paths.team })}>
        <IconMessage2 size={19} stroke={1.6} />
        <Bubble count={count} />
      </ActionIcon>
    </Tooltip>
  )
}
