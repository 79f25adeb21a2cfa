import { expect, it } from 'vitest'
import { runApp, STANDIN } from '#tests/support/electron.ts'

it.each(['--no-sandbox', '--remote-debugging-port=9222', '--inspect=0', '--disable-web-security'])(
  'SEC-INPUT: a packaged start with %s is refused before anything is touched',
  async (unsafe) => {
    const { code, output } = await runApp({ executable: STANDIN, args: [unsafe], env: { STANDIN_PACKAGED: '1' } })
    expect(code).toBe(1)
    expect(output).toContain(`Bayline does not start with ${unsafe}. Remove it from the shortcut and start again.`)
    expect(output).not.toContain('core ready')
  },
)
