import { ActionIcon, Checkbox, MultiSelect } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { GATES, TAXED_KINDS, type WorkSettings } from '#shared/modules/workspace/model.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { MoneyField, PercentField, Switch, TextInput } from '../../../ui/fields.tsx'
import classes from './SettingsPage.module.css'

interface WorkSettingsFieldsProps {
  value: WorkSettings
  errors: { taxRules?: ReactNode; laborRates?: ReactNode }
  currency: string
  set: { readonly [Key in keyof WorkSettings]: (value: WorkSettings[Key]) => void }
}

const GATE_TEXTS = { mileage: 'gateMileage', technician: 'gateTechnician', parts: 'gateParts', approval: 'gateApproval' } as const

/** How the shop prices and closes its work: gates, labour rates, tax rules. */
export function WorkSettingsFields({ value, errors, currency, set }: WorkSettingsFieldsProps) {
  const t = useT()
  const { gates, laborRates, taxRules } = value
  const put = <Row,>(rows: readonly Row[], at: number, patch: Partial<Row>): Row[] => rows.map((row, i) => (i === at ? { ...row, ...patch } : row))
  const without = <Row,>(rows: readonly Row[], at: number): Row[] => rows.filter((_, i) => i !== at)
  return (
    <>
      <Switch label={t('workSettings.taxInclusive')} checked={value.taxInclusive} onChange={(event) => set.taxInclusive(event.currentTarget.checked)} />
      <Checkbox.Group label={t('workSettings.gates')} value={[...gates]} onChange={(chosen) => set.gates(GATES.filter((gate) => chosen.includes(gate)))}>
        <div className={classes.checks}>
          {GATES.map((gate) => (
            <Checkbox key={gate} value={gate} label={t(`workSettings.${GATE_TEXTS[gate]}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <section className={classes.rows} aria-label={t('workSettings.laborRates')}>
        <h3>{t('workSettings.laborRates')}</h3>
        {laborRates.map((rate, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own before one is typed
          <div key={i} className={classes.row}>
            <TextInput
              aria-label={t('workSettings.rateName')}
              placeholder={t('workSettings.rateName')}
              dir="auto"
              value={rate.name}
              onChange={(event) => set.laborRates(put(laborRates, i, { name: event.currentTarget.value }))}
            />
            <MoneyField
              aria-label={t('workSettings.rate')}
              currency={currency}
              value={rate.rateMinor}
              onChange={(rateMinor) => set.laborRates(put(laborRates, i, { rateMinor: rateMinor ?? 0 }))}
            />
            <RemoveRow label={t('workSettings.remove')} onClick={() => set.laborRates(without(laborRates, i))} />
          </div>
        ))}
        {errors.laborRates && <p className={classes.wrong}>{errors.laborRates}</p>}
        <AddRow label={t('workSettings.add')} onClick={() => set.laborRates([...laborRates, { name: '', rateMinor: 0 }])} />
      </section>
      <section className={classes.rows} aria-label={t('workSettings.taxRules')}>
        <h3>{t('workSettings.taxRules')}</h3>
        <p className={classes.hint}>{t('workSettings.hint')}</p>
        {taxRules.map((rule, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <div key={i} className={classes.row}>
            <TextInput
              aria-label={t('workSettings.ruleName')}
              placeholder={t('workSettings.ruleName')}
              dir="auto"
              value={rule.name}
              onChange={(event) => set.taxRules(put(taxRules, i, { name: event.currentTarget.value }))}
            />
            <MultiSelect
              aria-label={t('workSettings.ruleKinds')}
              placeholder={rule.kinds.length === 0 ? t('workSettings.ruleKinds') : ''}
              value={rule.kinds}
              onChange={(chosen) => set.taxRules(put(taxRules, i, { kinds: TAXED_KINDS.filter((kind) => chosen.includes(kind)) }))}
              data={TAXED_KINDS.map((kind) => ({ value: kind, label: t(`lineKind.${kind}`) }))}
            />
            <PercentField
              aria-label={t('workSettings.ruleRate')}
              value={rule.rateBp}
              onChange={(rateBp) => set.taxRules(put(taxRules, i, { rateBp: rateBp ?? 0 }))}
            />
            <RemoveRow label={t('workSettings.remove')} onClick={() => set.taxRules(without(taxRules, i))} />
          </div>
        ))}
        {errors.taxRules && <p className={classes.wrong}>{errors.taxRules}</p>}
        <AddRow label={t('workSettings.add')} onClick={() => set.taxRules([...taxRules, { name: '', kinds: [], rateBp: 0 }])} />
      </section>
    </>
  )
}

function AddRow({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <div>
      <ActionButton size="xs" label={label} icon={<IconPlus size={14} />} onClick={onClick} />
    </div>
  )
}

function RemoveRow({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" size="lg" aria-label={label} onClick={onClick}>
      <IconTrash size={17} stroke={1.6} />
    </ActionIcon>
  )
}
