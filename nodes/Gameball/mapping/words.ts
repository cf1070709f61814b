/**
 * The words of people and products in headers and cells. All tables have their words in the usual spelling, each word
 * once, in this order: Arabic, English, German, French, Spanish, Portuguese, Italian. Both sides are normalized before
 * they are compared, unless a table says otherwise: without case, spaces, punctuation and diacritics.
 */

/** Lists words that are separated by `|` or by lines. */
const words = ([text = '']: TemplateStringsArray): readonly string[] => text.split(/[|\n]/).map((word) => word.trim());

/**
 * The usual headers of the core fields, beside the English ones in `records`; the whole header must match. Each word
 * stands only in the field that it names best: a field takes over the words of the core fields among its other names,
 * such as those of `orderDate` for `transactionTime`.
 */
export const HEADERS: Readonly<Record<string, readonly string[]>> = {
	customerId: words`رقم العميل | كود العميل | معرف العميل | رمز العميل | رقم الزبون | كود الزبون | رقم العضوية
		Kundennummer | Kunden-Nr. | Kd.-Nr. | Kunden-ID | Kundencode | Debitorennummer | Mitgliedsnummer | Mitglieds-Nr.
		Numéro client | Numéro de client | N° client | N° de client | Code client | ID client | Identifiant client
		Número de cliente | Nº de cliente | Código de cliente | Cód. cliente | ID de cliente | ID del cliente
		Código del cliente | Número de socio | Código do cliente | Número do cliente | ID do cliente | ID cliente
		Codice cliente | Numero cliente | Nº cliente | N. cliente`,
	email: words`البريد الإلكتروني | بريد إلكتروني | عنوان البريد الإلكتروني | الإيميل | إيميل | بريد العميل
		E-Mail-Adresse | Mailadresse | Kunden-E-Mail | Adresse e-mail | Adresse mail | Adresse électronique | Courriel
		E-mail client | Correo electrónico | Correo | Dirección de correo electrónico | Dirección de e-mail
		E-mail del cliente | Endereço de e-mail | Correio eletrónico | E-mail do cliente | Indirizzo e-mail
		Posta elettronica | Indirizzo di posta elettronica | E-mail cliente`,
	mobile: words`رقم الجوال | الجوال | جوال | رقم الهاتف | الهاتف | هاتف | رقم الموبايل | الموبايل | موبايل | رقم المحمول
		الهاتف المحمول | رقم الهاتف المحمول | الهاتف الجوال | رقم التليفون | التليفون | رقم هاتف العميل | جوال العميل
		Handynummer | Handy | Handy-Nr. | Mobil | Mobilnummer | Mobiltelefon | Mobilfunknummer | Telefon mobil | Telefon
		Telefonnummer | Telefon-Nr. | Tel. | Rufnummer | Téléphone | Téléphone portable | Numéro de téléphone
		N° de téléphone | Portable | Tél. portable | GSM | Teléfono | Teléfono móvil | Teléfono celular | Número de teléfono
		Nº de teléfono | Móvil | Número de móvil | Celular | Número de celular | Tlf. | Tfno. | Telefone
		Número de telefone | Telemóvel | Número de telemóvel | Número do celular | Cellulare | Telefono cellulare
		Numero di cellulare | Numero di telefono`,
	name: words`الاسم | اسم | الاسم الكامل | الاسم بالكامل | الاسم الثلاثي | اسم العميل | اسم الزبون | الاسم واللقب
		Kundenname | Name des Kunden | Vollständiger Name | Vor- und Nachname | Vorname Nachname | Nom | Nom complet
		Nom du client | Nom et prénom | Nom prénom | Nombre | Nombre completo | Nombre del cliente | Nombre y apellidos
		Nombre y apellido | Nombres y apellidos | Apellidos y nombre | Nome | Nome completo | Nome do cliente
		Nome e sobrenome | Nome e apelido | Nome e cognome | Cognome e nome | Nominativo`,
	firstName: words`الاسم الأول
		Vorname | Prénom | Prénoms | Nombres | Primer nombre | Nombre de pila | Primeiro nome | Nome próprio`,
	lastName: words`اسم العائلة | الاسم الأخير | الاسم العائلي
		Nachname | Familienname | Zuname | Nom de famille | Apellido | Apellidos | Sobrenome | Último nome | Cognome`,
	gender: words`الجنس | جنس | جنس العميل
		Geschlecht | Sexe | Genre | Sexo | Género | Sesso | Genere`,
	dateOfBirth: words`تاريخ الميلاد | تاريخ الولادة | يوم الميلاد
		Geburtsdatum | Geburtstag | Geb.-Datum | Geboren am | Date de naissance | Date naissance | Né(e) le | Anniversaire
		Fecha de nacimiento | Fecha nacimiento | Fecha nac. | Cumpleaños | Data de nascimento | Data nascimento
		Dt. nascimento | Aniversário | Data de aniversário | Data di nascita | Data nascita | Compleanno`,
	joinDate: words`تاريخ التسجيل | تاريخ الانضمام | تاريخ الاشتراك | تاريخ إنشاء الحساب | عميل منذ | عضو منذ
		Kunde seit | Mitglied seit | Registriert am | Registrierungsdatum | Anmeldedatum | Beitrittsdatum | Eintrittsdatum
		Client depuis | Membre depuis | Date d'inscription | Inscrit le | Date d'adhésion | Fecha de alta
		Fecha de registro | Cliente desde | Miembro desde | Data de cadastro | Cadastrado em | Data de registo
		Data de registro | Membro desde | Data di registrazione | Data di iscrizione | Cliente dal`,
	tags: words`الوسوم | وسوم | وسوم العميل
		Schlagwörter | Schlagworte | Kunden-Tags | Étiquettes | Etiquetas | Etiquetas del cliente | Etiquetas do cliente
		Tags do cliente | Etichette`,
	country: words`الدولة | دولة | البلد | بلد | بلد الإقامة | البلد/المنطقة
		Land | Land/Region | Wohnsitzland | Pays | Pays/région | Pays de résidence | País | País/Región | País de residencia
		País/Região | Paese | Paese/regione | Paese di residenza | Nazione`,
	city: words`المدينة | مدينة | مدينة العميل
		Stadt | Ort | Wohnort | Ville | Ciudad | Población | Localidad | Municipio | Cidade | Localidade | Città
		Località`,
	zip: words`الرمز البريدي | رمز بريدي
		PLZ | Postleitzahl | Code postal | CP | Código postal | CEP | CAP | Codice postale | Codice di avviamento postale`,
	preferredLanguage: words`اللغة | لغة | اللغة المفضلة | لغة التواصل | لغة العميل
		Sprache | Bevorzugte Sprache | Korrespondenzsprache | Langue | Langue préférée | Idioma | Idioma preferido | Língua
		Lingua preferita`,
	totalSpent: words`إجمالي الإنفاق | المبلغ المنفق | إجمالي المبلغ المنفق | إجمالي المشتريات | مجموع المشتريات
		Gesamtumsatz | Umsatz gesamt | Gesamtausgaben | Total dépensé | Montant total dépensé | Total gastado | Gasto total
		Total gasto | Valor gasto | Valor total gasto | Totale speso | Spesa totale`,
	totalOrders: words`عدد الطلبات | إجمالي عدد الطلبات
		Anzahl Bestellungen | Anzahl der Bestellungen | Bestellanzahl | Bestellungen | Nombre de commandes | Nb de commandes
		Commandes | Número de pedidos | Nº de pedidos | Cantidad de pedidos | Pedidos | Quantidade de pedidos
		Qtd. de pedidos | Número de encomendas | Numero di ordini | Numero ordini | N. ordini | Ordini`,
	orderId: words`رقم الطلب | رقم الطلبية | كود الطلب | معرف الطلب | رقم الأوردر
		Bestellnummer | Bestell-Nr. | Bestell-ID | Auftragsnummer | Auftrags-Nr. | Numéro de commande | N° de commande
		N° commande | ID de commande | Référence de la commande | Référence commande | Réf. commande | Número de pedido
		Nº de pedido | Nº pedido | ID de pedido | ID del pedido | Código de pedido | Referencia del pedido | Número de orden
		ID de orden | Número do pedido | Nº do pedido | ID do pedido | Código do pedido | Número da encomenda
		Nº da encomenda | ID da encomenda | Numero ordine | Numero d'ordine | Nº ordine | N. ordine | ID ordine`,
	orderDate: words`تاريخ الطلب | تاريخ الطلبية | تاريخ الشراء | تاريخ ووقت الطلب | التاريخ | التاريخ والوقت
		Bestelldatum | Bestellt am | Auftragsdatum | Kaufdatum | Datum | Datum und Uhrzeit | Date de commande
		Date de la commande | Date d'achat | Date et heure | Fecha del pedido | Fecha de pedido | Fecha pedido
		Fecha de compra | Fecha de la orden | Fecha | Fecha y hora | Data do pedido | Data da compra | Data de compra
		Data da encomenda | Data e hora | Data ordine | Data dell'ordine | Data acquisto | Data e ora`,
	totalPaid: words`الإجمالي | إجمالي | الإجمالي الكلي | المجموع | المجموع الكلي | إجمالي الطلب | قيمة الطلب
		إجمالي المبلغ | المبلغ الإجمالي | المبلغ المدفوع | إجمالي المدفوع | إجمالي الفاتورة | قيمة الفاتورة
		Gesamtbetrag | Gesamtsumme | Gesamt | Summe | Endbetrag | Rechnungsbetrag | Zahlbetrag | Bruttobetrag
		Bezahlter Betrag | Bestellwert | Bestellsumme | Montant total | Montant payé | Montant TTC | Total TTC | Total payé
		Total commande | Total de la commande | Importe total | Importe pagado | Monto total | Monto pagado | Total pagado
		Total del pedido | Valor total | Valor pago | Valor do pedido | Total pago | Total do pedido | Total da encomenda
		Totale | Totale ordine | Totale pagato | Importo totale | Importo pagato`,
	amount: words`المبلغ | مبلغ
		Betrag | Montant | Importe | Monto | Valor | Montante | Importo | Ammontare`,
	transactionId: words`رقم العملية | معرف العملية | رقم المعاملة | رقم الحركة | رقم الفاتورة | رقم الإيصال
		Transaktionsnummer | Transaktions-Nr. | Transaktions-ID | Rechnungsnummer | Rechnungs-Nr. | Belegnummer | Beleg-Nr.
		Vorgangsnummer | Bonnummer | Bon-Nr. | Numéro de transaction | N° de transaction | ID de transaction
		Identifiant de transaction | Numéro de facture | N° de facture | N° facture | Numéro de ticket
		Número de transacción | Nº de transacción | ID de transacción | ID de la transacción | Número de operación
		Número de factura | Nº de factura | Nº factura | Número de recibo | Número da transação | ID da transação
		Número da fatura | Número da nota fiscal | Número do recibo | Numero transazione | ID transazione
		Codice transazione | Numero fattura | N. fattura | Numero scontrino`,
	transactionTime: words`تاريخ العملية | تاريخ المعاملة | تاريخ الحركة | تاريخ الفاتورة | تاريخ الدفع
		Transaktionsdatum | Transaktionszeitpunkt | Buchungsdatum | Rechnungsdatum | Belegdatum | Zahlungsdatum | Bezahlt am
		Date de transaction | Date de la transaction | Date de facture | Date de la facture | Date de paiement
		Date du paiement | Payé le | Fecha de transacción | Fecha de la transacción | Fecha de operación | Fecha de factura
		Fecha de pago | Data da transação | Data de transação | Data da fatura | Data do pagamento | Data de pagamento
		Data transazione | Data operazione | Data fattura | Data pagamento | Data di pagamento`,
	reason: words`السبب | سبب | سبب التعديل | الوصف | البيان
		Grund | Begründung | Anlass | Beschreibung | Motif | Raison | Libellé | Motivo | Razón | Concepto | Descripción
		Razão | Descrição | Motivazione | Causale | Descrizione`,
	points: words`النقاط | نقاط | عدد النقاط | النقاط المستبدلة | النقاط المستخدمة
		Punkte | Anzahl Punkte | Eingelöste Punkte | Nombre de points | Nb de points | Points utilisés | Points échangés
		Puntos | Número de puntos | Cantidad de puntos | Puntos canjeados | Pontos | Quantidade de pontos | Número de pontos
		Pontos resgatados | Pontos utilizados | Punti | Numero di punti | Punti riscattati | Punti utilizzati`,
};

/** The headers that mean half a name if another header stands beside them; alone, they mean the whole name. */
export const NAME_HALVES: readonly { beside: string; name: string; means: 'firstName' | 'lastName' }[] = [
	{ beside: 'اسم العائلة', name: 'الاسم', means: 'firstName' },
	{ beside: 'اللقب', name: 'الاسم', means: 'firstName' },
	{ beside: 'Vorname', name: 'Name', means: 'lastName' },
	{ beside: 'Prénom', name: 'Nom', means: 'lastName' },
	{ beside: 'Apellido', name: 'Nombre', means: 'firstName' },
	{ beside: 'Apellidos', name: 'Nombre', means: 'firstName' },
	{ beside: 'Sobrenome', name: 'Nome', means: 'firstName' },
	{ beside: 'Apelido', name: 'Nome', means: 'firstName' },
	{ beside: 'Cognome', name: 'Nome', means: 'firstName' },
];

/** The parts that mark a secret anywhere in a normalized header, beside those of `privateColumns`. */
export const SECRETS: readonly string[] = words`كلمة المرور | كلمة مرور | كلمة السر | كلمة سر | باسورد
	الرقم السري | رقم سري | الرمز السري | رمز سري | رمز الدخول | رمز التحقق | رمز الأمان | رمز الوصول | توكن | رقم البطاقة
	رقم بطاقة | بطاقة الائتمان | بطاقة ائتمان | الآيبان
	card number | credit card | security code | Passwort | Kennwort | Geheim | Sicherheitscode
	Kartenprüfnummer | Kartennummer | API-Schlüssel | mot de passe | code secret | code confidentiel | code de sécurité
	cryptogramme | jeton | numéro de carte | n° de carte | carte bancaire | carte de crédit | clé API | clé secrète
	contraseña | clave secreta | clave de acceso | clave API | código secreto | código de seguridad | número de tarjeta
	nº de tarjeta | tarjeta de crédito | senha | palavra-passe | chave secreta | chave de acesso | chave API
	código de segurança | número do cartão | número de cartão | nº do cartão | cartão de crédito | parola d'ordine
	codice segreto | codice di sicurezza | chiave segreta | chiave API | numero carta | numero della carta
	numero di carta | carta di credito`;

/** The cards of loyalty programs, whose numbers are no secrets, in a normalized header. */
export const LOYALTY_CARDS: readonly string[] = words`بطاقة الولاء | بطاقة العضوية
	loyalty card | membership card | member card | club card | reward card | rewards card | bonus card
	Kundenkarte | Treuekarte | Bonuskarte | carte de fidélité | carte fidélité | tarjeta de fidelidad
	tarjeta de socio | tarjeta de puntos | cartão de fidelidade | cartão fidelidade | carta fedeltà
	carta socio`;

/** The headers of points that a customer has. */
export const POINTS: readonly string[] = words`نقاط | النقاط | رصيد النقاط | عدد النقاط | الرصيد
	points | point balance | points balance | loyalty points | reward points | rewards points | bonus points
	current points | available points | total points | balance | loyalty balance | wallet balance
	Punkte | Punktestand | Bonuspunkte | Treuepunkte | solde de points | points de fidélité | puntos | saldo de puntos
	pontos | saldo de pontos | punti | saldo punti`;

/** The words of a whole cell for yes and for no. */
export const YES: readonly string[] = words`نعم | true | yes | y | on | 1 | ja | oui | sí | si | sim | sì`;
export const NO: readonly string[] = words`لا | false | no | n | off | 0 | nein | non | não`;

/** The words of a whole cell for each gender that Gameball knows. */
export const GENDERS: Readonly<Record<'M' | 'F', readonly string[]>> = {
	M: words`ذكر | ذكور | رجل
		m | male | man | männlich | maennlich | Mann | Herr | homme | h | masculin | hombre | varón | masculino | masc.
		homem | maschio | maschile | uomo`,
	F: words`أنثى | إناث | امرأة
		f | female | woman | weiblich | w | Frau | femme | féminin | mujer | femenino | femenina | fem. | mulher | feminino
		feminina | femmina | femminile | donna`,
};

/** What the whole first cell of a line with totals says. */
export const TOTALS: readonly string[] = words`الإجمالي | إجمالي | الإجمالي الكلي | الإجمالي العام
	الإجمالي الفرعي | المجموع | المجموع الكلي | المجموع الفرعي
	Total | Totals | Grand Total | Grand Totals | Subtotal | Sum | Gesamt | Insgesamt | Gesamtsumme | Gesamtergebnis | Summe
	Zwischensumme | Total général | Sous-total | Somme | Suma | Suma total | Total geral | Soma | Totale | Totale generale
	Totale complessivo | Subtotale | Somma | Confidential | End of report | Internal use only`;

const FOOTER_TEXTS: readonly RegExp[] = [
	/^(?:copyright\b|©|\(c\)).*\d{4}|all rights reserved|alle rechte vorbehalten|tous droits réservés|الحقوق محفوظة/,
	/(?:todos los derechos|todos os direitos) reservados|tutti i diritti riservati|^end of report\W*$/,
	/^(?:strictly )?confidential(?: information)?\W*(?:$|do not distribute)|^do not distribute\W*$|^filtered by:/,
	/^(?:report )?(?:generated|exported|printed) by\b|^as of\b.*\bgenerated by\b|^report generated\b/,
	/^(?:report )?(?:was )?(?:generated|exported|printed|downloaded|created|run) (?:on|at)\b.*\d/,
	/^(?:(?:generiert|exportiert|erstellt) am|(?:généré|exporté|édité) le|(?:generado|exportado) el)\s.*\d/,
	/^(?:(?:gerado|exportado) em|(?:generato|esportato) il|تم (?:التصدير|[إا]نشاء التقرير))[\s:].*[\d٠-٩]/,
];

/** Matches the text of a line that an exporter adds, as it is written. */
export const FOOTERS = new RegExp(FOOTER_TEXTS.map(({ source }) => source).join('|'), 'i');

/** The whole words of a status that says an order was cancelled or refunded in full, or that its payment failed. */
export const UNPAID: readonly string[] = words`ملغي | ملغية | ملغاة | لاغي | تم الإلغاء | إلغاء | مسترجع
	تم الاسترجاع | مسترد | مستردة | تم الاسترداد | مرتجع | تم الإرجاع | مرفوض | مرفوضة | تم الرفض | فاشل | فاشلة | فشل
	فشلت | فشل الدفع | محذوف | محذوفة
	joined | draft | cancelled | canceled | cancel | order cancelled | void | voided | refunded | refund | fully refunded
	refunded in full | failed | payment failed | payment error | declined | denied | rejected | refused | deleted | trash
	reversed | reversal | abandoned | aborted | charged back | chargeback | returned | returned to sender
	cancelled by customer | cancelled by seller | storniert | Storno | annulliert | abgebrochen | abgelehnt | erstattet
	zurückerstattet | rückerstattet | fehlgeschlagen | vollständig erstattet | Zahlung fehlgeschlagen | gelöscht
	zurückgebucht | Rückbuchung | Rücklastschrift | retourniert | annulé | annulée | remboursé | remboursée | échoué
	échouée | échec | refusé | refusée | rejeté | supprimé | supprimée | abandonné | retourné | paiement refusé
	erreur de paiement | échec de paiement | cancelado | cancelada | anulado | anulada | reembolsado | reembolsada
	devuelto | devuelta | fallido | fallida | rechazado | rechazada | denegado | eliminado | abandonado | abandonada
	revertido | contracargo | estornado | estornada | estorno | devolvido | devolvida | falhou | falhada | malsucedido
	recusado | negado | rejeitado | excluído | annullato | annullata | rimborsato | rimborsata | stornato | fallito
	non riuscito | rifiutato | respinto | cancellato | cancellata | eliminato | restituito | reso`;
