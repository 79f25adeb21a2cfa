import type { Target } from '../model.ts'

/** One thing that a column may fill. */
export interface FieldSpec {
  readonly key: string
  /** Without any of these no row can be good; of several such fields one is enough. */
  readonly required: boolean
  /** Column names that mean it, as lists write them: folded, without signs, apart by `|`. */
  readonly aliases: string
}

const field = (key: string, aliases: string, required = false): FieldSpec => ({ key, aliases, required })

const PHONE =
  'phone|telephone|phone number|telephone number|phone no|tel|tel no|tel nr|mobile|mobile phone|mobile number|cell|cell phone|cellphone|contact number|contact phone number|telefon|telefonnummer|telefon nr|rufnummer|handy|handynummer|mobil|mobilnummer|telephone fixe|portable|numero de telephone|telefono|numero de telefono|movil|celular|cellulare|telefone|telemovel|telefoon|telefoonnummer|mobiel|numer telefonu|komorka|mobilni telefon|telefonni cislo|telefon numarasi|cep telefonu|телефон|мобильный|номер телефона|هاتف|الهاتف|رقم الهاتف|جوال|الجوال|رقم الجوال|موبايل'
const PHONE2 =
  'phone 2|phone2|second phone|other phone|alternative phone|work phone|home phone|landline|telefon 2|festnetz|telefon privat|telefon geschaftlich|telephone 2|telefono 2|telefone 2|هاتف 2|هاتف اخر'
const EMAIL =
  'email|e mail|mail|email address|e mail address|e mail adresse|emailadresse|adresse email|courriel|correo|correo electronico|posta elettronica|e posta|eposta|адрес электронной почты|почта|بريد الكتروني|البريد الالكتروني|ايميل'
const NOTE =
  'note|notes|remark|remarks|comment|comments|memo|bemerkung|bemerkungen|notiz|notizen|kommentar|anmerkung|remarque|remarques|commentaire|observaciones|notas|osservazioni|nota|opmerking|opmerkingen|uwagi|poznamka|notlar|примечание|ملاحظات|ملاحظه'
const PLATE =
  'plate|license plate|licence plate|license plate number|plate number|plate no|registration|registration number|reg no|reg|rego|vrm|vehicle registration|license|licence|tag|kennzeichen|amtliches kennzeichen|nummernschild|immatriculation|plaque|plaque d immatriculation|matricula|patente|targa|placa|kenteken|numer rejestracyjny|nr rejestracyjny|rejestracja|spz|rz|registracni znacka|plaka|госномер|номер|регистрационный номер|رقم اللوحه|لوحه|اللوحه'
const VIN =
  'vin|vin number|vin no|vehicle identification number|chassis|chassis number|chassis no|frame number|fin|fahrgestellnummer|fahrzeug identifizierungsnummer|numero de chassis|n de serie|numero de serie|bastidor|numero de bastidor|telaio|numero telaio|chassi|chassisnummer|numer vin|numer nadwozia|sasi no|sase no|вин|رقم الهيكل|رقم الشاصي|الشاصي'
const MAKE =
  'make|brand|manufacturer|vehicle make|car make|marke|hersteller|fabrikat|marque|constructeur|marca|fabricante|merk|marka|znacka|марка|الماركه|الصانع|الشركه المصنعه'
const MODEL = 'model|vehicle model|car model|modell|typ|modele|modelo|modello|type|модель|الموديل|الطراز'
const YEAR =
  'year|model year|vehicle year|year of manufacture|my|baujahr|modelljahr|jahr|annee|ano|ano modelo|anno|bouwjaar|rok|rok produkcji|rok vyroby|yil|model yili|год|год выпуска|السنه|سنه الصنع'
const NAME =
  'name|full name|customer|customer name|client|client name|contact|contact name|kunde|kundenname|nom|nom complet|nombre|nombre completo|cliente|nome|nome completo|klant|naam|klantnaam|klient|nazwa|nazwisko i imie|zakaznik|jmeno|jmeno a prijmeni|musteri|ad soyad|имя|фио|клиент|الاسم|اسم العميل|العميل|الزبون'

/** Fields of every target, in the order in which a person maps them. Keys are names of the target's own fields where it has them. */
export const FIELDS: Readonly<Record<Target, readonly FieldSpec[]>> = {
  customers: [
    field('name', NAME, true),
    field(
      'firstName',
      'first name|firstname|given name|forename|first|vorname|prenom|nombre de pila|primer nombre|nome proprio|voornaam|imie|krestni jmeno|ad|isim|имя собственное|الاسم الاول',
      true,
    ),
    field(
      'lastName',
      'last name|lastname|surname|family name|last|nachname|familienname|nom de famille|apellido|apellidos|cognome|sobrenome|achternaam|nazwisko|prijmeni|soyad|soyadi|фамилия|اسم العائله|اللقب',
      true,
    ),
    field(
      'company',
      'company|company name|business|business name|organization|organisation|firma|firmenname|unternehmen|societe|entreprise|raison sociale|empresa|compania|azienda|societa|ragione sociale|bedrijf|bedrijfsnaam|spolka|spolecnost|sirket|компания|организация|الشركه|اسم الشركه',
      true,
    ),
    field('kind', 'kind|customer type|type of customer|kundenart|art|type de client|tipo de cliente|tipo cliente|klanttype|نوع العميل'),
    field('phone', PHONE),
    field('phone2', PHONE2),
    field('email', EMAIL),
    field(
      'street',
      'street|address|address 1|address line 1|street address|strasse|strasse und hausnummer|anschrift|adresse|rue|direccion|calle|domicilio|indirizzo|via|endereco|rua|morada|straat|adres|ulica|ulice|adresa|sokak|улица|адрес|العنوان|الشارع',
    ),
    field(
      'postcode',
      'postcode|post code|postal code|zip|zip code|plz|postleitzahl|code postal|codigo postal|cp|cap|codice postale|cep|kod pocztowy|psc|posta kodu|индекс|почтовый индекс|الرمز البريدي',
    ),
    field(
      'city',
      'city|town|place|locality|stadt|ort|wohnort|ville|ciudad|localidad|poblacion|citta|comune|cidade|localidade|plaats|woonplaats|stad|miasto|mesto|obec|sehir|il|город|المدينه|مدينه',
    ),
    field('country', 'country|country code|land|pays|pais|paese|nazione|kraj|zeme|stat|ulke|страна|البلد|الدوله'),
    field('taxExempt', 'tax exempt|tax free|vat exempt|steuerfrei|steuerbefreit|exonere de tva|exento|esente|معفي من الضريبه'),
    field('note', NOTE),
    field('language', 'language|lang|sprache|langue|idioma|lingua|taal|jezyk|jazyk|dil|язык|اللغه'),
    field('plate', PLATE),
    field('vin', VIN),
    field('make', MAKE),
    field('model', MODEL),
    field('year', YEAR),
  ],
  vehicles: [
    field('plate', PLATE, true),
    field('vin', VIN, true),
    field('make', MAKE, true),
    field('model', MODEL, true),
    field('year', YEAR),
    field('engine', 'engine|engine type|motor|motorisierung|moteur|motore|silnik|двигатель|المحرك'),
    field('color', 'color|colour|paint|farbe|couleur|cor|colore|kleur|kolor|barva|renk|цвет|اللون'),
    field(
      'mileageKm',
      'mileage|mileage km|odometer|odometer km|km|kilometers|kilometres|kilometerstand|laufleistung|km stand|kilometrage|kilometraje|chilometraggio|chilometri|quilometragem|przebieg|najeto|kilometre|пробег|عداد المسافات|الكيلومترات',
    ),
    field('note', NOTE),
    field(
      'ownerName',
      `owner|owner name|halter|besitzer|eigentumer|fahrzeughalter|proprietaire|propietario|proprietario|eigenaar|wlasciciel|majitel|sahibi|владелец|المالك|اسم المالك|${NAME}`,
    ),
    field('ownerPhone', `owner phone|owner telephone|halter telefon|owner mobile|هاتف المالك|${PHONE}`),
    field('ownerEmail', `owner email|owner e mail|halter email|${EMAIL}`),
  ],
  items: [
    field(
      'sku',
      'sku|item number|item no|item code|part number|part no|part nr|pn|article number|article no|article|product code|product id|code|ipn|artikelnummer|artikel nr|art nr|teilenummer|teile nr|bestellnummer|reference|ref|numero d article|code article|referencia|codigo|codice|codice articolo|artikelcode|indeks|kod|numer katalogowy|katalogove cislo|urun kodu|stok kodu|артикул|код|رقم القطعه|رمز الصنف|كود',
    ),
    field(
      'name',
      'name|item|item name|part|part name|product|product name|title|bezeichnung|artikel|artikelbezeichnung|artikelname|produkt|nom|designation|libelle|produit|nombre|producto|articulo|nome|prodotto|produto|naam|omschrijving|nazwa|nazev|urun|urun adi|название|наименование|товар|الاسم|اسم الصنف|الصنف|المنتج',
      true,
    ),
    field(
      'description',
      'description|long description|details|beschreibung|langtext|descriptif|descripcion|descrizione|descricao|beschrijving|opis|popis|aciklama|описание|الوصف',
    ),
    field('kind', 'kind|type|item type|art|artikelart|tipo|soort|rodzaj|typ|tur|тип|النوع'),
    field(
      'category',
      'category|group|product group|item group|family|kategorie|warengruppe|artikelgruppe|categorie|famille|categoria|familia|gruppo|groep|kategoria|skupina|kategori|категория|группа|الفئه|التصنيف',
    ),
    field(
      'unit',
      'unit|units|unit of measure|uom|einheit|mengeneinheit|me|unite|unidad|unita|unidade|eenheid|jednostka|jm|jednotka|mj|birim|единица|ед изм|الوحده',
    ),
    field(
      'price',
      'price|sales price|selling price|unit price|list price|retail price|net price|preis|verkaufspreis|vk|vk preis|listenpreis|einzelpreis|prix|prix de vente|prix unitaire|precio|precio de venta|pvp|prezzo|prezzo di vendita|preco|preco de venda|prijs|verkoopprijs|cena|cena sprzedazy|fiyat|satis fiyati|цена|السعر|سعر البيع',
    ),
    field(
      'cost',
      'cost|cost price|unit cost|purchase price|buying price|einkaufspreis|ek|ek preis|einstandspreis|prix d achat|cout|coste|costo|precio de compra|prezzo di acquisto|custo|preco de compra|inkoopprijs|cena zakupu|nakupni cena|maliyet|alis fiyati|себестоимость|закупочная цена|التكلفه|سعر الشراء',
    ),
    field(
      'taxRate',
      'tax|tax rate|vat|vat rate|tax percent|mwst|mwst satz|ust|steuersatz|tva|taux tva|iva|aliquota iva|imposto|btw|btw tarief|vat stawka|dph|kdv|kdv orani|ндс|الضريبه|نسبه الضريبه',
    ),
    field(
      'barcode',
      'barcode|bar code|ean|ean code|gtin|upc|code barres|codigo de barras|codice a barre|kod kreskowy|carovy kod|barkod|штрихкод|штрих код|الباركود',
    ),
    field('active', 'active|enabled|available|aktiv|actif|activo|attivo|ativo|actief|aktywny|aktivni|aktif|активен|نشط|فعال'),
  ],
  prices: [
    field(
      'code',
      'supplier code|supplier number|supplier part number|supplier sku|vendor code|vendor part number|vendor sku|catalog number|catalogue number|order number|order code|code|part number|part no|article number|article no|article|lieferantennummer|lieferantenartikelnummer|bestellnummer|artikelnummer|reference fournisseur|reference|ref|codigo proveedor|codigo|codice fornitore|codice|رقم المورد|كود المورد|الكود|رقم القطعه',
      true,
    ),
    field('sku', 'sku|our number|our code|own number|internal number|ipn|unsere nummer|notre reference|nuestra referencia|رقمنا', true),
    field(
      'barcode',
      'barcode|bar code|ean|ean code|gtin|upc|code barres|codigo de barras|codice a barre|kod kreskowy|carovy kod|barkod|штрихкод|штрих код|الباركود',
      true,
    ),
    field(
      'name',
      'name|description|item|product|title|bezeichnung|artikelbezeichnung|designation|libelle|descripcion|descrizione|omschrijving|opis|popis|الاسم|الوصف|الصنف',
    ),
    field(
      'packUnit',
      'pack unit|packaging|package|packing|unit|uom|verpackung|gebinde|einheit|conditionnement|unite|embalaje|unidad|confezione|verpakking|العبوه|الوحده',
    ),
    field(
      'pack',
      'pack|pack size|pack quantity|pack qty|units per pack|per pack|qty per pack|packungsgrosse|inhalt|menge je packung|quantite par paquet|cantidad por paquete|محتوى العبوه|الكميه في العبوه',
    ),
    field(
      'price',
      'price|net price|your price|cost|cost price|unit price|purchase price|buying price|dealer price|preis|nettopreis|einkaufspreis|ek|ek preis|prix|prix net|prix d achat|precio|precio neto|prezzo|prezzo netto|preco|prijs|cena|fiyat|цена|السعر|التكلفه|سعر الشراء',
    ),
  ],
}
