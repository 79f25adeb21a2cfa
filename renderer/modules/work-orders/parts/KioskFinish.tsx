import { IconCheck } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { AppointmentView } from '#shared/modules/appointments/model.ts'
import type { OrderView } from '#shared/modules/work-orders/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useT } from '../../../texts/t.ts'
import { Textarea } from '../../../ui/fields.tsx'
import { BigButton, NumPad } from '../../../ui/kiosk.tsx'
import { FailureNotice, Notice } from '../../../ui/states.tsx'
import classes from '../Kiosk.module.css'
import { KioskTitle } from './KioskTitle.tsx'

export interface Finished {
  /** The bay that is free now. */
  bayName: string
  called: AppointmentView | null
}
const LONGEST_KM = 7

/** The last questions of a job: odometer on the pad, a word for the counter. */
export function KioskFinish({ view, onFinished, onBack }: { view: OrderView; onFinished: (finished: Finished) => void; onBack: () => void }) {
  const t = useT()
  const { order, bay } = view
  const { run, isRunning, failure } = useCommand('workOrders.finish')
  const [km, setKm] = useState('')
  const [note, setNote] = useState('')
  const isSettled = useSettled()
  const isLess = km !== '' && order.mileageKm !== null && Number(km) < order.mileageKm
  const finish = async () => {
    if (isRunning) return
    const added = note.trim()
    const done = await run({
      workOrderId: order.id,
      ...(km !== '' && { mileageKm: Number(km) }),
      ...(added !== '' && { note: order.note === '' ? added : `${order.note}\n${added}` }),
    })
    if (done.ok) onFinished({ bayName: bay?.name ?? '', called: done.value.called })
  }
  useFigures(setKm, () => void finish())
  return (
    <div className={classes.screen}>
      <KioskTitle title={t('jobs.finishTitle')} onBack={onBack} />
      <FailureNotice failure={failure} />
      <div className={classes.finish}>
        <section className={classes.odometer}>
          <h2 className={classes.heading}>{t('jobs.mileage')}</h2>
          <output className={classes.km} dir="ltr" aria-label={t('jobs.mileage')}>
            {km === '' ? '–' : km}
          </output>
          {isLess ? (
            <Notice tone="waiting">{t('jobs.mileageLess', { km: order.mileageKm ?? 0 })}</Notice>
          ) : (
            order.mileageKm !== null && <p className={classes.second}>{t('jobs.mileageLast', { km: order.mileageKm })}</p>
          )}
          <NumPad value={km} onChange={setKm} onEnter={() => void finish()} maxLength={LONGEST_KM} canEnter={km !== '' && !isRunning} />
        </section>
        <section className={classes.finishSide}>
          <Textarea
            label={t('jobs.note')}
            description={t('jobs.noteHint')}
            dir="auto"
            minRows={5}
            maxRows={9}
            autosize
            maxLength={1000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        </section>
      </div>
      <footer className={classes.steps}>
        <BigButton
          look="good"
          icon={<IconCheck size={36} stroke={1.9} aria-hidden="true" />}
          label={t('jobs.finishDo')}
          hint={km === '' ? t('jobs.skipMileage') : undefined}
          busy={isRunning || !isSettled}
          onClick={() => void finish()}
        />
      </footer>
    </div>
  )
}

/** It stands where “Finish” stood a moment ago: a press that bounces in a glove is not the second word. */
const SETTLES_MS = 500
function useSettled(): boolean {
  const [isSettled, setSettled] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), SETTLES_MS)
    return () => clearTimeout(timer)
  }, [])
  return isSettled
}

/** Figures, Backspace and Enter of a real keyboard go to the pad, unless somebody writes in a field or presses a button. */
function useFigures(setText: (change: (text: string) => string) => void, onEnter: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea, button')) return
      if (/^\d$/.test(event.key)) setText((text) => (text + event.key).slice(0, LONGEST_KM))
      else if (event.key === 'Backspace') setText((text) => text.slice(0, -1))
      else if (event.key === 'Enter') onEnter()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })
}
