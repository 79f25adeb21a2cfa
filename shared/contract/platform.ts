import { failures } from './define.ts'

/** What dispatch itself may answer to any call. */
export const platformFails = failures('platform', {
  badCall: 'invalid',
  badInput: 'invalid',
  tooLarge: 'invalid',
  unknownOperation: 'notFound',
  version: 'conflict',
  signInNeeded: 'forbidden',
  sessionExpired: 'forbidden',
  notAllowed: 'forbidden',
  diskFull: 'unavailable',
  stopping: 'unavailable',
  readOnly: 'unavailable',
  unreachable: 'unavailable',
  internal: 'unavailable',
})
