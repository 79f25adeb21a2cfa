import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { ItemCard, Related } from '#shared/modules/catalog/model.ts'
import { useCommand } from '../../../data/command.ts'
import { TextLink } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Dim, Money } from '../../../ui/display.tsx'
import { Panel } from '../../../ui/Page.tsx'
import { FailureNotice } from '../../../ui/states.tsx'
import classes from './goods.module.css'
import { ItemBox } from './ItemBox.tsx'
import { RowTool } from './RowTool.tsx'

const SAID = [
  { kind: 'core', title: 'goods.core', add: 'goods.coreAdd' },
  { kind: 'substitute', title: 'goods.substitutes', add: 'goods.substituteAdd' },
  { kind: 'successor', title: 'goods.successor', add: 'goods.successorAdd' },
] as const
const BACK = [
  { kind: 'variant', title: 'goods.variantOf' },
  { kind: 'successor', title: 'goods.supersedes' },
  { kind: 'part', title: 'goods.inKits' },
  { kind: 'core', title: 'goods.coreOf' },
] as const

/** Core charge, substitutes and successor of an item, and what leads to it. */
export function Relations({ card: { item, to, from }, reason }: { card: ItemCard; reason: string | null }) {
  const t = useT()
  const relate = useCommand('catalog.relate')
  const unrelate = useCommand('catalog.unrelate')
  const [adds, setAdds] = useState<(typeof SAID)[number]['kind'] | null>(null)
  const shown = (one: Related, canRemove: boolean) => (
    <div key={one.relationId} className={classes.related}>
      <TextLink to={paths.catalogItem} params={{ itemId: one.item.id }}>
        <bdi>{one.item.name}</bdi>
      </TextLink>
      <span style={{ display: 'flex', alignItems: 'center', gap: 4 }}>
        <Money minor={one.item.priceMinor} />
        {canRemove && (
          <RowTool
            label={t('goods.unrelate', { name: one.item.name })}
            icon={<IconX size={16} />}
            reason={reason}
            onClick={() => void unrelate.run({ relationId: one.relationId })}
          />
        )}
      </span>
    </div>
  )
  return (
    <Panel title={t('goods.relations')}>
      {SAID.map(({ kind, title, add }) => {
        const own = to.filter((one) => one.kind === kind)
        // Either does for the other.
        const twins = kind === 'substitute' ? from.filter((one) => one.kind === kind) : []
        return (
          <div key={kind} className={classes.group}>
            <h3>{t(title)}</h3>
            {kind === 'core' && own.length > 0 && <Dim>{t('goods.coreHint')}</Dim>}
            {own.map((one) => shown(one, true))}
            {twins.map((one) => shown(one, true))}
            {own.length + twins.length === 0 && adds !== kind && <Dim>{t('goods.nothing')}</Dim>}
            {adds === kind ? (
              <ItemBox
                label={t(add)}
                isBusy={relate.isRunning}
                onChoose={(otherId) =>
                  // The search's own id.
                  void relate.run({ itemId: item.id, kind, otherId: otherId as typeof item.id }).then((done) => done.ok && setAdds(null))
                }
              />
            ) : (
              <span>
                <ActionButton size="xs" look="quiet" label={t(add)} disabledReason={reason} onClick={() => setAdds(kind)} />
              </span>
            )}
          </div>
        )
      })}
      {BACK.map(({ kind, title }) => {
        const found = from.filter((one) => one.kind === kind)
        return (
          found.length > 0 && (
            <div key={kind} className={classes.group}>
              <h3>{t(title)}</h3>
              {found.map((one) => shown(one, false))}
            </div>
          )
        )
      })}
      <FailureNotice failure={relate.failure ?? unrelate.failure} />
    </Panel>
  )
}
