import type { Failure, Result } from '../../kernel/result.ts'
import { ok } from '../../kernel/result.ts'
import { workspaceFails } from './contract.ts'
import type { Company, Location } from './model.ts'

/** Holds WS-2. */
export const checkHours = <T extends { opensAtMinutes: number; closesAtMinutes: number }>(location: T): Result<T, Failure<'workspace.closesBeforeOpening'>> =>
  location.closesAtMinutes > location.opensAtMinutes ? ok(location) : workspaceFails.closesBeforeOpening()

/** Who stands at the head of a printed sheet. */
export const sellerOf = (company: Company, location: Pick<Location, 'name' | 'address' | 'phone'> | undefined) => ({
  name: company.name,
  address: company.address,
  phone: company.phone,
  email: company.email,
  taxId: company.taxId,
  locationName: location?.name ?? '',
  locationAddress: location?.address ?? '',
  locationPhone: location?.phone ?? '',
  /** The shop's wall clock, by which the sheet's dates are read. */
  zone: company.zone,
})
