import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { page, pageInput } from '../../kernel/paging.ts'
import { permission } from '../../kernel/permission.ts'
import { filled, line } from '../../kernel/text.ts'
import { CONFLICT_KINDS } from './model.ts'
import { conflictView, deviceView, ENTRY_LISTS, entryRow, entryView, foundHub, hubView, joinState, linkStatus } from './model/view.ts'

const read = permission('sync.read', 'manager', 'cashier')
/** Whoever holds it decides which devices read and write the shop. */
const manage = permission('sync.manage', 'manager')
/** Where the shop's data goes at all. */
const connect = permission('sync.connect')

export const syncFails = failures('sync', {
  notLinked: 'unavailable',
  alreadyLinked: 'conflict',
  alreadySetUp: 'conflict',
  badAddress: 'invalid',
  unreachable: 'unavailable',
  badCode: 'forbidden',
  /** The centre holds a shop already, and this device another one. */
  hasData: 'conflict',
  /** What stands here belongs to another centre. */
  otherCentre: 'conflict',
  tooMany: 'unavailable',
  upgradeNeeded: 'conflict',
  unknownDevice: 'notFound',
  /** The device's `state` allows no such step. */
  wrongDeviceState: 'conflict',
  thisDevice: 'conflict',
  unknownLocation: 'notFound',
  unknownEntry: 'notFound',
  notRefused: 'conflict',
  unknownConflict: 'notFound',
  alreadyResolved: 'conflict',
  recordGone: 'conflict',
  recordSealed: 'conflict',
  /** A step of a lifecycle has consequences: it is taken on the record itself. */
  stepNeeded: 'conflict',
  /** A booking clash is decided by moving or cancelling the booking. */
  moveNeeded: 'conflict',
  /** These values may not stand there (`constraint`). */
  valuesRefused: 'conflict',
  ownerOnly: 'forbidden',
  hubImpossible: 'unavailable',
  hubRunning: 'conflict',
  hubFailed: 'unavailable',
})

const nothing = z.strictObject({})
const seq = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
const ofDevice = z.strictObject({ id: id('syncDevice') })
const ofEntry = z.strictObject({ seq })
/** null: every location. */
const locations = z.array(id('location')).min(1).max(500).nullable()
const where = { address: line(300).pipe(z.string().min(1, 'required').max(300)), code: line(40).pipe(z.string().min(1, 'required').max(40)) }
const enrolling = [
  'sync.notLinked',
  'sync.alreadyLinked',
  'sync.badAddress',
  'sync.unreachable',
  'sync.badCode',
  'sync.hasData',
  'sync.otherCentre',
  'sync.tooMany',
  'sync.upgradeNeeded',
] as const
const ending = ['sync.unknownEntry', 'sync.notRefused'] as const
const amending = ['sync.recordGone', 'sync.recordSealed', 'sync.valuesRefused', 'sync.ownerOnly'] as const
const step = ['sync.unknownDevice', 'sync.wrongDeviceState'] as const

export const syncContract = contract('sync', {
  status: query({ input: nothing, output: linkStatus, needs: 'session' }),
  /** Before anybody can sign in; of a shop that is set up it tells the state and the clock alone. */
  joining: query({ input: nothing, output: joinState, needs: 'anyone' }),
  /** What this device said, newest first. */
  entries: query({ input: z.strictObject({ ...pageInput, show: z.enum(ENTRY_LISTS).default('all') }), output: page(entryRow), needs: read }),
  /** One entry with the records it changed, 200 at most. */
  entry: query({
    input: ofEntry,
    output: entryView,
    needs: read,
    fails: ['sync.unknownEntry'],
  }),
  /** Newest first. */
  conflicts: query({
    input: z.strictObject({ ...pageInput, resolved: z.boolean().default(false), kind: z.enum(CONFLICT_KINDS).optional() }),
    output: page(conflictView),
    needs: read,
  }),
  /** By name; revoked ones last. Open invitations stand in `invitations`. */
  devices: query({ input: nothing, output: z.array(deviceView), needs: read }),
  invitations: query({ input: nothing, output: z.array(deviceView), needs: read }),

  /** An empty device asks to be let into a shop that exists. */
  join: command({ input: z.strictObject(where), output: joinState, needs: 'anyone', fails: [...enrolling, 'sync.alreadySetUp'], secret: true }),
  /** A device that was not let in forgets the centre that it asked, as long as it holds no shop. */
  startOver: command({ input: nothing, output: z.null(), needs: 'anyone', fails: ['sync.alreadySetUp', 'sync.notLinked'] }),
  /** The first device of a centre brings its shop along; a later one must be empty, and joins. */
  connect: command({ input: z.strictObject(where), output: joinState, needs: connect, fails: enrolling, secret: true }),
  /** Forgets the centre here; the shop's data stays. What was not sent stays here, too. */
  leave: command({ input: nothing, output: z.null(), needs: connect, fails: ['sync.notLinked'] }),

  /** The code is told once and never again: only its hash is kept. */
  invite: command({
    input: z.strictObject({ name: filled(200), locations: locations.default(null) }),
    output: z.object({ device: deviceView, code: z.string() }),
    needs: manage,
    fails: ['sync.notLinked', 'sync.unknownLocation'],
    secret: true,
  }),
  approve: command({ input: ofDevice, output: deviceView, needs: manage, fails: step }),
  revoke: command({ input: ofDevice, output: deviceView, needs: manage, fails: [...step, 'sync.thisDevice'] }),
  rename: command({ input: ofDevice.extend({ name: filled(200) }), output: deviceView, needs: manage, fails: ['sync.unknownDevice'] }),
  setLocations: command({ input: ofDevice.extend({ locations }), output: deviceView, needs: manage, fails: [...step, 'sync.unknownLocation'] }),

  /** keep: what stands stays. take: the values that lost are written after all, as an ordinary change. */
  resolveConflict: command({
    input: z.strictObject({ conflictId: id('syncConflict'), choice: z.enum(['keep', 'take']) }),
    output: conflictView,
    needs: manage,
    fails: [...amending, 'sync.unknownConflict', 'sync.alreadyResolved', 'sync.stepNeeded', 'sync.moveNeeded'],
  }),
  /** A refused entry was looked at and is let go. */
  dismiss: command({ input: ofEntry, output: entryRow, needs: read, fails: ending }),
  /** Puts the values of a refused entry on its records as they stand now. */
  resend: command({ input: ofEntry, output: entryRow, needs: manage, fails: [...ending, ...amending, 'sync.stepNeeded'] }),
  /** A refused entry's values were put in through the record's own form. */
  settle: command({ input: ofEntry, output: entryRow, needs: read, fails: ending }),
  /** State, counts, last answers and log lines as one text, without the content of any record and without secrets. */
  exportDiagnostics: query({ input: nothing, output: z.object({ fileName: z.string(), text: z.string() }), needs: manage }),

  hub: query({ input: nothing, output: hubView, needs: read }),
  /** This PC becomes the shop's hub, and its own first device. */
  makeHub: command({
    input: z.strictObject({ name: filled(60) }),
    output: hubView,
    needs: connect,
    fails: ['sync.hubImpossible', 'sync.hubRunning', 'sync.hubFailed', ...enrolling],
  }),
  /** Its database stays in the data folder. */
  stopHub: command({ input: nothing, output: hubView, needs: connect, fails: ['sync.hubImpossible'] }),
  /** Hubs that answer on this network within two seconds. */
  findHubs: query({ input: nothing, output: z.array(foundHub), needs: 'anyone', fails: ['sync.hubImpossible'] }),
})
