import { z } from 'zod'
import { command, contract, failures, query } from '../../contract/define.ts'
import { id } from '../../kernel/ids.ts'
import { permission } from '../../kernel/permission.ts'
import { company, companySettings, LANGUAGES, letterhead, location, locationFields, workSettings } from './model.ts'

const manage = permission('workspace.manage')

export const workspaceFails = failures('workspace', {
  notSetUp: 'conflict',
  unknownLocation: 'notFound',
  closesBeforeOpening: 'invalid',
  /** Documents and money carry the amounts of a currency, not its name. */
  currencyInUse: 'conflict',
})

export const workspaceContract = contract('workspace', {
  /** What a window must know before anyone signs in. */
  welcome: query({
    input: z.strictObject({}),
    output: z.object({
      isSetUp: z.boolean(),
      name: z.string(),
      language: z.enum(LANGUAGES),
      zone: z.string(),
      isDemo: z.boolean(),
      deviceName: z.string(),
      version: z.string(),
    }),
    needs: 'anyone',
  }),
  get: query({ input: z.strictObject({}), output: z.object({ company, locations: z.array(location) }), needs: 'session', fails: ['workspace.notSetUp'] }),
  update: command({
    input: companySettings.extend(workSettings.shape).partial().strict(),
    output: company,
    needs: manage,
    fails: ['workspace.notSetUp', 'workspace.currencyInUse'],
  }),
  /** What the shop's sheets look like. */
  letterhead: query({ input: z.strictObject({}), output: letterhead, needs: 'session', fails: ['workspace.notSetUp'] }),
  setLetterhead: command({ input: letterhead.partial().strict(), output: letterhead, needs: manage, fails: ['workspace.notSetUp'] }),
  addLocation: command({ input: locationFields.strict(), output: location, needs: manage, fails: ['workspace.closesBeforeOpening'] }),
  updateLocation: command({
    input: locationFields
      .partial()
      .extend({ locationId: id('location') })
      .strict(),
    output: location,
    needs: manage,
    fails: ['workspace.unknownLocation', 'workspace.closesBeforeOpening'],
  }),
})
