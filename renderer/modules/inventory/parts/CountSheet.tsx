import { useEffect, useRef, useState } from 'react'
import { MAX_QTY_MILLI } from '#shared/modules/inventory/model.ts'
import { lotKey } from '#shared/modules/inventory/rules/lots.ts'
import type { CodeHit, Item } from '#shared/modules/catalog/model.ts'
import { call, type Output } from '../../../data/client.ts'
import { useCommand } from '../../../data/command.ts'
import { useList } from '../../../data/queries.ts'
import { failureText } from '../../../texts/failure.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { typedText } from '../../../ui/decimal.ts'
import { Code } from '../../../ui/display.tsx'
import { QuantityField, TextInput } from '../../../ui/fields.tsx'
import { notify } from '../../../ui/notify.ts'
import { Columns, Panel } from '../../../ui/Page.tsx'
import { EmptyState, FailureNotice } from '../../../ui/states.tsx'
import { ItemScan } from '../../catalog/parts/ItemScan.tsx'
import { CountRow, isOfNoLot } from './CountReview.tsx'
import classes from './stock.module.css'

/** What a person is counting right now. */
interface Draft {
  readonly item: Pick<Item, 'id' | 'name' | 'sku' | 'unit' | 'tracking'>
  readonly lotCode: string
  /** What lies there of a tracked part of no lot is counted. */
  readonly isOfNoLot: boolean
  readonly qtyMilli: number | null
  /** It was tapped, and its number is typed next. */
  readonly isTyped: boolean
}

/** Bin 2 comes before bin 10. */
const BY_WALK = new Intl.Collator('en', { numeric: true })

/**
 * Counting with a scanner in the hand: every scan of a part counts one more, the scan of another one saves the one before. A tracked part
 * asks for its lot next, and a serial number is saved as it is scanned.
 */
export function CountSheet({ count }: { count: Output<'inventory.count'> }) {
  const t = useT()
  const { head, lines } = count
  const box = useRef<HTMLInputElement>(null)
  const form = useRef<HTMLFormElement>(null)
  const [draft, setDraft] = useState<Draft | null>(null)
  const enter = useCommand('inventory.enterCount')
  const sheet = useList('inventory.countSheet', { countId: head.id, limit: 100 })
  const open = sheet.rows
    .flatMap((row) => [...(row.isCounted ? [] : [{ ...row, isOfNoLot: false }]), ...(row.isNoLotOpen ? [{ ...row, isOfNoLot: true }] : [])])
    .toSorted((a, b) => Number(a.bin === '') - Number(b.bin === '') || BY_WALK.compare(a.bin, b.bin))
  const lacksLot = draft !== null && draft.item.tracking !== 'none' && draft.lotCode === '' && !draft.isOfNoLot
  const wants = draft === null ? 'scan' : lacksLot ? 'lot' : draft.isTyped ? 'quantity' : 'scan'
  const at = draft?.item.id
  useEffect(() => {
    const field = wants === 'scan' ? box.current : form.current?.querySelector<HTMLInputElement>(wants === 'lot' ? '[data-lot]' : '[inputmode="decimal"]')
    field?.focus()
  }, [wants, at])

  const knownOf = (itemId: string, lotCode = '') => lines.find((line) => line.itemId === itemId && lotKey(line.lotCode) === lotKey(lotCode))
  /** What was said of it so far is counted on, unless it is to be counted anew. */
  const begin = ({ item, qtyMilli }: CodeHit): Draft => {
    const known = item.tracking === 'none' ? knownOf(item.id) : undefined
    return { item, lotCode: '', isOfNoLot: false, qtyMilli: (known && !known.needsRecount ? known.countedMilli : 0) + qtyMilli, isTyped: false }
  }
  const save = async (one: Draft): Promise<boolean> => {
    const { item, lotCode, qtyMilli } = one
    const done = await enter.run({ countId: head.id, itemId: item.id, lotCode, countedMilli: qtyMilli as never }) // what is no number is named by the contract
    if (!done.ok) return false
    notify.done(t('counts.saved', { name: item.name, qty: typedText(done.value.countedMilli, 3, false) }))
    return true
  }
  const finish = async () => {
    // To the core no lot means what lies there of none: that is chosen from the list, never forgotten into.
    if (lacksLot) return void notify.failed(t('failure.inventory.lotNeeded', { name: draft.item.name }))
    if (draft === null || !(await save(draft))) return
    setDraft(null)
  }
  const onHit = async (hit: CodeHit) => {
    enter.clear()
    if (draft?.item.id === hit.item.id && hit.item.tracking === 'none')
      return setDraft({ ...draft, qtyMilli: Math.min(MAX_QTY_MILLI, (draft.qtyMilli ?? 0) + hit.qtyMilli) })
    if (draft && !lacksLot && !(await save(draft))) return
    setDraft(begin(hit))
  }
  /** A code that is scanned while a tracked part waits for its lot is that lot. */
  const onLot = (code: string): boolean => {
    if (draft === null || draft.item.tracking === 'none' || draft.isOfNoLot) return false
    if (draft.lotCode !== '' && draft.item.tracking === 'lot') return false
    const next = { ...draft, lotCode: code }
    if (draft.item.tracking === 'lot') setDraft(next)
    else void save({ ...next, qtyMilli: 1000 }).then((isSaved) => setDraft(isSaved ? { ...draft, lotCode: '' } : next))
    return true
  }
  const openItem = async (itemId: string, { lotCode = '', qtyMilli = 0, isOfNoLot = false } = {}) => {
    const found = await call('catalog.get', { itemId })
    if (!found.ok) return void notify.failed(failureText(found.error))
    enter.clear()
    setDraft({ item: found.value, lotCode, isOfNoLot, qtyMilli, isTyped: true })
  }
  const step = (by: number) => draft && setDraft({ ...draft, qtyMilli: Math.max(0, (draft.qtyMilli ?? 0) + by) })

  return (
    <>
      <ItemScan
        label={t('counts.scan')}
        placeholder={`${t('counts.scan')} – ${t('counts.scanHint')}`}
        inputRef={box}
        onHit={(hit) => void onHit(hit)}
        onCode={onLot}
      />
      {draft && (
        <form
          ref={form}
          className={classes.entry}
          aria-label={draft.item.name}
          onSubmit={(event) => {
            event.preventDefault()
            void finish()
          }}
        >
          <div className={classes.entryHead}>
            <bdi className={classes.entryName}>{draft.item.name}</bdi>
            <Code>{draft.item.sku}</Code>
            {draft.isOfNoLot && <span>{t('lots.ofNone')}</span>}
          </div>
          {draft.item.tracking !== 'none' && !draft.isOfNoLot && (
            <TextInput
              data-lot
              label={t('counts.lot')}
              dir="ltr"
              autoComplete="off"
              maxLength={60}
              value={draft.lotCode}
              onChange={(event) => setDraft({ ...draft, lotCode: event.currentTarget.value })}
            />
          )}
          <div className={classes.stepper}>
            <button type="button" className={classes.step} aria-label={t('counts.fewer')} onClick={() => step(-1000)}>
              −
            </button>
            <QuantityField
              aria-label={t('counts.countedOf', { name: draft.item.name })}
              unit={draft.item.unit}
              value={draft.qtyMilli}
              onChange={(qtyMilli) => setDraft({ ...draft, qtyMilli })}
            />
            <button type="button" className={classes.step} aria-label={t('counts.more')} onClick={() => step(1000)}>
              +
            </button>
            <ActionButton look="primary" label={t('counts.save')} hint="Enter" busy={enter.isRunning} onClick={() => void finish()} />
          </div>
          <FailureNotice failure={enter.failure} />
        </form>
      )}
      <Columns>
        <Panel flush title={`${t('counts.listTitle')} (${lines.length})`}>
          {lines.length === 0 && <EmptyState title={t('counts.listNone')} />}
          <div className={classes.rows}>
            {lines.map((line) => (
              <CountRow
                key={`${line.itemId} ${line.lotId}`}
                line={line}
                onOpen={() =>
                  void openItem(line.itemId, { lotCode: line.lotCode, qtyMilli: line.needsRecount ? 0 : line.countedMilli, isOfNoLot: isOfNoLot(line) })
                }
              />
            ))}
          </div>
        </Panel>
        <Panel flush title={`${t('counts.open')} (${open.length}${sheet.hasMore ? '+' : ''})`}>
          {open.length === 0 && !sheet.isLoading && <EmptyState title={t('counts.openNone')} />}
          <div className={classes.rows}>
            {open.map((row) => (
              <button
                key={`${row.itemId} ${row.isOfNoLot}`}
                type="button"
                className={classes.row}
                onClick={() => void openItem(row.itemId, { isOfNoLot: row.isOfNoLot })}
              >
                <span className={classes.words}>
                  <strong dir="auto">{row.name}</strong>
                  <span className={classes.small}>
                    <Code>{row.sku}</Code>
                    {row.isOfNoLot && <span>{t('lots.ofNone')}</span>}
                  </span>
                </span>
                <Code>{row.bin}</Code>
              </button>
            ))}
          </div>
          {sheet.hasMore && <ActionButton look="quiet" fullWidth label={t('parts.loadMore')} busy={sheet.isLoadingMore} onClick={sheet.loadMore} />}
        </Panel>
      </Columns>
    </>
  )
}
