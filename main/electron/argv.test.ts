import { expect, it } from 'vitest'
import { refusedSwitch } from './argv.ts'

it.each([
  [['--no-sandbox'], 'linux', '--no-sandbox'],
  [['-no-sandbox'], 'linux', '-no-sandbox'],
  [['bayline://open/x', '--remote-debugging-port=9222'], 'linux', '--remote-debugging-port=9222'],
  [['--inspect-brk'], 'darwin', '--inspect-brk'],
  [['/remote-debugging-port=1'], 'win32', '/remote-debugging-port=1'],
  [['--js-flags=--allow-natives-syntax'], 'win32', '--js-flags=--allow-natives-syntax'],
  [['--lang=de', '--load-extension=x'], 'linux', '--load-extension=x'],
  [['--'], 'linux', '--'],
  [['/home/person/file'], 'linux', undefined],
  [['--ozone-platform=x11', '--force-device-scale-factor=1.5', '--disable-gpu'], 'linux', undefined],
  [['-psn_0_1234567'], 'darwin', undefined],
  [['bayline://open/customers/1'], 'win32', undefined],
  [[], 'linux', undefined],
] as [string[], NodeJS.Platform, string | undefined][])('SEC-INPUT: a packaged start with %j on %s is refused for %s', (args, platform, refused) => {
  expect(refusedSwitch(args, platform)).toBe(refused)
})
