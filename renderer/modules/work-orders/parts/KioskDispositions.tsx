import { DISPOSITIONS, type OrderView } from '#shared/modules/work-orders/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useT } from '../../../texts/t.ts'
import { typedText } from '../../../ui/decimal.ts'
import { FailureNotice } from '../../../ui/states.tsx'
import classes from '../Kiosk.module.css'
import { KioskTitle } from './KioskTitle.tsx'

const SAID = DISPOSITIONS.filter((disposition) => disposition !== 'open')

/** Parts of a job of which somebody must say what became of them. */
export const partsOf = ({ lines }: OrderView) => lines.filter(({ kind, declined }) => kind === 'part' && !declined)

/** What became of each part of a job: one press says it, a second one takes it back. */
export function KioskDispositions({ view, onBack }: { view: OrderView; onBack: () => void }) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('workOrders.setDisposition')
  return (
    <div className={classes.screen}>
      <KioskTitle title={t('jobs.partsTitle')} onBack={onBack} />
      <FailureNotice failure={failure} />
      {partsOf(view).map(({ id, description, qtyMilli, disposition }) => (
        <section key={id} className={classes.section}>
          <h2 className={classes.heading}>
            {typedText(qtyMilli, 3, false)} × <bdi>{description}</bdi>
          </h2>
          <fieldset className={classes.toggle} aria-label={description}>
            {SAID.map((said) => (
              <button
                key={said}
                type="button"
                className={classes.toggleButton}
                aria-pressed={said === disposition}
                disabled={isRunning}
                onClick={() => void run({ lineId: id, disposition: said === disposition ? 'open' : said })}
              >
                {t(`disposition.${said}`)}
              </button>
            ))}
          </fieldset>
        </section>
      ))}
    </div>
  )
}
