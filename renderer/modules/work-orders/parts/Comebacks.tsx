import type { OrderView } from '#shared/modules/work-orders/model.ts'
import { TextLink } from '../../../data/route.tsx'
import { paths } from '../../../paths.ts'
import { useT } from '../../../texts/t.ts'
import { DateTime } from '../../../ui/display.tsx'
import { OrderBadge } from './OrderBadge.tsx'
import classes from './History.module.css'

/** Orders on which the work of this one came back: when, why, where they stand, and what the warranty says to it. */
export function Comebacks({ comebacks }: Pick<OrderView, 'comebacks'>) {
  const t = useT()
  return (
    <ul className={classes.list}>
      {comebacks.map(({ id, number, state, concern, createdAt, warranties }) => (
        <li key={id} className={classes.entry}>
          <span className={classes.line}>
            <TextLink to={paths.workOrder} params={{ workOrderId: id }}>
              <bdi dir="ltr">{number}</bdi>
            </TextLink>
            <OrderBadge state={state} look="plain" />
          </span>
          <span dir="auto">{concern || t('order.noConcern')}</span>
          <span className={classes.who}>
            <DateTime at={createdAt} />
            {warranties.length > 0 && <> · {t('order.comebackWarranty', { states: warranties.map((warranty) => t(`warranty.${warranty}`)).join(', ') })}</>}
          </span>
        </li>
      ))}
    </ul>
  )
}
