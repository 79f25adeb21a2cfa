import type { Mapping, Target } from '#shared/modules/imports/model.ts'
import { FIELDS } from '#shared/modules/imports/model/fields.ts'
import { lookUp, useT } from '../../../texts/t.ts'
import { Select } from '../../../ui/fields.tsx'
import classes from './imports.module.css'

interface ColumnGridProps {
  target: Target
  names: readonly string[]
  rows: readonly (readonly string[])[]
  columnCount: number
  mapping: Mapping
  onMapping(mapping: Mapping): void
}

/** Columns wider than this are rarely meant to be mapped by hand; they stay readable by scrolling. */
const MOST_COLUMNS = 60

/** The first rows as the file has them; above each column, what it becomes. */
export function ColumnGrid({ target, names, rows, columnCount, mapping, onMapping }: ColumnGridProps) {
  const t = useT()
  const columns = Array.from({ length: Math.min(columnCount, MOST_COLUMNS) }, (_, column) => column)
  const fieldOf = (column: number) => mapping.find((one) => one.column === column)?.field ?? ''
  const nameOf = (column: number) => names[column] || t('imports.column', { number: column + 1 })
  const set = (column: number, field: string) => {
    const rest = mapping.filter((one) => one.column !== column && one.field !== field)
    onMapping(field === '' ? rest : [...rest, { field, column }].sort((a, b) => a.column - b.column))
  }
  const choices = [{ value: '', label: t('imports.notUsed') }, ...FIELDS[target].map(({ key }) => ({ value: key, label: lookUp(`importField.${key}`, key) }))]
  return (
    <div className={classes.scroller}>
      <table className={classes.grid}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                <span className={classes.name} dir="auto">
                  {nameOf(column)}
                </span>
                <Select
                  aria-label={`${t('imports.field')}: ${nameOf(column)}`}
                  size="xs"
                  allowDeselect={false}
                  data={choices}
                  value={fieldOf(column)}
                  onChange={(field) => set(column, field ?? '')}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // Rows of a file have no key but their place.
            <tr key={at}>
              {columns.map((column) => (
                <td key={column} dir="auto" data-off={fieldOf(column) === '' || undefined} title={row[column]}>
                  {row[column]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
