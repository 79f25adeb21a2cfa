import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { Printer, PrintProblem } from '#shared/modules/pos/model.ts'
import { useCommand } from '../../data/command.ts'
import { useCommandForm } from '../../data/command-form.ts'
import { useT } from '../../texts/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { IntegerField, Switch, TextInput } from '../../ui/fields.tsx'
import { FormDrawer } from '../../ui/forms.tsx'
import { notify } from '../../ui/notify.ts'
import { FailureNotice, Notice } from '../../ui/states.tsx'

/** Where this device prints receipts, and whether a drawer hangs on the printer. */
export function PrinterForm({ printer, onClose }: { printer: Printer | null; onClose(): void }) {
  const t = useT()
  const [at, setAt] = useState<'host' | 'path'>(printer && printer.path !== '' ? 'path' : 'host')
  const remove = useCommand('pos.removePrinter')
  const test = useCommand('pos.testPrinter')
  const [said, setSaid] = useState<{ readonly problem: PrintProblem | null } | null>(null)
  const form = useCommandForm('pos.setPrinter', {
    initial: printer ?? { host: '', port: 9100 as number | null, path: '', widthMm: 80 as Printer['widthMm'], printsSales: true, hasDrawer: true },
    toInput: ({ host, port, path, ...rest }) => ({ ...rest, port: port ?? 9100, host: at === 'host' ? host : '', path: at === 'path' ? path : '' }),
    fieldOf: { 'pos.printerNeeded': at },
    onDone: () => {
      notify.done(t('common.saved'))
      onClose()
    },
  })
  const tryOut = async () => {
    setSaid(null)
    const done = await test.run({})
    if (done.ok) setSaid(done.value)
  }
  const takeAway = async () => {
    const done = await remove.run({})
    if (!done.ok) return
    notify.done(t('printer.removed'))
    onClose()
  }
  return (
    <FormDrawer opened title={t('printer.title')} form={form} onClose={onClose}>
      <p style={{ margin: 0, color: 'var(--dim)' }}>{t('printer.intro')}</p>
      <SegmentedControl
        aria-label={t('printer.where')}
        value={at}
        onChange={(next) => setAt(next === 'path' ? 'path' : 'host')}
        data={[
          { value: 'host', label: t('printer.network') },
          { value: 'path', label: t('printer.port') },
        ]}
      />
      {at === 'host' ? (
        <>
          <TextInput label={t('printer.host')} description={t('printer.hostHint')} dir="ltr" maxLength={253} autoComplete="off" {...form.field('host')} />
          <IntegerField label={t('printer.hostPort')} {...form.field('port')} />
        </>
      ) : (
        <TextInput label={t('printer.path')} description={t('printer.pathHint')} dir="ltr" maxLength={200} autoComplete="off" {...form.field('path')} />
      )}
      <SegmentedControl
        aria-label={t('printer.width')}
        value={String(form.values.widthMm)}
        onChange={(next) => form.set('widthMm', next === '58' ? 58 : 80)}
        data={[80, 58].map((width) => ({ value: String(width), label: t('pos.roll', { width }) }))}
      />
      <Switch label={t('printer.printsSales')} checked={form.values.printsSales} onChange={(event) => form.set('printsSales', event.currentTarget.checked)} />
      <Switch
        label={t('printer.hasDrawer')}
        description={t('printer.hasDrawerHint')}
        checked={form.values.hasDrawer}
        onChange={(event) => form.set('hasDrawer', event.currentTarget.checked)}
      />
      {printer && (
        <>
          <ActionButton label={t('printer.test')} busy={test.isRunning} onClick={() => void tryOut()} />
          {said && (
            <Notice tone={said.problem === null ? 'good' : 'bad'}>{said.problem === null ? t('printer.testDone') : t(`printProblem.${said.problem}`)}</Notice>
          )}
          <ActionButton look="quiet" label={t('printer.remove')} busy={remove.isRunning} onClick={() => void takeAway()} />
        </>
      )}
      <FailureNotice failure={test.failure ?? remove.failure} />
    </FormDrawer>
  )
}
