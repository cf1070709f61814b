/**
 * The words of headers and cells in the languages of the users: Arabic, German, French, Spanish, Portuguese and Italian,
 * in this order, and English where nothing else has it. All are compared by `normalizeName`.
 */

/** Splits lines of words, a line a language. */
const list = (...lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split(', '));

/**
 * The usual headers of fields, by the field's name. Only words that mean the field without doubt: a "Nummer" can be
 * anyone's.
 */
export const HEADERS: Readonly<Record<string, readonly string[]>> = {
	customerId: list(
		'رقم العميل, كود العميل, معرف العميل, رقم العضوية, رقم العضو',
		'Kundennummer, Kunden-Nr., Kunden-ID, Mitgliedsnummer',
		'Numéro client, Numéro de client, N° client, Code client, ID client, Identifiant client',
		'Número de cliente, N.º de cliente, Código de cliente, Código cliente, ID de cliente, ID cliente',
		'Número do cliente, Código do cliente, ID do cliente',
		'Numero cliente, Codice cliente, ID cliente',
	),
	email: list(
		'البريد الإلكتروني, البريد الالكتروني, الايميل, الإيميل, بريد إلكتروني',
		'E-Mail-Adresse, Mailadresse',
		'Adresse e-mail, Adresse email, Courriel, Adresse mail',
		'Correo electrónico, Correo, Dirección de correo',
		'Endereço de e-mail, E-mail do cliente',
		'Indirizzo e-mail, Posta elettronica',
	),
	mobile: list(
		'رقم الجوال, الجوال, جوال, رقم الموبايل, الموبايل, رقم المحمول, المحمول, رقم الهاتف, الهاتف, هاتف, رقم التليفون',
		'Handynummer, Handy, Mobilnummer, Mobiltelefon, Telefonnummer, Telefon',
		'Téléphone portable, Portable, Numéro de téléphone, Téléphone, Tél, N° de téléphone',
		'Móvil, Teléfono móvil, Celular, Número de teléfono, Teléfono, Telf',
		'Telemóvel, Número de telefone, Telefone',
		'Cellulare, Numero di cellulare, Numero di telefono, Telefono',
	),
	name: list(
		'الاسم, الاسم الكامل, اسم العميل, الاسم بالكامل',
		'Vollständiger Name, Kundenname',
		'Nom, Nom complet, Nom du client',
		'Nombre, Nombre completo, Nombre y apellidos, Nombre del cliente',
		'Nome, Nome do cliente',
		'Nome completo, Nome e cognome, Nominativo',
	),
	firstName: list(
		'الاسم الأول, الاسم الاول',
		'Vorname',
		'Prénom',
		'Primer nombre',
		'Primeiro nome',
		'Nome di battesimo',
	),
	lastName: list(
		'اسم العائلة, الاسم الأخير, اللقب, الكنية',
		'Nachname, Familienname',
		'Nom de famille',
		'Apellido, Apellidos',
		'Sobrenome, Apelido, Último nome',
		'Cognome',
	),
	gender: list('الجنس', 'Geschlecht', 'Sexe, Genre', 'Sexo, Género', 'Gênero', 'Sesso, Genere'),
	dateOfBirth: list(
		'تاريخ الميلاد, تاريخ الولادة, عيد الميلاد',
		'Geburtsdatum, Geburtstag, Geb.-Datum',
		'Date de naissance, Anniversaire',
		'Fecha de nacimiento, Cumpleaños',
		'Data de nascimento, Aniversário',
		'Data di nascita, Compleanno',
	),
	joinDate: list(
		'تاريخ التسجيل, تاريخ الانضمام, تاريخ الاشتراك',
		'Kunde seit, Registriert am, Registrierungsdatum, Beitrittsdatum, Anmeldedatum',
		"Client depuis, Date d'inscription, Date d'adhésion",
		'Cliente desde, Fecha de registro, Fecha de alta',
		'Data de registo, Data de registro, Data de cadastro',
		'Data di registrazione, Data di iscrizione',
	),
	city: list('المدينة', 'Stadt, Ort, Wohnort', 'Ville', 'Ciudad, Localidad, Población', 'Cidade', 'Città, Comune'),
	country: list('الدولة, البلد', 'Land', 'Pays', 'País', 'País de residência', 'Paese, Nazione'),
	zip: list(
		'الرمز البريدي, رمز بريدي',
		'PLZ, Postleitzahl',
		'Code postal, CP',
		'Código postal',
		'CEP, Código de endereçamento postal',
		'CAP, Codice postale',
	),
	preferredLanguage: list('اللغة, اللغة المفضلة', 'Sprache', 'Langue', 'Idioma', 'Idioma preferido', 'Lingua'),
	amount: list(
		'المبلغ, القيمة, المبلغ المدفوع',
		'Betrag, Rechnungsbetrag, Gesamtbetrag',
		'Montant, Montant payé, Montant total',
		'Importe, Monto, Importe total, Importe pagado',
		'Valor, Montante, Valor total, Valor pago',
		'Importo, Importo totale, Importo pagato',
	),
	totalPaid: list(
		'المبلغ, المبلغ المدفوع, إجمالي الطلب, إجمالي المبلغ',
		'Betrag, Gesamtbetrag, Gesamtsumme, Rechnungsbetrag, Bestellwert',
		'Montant, Montant payé, Montant total, Total TTC',
		'Importe, Monto, Importe total, Importe pagado, Total pagado',
		'Valor total, Valor pago, Montante, Total pago',
		'Importo, Importo totale, Importo pagato, Totale ordine',
	),
	orderId: list(
		'رقم الطلب, كود الطلب, معرف الطلب',
		'Bestellnummer, Auftragsnummer, Bestell-Nr., Auftrags-Nr.',
		'Numéro de commande, N° de commande, N° commande',
		'Número de pedido, N.º de pedido, Nº pedido, ID de pedido',
		'Número do pedido, Código do pedido, Número da encomenda',
		'Numero ordine, ID ordine, Codice ordine',
	),
	orderDate: list(
		'تاريخ الطلب',
		'Bestelldatum, Auftragsdatum, Bestellt am',
		'Date de commande, Date de la commande',
		'Fecha de pedido, Fecha del pedido',
		'Data do pedido, Data da encomenda',
		'Data ordine, Data dell’ordine',
	),
	transactionId: list(
		'رقم الفاتورة, رقم العملية, رقم المعاملة, رقم الطلب',
		'Rechnungsnummer, Rechnungs-Nr., Transaktionsnummer, Belegnummer, Bestellnummer',
		'Numéro de facture, N° de facture, Numéro de transaction, Numéro de commande',
		'Número de factura, Nº factura, Número de transacción, Número de pedido',
		'Número da fatura, Número da transação, Número do pedido',
		'Numero fattura, Numero transazione, Numero ordine',
	),
	transactionTime: list(
		'تاريخ العملية, تاريخ الفاتورة, تاريخ الدفع, تاريخ الطلب',
		'Rechnungsdatum, Zahlungsdatum, Bestelldatum',
		'Date de facture, Date de paiement, Date de commande',
		'Fecha de factura, Fecha de pago, Fecha de pedido',
		'Data da fatura, Data de pagamento, Data do pedido',
		'Data fattura, Data di pagamento, Data ordine',
	),
	reason: list('السبب, ملاحظة', 'Grund, Bemerkung', 'Motif, Raison', 'Motivo', 'Observação', 'Causale'),
	points: list('النقاط, عدد النقاط', 'Punkte', 'Points de fidélité', 'Puntos', 'Pontos', 'Punti'),
	tags: list('الوسوم', 'Schlagwörter', 'Étiquettes', 'Etiquetas', 'Etichette'),
	totalSpent: list('إجمالي المشتريات', 'Gesamtumsatz', 'Total dépensé', 'Total gastado', 'Total gasto', 'Totale speso'),
	totalOrders: list(
		'عدد الطلبات',
		'Anzahl Bestellungen',
		'Nombre de commandes',
		'Número de pedidos',
		'Quantidade de pedidos',
		'Numero di ordini',
	),
};

/** A word for name that is half a name beside the word for the other half. */
interface NameHalf {
	readonly beside: string;
	readonly name: string;
	readonly means: 'firstName' | 'lastName';
}

const halves = (name: string, means: NameHalf['means'], ...others: readonly string[]): NameHalf[] =>
	others.map((beside) => ({ beside, name, means }));

/** The words for name that are half a name beside the other half, normalized. */
export const NAME_HALVES: readonly NameHalf[] = [
	...halves('name', 'lastName', 'vorname'),
	...halves('nom', 'lastName', 'prenom'),
	...halves('nombre', 'firstName', 'apellido', 'apellidos'),
	...halves('nome', 'firstName', 'cognome', 'sobrenome', 'apelido'),
	...halves('الاسم', 'firstName', 'اسمالعائله', 'الاسمالاخير', 'اللقب', 'الكنيه'),
];

/** The parts of a header that mark a secret. */
export const SECRETS: readonly string[] = list(
	'card number, cardno, security code, iban, credit card',
	'كلمة المرور, كلمة السر, الرقم السري, رمز الأمان, رقم البطاقة',
	'Passwort, Kennwort, Kartennummer, Sicherheitscode, Prüfziffer',
	'mot de passe, numéro de carte, code de sécurité, code secret',
	'contraseña, clave secreta, número de tarjeta, código de seguridad',
	'senha, número do cartão, código de segurança, palavra-passe',
	'parola d’ordine, numero di carta, numero carta, codice di sicurezza',
);

/** The words for the genders that Gameball knows. */
export const GENDERS: Readonly<Record<'M' | 'F', readonly string[]>> = {
	M: list(
		'm, male, man, mr',
		'ذكر, رجل',
		'männlich, mann, herr',
		'homme, masculin, h',
		'hombre, masculino, varón',
		'homem, maschio, uomo, maschile',
	),
	F: list(
		'f, female, woman, ms, mrs',
		'أنثى, انثى, امرأة',
		'weiblich, frau, w',
		'femme, féminin',
		'mujer, femenino',
		'mulher, feminino, femmina, donna, femminile',
	),
};

/** What the line of a total starts with. */
export const TOTALS: readonly string[] = list(
	'total, totals, grand total, grand totals, sub total, subtotals, sum, sums',
	'الإجمالي, إجمالي, المجموع, مجموع, المجموع الكلي, الإجمالي الكلي',
	'Gesamt, Summe, Gesamtsumme, Zwischensumme, insgesamt',
	'somme, total général, sous-total',
	'suma, total general, subtotal',
	'soma, total geral',
	'totale, somma, totale generale, subtotale',
);

/** The lines that exporters add below a table. */
export const FOOTERS =
	/^copyright\b|©|all rights reserved|^confidential\b.*(?:information|distribut)|^(?:report |export |file )?(?:generated|exported|created|printed) (?:by|on|at|from)\b|^(?:total|number of) (?:records|rows)\b/i;

/** The words of a status that say that an order was not paid, or that the payment was returned in full. */
export const UNPAID: readonly string[] = list(
	'cancelled, canceled, cancel, void, voided, refunded, fully refunded, failed, failure, declined, deleted, reversed',
	'abandoned, charged back, chargeback, rejected, expired, payment failed',
	'ملغي, ملغى, ملغية, ملغاة, مسترجع, مسترد, مرتجع, تم الإلغاء, تم الاسترجاع, مرفوض, فشل',
	'storniert, erstattet, fehlgeschlagen, abgelehnt, zurückerstattet',
	'annulé, annulée, remboursé, remboursée, échoué, échouée, refusé, refusée',
	'cancelado, cancelada, reembolsado, reembolsada, fallido, fallida, anulado, anulada, rechazado',
	'estornado, estornada, falhou, recusado, recusada',
	'annullato, annullata, rimborsato, rimborsata, fallito, rifiutato, stornato',
);
