import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { type Level, type Measure, PHOTO_RULES, type TemplatePoint, templatePoint } from '#shared/modules/inspections/model/template.ts'
import { useHits } from '../../../data/hits.ts'
import { useQuery } from '../../../data/queries.ts'
import { useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { ComboBox } from '../../../ui/ComboBox.tsx'
import { Drawer } from '../../../ui/dialogs.tsx'
import { QuantityField, Select, Switch, TextInput } from '../../../ui/fields.tsx'
import { Notice } from '../../../ui/states.tsx'
import { replaced, without } from './content.ts'
import { LabelField } from './LabelField.tsx'
import { TrashButton } from './TrashButton.tsx'
import { useLabel } from './words.ts'
import classes from './editor.module.css'

interface PointFormProps {
  point: TemplatePoint
  levels: readonly Level[]
  onKeep: (point: TemplatePoint) => void
  onClose: () => void
}

/** All there is to say about a point of a template. */
export function PointForm({ point: start, levels, onKeep, onClose }: PointFormProps) {
  const t = useT()
  const label = useLabel()
  const [point, setPoint] = useState(start)
  const [wasTried, setWasTried] = useState(false)
  const set = (patch: Partial<TemplatePoint>) => setPoint({ ...point, ...patch })
  const options = levels.map(({ key, name }) => ({ value: key, label: label(name) }))
  const [first, last] = [levels[0]?.key ?? '', levels.at(-1)?.key ?? '']
  const isSound = templatePoint.safeParse(point).success
  return (
    <Drawer opened onClose={onClose} position="right" size={560} title={t('inspections.point')}>
      <form
        className={classes.rows}
        onSubmit={(event) => {
          event.preventDefault()
          setWasTried(true)
          if (isSound) onKeep(point)
        }}
      >
        <LabelField label={t('common.name')} required isFirst value={point.name} onChange={(name) => set({ name })} />
        <LabelField label={t('inspections.hint')} value={point.hint ?? {}} onChange={(hint) => set({ hint: Object.keys(hint).length === 0 ? null : hint })} />
        <Switch
          label={t('inspections.required')}
          description={t('inspections.requiredHint')}
          checked={point.isRequired}
          onChange={(event) => set({ isRequired: event.currentTarget.checked })}
        />
        <Select
          label={t('inspections.photoRule')}
          allowDeselect={false}
          value={point.photo}
          data={PHOTO_RULES.map((rule) => ({ value: rule, label: t(`inspections.photoRules.${rule}`) }))}
          onChange={(next) => set({ photo: PHOTO_RULES.find((rule) => rule === next) ?? point.photo })}
        />
        <Switch
          label={t('inspections.isMeasured')}
          description={t('inspections.isMeasuredHint')}
          checked={point.measure !== null}
          onChange={(event) =>
            set({
              measure: event.currentTarget.checked
                ? {
                    unit: 'mm',
                    bands: [
                      { belowMilli: 2000, level: last },
                      { belowMilli: null, level: first },
                    ],
                  }
                : null,
            })
          }
        />
        {point.measure && <Bands measure={point.measure} options={options} onChange={(measure) => set({ measure })} />}
        <h3 className={classes.small}>{t('inspections.choices')}</h3>
        {point.choices.map((choice, i) => (
          <div key={i} className={classes.level}>
            <LabelField
              label={t('inspections.choice')}
              value={choice.text}
              onChange={(text) => set({ choices: replaced(point.choices, i, { ...choice, text }) })}
            />
            <Select
              label={t('inspections.level')}
              allowDeselect={false}
              value={choice.level}
              data={options}
              onChange={(next) => set({ choices: replaced(point.choices, i, { ...choice, level: next ?? choice.level }) })}
            />
            <TrashButton label={t('inspections.removeOf', { name: label(choice.text) })} onClick={() => set({ choices: without(point.choices, i) })} />
          </div>
        ))}
        <div>
          <ActionButton
            size="xs"
            label={t('inspections.addChoice')}
            icon={<IconPlus size={14} />}
            onClick={() => set({ choices: [...point.choices, { text: {}, level: last }] })}
          />
        </div>
        <Offered itemId={point.itemId} onChange={(itemId) => set({ itemId })} />
        {wasTried && !isSound && <Notice tone="bad">{t('inspections.pointUnsound')}</Notice>}
        <div className={classes.foot}>
          <ActionButton label={t('common.cancel')} onClick={onClose} />
          <ActionButton
            look="primary"
            label={t('common.done')}
            onClick={() => {
              setWasTried(true)
              if (isSound) onKeep(point)
            }}
          />
        </div>
      </form>
    </Drawer>
  )
}

interface BandsProps {
  measure: Measure
  options: { value: string; label: string }[]
  onChange: (measure: Measure) => void
}

/** Limits from below: under the first one this level, under the next one that, the rest the last. */
function Bands({ measure, options, onChange }: BandsProps) {
  const t = useT()
  const { bands } = measure
  const isLast = (i: number) => i === bands.length - 1
  return (
    <div className={classes.bands}>
      <TextInput
        label={t('inspections.unit')}
        maxLength={12}
        value={measure.unit}
        onChange={(event) => onChange({ ...measure, unit: event.currentTarget.value })}
      />
      {bands.map((band, i) => (
        <div key={i} className={classes.band}>
          {isLast(i) ? (
            <span className={classes.rest}>{t('inspections.andAbove')}</span>
          ) : (
            <QuantityField
              label={t('inspections.below')}
              unit={measure.unit}
              value={band.belowMilli}
              onChange={(belowMilli) => onChange({ ...measure, bands: replaced(bands, i, { ...band, belowMilli }) })}
            />
          )}
          <Select
            label={t('inspections.level')}
            allowDeselect={false}
            value={band.level}
            data={options}
            onChange={(next) => onChange({ ...measure, bands: replaced(bands, i, { ...band, level: next ?? band.level }) })}
          />
          {!isLast(i) && (
            <TrashButton label={t('inspections.removeLimit')} disabled={bands.length <= 1} onClick={() => onChange({ ...measure, bands: without(bands, i) })} />
          )}
        </div>
      ))}
      <div>
        <ActionButton
          size="xs"
          label={t('inspections.addLimit')}
          icon={<IconPlus size={14} />}
          disabledReason={bands.length >= 6 ? t('inspections.enough') : null}
          onClick={() => {
            const before = bands.at(-2)?.belowMilli ?? 0
            onChange({ ...measure, bands: [...bands.slice(0, -1), { belowMilli: before + 1000, level: options[0]?.value ?? '' }, ...bands.slice(-1)] })
          }}
        />
      </div>
    </div>
  )
}

/** The catalogue item that a finding here becomes on the order. */
function Offered({ itemId, onChange }: { itemId: TemplatePoint['itemId']; onChange: (itemId: TemplatePoint['itemId']) => void }) {
  const t = useT()
  const [text, setText] = useState('')
  const { hits, isStale } = useHits(text, ['item'])
  const { data: item } = useQuery('catalog.get', { itemId: itemId ?? '' }, { enabled: itemId !== null })
  if (itemId !== null)
    return (
      <div className={classes.band}>
        <span>
          {t('inspections.offered')} <bdi>{item?.name ?? '…'}</bdi>
        </span>
        <TrashButton label={t('inspections.removeOf', { name: item?.name ?? '' })} onClick={() => onChange(null)} />
      </div>
    )
  return (
    <ComboBox
      label={t('inspections.offered')}
      placeholder={t('inspections.offeredHint')}
      text={text}
      onText={setText}
      isStale={isStale}
      options={text.trim() === '' ? [] : hits.map(({ id, title, subtitle }) => ({ key: id, title, subtitle }))}
      onChoose={(key) => {
        onChange(key as NonNullable<TemplatePoint['itemId']>) // the search answers ids of items
        setText('')
      }}
    />
  )
}
