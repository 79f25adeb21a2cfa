import type { Label, Measure, TemplateContent, TemplatePoint } from '#shared/modules/inspections/model/template.ts'

const words = (text: string): Label => {
  const [en = '', ar = ''] = text.split('|')
  return { en, ar }
}
/** Bands of a measurement: `mm bad<1.6 soon<3 good`. */
function bands(text: string): Measure {
  const [unit = '', ...parts] = text.split(' ')
  return {
    unit,
    bands: parts.map((part) => {
      const [level = '', below] = part.split('<')
      return { level, belowMilli: below === undefined ? null : Math.round(Number(below) * 1000) }
    }),
  }
}
interface Own {
  readonly hint?: string
  readonly optional?: true
  readonly photo?: TemplatePoint['photo']
  readonly measure?: string
  /** `level: English|Arabic`. */
  readonly choices?: readonly string[]
}
const point = (key: string, name: string, own: Own = {}): TemplatePoint => ({
  key,
  name: words(name),
  hint: own.hint === undefined ? null : words(own.hint),
  isRequired: own.optional !== true,
  photo: own.photo ?? 'never',
  measure: own.measure === undefined ? null : bands(own.measure),
  choices: (own.choices ?? []).map((text) => {
    const [level = '', ...rest] = text.split(': ')
    return { level, text: words(rest.join(': ')) }
  }),
  itemId: null,
})

const LEVELS: TemplateContent['levels'] = [
  { key: 'good', name: words('OK|سليم'), tone: 'good' },
  { key: 'soon', name: words('Soon|قريبا'), tone: 'soon' },
  { key: 'bad', name: words('Now|الآن'), tone: 'bad' },
  { key: 'none', name: words('Not checked|لم يفحص'), tone: 'none' },
]
const TREAD = 'mm bad<1.6 soon<3 good'
const PADS = 'mm bad<3 soon<5 good'
const TYRE = [
  'soon: Uneven wear|تآكل غير متساو',
  'bad: Cut or bulge in the side|قطع أو انتفاخ في الجانب',
  'bad: Nail or screw|مسمار أو برغي',
  'soon: Old and cracked|قديم ومتشقق',
]
const LEAK = ['soon: Damp|رطوبة', 'bad: Drips|يقطر']
const LAMP = ['bad: Does not light|لا يضيء', 'soon: Weak or dull|ضعيف أو معتم', 'soon: Lens cracked|زجاج متشقق']

/** What most shops look at on every car, walking round it once. */
export const VEHICLE_CHECK: TemplateContent = {
  name: words('Vehicle health check|فحص حالة المركبة'),
  levels: LEVELS,
  sections: [
    {
      key: 'outside',
      name: words('Around the car|حول السيارة'),
      points: [
        point('headlamps', 'Headlamps|المصابيح الأمامية', { choices: LAMP }),
        point('rearLamps', 'Rear and brake lamps|المصابيح الخلفية ومصابيح الفرامل', { choices: LAMP }),
        point('indicators', 'Indicators|إشارات الانعطاف', { choices: LAMP }),
        point('wipers', 'Wiper blades|ماسحات الزجاج', { choices: ['soon: Smear|تترك خطوطا', 'bad: Torn|ممزقة'] }),
        point('windscreen', 'Windscreen|الزجاج الأمامي', { photo: 'finding', choices: ['soon: Stone chip|نقرة حصاة', 'bad: Crack|شرخ'] }),
        point('body', 'Body and mirrors|الهيكل والمرايا', { optional: true, photo: 'finding' }),
      ],
    },
    {
      key: 'bonnet',
      name: words('Under the bonnet|تحت غطاء المحرك'),
      points: [
        point('oil', 'Engine oil level and look|مستوى زيت المحرك ومظهره', {
          choices: ['soon: Low|منخفض', 'soon: Due for change|حان تغييره', 'bad: Below minimum|تحت الحد الأدنى'],
        }),
        point('coolant', 'Coolant level|مستوى سائل التبريد', { choices: ['soon: Low|منخفض', 'bad: Below minimum|تحت الحد الأدنى'] }),
        point('brakeFluid', 'Brake fluid, water content|سائل الفرامل، نسبة الماء', { measure: '% good<2 soon<3 bad' }),
        point('battery', 'Battery at rest|البطارية في السكون', {
          measure: 'V bad<12.1 soon<12.4 good',
          hint: 'Engine off, lights off for a minute.|المحرك والأضواء مطفأة لمدة دقيقة.',
        }),
        point('airFilter', 'Air filter|مرشح الهواء', { choices: ['soon: Dirty|متسخ', 'bad: Blocked|مسدود'] }),
        point('belts', 'Belts and hoses|السيور والخراطيم', { choices: ['soon: Cracks|شقوق', 'bad: Frayed|متآكل'] }),
      ],
    },
    {
      key: 'tyres',
      name: words('Tyres|الإطارات'),
      points: [
        point('treadFl', 'Tread, front left|عمق النقشة، أمامي أيسر', { measure: TREAD, choices: TYRE }),
        point('treadFr', 'Tread, front right|عمق النقشة، أمامي أيمن', { measure: TREAD, choices: TYRE }),
        point('treadRr', 'Tread, rear right|عمق النقشة، خلفي أيمن', { measure: TREAD, choices: TYRE }),
        point('treadRl', 'Tread, rear left|عمق النقشة، خلفي أيسر', { measure: TREAD, choices: TYRE }),
      ],
    },
    {
      key: 'brakes',
      name: words('Brakes|الفرامل'),
      points: [
        point('padsFront', 'Front brake pads, thinner side|تيل الفرامل الأمامي، الأرق', {
          measure: PADS,
          photo: 'finding',
          choices: ['bad: Down to metal|وصل إلى المعدن', 'soon: Uneven|غير متساو'],
        }),
        point('discsFront', 'Front brake discs|أقراص الفرامل الأمامية', {
          choices: ['soon: Scored|مخدوشة', 'bad: Below minimum|تحت الحد الأدنى', 'bad: Cracked|متشققة'],
        }),
        point('padsRear', 'Rear brake pads or shoes|تيل الفرامل الخلفي', { measure: PADS, photo: 'finding' }),
        point('brakeLines', 'Brake lines and hoses|أنابيب الفرامل وخراطيمها', { choices: ['soon: Rust|صدأ', 'bad: Leaks|تسريب'] }),
        point('handbrake', 'Parking brake|فرامل التوقف', { choices: ['soon: Long travel|شوط طويل', 'bad: Does not hold|لا تمسك'] }),
      ],
    },
    {
      key: 'below',
      name: words('From below|من الأسفل'),
      points: [
        point('exhaust', 'Exhaust|العادم', { choices: ['soon: Rust|صدأ', 'bad: Leaks|تسريب', 'bad: Hanger broken|حامل مكسور'] }),
        point('suspension', 'Springs and dampers|النوابض وممتصات الصدمات', {
          choices: ['bad: Spring broken|نابض مكسور', 'soon: Damper damp|رطوبة على الممتص'],
        }),
        point('joints', 'Ball joints, bushes, steering|المفاصل والجلب والتوجيه', {
          choices: ['soon: Play|خلوص', 'bad: Much play|خلوص كبير', 'soon: Boot torn|غطاء ممزق'],
        }),
        point('leaks', 'Oil, fuel and coolant leaks|تسريب زيت أو وقود أو سائل تبريد', { choices: LEAK, photo: 'finding' }),
      ],
    },
    {
      key: 'road',
      name: words('On the road|على الطريق'),
      points: [
        point('warning', 'Warning lamps|مصابيح التحذير', { photo: 'finding' }),
        point('airCon', 'Air conditioning, air at the vent|التكييف، الهواء عند الفتحة', { optional: true, measure: '°C good<10 soon<15 bad' }),
        point('drive', 'Test drive|تجربة القيادة', { optional: true }),
      ],
    },
  ],
}

/** How a car came in: its corners, its keys, what lies in it. */
export const RECEPTION: TemplateContent = {
  name: words('Reception check|فحص الاستلام'),
  levels: [
    { key: 'clean', name: words('As it should be|كما ينبغي'), tone: 'good' },
    { key: 'marked', name: words('Marks seen|علامات ظاهرة'), tone: 'soon' },
    { key: 'damaged', name: words('Damage|ضرر'), tone: 'bad' },
  ],
  sections: [
    {
      key: 'corners',
      name: words('Four corners|الزوايا الأربع'),
      points: (['front left|أمامي أيسر', 'front right|أمامي أيمن', 'rear right|خلفي أيمن', 'rear left|خلفي أيسر'] as const).map((corner, i) =>
        point(`corner${i + 1}`, `Body, ${corner.replace('|', '|الهيكل، ')}`, {
          photo: 'always',
          choices: ['marked: Scratch|خدش', 'marked: Dent|انبعاج', 'damaged: Broken|مكسور'],
        }),
      ),
    },
    {
      key: 'inside',
      name: words('Inside|الداخل'),
      points: [
        point('odometer', 'Odometer and warning lamps|العداد ومصابيح التحذير', { photo: 'always' }),
        point('fuel', 'Fuel|الوقود', { measure: '% marked<15 clean' }),
        point('belongings', 'Belongings left in the car|أغراض متروكة في السيارة', { optional: true }),
      ],
    },
  ],
}
