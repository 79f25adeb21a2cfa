import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { type Alert, URGENT } from '#shared/modules/alerts/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { useGo } from '../../../data/route.tsx'
import { useSession } from '../../../data/session.ts'
import { useShop } from '../../../data/shop.ts'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { Bubble } from '../../../ui/display.tsx'
import { notify } from '../../../ui/notify.ts'
import { alertWords, PriorityBadge, useFollow } from './alert.tsx'
import classes from './Alerts.module.css'

/** What is wrong now, the most urgent first; a word in the corner only for what is urgent and has just come up. */
export function AlertsBell() {
  const { can } = useSession()
  return can('alerts.read') ? <Bell /> : null
}

function Bell() {
  const t = useT()
  const go = useGo()
  const follow = useFollow()
  const { location } = useShop()
  const { data } = useQuery('alerts.bell', location ? { locationId: location.id } : {})
  const { run: markRead } = useCommand('alerts.markRead')
  const top = data?.top ?? []
  const count = data?.unread ?? 0
  const [isOpen, setIsOpen] = useState(false)
  useUrgent(top)
  const label = count > 0 ? t('alerts.bell', { count }) : t('alerts.bellNone')
  const open = (alert: Alert) => {
    if (!alert.isRead) void markRead({ alertIds: [alert.id] })
    follow(alert)
  }
  return (
    <Menu position="bottom-end" width={380} onChange={setIsOpen}>
      <Menu.Target>
        <Tooltip label={label} disabled={isOpen}>
          <ActionIcon variant="subtle" size="lg" aria-label={label}>
            <IconBell size={19} stroke={1.6} />
            <Bubble count={count} isUrgent={top.some(({ priority, isRead }) => priority === URGENT && !isRead)} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {top.length === 0 && <Menu.Label>{t('alerts.noneTitle')}</Menu.Label>}
        {top.map((alert) => (
          <Menu.Item key={alert.id} onClick={() => open(alert)}>
            <span className={classes.line}>
              <PriorityBadge priority={alert.priority} />
              {!alert.isRead && <span className={classes.fresh}>{t('alerts.unread')}</span>}
            </span>
            <span className={classes.words}>{alertWords(alert)}</span>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => go({ to: paths.alerts })}>{t('alerts.all')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** Says each urgent alert once, when it comes up while the window is open; takes the word back when its cause goes. */
function useUrgent(top: readonly Alert[]): void {
  const [since] = useState(() => Date.now())
  const said = useRef(new Set<string>())
  useEffect(() => {
    const urgent = top.filter(({ priority, isRead, raisedAt }) => priority === URGENT && !isRead && raisedAt >= since)
    for (const alert of urgent) {
      if (said.current.has(alert.id)) continue
      said.current.add(alert.id)
      notify.urgent(alert.id, alertWords(alert))
    }
    for (const id of said.current) if (!urgent.some((alert) => alert.id === id)) notify.hide(id)
  }, [top, since])
}
