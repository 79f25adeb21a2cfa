import { it } from 'vitest'
import { expectSound, range } from './support.ts'

it('A-OFFLINE: no deed is lost, all devices come to the same, no rule of the shop is broken (second thousand)', async () => {
  await expectSound(range(1001, 1000))
}, 900_000)
