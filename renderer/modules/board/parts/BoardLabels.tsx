import { ActionIcon } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { LABEL_TONES, type Label } from '#shared/modules/board/model.ts'
import { useCommand } from '../../../data/command.ts'
import { useCommandForm } from '../../../data/command-form.ts'
import { useQuery } from '../../../data/queries.ts'
import { useSession } from '../../../data/session.ts'
import { failureText } from '../../../texts/failure.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Select, TextInput } from '../../../ui/fields.tsx'
import { FormModal } from '../../../ui/forms.tsx'
import { notify } from '../../../ui/notify.ts'
import { Panel } from '../../../ui/Page.tsx'
import { StateBadge } from '../../../ui/StateBadge.tsx'
import { ErrorState, Loading } from '../../../ui/states.tsx'
import classes from './Board.module.css'

/** The shop's labels, in their order. */
export function BoardLabels() {
  const t = useT()
  const { can } = useSession()
  const { data, failure, retry } = useQuery('board.labels', {})
  const order = useCommand('board.orderLabels')
  const remove = useCommand('board.removeLabel')
  const [editing, setEditing] = useState<Label | 'new' | null>(null)
  const mayChange = can('board.manage')
  const told = async (asked: ReturnType<typeof order.run> | ReturnType<typeof remove.run>) => {
    const done = await asked
    if (!done.ok) notify.failed(failureText(done.error))
  }
  const move = (labels: readonly Label[], from: number, to: number) => {
    const labelIds = labels.map(({ id }) => id)
    labelIds.splice(to, 0, ...labelIds.splice(from, 1))
    void told(order.run({ labelIds }))
  }
  return (
    <Panel
      flush
      title={t('jobBoard.labels')}
      hint={t('jobBoard.labelsHint')}
      actions={mayChange && <ActionButton size="xs" label={t('jobBoard.addLabel')} icon={<IconPlus size={14} />} onClick={() => setEditing('new')} />}
    >
      {failure ? (
        <ErrorState failure={failure} onRetry={retry} />
      ) : !data ? (
        <Loading lines={3} />
      ) : data.length === 0 ? (
        <p className={classes.foot}>{t('jobBoard.noLabels')}</p>
      ) : (
        <ul className={classes.labels}>
          {data.map((label, i) => (
            <li key={label.id} className={classes.label}>
              {mayChange ? (
                <button type="button" className={classes.labelName} onClick={() => setEditing(label)}>
                  <StateBadge tone={label.tone} label={label.name} />
                </button>
              ) : (
                <StateBadge tone={label.tone} label={label.name} />
              )}
              {mayChange && (
                <span>
                  <ActionIcon
                    variant="subtle"
                    size="lg"
                    disabled={i === 0}
                    aria-label={t('jobBoard.up', { name: label.name })}
                    onClick={() => move(data, i, i - 1)}
                  >
                    <IconChevronUp size={18} stroke={1.7} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    size="lg"
                    disabled={i === data.length - 1}
                    aria-label={t('jobBoard.down', { name: label.name })}
                    onClick={() => move(data, i, i + 1)}
                  >
                    <IconChevronDown size={18} stroke={1.7} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    size="lg"
                    aria-label={t('jobBoard.removeLabel', { name: label.name })}
                    onClick={() => void told(remove.run({ labelId: label.id }))}
                  >
                    <IconTrash size={18} stroke={1.6} />
                  </ActionIcon>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {editing && <LabelForm key={editing === 'new' ? 'new' : editing.id} label={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </Panel>
  )
}

function LabelForm({ label, onClose }: { label: Label | null; onClose: () => void }) {
  const t = useT()
  const options = {
    initial: { name: label?.name ?? '', tone: label?.tone ?? LABEL_TONES[0] },
    fieldOf: { 'board.labelTaken': 'name' } as const,
    onDone: () => {
      notify.done(t('common.saved'))
      onClose()
    },
  }
  const create = useCommandForm('board.createLabel', { ...options, toInput: (values) => values })
  const update = useCommandForm('board.updateLabel', { ...options, toInput: (values) => ({ ...values, labelId: label?.id ?? '' }) })
  const form = label ? update : create
  return (
    <FormModal opened title={label ? t('jobBoard.editLabel') : t('jobBoard.addLabel')} form={form} onClose={onClose}>
      <TextInput label={t('jobBoard.labelName')} required data-autofocus dir="auto" maxLength={24} {...form.field('name')} />
      <Select
        label={t('jobBoard.labelTone')}
        allowDeselect={false}
        data={LABEL_TONES.map((tone) => ({ value: tone, label: t(`labelTone.${tone}`) }))}
        {...form.field('tone')}
      />
      <div>
        <StateBadge tone={form.values.tone} label={form.values.name || t('jobBoard.labelName')} />
      </div>
    </FormModal>
  )
}
