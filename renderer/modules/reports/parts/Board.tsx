import type { ReactNode } from 'react'
import type { Failure } from '#shared/kernel/result.ts'
import { useT } from '../../../texts/t.ts'
import { Dim } from '../../../ui/display.tsx'
import { ErrorState, Loading, Notice } from '../../../ui/states.tsx'
import { AsOf } from '../../sync/parts/AsOf.tsx'
import classes from './Board.module.css'

/** A board's figures age by the clock alone, too: days end, jobs become late. */
export const EVERY_MS = 60_000

interface BoardProps<T> {
  state: { data: T | undefined; failure: Failure | null; retry: () => void }
  /** The only location that it is of. */
  locationId?: string
  children: (data: T) => ReactNode
}

/** A board once its figures are there, with the time at which they were added up, and how old what they were added up from is. */
export function Board<T extends { computedAt: number; waiting: number }>({ state: { data, failure, retry }, locationId, children }: BoardProps<T>) {
  const t = useT()
  if (failure) return <ErrorState failure={failure} onRetry={retry} />
  if (!data) return <Loading lines={10} />
  return (
    <>
      {data.waiting > 0 && <Notice tone="info">{t('reports.waiting', { count: data.waiting })}</Notice>}
      {children(data)}
      <Dim>{t('reports.computed', { at: data.computedAt })}</Dim>
      <AsOf locationId={locationId} />
    </>
  )
}

/** One figure, large; below it what it stood at before. */
export function Figure({ label, value, note, tone }: { label: ReactNode; value: ReactNode; note?: ReactNode; tone?: 'good' | 'bad' | undefined }) {
  return (
    <div className={classes.figure}>
      <span className={classes.label}>{label}</span>
      <strong className={classes.value} data-tone={tone}>
        {value}
      </strong>
      {note && <span className={classes.note}>{note}</span>}
    </div>
  )
}
export const Figures = ({ children }: { children: ReactNode }) => <div className={classes.figures}>{children}</div>

/** Names with their figures, and the sum below where it is told. */
export function Tally({
  rows,
  total,
}: {
  rows: readonly (readonly [name: ReactNode, value: ReactNode, note?: ReactNode])[]
  total?: readonly [name: ReactNode, value: ReactNode]
}) {
  return (
    <table className={classes.tally}>
      <tbody>
        {rows.map(([name, value, note], index) => (
          // oxlint-disable-next-line react/no-array-index-key -- rows have no state of their own
          <tr key={index}>
            <th scope="row">{name}</th>
            <td>
              {value}
              {note !== undefined && note !== '' && <span className={classes.note}>{note}</span>}
            </td>
          </tr>
        ))}
      </tbody>
      {total && (
        <tfoot>
          <tr>
            <th scope="row">{total[0]}</th>
            <td>{total[1]}</td>
          </tr>
        </tfoot>
      )}
    </table>
  )
}
