import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { FailureNotice, Notice } from '../../../ui/states.tsx'

/** Receipts that did not come out of the printer, and why. Nothing where all are on paper. */
export function Unprinted() {
  const t = useT()
  const { can } = useSession()
  const { data } = useQuery('pos.unprinted', {}, { enabled: can('pos.sell') })
  const print = useCommand('pos.print')
  const drop = useCommand('pos.dropPrint')
  const [first, ...others] = data ?? []
  if (!first) return null
  return (
    <>
      <Notice
        tone="bad"
        action={
          <>
            <ActionButton size="xs" label={t('pos.printAgain')} busy={print.isRunning} onClick={() => void print.run({ saleId: first.saleId })} />
            <ActionButton size="xs" look="quiet" label={t('pos.printDrop')} busy={drop.isRunning} onClick={() => void drop.run({ saleId: first.saleId })} />
          </>
        }
      >
        {t('pos.notPrinted', { number: first.number, problem: t(`printProblem.${first.problem}`) })}
        {others.length > 0 && ` ${t('pos.notPrintedMore', { count: others.length })}`}
      </Notice>
      <FailureNotice failure={print.failure ?? drop.failure} />
    </>
  )
}
