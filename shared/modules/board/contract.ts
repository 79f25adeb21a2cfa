import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { permission } from '../../kernel/permission.ts'
import { card, label, labelFields, MAX_LABELS } from './model.ts'

const read = permission('board.read', 'manager', 'cashier', 'technician', 'warehouse', 'staff', 'viewer')
const give = permission('board.label', 'manager', 'cashier', 'technician', 'staff')
const manage = permission('board.manage', 'manager')

export const boardFails = failures('board', {
  unknownLabel: 'notFound',
  unknownJob: 'notFound',
  /** Another label has that name. */
  labelTaken: 'conflict',
  tooManyLabels: 'conflict',
})

const ofLabel = z.strictObject({ labelId: id('boardLabel') })

export const boardContract = contract('board', {
  /** Every open job of a location, and those invoiced since midnight; the soonest promised first. `isAll` is false when there are more. */
  jobs: query({ input: z.strictObject({ locationId: id('location') }), output: z.object({ cards: z.array(card), isAll: z.boolean() }), needs: read }),
  /** The shop's labels in their order. */
  labels: query({ input: z.strictObject({}), output: z.array(label), needs: read }),
  /** Null takes the label off. */
  giveLabel: command({
    input: z.strictObject({ workOrderId: id('workOrder'), labelId: id('boardLabel').nullable() }),
    output: z.null(),
    needs: give,
    fails: ['board.unknownJob', 'board.unknownLabel'],
  }),
  /** Stands last. The name of a removed label brings that one back. */
  createLabel: command({ input: labelFields.strict(), output: label, needs: manage, fails: ['board.labelTaken', 'board.tooManyLabels'] }),
  updateLabel: command({
    input: labelFields
      .partial()
      .extend({ labelId: id('boardLabel') })
      .strict(),
    output: label,
    needs: manage,
    fails: ['board.unknownLabel', 'board.labelTaken'],
  }),
  /** Those not named keep their order behind the named ones. */
  orderLabels: command({
    input: z.strictObject({ labelIds: z.array(id('boardLabel')).min(1).max(MAX_LABELS) }),
    output: z.array(label),
    needs: manage,
    fails: ['board.unknownLabel'],
  }),
  removeLabel: command({ input: ofLabel, output: label, needs: manage, fails: ['board.unknownLabel'] }),
})
