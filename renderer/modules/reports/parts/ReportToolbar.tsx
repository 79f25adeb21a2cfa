import { PERIODS } from '#shared/modules/reports/rules.ts'
import { useQuery } from '../../../data/queries.ts'
import { useShop } from '../../../data/shop.ts'
import { useT } from '../../../texts/t.ts'
import { Dim } from '../../../ui/display.tsx'
import { DateField, FilterSelect, Select } from '../../../ui/fields.tsx'
import { Toolbar } from '../../../ui/Page.tsx'
import type { useAsked } from './use-asked.ts'

/** Period, rows, and to whom the figures are narrowed. All of it stands in the address. */
export function ReportToolbar({ asked: { report, by, period, periodName, filters, set } }: { asked: NonNullable<ReturnType<typeof useAsked>> }) {
  const t = useT()
  const { locations } = useShop()
  const people = useQuery('reports.people', {}, { enabled: (report.filters ?? []).length > 0 })
  return (
    <Toolbar>
      {report.isNow ? (
        <Dim>{t('reports.asOfNow')}</Dim>
      ) : (
        <Select
          aria-label={t('reports.period')}
          value={periodName}
          data={PERIODS.map((name) => ({ value: name, label: t(`reports.${name}`) }))}
          allowDeselect={false}
          onChange={(next) => set({ period: PERIODS.find((name) => name === next), from: period.fromOn, to: period.toOn, key: undefined })}
          w={150}
        />
      )}
      {periodName === 'own' && !report.isNow && (
        <>
          <DateField aria-label={t('reports.from')} value={period.fromOn} onChange={(on) => on && set({ from: on, key: undefined })} />
          <DateField aria-label={t('reports.to')} value={period.toOn} onChange={(on) => on && set({ to: on, key: undefined })} />
        </>
      )}
      {report.by.length > 1 && (
        <Select
          aria-label={t('reports.by')}
          value={by}
          data={report.by.map((each) => ({ value: each, label: `${t('reports.by')}: ${t(`grouping.${each}`)}` }))}
          allowDeselect={false}
          onChange={(next) => set({ by: report.by.find((each) => each === next), key: undefined })}
          w={210}
        />
      )}
      {locations.length > 1 && (
        <FilterSelect
          label={t('reports.location')}
          allLabel={t('reports.everywhere')}
          value={filters.locationId}
          onChange={(locationId) => set({ locationId, key: undefined })}
          options={locations.map(({ id, name }) => ({ value: id, label: name }))}
          width={190}
        />
      )}
      {report.filters?.includes('userId') && (
        <FilterSelect
          label={t('reports.user')}
          allLabel={t('reports.everyone')}
          value={filters.userId}
          onChange={(userId) => set({ userId, key: undefined })}
          options={(people.data?.users ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          width={230}
        />
      )}
      {report.filters?.includes('technicianId') && (
        <FilterSelect
          label={t('reports.technician')}
          allLabel={t('reports.everyone')}
          value={filters.technicianId}
          onChange={(technicianId) => set({ technicianId, key: undefined })}
          options={(people.data?.technicians ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          width={190}
        />
      )}
    </Toolbar>
  )
}
