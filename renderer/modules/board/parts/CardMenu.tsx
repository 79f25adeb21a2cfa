import { Menu } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { type Card, COLUMNS, type Label } from '#shared/modules/board/model.ts'
import type { Deed } from '#shared/modules/board/rules.ts'
import { useCommand } from '../../../data/command.ts'
import { useSession } from '../../../data/session.ts'
import { failureText } from '../../../texts/failure.ts'
import { useT } from '../../../texts/t.ts'
import { notify } from '../../../ui/notify.ts'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import classes from './Board.module.css'
import { moveOf } from './moves.ts'

interface CardMenuProps {
  card: Card
  /** Where the menu stands. */
  at: DOMRect
  labels: readonly Label[]
  onOpen: (card: Card) => void
  onDeed: (card: Card, deed: Deed) => void
  onClose: () => void
}

/** What can be done with a job without dragging it: for the keyboard and for fingers. What cannot be done says why. */
export function CardMenu({ card, at, labels, onOpen, onDeed, onClose }: CardMenuProps) {
  const t = useT()
  const { can } = useSession()
  const { run } = useCommand('board.giveLabel')
  const give = async (labelId: Label['id'] | null) => {
    const done = await run({ workOrderId: card.id, labelId })
    if (!done.ok) notify.failed(failureText(done.error))
  }
  return (
    <Menu opened onClose={onClose} position="right-start" width={290} returnFocus={false} middlewares={{ flip: true, shift: { padding: 8 } }}>
      <Menu.Target>
        <span className={classes.anchor} style={{ insetBlockStart: at.top, left: at.left, height: at.height, width: at.width }} />
      </Menu.Target>
      <Menu.Dropdown className={classes.menu ?? ''} aria-label={t('jobBoard.more', { number: card.number })}>
        <Menu.Item leftSection={<IconExternalLink size={16} stroke={1.7} />} onClick={() => onOpen(card)}>
          {t('jobBoard.open')} <bdi dir="ltr">{card.number}</bdi>
        </Menu.Item>
        <Menu.Label>{t('jobBoard.moveTo')}</Menu.Label>
        {COLUMNS.filter((column) => column !== card.column).map((column) => {
          const { deed, words } = moveOf(card, column, can)
          return (
            <Menu.Item key={column} disabled={deed === null} onClick={() => deed && onDeed(card, deed)}>
              {t(`boardColumn.${column}`)}
              <span className={classes.why}>{words}</span>
            </Menu.Item>
          )
        })}
        {labels.length > 0 && (
          <>
            <Menu.Label>{t('jobBoard.label')}</Menu.Label>
            {labels.map(({ id, name, tone }) => (
              <Menu.Item
                key={id}
                disabled={!can('board.label')}
                rightSection={id === card.labelId ? '✓' : null}
                onClick={() => void give(id === card.labelId ? null : id)}
              >
                <StateBadge tone={tone} label={name} />
              </Menu.Item>
            ))}
            {card.labelId !== null && (
              <Menu.Item disabled={!can('board.label')} onClick={() => void give(null)}>
                {t('jobBoard.noLabel')}
              </Menu.Item>
            )}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
