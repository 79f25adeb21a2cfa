import { Menu } from '@mantine/core'
import { IconChevronDown, IconMapPin } from '@tabler/icons-react'
import { useShop } from '../data/shop.ts'
import { setWindow } from '../data/window.ts'
import { useT } from '../texts/t.ts'
import classes from './Header.module.css'

/** The location whose day is shown. Where there are several it is a menu, and the choice is remembered on this device. */
export function LocationSwitch() {
  const t = useT()
  const { places, location } = useShop()
  if (places.length < 2) return <>{location?.name}</>
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className={classes.place} aria-label={`${t('shell.location')}: ${location?.name ?? ''}`}>
          <IconMapPin size={13} stroke={1.8} aria-hidden="true" />
          <span dir="auto">{location?.name}</span>
          <IconChevronDown size={13} stroke={1.8} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('shell.location')}</Menu.Label>
        {places.map(({ id, name }) => (
          <Menu.Item key={id} rightSection={id === location?.id ? '✓' : null} onClick={() => setWindow({ locationId: id })}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
