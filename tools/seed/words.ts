/** Words of which the generated shop is made; enough scripts to keep folding honest. */
const words = (text: string): string[] => text.split(' ')
const phrases = (text: string): string[] => text.split(';')

export const FIRST_NAMES = words(
  'Anna Ben Carla David Elif Farid Greta Hugo Ines Jonas Karim Lena Mia Noah Olga Paul Rosa Samir Tara Umut Vera Wim Yara Zoe Björn Chloé Dóra Émile Jürgen Łukasz Müge Núria Søren Thị Žofia محمد فاطمة 美咲 Иван',
)
export const SYLLABLES = words(
  'ba be bo ca da de di do fa fe ga ge gra ha he hol ja ka ke kra la le li lo ma me mi mo mü na ne no pa pe ra re ri ro sa schi se si sta ta te ti to va ve vi wa we win za ze',
)
export const ENDINGS = words('berg mann ström sen son ez ova ski stein dorf ner ler ling ton field ard ini')
export const TOWNS = words('Alten Neu Ober Unter Hohen Nieder Grün Stein Wald Berg').flatMap((front) =>
  words('stadt hausen dorf bach feld burg').map((end) => front + end),
)
export const STREETS = words('Haupt Bahnhof Garten Schul Kirch Berg Linden Ring Mühlen Wald').map((front) => `${front}straße`)
/** German area codes and mobile prefixes. */
export const PREFIXES = words('30 40 69 89 221 341 351 711 151 152 160 170 171 175 176')

export const MODELS: readonly (readonly [make: string, models: readonly string[]])[] = [
  ['Volkswagen', words('Golf Passat Polo Tiguan Caddy')],
  ['BMW', words('320d 118i 520i X3')],
  ['Ford', words('Focus Fiesta Transit Kuga')],
  ['Opel', words('Astra Corsa Insignia Vivaro')],
  ['Audi', words('A3 A4 A6 Q5')],
  ['Škoda', words('Octavia Fabia Superb')],
  ['Toyota', words('Yaris Corolla RAV4 Hilux')],
  ['Honda', words('Civic Jazz CR-V')],
  ['Mazda', words('2 3 CX-5')],
  ['Kia', words('Ceed Rio Sportage')],
  ['Renault', words('Clio Megane Master')],
  ['Peugeot', words('208 308 Partner')],
  ['Volvo', words('V60 V70 XC60')],
]
export const COLORS = words('black white silver grey blue red green')
export const ENGINES = phrases('1.2 petrol;1.4 petrol;1.6 diesel;2.0 diesel;2.0 petrol;1.0 hybrid;electric')
export const PARTS = phrases(
  'Brake pad front;Brake disc;Oil filter;Engine oil 5W-30;Air filter;Spark plug;Timing belt;Wiper blade;Battery 70 Ah;Clutch kit;Tyre 205/55 R16;Coolant;Wheel bearing;Shock absorber;Headlight bulb;Cabin filter',
)
export const LABOR = phrases('Diagnosis;Brakes renewed;Service A;Service B;Clutch renewed;Timing belt renewed;Wheel alignment;Air conditioning serviced')
export const CONCERNS = phrases(
  'Noise when braking;Oil service due;Engine light is on;Pulls to the left;Starts badly when cold;Air conditioning is warm;Inspection due;Vibrates at speed',
)
