import { formatMoney, minorDigits } from '#shared/kernel/money.ts'
import type { Invoice } from '#shared/modules/invoicing/model.ts'
import { localeOf } from '../../../texts/format.ts'
import { useLanguage, useT } from '../../../texts/t.ts'
import { typedText } from '../../../ui/decimal.ts'
import { Code, Day, Phone, Plate } from '../../../ui/display.tsx'
import { rateText } from '../../work-orders/parts/TotalsBar.tsx'
import classes from './InvoiceSheet.module.css'

/** The invoice as a sheet of paper: what the printed one says, from the same snapshots. */
export function InvoiceSheet({ invoice }: { invoice: Invoice }) {
  const t = useT()
  const language = useLanguage()
  const { seller, customer, vehicle, lines, taxes, currency } = invoice
  const money = (minor: number) => <bdi>{formatMoney(minor, currency, localeOf(language))}</bdi>
  const digits = minorDigits(currency)
  const address = seller.locationAddress || seller.address
  return (
    <article className={classes.sheet} aria-label={`${t('invoice.one')} ${invoice.number}`}>
      <header className={classes.head}>
        <div className={classes.seller}>
          <bdi className={classes.sellerName}>{seller.name}</bdi>
          {seller.locationName !== '' && seller.locationName !== seller.name && <bdi>{seller.locationName}</bdi>}
          {address !== '' && (
            <span className={classes.address} dir="auto">
              {address}
            </span>
          )}
          <Phone number={seller.locationPhone || seller.phone} />
          {seller.email !== '' && <bdi dir="ltr">{seller.email}</bdi>}
          {seller.taxId !== '' && (
            <span>
              {t('invoice.taxId')}: <bdi dir="ltr">{seller.taxId}</bdi>
            </span>
          )}
        </div>
        <div className={classes.title}>
          <h2>{t('invoice.one')}</h2>
          <Code>{invoice.number}</Code>
          <dl className={classes.dates}>
            {invoice.officialNumber !== null && (
              <>
                <dt>{t('credit.official')}</dt>
                <dd>
                  <Code>{String(invoice.officialNumber)}</Code>
                </dd>
              </>
            )}
            <dt>{t('invoice.issuedOn')}</dt>
            <dd>
              <Day on={invoice.issuedOn} />
            </dd>
            <dt>{t('invoice.dueOn')}</dt>
            <dd>
              <Day on={invoice.dueOn} />
            </dd>
          </dl>
        </div>
      </header>
      {invoice.state !== 'issued' && (
        <span className={classes.mark} data-state={invoice.state}>
          {invoice.state === 'void' ? t('invoice.voidMark') : t('invoice.paidMark')}
        </span>
      )}
      <div className={classes.parties}>
        <section>
          <h3>{t('invoice.billTo')}</h3>
          <strong dir="auto">{customer.name}</strong>
          {customer.company !== '' && <bdi>{customer.company}</bdi>}
          {customer.address !== '' && (
            <span className={classes.address} dir="auto">
              {customer.address}
            </span>
          )}
          {customer.phone !== '' && <Phone number={customer.phone} />}
        </section>
        {vehicle.label !== '' && (
          <section>
            <h3>{t('invoice.vehicle')}</h3>
            <span>
              <Plate plate={vehicle.plate} /> <strong dir="auto">{vehicle.label}</strong>
            </span>
            {vehicle.vin !== '' && <Code>{vehicle.vin}</Code>}
            {vehicle.mileageKm !== null && (
              <span>
                {t('invoice.mileage')}: <bdi>{t('visits.mileage', { km: vehicle.mileageKm })}</bdi>
              </span>
            )}
          </section>
        )}
      </div>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th>{t('invoice.position')}</th>
              <th>{t('lines.description')}</th>
              <th data-number>{t('lines.qty')}</th>
              <th data-number>{t('lines.price')}</th>
              <th data-number>{t('lines.discount')}</th>
              <th data-number>{t('lines.tax')}</th>
              <th data-number>{invoice.taxInclusive ? t('lines.gross') : t('lines.net')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line, index) => (
              <tr key={line.id}>
                <td>{index + 1}</td>
                <td dir="auto">
                  {line.description}
                  {(line.service !== '' || line.sharedDiscountMinor > 0) && (
                    <small className={classes.service}>
                      {[line.service, line.sharedDiscountMinor > 0 ? t('lines.lessShared', { amount: line.sharedDiscountMinor }) : '']
                        .filter((part) => part !== '')
                        .join(' · ')}
                    </small>
                  )}
                </td>
                <td data-number>{typedText(line.qtyMilli, 3, false)}</td>
                <td data-number>{typedText(line.unitPriceMinor, digits, true)}</td>
                <td data-number>{line.discountBp === 0 ? '' : rateText(line.discountBp)}</td>
                <td data-number>{line.underWarranty ? t('lines.warrantyShort') : line.taxExempt ? t('lines.exemptShort') : rateText(line.taxRateBp)}</td>
                <td data-number>{typedText(line.netMinor + (invoice.taxInclusive ? (line.taxMinor ?? 0) : 0), digits, true)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <dl className={classes.totals}>
        <div>
          <dt>{t('lines.netTotal')}</dt>
          <dd>{money(invoice.netMinor)}</dd>
        </div>
        {taxes.map(({ rateBp, baseMinor, taxMinor }) => (
          <div key={rateBp}>
            <dt>{rateBp === 0 ? t('lines.taxFree', { base: baseMinor }) : t('lines.taxOf', { rate: rateText(rateBp), base: baseMinor })}</dt>
            <dd>{money(taxMinor)}</dd>
          </div>
        ))}
        <div className={classes.total}>
          <dt>{t('lines.total')}</dt>
          <dd>{money(invoice.totalMinor)}</dd>
        </div>
      </dl>
      {invoice.note !== '' && (
        <p className={classes.note} dir="auto">
          {invoice.note}
        </p>
      )}
    </article>
  )
}
