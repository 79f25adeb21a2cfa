import { shareOf } from '#shared/kernel/money.ts'
import type { Role } from '#shared/kernel/permission.ts'

/* The people, cars and goods of the demo shop. */

export const TAX_BP = 888
export const withTax = (netMinor: number) => netMinor + shareOf(netMinor, TAX_BP)

export const PEOPLE: readonly [name: string, role: Role, title: string, pin?: string][] = [
  ['Nadia Haddad', 'manager', 'Service manager'],
  ['Ben Carter', 'cashier', 'Service advisor'],
  ['Tom Alvarez', 'technician', 'Master technician', '1111'],
  ['Una Berg', 'technician', 'Brakes and steering', '2222'],
  ['Sami Aziz', 'technician', 'Diagnostics', '3333'],
  ['Grace Lee', 'warehouse', 'Parts'],
]
export const CUSTOMERS =
  `Erin Walsh|+1 212 555 2310;Omar Farouk|+1 212 555 2311;Lucía Peña|+1 212 555 2312;Jürgen Weiß|+1 212 555 2313;Aiko Tanaka|+1 212 555 2314;Marcus Reed|+1 212 555 2315
ليلى منصور|+1 212 555 2316;Priya Nair|+1 212 555 2317;Daniel Okafor|+1 212 555 2318;Chloé Martin|+1 212 555 2319;Hannah Cole|+1 212 555 2320;Viktor Petrov|+1 212 555 2321
Rosa Delgado|+1 212 555 2322;Samuel Price|+1 212 555 2323;Mei Lin|+1 212 555 2324;Tariq Rahman|+1 212 555 2325;Ellen Brooks|+1 212 555 2326;Noah Silva|+1 212 555 2327`
    .split(/[;\n]/)
    .map((text) => text.split('|') as [string, string])
/** Plates with VINs of real vehicles, so that decoding fills the rest. */
export const CARS =
  `KLM 4821|1FTFW5L86RFB45612;HRB-2093|4S4SLDB69T3023252;JTN 7710|1FTEX1CM8EFB88051;CRD 5528|1FTFW1E59NKD69096;NYC 3344|;LPV-1187|;GHX 9036|;BRT 2671|;WQA 5512|
SVK 8804|;DMT-3390|;FJP 6125|;TRX 4410|;ZLE 7093|;MKO 1268|;PEC-5571|;AUH 9920|;RSN 3482|`
    .split(/[;\n]/)
    .map((text) => text.split('|') as [string, string])
export const MODELS = [
  'Toyota Camry 2019',
  'Honda Civic 2020',
  'Ford Escape 2018',
  'Subaru Outback 2021',
  'Chevrolet Malibu 2017',
  'Mazda CX-5 2022',
  'Volkswagen Golf 2016',
  'Nissan Rogue 2020',
  'Hyundai Elantra 2021',
]
export const ITEMS =
  `part|BRK-F-101|Brake pads, front, ceramic|Brakes|set|6890|3400;part|BRK-R-102|Brake pads, rear, ceramic|Brakes|set|5990|2900;part|BRK-D-110|Brake disc, front, vented|Brakes|pc|7450|4100
part|OIL-5W30|Engine oil 5W-30 synthetic|Fluids|l|1190|560;part|OIL-F-220|Oil filter|Filters|pc|1250|480;part|AIR-F-221|Air filter|Filters|pc|1890|790;part|CAB-F-222|Cabin filter, charcoal|Filters|pc|2290|990
part|COOL-50|Coolant, premixed|Fluids|l|890|370;part|BAT-70|Battery 70 Ah AGM|Electrical|pc|18900|11200;part|SPK-4|Spark plug, iridium|Ignition|pc|1490|690;part|WIP-22|Wiper blade 22"|Body|pc|1690|720
part|TIM-KIT|Timing belt kit with water pump|Engine|set|24900|14800;part|TYR-2055516|Tyre 205/55 R16 all-season|Tyres|pc|11900|7600;part|BUL-H7|Bulb H7|Electrical|pc|890|310;part|WHB-F|Wheel bearing, front|Chassis|pc|8900|4700
service|LAB-GEN|Labour, general|Labour|h|12500|0;service|LAB-DIA|Labour, diagnosis|Labour|h|14500|0;service|ALIGN|Four-wheel alignment|Labour|h|9900|0
fee|SHOP|Shop supplies|Fees|pc|750|0;fee|DISP|Disposal of used oil|Fees|pc|350|0`
    .split(/[;\n]/)
    .map((text) => text.split('|'))
/** Which of the items lie in the parts room: how many, at which level to order, up to which to fill. Thousandths. */
export const PARTS_IN_STOCK: readonly [item: number, qtyMilli: number, reorderAtMilli: number, fillToMilli: number][] = [
  [0, 6000, 4000, 8000],
  [1, 5000, 4000, 8000],
  [2, 4000, 2000, 6000],
  [3, 60_000, 40_000, 120_000],
  [4, 4000, 6000, 20_000],
  [5, 3000, 2000, 8000],
  [6, 2000, 2000, 6000],
  [8, 1000, 2000, 4000],
  [9, 24_000, 12_000, 40_000],
  [13, 18_000, 10_000, 30_000],
]
/** How the first supplier sells some of them: number, pack, price of a pack. */
export const OFFERS: readonly [item: number, code: string, packUnit: string, packMilli: number, packMinor: number][] = [
  [0, 'NS-40118', '', 1000, 3350],
  [2, 'NS-40277', '', 1000, 4050],
  [3, 'NS-OIL530-20', 'drum', 20_000, 10_800],
  [4, 'NS-F220-12', 'box', 12_000, 5520],
  [8, 'NS-B70', '', 1000, 11_000],
  [9, 'NS-SPK-4', 'box', 4000, 2700],
  [13, 'NS-H7-10', 'box', 10_000, 2900],
]
/** Figures of cars that are in order, in thousandths. */
export const MEASURED: Readonly<Record<string, number>> = {
  brakeFluid: 1200,
  battery: 12_600,
  treadFl: 6000,
  treadFr: 6100,
  treadRr: 5400,
  treadRl: 5500,
  padsFront: 8000,
  padsRear: 7000,
  airCon: 7000,
}
/** What the inspections of the finished jobs found. */
export const FOUND: readonly Readonly<Record<string, readonly [string | number, string]>>[] = [
  { wipers: ['soon', 'Smear'], treadRr: [2800, ''] },
  {},
  { joints: ['bad', 'Much play, left front'], airFilter: ['soon', 'Dirty'] },
  { battery: [12_200, 'Four years old'] },
  {},
]
export const CONCERNS = [
  'Brakes squeal when cold',
  'Oil service and inspection',
  'Check engine light on',
  'Pulls to the left',
  'Battery weak in the morning',
  'Air conditioning blows warm',
  'Noise from front right wheel',
  'Tyre change',
  'Timing belt due',
]
