import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { atLocal, localDate } from '#shared/kernel/time.ts'
import { agreementMachine, type VisitView } from '#shared/modules/agreements/model.ts'
import type { Language } from '#shared/modules/workspace/model.ts'
import { useCommand } from '../../data/command.ts'
import type { Output } from '../../data/client.ts'
import { useNow } from '../../data/now.ts'
import { useList, useQuery } from '../../data/queries.ts'
import { TextLink } from '../../data/route.tsx'
import { useSession } from '../../data/session.ts'
import { useShop } from '../../data/shop.ts'
import { paths } from '../../paths.ts'
import { failureText } from '../../texts/failure.ts'
import { formatDay } from '../../texts/format.ts'
import { type Translate, useLanguage, useT } from '../../texts/t.ts'
import { whyNot } from '../../texts/why.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { type Column, DataTable } from '../../ui/DataTable.tsx'
import { clockText } from '../../ui/decimal.ts'
import { Code, DateTime, Day, Dim, Money, Plate } from '../../ui/display.tsx'
import { Switch } from '../../ui/fields.tsx'
import { notify } from '../../ui/notify.ts'
import { Columns, Facts, Page, Panel } from '../../ui/Page.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { AgreementForm } from './AgreementForm.tsx'
import { AgreementBadge, VisitBadge } from './parts/badges.tsx'
import { Preview } from './parts/Preview.tsx'
import { ruleText } from './parts/repeat-text.ts'
import { VisitDialog } from './parts/VisitDialog.tsx'

/** One agreement: what was agreed, its visits, and what comes of its rule. */
export function AgreementPage() {
  const t = useT()
  const { agreementId } = useParams({ strict: false }) as { agreementId: string } // the route's own parameter; the core checks it
  const { data, failure, retry } = useQuery('agreements.get', { agreementId })
  const back = <TextLink to={paths.agreements}>{t('agreements.title')}</TextLink>
  if (data) return <Screen key={data.id} agreement={data} back={back} />
  return (
    <Page title={t('agreements.one')} back={back}>
      {failure ? <ErrorState failure={failure} onRetry={retry} /> : <Loading />}
    </Page>
  )
}

function Screen({ agreement, back }: { agreement: Output<'agreements.get'>; back: React.ReactNode }) {
  const t = useT()
  const zone = useShop().company?.zone ?? 'UTC'
  const today = localDate(useNow(), zone)
  const [dialog, setDialog] = useState<'edit' | 'pause' | 'end' | VisitView | null>(null)
  const [showsPast, setShowsPast] = useState(false)
  const list = useList('agreements.visits', { agreementId: agreement.id, ...(!showsPast && { fromAt: atLocal(today, 0, zone) }) })
  const { state, rule, startOn, startMinutes, locationId } = agreement
  return (
    <Page
      title={<span dir="auto">{agreement.title}</span>}
      badge={
        <>
          <Code>{agreement.number}</Code>
          <AgreementBadge state={state} />
        </>
      }
      back={back}
      actions={<Actions agreement={agreement} onAsk={setDialog} />}
    >
      <Columns sizes="mainFirst">
        <Panel
          flush
          title={t('agreements.visits')}
          actions={<Switch label={t('agreements.showPast')} checked={showsPast} onChange={(event) => setShowsPast(event.currentTarget.checked)} />}
        >
          <DataTable
            label={t('agreements.visits')}
            list={list}
            columns={columns(t)}
            rowKey={(row) => row.id}
            rowTone={(row) => (row.state === 'unplaced' ? 'waiting' : row.state === 'booked' ? undefined : 'off')}
            onOpen={setDialog}
            height={430}
            empty={
              <EmptyState
                title={t('agreements.noVisitsTitle')}
                text={state === 'draft' ? t('agreements.draftText') : t('agreements.noVisitsText', { days: agreement.leadDays })}
              />
            }
          />
        </Panel>
        <div style={{ display: 'grid', gap: 'var(--gap)', alignContent: 'start' }}>
          <Panel title={t('agreements.one')}>
            <Terms agreement={agreement} />
          </Panel>
          {state !== 'ended' && (
            <Panel title={t('agreements.next')}>
              <Preview locationId={locationId} rule={rule} startOn={startOn} startMinutes={startMinutes} />
            </Panel>
          )}
        </div>
      </Columns>
      {dialog === 'edit' && <AgreementForm agreement={agreement} today={today} onClose={() => setDialog(null)} />}
      {(dialog === 'pause' || dialog === 'end') && <Stop agreement={agreement} step={dialog} onClose={() => setDialog(null)} />}
      {dialog !== null && typeof dialog === 'object' && <VisitDialog key={dialog.id} visit={dialog} onClose={() => setDialog(null)} />}
    </Page>
  )
}

function Actions({ agreement, onAsk }: { agreement: Output<'agreements.get'>; onAsk: (what: 'edit' | 'pause' | 'end') => void }) {
  const t = useT()
  const { can } = useSession()
  const activate = useCommand('agreements.activate')
  const mayWrite = can('agreements.write') ? null : t('failure.platform.notAllowed')
  const reason = (event: 'edit' | 'activate' | 'pause' | 'end') =>
    mayWrite ?? whyNot(agreementMachine, agreement.state, event, (state) => t(`agreementState.${state}`))
  const start = async () => {
    const done = await activate.run({ agreementId: agreement.id })
    if (done.ok) notify.done(t('agreements.saved', { number: done.value.number }))
    else notify.failed(failureText(done.error))
  }
  const isRunning = agreement.state === 'active'
  return (
    <>
      <ActionButton label={t('agreements.end')} look="danger" disabledReason={reason('end')} onClick={() => onAsk('end')} />
      {isRunning && <ActionButton label={t('agreements.pause')} disabledReason={reason('pause')} onClick={() => onAsk('pause')} />}
      <ActionButton
        label={t('common.edit')}
        look={isRunning ? 'primary' : 'plain'}
        shortcut="F4"
        disabledReason={reason('edit')}
        onClick={() => onAsk('edit')}
      />
      {!isRunning && (
        <ActionButton
          label={t('agreements.activate')}
          look="primary"
          busy={activate.isRunning}
          disabledReason={reason('activate')}
          onClick={() => void start()}
        />
      )}
    </>
  )
}

function Terms({ agreement }: { agreement: Output<'agreements.get'> }) {
  const t = useT()
  const language: Language = useLanguage()
  return (
    <Facts
      facts={[
        [
          t('agreements.customer'),
          <TextLink key="c" to={paths.customer} params={{ customerId: agreement.customerId }}>
            <bdi>{agreement.customerName}</bdi>
          </TextLink>,
        ],
        [
          t('agreements.vehicles'),
          <span key="v" style={{ display: 'grid', gap: 4 }}>
            {agreement.vehicles.map(({ id, plate, label }) => (
              <TextLink key={id} to={paths.vehicle} params={{ vehicleId: id }}>
                <Plate plate={plate} /> <bdi>{label}</bdi>
              </TextLink>
            ))}
          </span>,
        ],
        [t('agreements.rule'), ruleText(agreement.rule, t, language)],
        [t('agreements.startOn'), formatDay(agreement.startOn, language)],
        [t('agreements.time'), <bdi key="t">{clockText(agreement.startMinutes)}</bdi>],
        [t('agreements.type'), agreement.bookingTypeName ?? ''],
        [t('agreements.minutes'), agreement.minutes],
        [t('agreements.services'), agreement.services.join(', ')],
        [t('agreements.price'), agreement.priceMinor === null ? t('agreements.noPrice') : <Money key="p" minor={agreement.priceMinor} />],
        [t('agreements.terms'), agreement.terms],
        [t('agreements.lead'), agreement.leadDays],
        [
          t('agreements.continues'),
          agreement.continuesId && (
            <TextLink key="o" to={paths.agreement} params={{ agreementId: agreement.continuesId }}>
              {agreement.continuesNumber}
            </TextLink>
          ),
        ],
        [
          t('agreements.note'),
          <span key="n" dir="auto" style={{ whiteSpace: 'pre-wrap' }}>
            {agreement.note}
          </span>,
        ],
      ]}
    />
  )
}

function Stop({ agreement, step, onClose }: { agreement: Output<'agreements.get'>; step: 'pause' | 'end'; onClose: () => void }) {
  const t = useT()
  const commands = { pause: useCommand('agreements.pause'), end: useCommand('agreements.end') }
  const { run, isRunning, failure } = commands[step]
  const confirm = async () => {
    const done = await run({ agreementId: agreement.id })
    if (!done.ok) return
    notify.done(t('agreements.saved', { number: done.value.number }))
    onClose()
  }
  return (
    <ConfirmDialog
      opened
      danger={step === 'end'}
      title={`${t(`agreements.${step}`)}: ${agreement.title}`}
      text={t(`agreements.${step}Text`)}
      confirmLabel={t(`agreements.${step}`)}
      busy={isRunning}
      failure={failure}
      onConfirm={() => void confirm()}
      onCancel={onClose}
    />
  )
}

const columns = (t: Translate): Column<VisitView>[] => [
  { key: 'due', header: t('visit.due'), width: '165px', card: 'title', cell: (row) => <Day on={row.occurrenceOn} /> },
  {
    key: 'vehicle',
    header: t('reminders.vehicle'),
    width: 'minmax(140px, 1.4fr)',
    cell: (row) => (
      <>
        <Plate plate={row.plate} /> <bdi>{row.vehicleLabel}</bdi>
      </>
    ),
  },
  {
    key: 'booked',
    header: t('visit.booked'),
    width: '160px',
    cell: (row) => (row.startAt === null ? <Dim>{t('visit.notBooked')}</Dim> : <DateTime at={row.startAt} />),
  },
  {
    key: 'where',
    header: t('visit.where'),
    width: 'minmax(96px, 0.8fr)',
    card: 'hidden',
    cell: (row) => <bdi>{[row.bayName, row.technicianName].filter(Boolean).join(', ')}</bdi>,
  },
  { key: 'state', header: t('agreements.state'), width: '152px', card: 'badge', cell: (row) => <VisitBadge visit={row} /> },
]
