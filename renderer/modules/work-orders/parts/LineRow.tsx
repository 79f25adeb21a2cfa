import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { MAX_MINOR, minorDigits } from '#shared/kernel/money.ts'
import { DISPOSITIONS, LINE_KINDS, MAX_QTY_MILLI, type OrderView, WARRANTIES } from '#shared/modules/work-orders/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useSession } from '../../../data/session.ts'
import { failureText } from '../../../texts/failure.ts'
import { useT } from '../../../texts/t.ts'
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx'
import { Code, Money } from '../../../ui/display.tsx'
import { notify } from '../../../ui/notify.ts'
import { FailureNotice, Notice } from '../../../ui/states.tsx'
import { useWords } from '../../../ui/words.tsx'
import { PickLotsForm } from '../../inventory/PickLotsForm.tsx'
import { ApprovalMark } from './ApprovalMark.tsx'
import { NumberCell, TextCell, useProblems } from './cells.tsx'
import classes from './LinesTable.module.css'
import { PartMark } from './PartMark.tsx'
import { RequestPartForm } from './RequestPartForm.tsx'
import { rateText } from './TotalsBar.tsx'

type Line = OrderView['lines'][number]
type Patch = Partial<
  Pick<Line, 'kind' | 'description' | 'qtyMilli' | 'unitPriceMinor' | 'discountBp' | 'taxRateBp' | 'taxExempt' | 'isFlat' | 'disposition' | 'serviceId'>
>

interface LineRowProps {
  view: OrderView
  line: Line
  /** Counted from 1. */
  row: number
  isLocked: boolean
  /** Enter in a cell: to the line below, or to the box that adds one. */
  onNext: (column: string) => void
}

const ALL_BP = 10_000

/** One line, every field editable in place; a refusal stands below it and what was typed stays. */
export function LineRow({ view, line, row, isLocked, onNext }: LineRowProps) {
  const t = useT()
  const { can } = useSession()
  const { currency } = useWords()
  const { run, failure } = useCommand('workOrders.updateLine')
  const warranty = useCommand('workOrders.setWarranty')
  const [removes, setRemoves] = useState(false)
  const [picks, setPicks] = useState(false)
  const [asks, setAsks] = useState(false)
  const { problems, on } = useProblems()
  const save = async (patch: Patch) => (await run({ lineId: line.id, ...patch })).ok
  const setWarranty = async (next: Line['warranty']) => {
    const done = await warranty.run({ lineId: line.id, warranty: next })
    if (!done.ok) notify.failed(failureText(done.error))
  }
  const because = t(`taxReason.${line.taxReason}`, { rule: line.taxRule })
  const explained =
    line.taxReason === 'warranty' || line.taxReason === 'declined'
      ? because
      : t('taxReason.because', { reason: because, rate: rateText(line.rateBp), base: line.netMinor, tax: line.taxMinor })
  const cell = (column: string, name: string) => ({
    column,
    row,
    isLocked,
    label: t('lines.cell', { column: name, position: row }),
    onProblem: on(column, name),
    onNext: () => onNext(column),
  })
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the cells inside
    <fieldset
      className={classes.line}
      data-line={line.id}
      data-approval={line.approval}
      aria-label={`${t(`lineKind.${line.kind}`)}: ${line.description}`}
      onKeyDown={(event) => {
        if (!isLocked && event.key === 'Delete' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault()
          setRemoves(true)
        }
      }}
    >
      <span className={classes.position}>{row}</span>
      <span className={classes.kind} data-kind={line.kind}>
        {t(`lineKind.${line.kind}`)}
      </span>
      <span className={classes.description}>
        <TextCell {...cell('description', t('lines.description'))} value={line.description} onSave={(description) => save({ description })} />
        {line.followsId !== null && (
          <span className={classes.chip} title={t('lines.followsHint')}>
            {t('lines.followsShort')}
          </span>
        )}
        {line.isFlat && <span className={classes.chip}>{t('lines.flatShort')}</span>}
        {line.warranty !== 'none' && <span className={classes.chip}>{t(`warranty.${line.warranty}`)}</span>}
        {line.kind === 'part' && line.disposition !== 'open' && <span className={classes.chip}>{t(`disposition.${line.disposition}`)}</span>}
        {(line.approval !== 'pending' || view.approvals.length > 0) && <ApprovalMark approval={line.approval} short />}
        {(line.itemCode || line.part !== 'none') && (
          <span className={classes.code}>
            {line.itemCode && <Code>{line.itemCode}</Code>}
            <PartMark part={line.part} bin={line.bin} />
          </span>
        )}
      </span>
      <NumberCell {...cell('qty', t('lines.qty'))} value={line.qtyMilli} digits={3} min={1} max={MAX_QTY_MILLI} onSave={(qtyMilli) => save({ qtyMilli })} />
      <NumberCell
        {...cell('price', t('lines.price'))}
        value={line.unitPriceMinor}
        digits={minorDigits(currency)}
        keepZeros
        max={MAX_MINOR}
        onSave={(unitPriceMinor) => save({ unitPriceMinor })}
      />
      <NumberCell {...cell('discount', t('lines.discount'))} value={line.discountBp} digits={2} max={ALL_BP} onSave={(discountBp) => save({ discountBp })} />
      {line.taxReason === 'exempt' || line.taxReason === 'warranty' || line.taxReason === 'declined' ? (
        <span className={classes.exempt} title={explained}>
          {t(`lines.${line.taxReason}Short`)}
        </span>
      ) : (
        <NumberCell {...cell('tax', t('lines.tax'))} value={line.taxRateBp} digits={2} max={ALL_BP} onSave={(taxRateBp) => save({ taxRateBp })} />
      )}
      <span className={classes.net} title={explained}>
        <Money minor={line.amountMinor} strong />
      </span>
      {isLocked ? (
        <span />
      ) : (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" size="md" aria-label={t('lines.more', { position: row })}>
              <IconDots size={17} stroke={1.7} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown mah="70vh" style={{ overflow: 'auto' }}>
            <Menu.Label>{explained}</Menu.Label>
            <Menu.Item rightSection={line.isFlat ? '✓' : null} onClick={() => void save({ isFlat: !line.isFlat })}>
              {t('lines.flat')}
            </Menu.Item>
            <Menu.Item rightSection={line.taxExempt ? '✓' : null} onClick={() => void save({ taxExempt: !line.taxExempt })}>
              {t('lines.exempt')}
            </Menu.Item>
            <Menu.Label>{t('lines.kind')}</Menu.Label>
            {LINE_KINDS.map((kind) => (
              <Menu.Item key={kind} rightSection={kind === line.kind ? '✓' : null} onClick={() => void save({ kind })}>
                {t(`lineKind.${kind}`)}
              </Menu.Item>
            ))}
            {line.itemId !== null && line.tracking !== null && line.tracking !== 'none' && line.part !== 'taken' && can('inventory.work') && (
              <Menu.Item onClick={() => setPicks(true)}>{t('lots.pick')}</Menu.Item>
            )}
            {line.kind === 'part' && <Menu.Item onClick={() => setAsks(true)}>{t('goods.request')}</Menu.Item>}
            {line.kind === 'part' && (
              <>
                <Menu.Label>{t('lines.disposition')}</Menu.Label>
                {DISPOSITIONS.map((disposition) => (
                  <Menu.Item key={disposition} rightSection={disposition === line.disposition ? '✓' : null} onClick={() => void save({ disposition })}>
                    {t(`disposition.${disposition}`)}
                  </Menu.Item>
                ))}
              </>
            )}
            {view.services.length > 0 && (
              <>
                <Menu.Label>{t('lines.moveTo')}</Menu.Label>
                {[...view.services, null].map((service) => (
                  <Menu.Item
                    key={service?.id ?? ''}
                    rightSection={(service?.id ?? null) === line.serviceId ? '✓' : null}
                    onClick={() => void save({ serviceId: service?.id ?? null })}
                  >
                    {service?.title ?? t('lines.noService')}
                  </Menu.Item>
                ))}
              </>
            )}
            {can('workOrders.warranty') && (
              <>
                <Menu.Label>{t('lines.warranty')}</Menu.Label>
                {WARRANTIES.map((each) => (
                  <Menu.Item key={each} rightSection={each === line.warranty ? '✓' : null} onClick={() => void setWarranty(each)}>
                    {t(`warranty.${each}`)}
                  </Menu.Item>
                ))}
              </>
            )}
            <Menu.Divider />
            <Menu.Item color="red" onClick={() => setRemoves(true)}>
              {t('lines.remove', { position: row })}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {problems.map((problem) => (
        <div key={problem} className={classes.failure}>
          <Notice tone="bad">{problem}</Notice>
        </div>
      ))}
      {failure && (
        <div className={classes.failure}>
          <FailureNotice failure={failure} />
        </div>
      )}
      {picks && line.itemId !== null && (
        <PickLotsForm
          documentId={view.order.id}
          locationId={view.order.locationId}
          item={{ id: line.itemId, name: line.description }}
          qtyMilli={line.qtyMilli}
          onClose={() => setPicks(false)}
        />
      )}
      {asks && <RequestPartForm line={line} onClose={() => setAsks(false)} />}
      {removes && <RemoveLine line={line} row={row} onClose={() => setRemoves(false)} />}
    </fieldset>
  )
}

function RemoveLine({ line, row, onClose }: { line: Line; row: number; onClose: () => void }) {
  const t = useT()
  const { run, isRunning, failure } = useCommand('workOrders.removeLine')
  const confirm = async () => {
    const done = await run({ lineId: line.id })
    if (!done.ok) return
    notify.done(t('lines.removed'))
    onClose()
  }
  return (
    <ConfirmDialog
      opened
      danger
      title={t('lines.remove', { position: row })}
      text={line.description}
      confirmLabel={t('common.remove')}
      busy={isRunning}
      failure={failure}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    />
  )
}
