import { SegmentedControl } from '@mantine/core'
import { CHANNELS, type OrderView } from '#shared/modules/work-orders/model.ts'
import { lineAmount, totalsOf } from '#shared/modules/work-orders/rules.ts'
import { useCommandForm } from '../../../data/command-form.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Money } from '../../../ui/display.tsx'
import { Textarea, TextInput } from '../../../ui/fields.tsx'
import { FormModal } from '../../../ui/forms.tsx'
import { notify } from '../../../ui/notify.ts'
import { Fields } from '../../../ui/Page.tsx'
import classes from './Approval.module.css'
import { SignaturePad } from './SignaturePad.tsx'

type Line = OrderView['lines'][number]

/** What the customer says, line by line: at the counter with a signature, or by phone. Everything is approved until it is declined. */
export function ApproveForm({ view, onClose }: { view: OrderView; onClose: () => void }) {
  const t = useT()
  const { order, customer, lines, services } = view
  const form = useCommandForm('workOrders.decide', {
    initial: {
      channel: 'counter' as (typeof CHANNELS)[number],
      person: customer.name,
      contact: customer.phone,
      note: '',
      signature: '',
      declined: lines.filter(({ declined }) => declined).map(({ id }) => id) as readonly Line['id'][],
    },
    toInput: ({ declined, ...values }) => ({
      ...values,
      workOrderId: order.id,
      words: lines.map(({ id }) => ({ lineId: id, approved: !declined.includes(id) })),
    }),
    onDone: () => {
      notify.done(t('approve.done'))
      onClose()
    },
  })
  const { declined, channel } = form.values
  /** What goes along with a line shares its word. */
  const decline = (chosen: readonly Line['id'][], isDeclined: boolean) => {
    const ids = lines.flatMap(({ id, followsId }) => (chosen.includes(id) || (followsId !== null && chosen.includes(followsId)) ? [id] : []))
    form.set('declined', isDeclined ? [...new Set([...declined, ...ids])] : declined.filter((id) => !ids.includes(id)))
  }
  const { totalMinor } = totalsOf(
    order,
    services,
    lines.map((line) => ({ ...line, declined: declined.includes(line.id) })),
  )
  const groups = [null, ...services].flatMap((service) => {
    const own = lines.filter(({ serviceId }) => (service ? serviceId === service.id : !services.some(({ id }) => id === serviceId)))
    return own.length === 0 ? [] : [{ key: service?.id ?? '', title: service?.title ?? t('service.general'), own }]
  })
  return (
    <FormModal
      opened
      title={t('approve.title', { number: order.number })}
      submitLabel={t('approve.save')}
      form={form}
      onClose={onClose}
      size="lg"
      extra={<strong>{t('approve.total', { total: totalMinor })}</strong>}
    >
      <SegmentedControl
        data-autofocus
        aria-label={t('approve.channel')}
        value={channel}
        onChange={(next) => form.set('channel', next as typeof channel)} // of the list below
        data={CHANNELS.map((each) => ({ value: each, label: t(`channel.${each}`) }))}
      />
      <div className={classes.all}>
        <ActionButton size="xs" label={t('approve.approveAll')} onClick={() => form.set('declined', [])} />
        <ActionButton
          size="xs"
          label={t('approve.declineAll')}
          onClick={() =>
            form.set(
              'declined',
              lines.map(({ id }) => id),
            )
          }
        />
      </div>
      <div className={classes.said}>
        {groups.map(({ key, title, own }) => {
          const ids = own.map(({ id }) => id)
          return (
            <fieldset key={key} className={classes.group}>
              <legend className={classes.legend}>
                <strong dir="auto">{title}</strong>
                <Word label={title} isDeclined={ids.every((id) => declined.includes(id))} onChange={(isDeclined) => decline(ids, isDeclined)} />
              </legend>
              {own.map((line) => (
                <div
                  key={line.id}
                  className={classes.asked}
                  data-declined={declined.includes(line.id) || undefined}
                  data-follows={line.followsId !== null || undefined}
                >
                  <span dir="auto">{line.description}</span>
                  <Money minor={lineAmount(line)} />
                  {line.followsId === null && (
                    <Word label={line.description} isDeclined={declined.includes(line.id)} onChange={(isDeclined) => decline([line.id], isDeclined)} />
                  )}
                </div>
              ))}
            </fieldset>
          )
        })}
      </div>
      <div className={classes.sign}>
        {channel === 'counter' && <SignaturePad value={form.values.signature} onChange={(path) => form.set('signature', path)} />}
        <Fields>
          <TextInput label={t('approve.person')} required dir="auto" {...form.field('person')} />
          <TextInput label={t('approve.contact')} dir="ltr" {...form.field('contact')} />
          <Textarea label={t('approve.note')} dir="auto" autosize minRows={1} maxRows={3} {...form.field('note')} />
        </Fields>
      </div>
    </FormModal>
  )
}

/** Approve or decline, as two words side by side. */
function Word({ label, isDeclined, onChange }: { label: string; isDeclined: boolean; onChange: (isDeclined: boolean) => void }) {
  const t = useT()
  return (
    <SegmentedControl
      size="xs"
      aria-label={label}
      value={isDeclined ? 'declined' : 'approved'}
      onChange={(word) => onChange(word === 'declined')}
      data={[
        { value: 'approved', label: t('approve.approved') },
        { value: 'declined', label: t('approve.declined') },
      ]}
    />
  )
}
