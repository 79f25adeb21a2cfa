import { useState } from 'react'
import type { Id } from '#shared/kernel/ids.ts'
import { type Header, type Mapping, type Plan, TARGETS, type Target } from '#shared/modules/imports/model.ts'
import { columnNames, mappingProblem, suggestMapping } from '#shared/modules/imports/rules.ts'
import { useCommand } from '../../../data/command.ts'
import type { Output } from '../../../data/client.ts'
import { useQuery } from '../../../data/queries.ts'
import { lookUp, useT } from '../../../texts/t.ts'
import { ActionButton } from '../../../ui/ActionButton.tsx'
import { Select, Switch } from '../../../ui/fields.tsx'
import { Page, Panel, Toolbar } from '../../../ui/Page.tsx'
import { FailureNotice, Notice } from '../../../ui/states.tsx'
import { SupplierSelect } from '../../purchasing/parts/SupplierSelect.tsx'
import { ColumnGrid } from './ColumnGrid.tsx'
import { PreviewTable } from './PreviewTable.tsx'

type ReadFile = Output<'imports.read'>
interface MappingStepProps {
  file: ReadFile
  /** The file was read again with another encoding or delimiter. */
  onFile(file: ReadFile): void
  onOther(): void
  onLeave(): void
  onDone(importRunId: Id<'importRun'>): void
}

const ENCODINGS = ['utf-8', 'windows-1252', 'windows-1250', 'windows-1251', 'windows-1256', 'iso-8859-15', 'utf-16le', 'big5', 'shift_jis']
const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', pipe: '|', space: ' ' } as const

/** Names the columns and shows at once what importing them would do. */
export function MappingStep({ file, onFile, onOther, onLeave, onDone }: MappingStepProps) {
  const t = useT()
  const works = (one: ReadFile['suggestions'][number]) => mappingProblem(one.target, one.mapping, file.sheets[one.sheet]?.columnCount ?? 0) === null
  const best = file.suggestions.find(works) ?? file.suggestions[0]
  const [target, setTarget] = useState<Target>(best?.target ?? 'customers')
  const [sheetAt, setSheetAt] = useState(
    best?.sheet ??
      Math.max(
        0,
        file.sheets.findIndex((sheet) => !sheet.hidden),
      ),
  )
  const sheet = file.sheets[sheetAt]
  const [header, setHeader] = useState<Header | null>(sheet?.header ?? null)
  const [mapping, setMapping] = useState<Mapping>(best?.mapping ?? [])
  const [supplierId, setSupplierId] = useState<Plan['supplierId']>(null)
  const [createItems, setCreateItems] = useState(false)
  const reread = useCommand('imports.reread')
  const run = useCommand('imports.run')

  const names = columnNames(sheet?.first ?? [], header)
  const dataFrom = header ? header.row + header.rows : 0
  /** Another target, sheet or header: the columns are named anew. */
  const change = (next: { target?: Target; sheetAt?: number; header?: Header | null }) => {
    const of = file.sheets[next.sheetAt ?? sheetAt]
    const nextHeader = next.header === undefined ? (next.sheetAt === undefined ? header : (of?.header ?? null)) : next.header
    const rows = of?.first ?? []
    setTarget(next.target ?? target)
    setSheetAt(next.sheetAt ?? sheetAt)
    setHeader(nextHeader)
    setMapping(suggestMapping(next.target ?? target, columnNames(rows, nextHeader), rows.slice(nextHeader ? nextHeader.row + nextHeader.rows : 0)))
  }
  const again = async (options: { encoding?: string; delimiter?: string }) => {
    const answer = await reread.run({ importId: file.importId, encoding: file.encoding ?? '', delimiter: file.delimiter ?? '', ...options })
    if (answer.ok) onFile(answer.value)
  }

  const plan: Plan = { importId: file.importId, target, sheet: sheetAt, header, mapping, country: '', supplierId, createItems }
  const missing = mappingProblem(target, mapping, sheet?.columnCount ?? 0)
  const isNobodys = target === 'prices' && supplierId === null
  const isReady = missing === null && !isNobodys
  const preview = useQuery('imports.preview', plan, { enabled: isReady, keepLast: true })
  const counts = isReady ? preview.data?.counts : undefined
  const go = async () => {
    const answer = await run.run(plan)
    if (answer.ok) onDone(answer.value.id)
  }
  const whyNot =
    missing !== null ? t('imports.noMapping') : isNobodys ? t('failure.imports.supplierNeeded') : counts?.added === 0 ? t('imports.nothingNew') : null

  return (
    <Page
      title={<bdi>{file.fileName}</bdi>}
      intro={t('imports.stepMap')}
      actions={
        <>
          <ActionButton label={t('common.cancel')} onClick={onLeave} />
          <ActionButton label={t('imports.otherFile')} onClick={onOther} />
          <ActionButton look="primary" label={t('imports.run')} shortcut="F8" busy={run.isRunning} disabledReason={whyNot} onClick={() => void go()} />
        </>
      }
    >
      <Toolbar>
        <Select
          label={t('imports.target')}
          allowDeselect={false}
          w={190}
          value={target}
          data={TARGETS.map((value) => ({ value, label: t(`imports.targets.${value}`) }))}
          onChange={(value) => change({ target: (value ?? target) as Target })}
        />
        {target === 'prices' && (
          <>
            <SupplierSelect isFirst value={supplierId} onChange={(id) => setSupplierId(id as Plan['supplierId'])} />
            <Switch label={t('imports.createItems')} checked={createItems} onChange={(event) => setCreateItems(event.currentTarget.checked)} />
          </>
        )}
        {file.sheets.length > 1 && (
          <Select
            label={t('imports.sheet')}
            allowDeselect={false}
            w={190}
            value={String(sheetAt)}
            data={file.sheets.map((one, at) => ({ value: String(at), label: one.hidden ? t('imports.sheetHidden', { name: one.name }) : one.name }))}
            onChange={(value) => change({ sheetAt: Number(value) })}
          />
        )}
        <Select
          label={t('imports.headerRow')}
          allowDeselect={false}
          w={190}
          value={header ? String(header.row) : 'none'}
          data={[
            { value: 'none', label: t('imports.noHeader') },
            ...(sheet?.firstLines ?? []).map((line, row) => ({ value: String(row), label: String(line) })),
          ]}
          onChange={(value) => change({ header: value === 'none' || value === null ? null : { row: Number(value), rows: 1 } })}
        />
        {file.encoding !== null && (
          <Select
            label={t('imports.encoding')}
            allowDeselect={false}
            w={150}
            value={file.encoding}
            data={[...new Set([file.encoding, ...ENCODINGS])]}
            onChange={(encoding) => void again({ encoding: encoding ?? '' })}
          />
        )}
        {file.delimiter !== null && (
          <Select
            label={t('imports.delimiter')}
            allowDeselect={false}
            w={150}
            value={file.delimiter}
            data={[
              ...Object.entries(DELIMITERS).map(([name, value]) => ({ value, label: t(`imports.delimiters.${name as keyof typeof DELIMITERS}`) })),
              ...(file.delimiter === '' ? [{ value: '', label: t('imports.delimiters.none') }] : []),
            ]}
            onChange={(delimiter) => void again({ delimiter: delimiter ?? '' })}
          />
        )}
      </Toolbar>
      <FailureNotice failure={reread.failure ?? run.failure} />
      {run.isRunning && <Notice tone="info">{t('imports.running')}</Notice>}
      {file.badCharacters > 3 && <Notice tone="waiting">{t('imports.badCharacters')}</Notice>}
      {sheet && sheet.damagedTotal > 0 && <Notice tone="waiting">{t('imports.damaged', { count: sheet.damagedTotal })}</Notice>}
      {sheet && sheet.repairedTotal > 0 && <Notice tone="info">{t('imports.repaired', { count: sheet.repairedTotal })}</Notice>}
      {sheet && (
        <Panel flush title={t('imports.sample')}>
          <ColumnGrid
            target={target}
            names={names}
            rows={sheet.first.slice(dataFrom, dataFrom + 5)}
            columnCount={sheet.columnCount}
            mapping={mapping}
            onMapping={setMapping}
          />
        </Panel>
      )}
      <Panel flush title={t('imports.stepCheck')}>
        {isReady ? (
          <PreviewTable target={target} preview={preview} headers={mapping.map(({ field }) => lookUp(`importField.${field}`, field))} />
        ) : (
          <Notice tone="info">{missing === null ? t('failure.imports.supplierNeeded') : t('imports.noMapping')}</Notice>
        )}
      </Panel>
    </Page>
  )
}
