import type { Role } from '#shared/kernel/permission.ts'
import type { OWNER, TestCore } from './core.ts'

export const PASSWORD: (typeof OWNER)['password'] = 'plain paper 42'

/** A user of that role, signed in. */
export async function signedIn(shop: TestCore & { owner: string }, role: Role, name = `${role} person`): Promise<{ token: string; userId: string }> {
  const email = `${name.replace(/\W+/g, '.')}@example.org`.toLowerCase()
  const user = await shop.get('auth.createUser', { name, email, role, language: 'en', password: PASSWORD }, shop.owner)
  const { token } = await shop.get('auth.signIn', { email, password: PASSWORD })
  return { token, userId: user.id }
}
