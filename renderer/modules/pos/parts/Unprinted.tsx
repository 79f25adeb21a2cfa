import { useCommand } from '../../../data/command.ts'
import { useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { FailureNotice, Notice } from '../../../ui/states.tsx'

/** What did not come out of the printer, or the drawer that did not open, and why. Nothing where all is well. */
export function Unprinted() {
  const t = useT()
  const { can } = useSession()
  const { data } = useQuery('pos.unprinted', {}, { enabled: can('pos.print') })
  const again = useCommand('pos.printAgain')
  const drop = useCommand('pos.dropPrint')
  const [first, ...others] = data ?? []
  if (!first) return null
  const { printId, form, number } = first
  const problem = t(`printProblem.${first.problem}`)
  return (
    <>
      <Notice
        tone="bad"
        action={
          <>
            <ActionButton
              size="xs"
              label={form === 'drawer' ? t('pos.openAgain') : t('pos.printAgain')}
              busy={again.isRunning}
              onClick={() => void again.run({ printId })}
            />
            <ActionButton size="xs" look="quiet" label={t('pos.printDrop')} busy={drop.isRunning} onClick={() => void drop.run({ printId })} />
          </>
        }
      >
        {form === 'receipt'
          ? t('pos.notPrinted', { number, problem })
          : form === 'labels'
            ? t('pos.labelsNotPrinted', { problem })
            : t('pos.notOpened', { problem })}
        {others.length > 0 && ` ${t('pos.notPrintedMore', { count: others.length })}`}
      </Notice>
      <FailureNotice failure={again.failure ?? drop.failure} />
    </>
  )
}
