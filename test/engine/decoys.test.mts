import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { IDataObject, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import { startSimulator } from '../../dev/simulator/server.mts';
import { listEntries, runNode, type NodeResult } from './harness.mts';

/** Who chose the columns of a run's items: a person in a sheet, or an app. */
type Origin = 'sheet' | 'app';

/** The values of a decoy. Nothing else looks like them: each has the decoy's own number of four digits. */
const markOf = (n: number) => ({
	...{ text: `DECOY-${n}`, email: `decoy-${n}@staff.example.com` },
	...{ phone: `+999000${n}`, number: 770_000_000 + n },
});
type Mark = ReturnType<typeof markOf>;

/** Matches each decoy in JSON without periods, so that an amount divided by 100 is found, too. */
const MARKS = /(?:DECOY-|decoy-|999000|77000)(\d{4})/g;
const ERRORS = /#N\/A|#REF!|\[object Object\]/g;

type Decoys = Readonly<Record<string, (mark: Mark) => IDataObject[string]>>;
const all = (names: readonly string[], make: Decoys[string]): Decoys =>
	Object.fromEntries(names.map((name) => [name, make]));

const getHuman = ({ number, text, email, phone }: Mark) => ({ id: number, name: text, email, phone });
const getThing = ({ number, text }: Mark) => ({ id: number, name: text, company: text, city: 'Cairo' });

const ANYWHERE: Decoys = {
	...all(['_rowId', '_creator', '$ref', 'Card Number'], ({ text }) => text),
	...all(['password', 'Passwort', 'mot de passe', 'كلمة المرور', 'access_token', 'api_key'], ({ text }) => text),
	'Reset link': ({ text }) => `https://shop.example.com/reset?token=${text}`,
	properties: ({ text }) => ({ page: '/', password: text }),
	...all(['Mobile Number', 'City', 'Size'], () => '#N/A'),
	...all(['Zip', 'Notes'], () => '[object Object]'),
};

const DECOYS: Readonly<Record<Origin, Decoys>> = {
	sheet: {
		...ANYWHERE,
		...all(['owner.email', 'Contact owner', 'Owner Email', 'Created By'], ({ email }) => email),
		...all(['Sales rep phone', 'agent.phone'], ({ phone }) => phone),
		...all(['Salesperson', 'owner.id', 'Assignee ID'], ({ text }) => text),
	},
	app: {
		...ANYWHERE,
		...all(['owner', 'created_by', 'assignee', 'agent', 'host', 'salesperson', 'seller'], getHuman),
		...all(['owner_email', 'owner.email', 'agent_email', 'assignee.email'], ({ email }) => email),
		...all(['owner_phone', 'host_phone', 'agent.phone'], ({ phone }) => phone),
		...all(['owner_id', 'created_by_id', 'seller_id', 'user_id', 'userId', 'client_id'], ({ number }) => number),
		...all(['ad', 'adset', 'campaign', 'workspace', 'organization', 'company'], getThing),
		...all(['billing_address', 'location', '_links', '@meta'], getThing),
		'@odata.etag': ({ text }) => text,
		...all(['ad_id', 'campaign_id', 'workspace_id', 'organization_id', 'page_id'], ({ number }) => number),
	},
};

/** What is true of an item. `shown` is the amount as the item has it, `own` the ID of the order or transaction. */
type Text = 'email' | 'phone' | 'name' | 'own';
type Facts = Readonly<Record<Text, string> & Record<'id' | 'shown', string | number> & Record<'amount', number>>;
type Kind = Readonly<Record<Origin | 'fields', (facts: Facts) => IDataObject>>;

const [TIME, DAY, BORN] = ['2024-05-01T12:00:00Z', '2024-05-01 10:00', '1990-12-31'];
const getContact = ({ email, phone }: Facts) => ({ email, mobile: phone });
const bought = ({ own, shown }: Facts) => ({ id: own, created_at: TIME, total_price: shown, currency: 'EUR' });

/** The columns of each record type besides the person's, and the fields that must arrive besides the customer ID. */
const KINDS: Readonly<Record<string, Kind>> = {
	customer: {
		sheet: () => ({ 'Total Spent': 5 }),
		app: ({ own }) => ({ id: own, created_at: TIME }),
		fields: (facts) => ({ ...getContact(facts), name: facts.name }),
	},
	order: {
		sheet: ({ own, shown }) => ({ 'Order ID': own, 'Order Date': DAY, Total: shown, Currency: 'INR' }),
		app: (facts) => ({ ...bought(facts), line_items: [{ sku: 'A-1', quantity: 1 }] }),
		fields: (facts) => ({ ...getContact(facts), orderId: facts.own, totalPaid: facts.amount }),
	},
	cashback: {
		sheet: ({ own, shown }) => ({ 'Invoice Number': own, 'Order Date': DAY, Amount: shown, Currency: 'INR' }),
		app: bought,
		fields: (facts) => ({ ...getContact(facts), transactionId: facts.own, amount: facts.amount }),
	},
	balanceAdjustment: {
		sheet: ({ shown }) => ({ Amount: shown, Reason: 'birthday' }),
		app: ({ own, shown }) => ({ id: own, created_at: TIME, delta: shown }),
		fields: ({ amount }) => ({ amount }),
	},
	event: {
		sheet: () => ({ 'Event Name': 'visit', Page: '/' }),
		app: ({ own }) => ({ id: own, event: 'visit', timestamp: TIME }),
		fields: () => ({ events: ['visit'] }),
	},
};
const PAYING = ['order', 'cashback', 'balanceAdjustment'];

const ID_NAMES = {
	sheet: ['Customer ID', 'customer_id', 'Customer No.', 'External ID', 'Kundennummer', 'Numéro client', 'رقم العميل'],
	app: ['customerId', 'customer_id', 'external_id', 'customerNumber'],
};
const EMAIL_NAMES = { sheet: ['Email', 'E-mail', 'Email Address', 'البريد الإلكتروني'], app: ['email'] };
const PHONE_NAMES = { sheet: ['Phone', 'Mobile', 'Telefon'], app: ['phone', 'mobile'] };

/** What an item is made of: the columns of its record and of its person, with decoys among them. */
type Parts = Readonly<{ facts: Facts; idName: string; record: IDataObject; person: IDataObject; mark: MakeMark }>;
type MakeMark = (name: string) => Mark;

/** What must become of an item. `passedOver` is counted in a hint; `open` arrives or is rejected. */
type Fate = 'arrives' | 'rejected' | 'leftOut' | 'passedOver' | 'open';
type Shape = readonly [name: string, fate: Fate, make: (parts: Parts) => IDataObject, types?: readonly string[]];

const flat = ({ record, person, idName, facts: { id } }: Parts) => ({ ...record, ...person, [idName]: id });
const withError = (parts: Parts) => ({ ...flat({ ...parts, idName: 'External ID' }), 'Customer ID': '#N/A' });
const inside = (name: string, { record, person, facts: { id } }: Parts) => ({ ...record, [name]: { ...person, id } });
const beside = (name: string, { record, person, facts: { id } }: Parts) => ({ ...record, id, [name]: person });

function repeat(parts: Parts) {
	return Object.fromEntries([...Object.keys(flat(parts)), parts.mark('header').text].map((name) => [name, name]));
}
/** A line below the table, whose amounts are decoys. */
function line(toId: (text: string) => string, { record, mark }: Parts): IDataObject {
	const { text, number } = mark('line below the table');
	const cells = Object.entries(record).map(([name, cell]) => [name, typeof cell === 'number' ? number : '']);
	return { ...Object.fromEntries(cells), Email: '', 'Customer ID': toId(text) };
}
function around(event: string, name: string, inner: IDataObject, { mark }: Parts) {
	return { [event]: 'record.updated', id: mark('id of the event').number, [name]: inner };
}
function call({ record, mark }: Parts) {
	const staff = { agent: getHuman(mark('agent')), organizer: getHuman(mark('organizer')) };
	return { ...record, event: 'call.ended', id: mark('id of the call').number, ...staff };
}
function payment({ record, facts: { id, email, phone, name } }: Parts) {
	const contact = { customer_email: email, customer_phone: phone, customer_name: name };
	return { object: 'payment', ...record, customer: String(id), ...contact };
}
function charge({ facts: { own, id, amount, email, phone, name }, mark }: Parts) {
	const paid = { amount: Math.round(amount * 100), currency: 'eur', created: 1714564800 };
	const details = { receipt_number: mark('receipt').text, billing_details: { email, phone, name } };
	return { object: 'charge', id: own.startsWith('ch_') ? own : `ch_${own}`, customer: String(id), ...paid, ...details };
}
/** A payment of an unknown app, whose amount can be in cents. */
function cents({ facts: { own }, mark }: Parts, customer: IDataObject) {
	return { id: own, created_at: TIME, amount: mark('cents').number, currency: 'INR', ...customer };
}
const cancelled = (columns: IDataObject): Shape => {
	const make = ({ record, mark }: Parts) => {
		const { text: id } = mark('id of a cancelled order');
		const ids = 'id' in record ? { id, customer: { id } } : { 'Order ID': id, 'Customer ID': id };
		return { ...record, ...ids, ...columns };
	};
	return [`order with ${JSON.stringify(columns)}`, 'leftOut', make, ['order', 'cashback']];
};

const NO_IDS = ['#N/A', '#REF!', 'N/A', '-', 'null', '[object Object]'];
const EVENTS = { data: 'event', payload: 'event_type', content: 'eventType', detail: 'event', submission: 'event' };
const CANCELLED = [{ status: 'cancelled' }, { financial_status: 'voided' }, { payment_status: 'refunded' }];

const SHAPES: Readonly<Record<Origin, readonly Shape[]>> = {
	sheet: [
		['row', 'arrives', flat],
		['row with an error as ID, and another ID', 'open', withError],
		...NO_IDS.map((id): Shape => [`ID ${id}`, 'rejected', ({ record }) => ({ ...record, 'Customer ID': id })]),
		['total', 'rejected', (parts) => line(() => 'Total', parts)],
		['footer', 'rejected', (parts) => line((text) => `Copyright (c) ${text}. All rights reserved.`, parts)],
		['header again', 'passedOver', repeat],
		['blank row', 'passedOver', () => ({ 'Customer ID': '', Email: ' ' })],
		...[{ 'Order Status': 'Cancelled' }, { Status: 'Refunded' }, { 'Payment Status': 'Voided' }].map(cancelled),
	],
	app: [
		['flat item', 'arrives', flat],
		...['customer', 'contact'].map((name): Shape => [`${name} object`, 'arrives', (parts) => inside(name, parts)]),
		['properties', 'arrives', (parts) => beside('properties', parts), ['customer']],
		['attributes', 'arrives', (parts) => beside('attributes', parts), ['customer']],
		...Object.entries({ ...EVENTS, record: 'event' }).flatMap(([name, event]): Shape[] => {
			const withCustomer = (parts: Parts) => around(event, name, inside('customer', parts), parts);
			return [
				[`customer in ${name}`, 'arrives', withCustomer, ['customer', ...PAYING]],
				[`flat ${name}`, 'arrives', (parts) => around(event, name, flat(parts), parts), ['customer', ...PAYING]],
				[`${name} sent as event`, 'open', withCustomer, ['event']],
			];
		}),
		['object that names itself', 'arrives', payment, ['customer', ...PAYING]],
		['charge of Stripe', 'arrives', charge, PAYING],
		['event with its agent', 'rejected', call],
		['blank item', 'passedOver', () => ({ email: null, phone: '' })],
		['cents and a customer object', 'rejected', (parts) => cents(parts, { customer: { id: parts.facts.id } }), PAYING],
		['cents in a flat item', 'rejected', (parts) => cents(parts, { customer_id: parts.facts.id }), PAYING],
		...[...CANCELLED, { cancelled_at: TIME }].map(cancelled),
	],
};

/** What fast-check chooses of an item, in words that tell in a failure what the item is. */
function makeChoice(type: string, origin: Origin) {
	const shapes = SHAPES[origin].filter(([, , , types = [type]]) => types.includes(type));
	const pick = (isGood: boolean) =>
		fc.constantFrom(...shapes.filter(([, fate]) => (fate === 'arrives') === isGood).map(([name]) => name));
	const decoys = Object.keys(DECOYS[origin]).filter((name) => name !== 'properties' || type === 'event');
	return fc.record({
		shape: fc.oneof({ weight: 3, arbitrary: pick(true) }, { weight: 1, arbitrary: pick(false) }),
		decoys: fc.uniqueArray(fc.constantFrom(...decoys), { maxLength: 3 }),
		decoysIn: fc.constantFrom('record', 'person'),
		idName: fc.constantFrom(...ID_NAMES[origin]),
		emailName: fc.constantFrom(...EMAIL_NAMES[origin]),
		phoneName: fc.constantFrom(...PHONE_NAMES[origin]),
		id: fc.constantFrom('text', 'number', 'zeros'),
		email: fc.constantFrom('text', ...(origin === 'sheet' ? [] : ['wrapped', 'listed'])),
		amount: fc.constantFrom('number', 'text'),
	});
}
type Choice = ReturnType<typeof makeChoice> extends fc.Arbitrary<infer Chosen> ? Chosen : never;

/** Makes an item with what is true of it. */
function makeSample(type: string, origin: Origin, choice: Choice, index: number) {
	const marks: string[] = [];
	const mark: MakeMark = (name) => markOf(1_000 + index * 10 + marks.push(name));
	// Only in a sheet does a whole number beside a currency mean what it says.
	const amount = index + (origin === 'sheet' && choice.amount === 'number' ? 10 : 10.5);
	const facts: Facts = {
		...{ email: `true-${index}@example.com`, phone: `+20100000${1_000 + index}`, name: `Ada ${index}`, amount },
		id: choice.id === 'text' ? `cust-${index}` : choice.id === 'number' ? 500_000 + index : `00${index}`,
		own: type === 'order' || type === 'cashback' ? `ch_own-${index}` : mark('own id').text,
		shown: choice.amount === 'text' ? amount.toFixed(2) : amount,
	};
	const [, fate, make] = SHAPES[origin].find(([name]) => name === choice.shape) as Shape;
	const names = fate === 'arrives' || fate === 'open' ? choice.decoys : [];
	const decoys = Object.fromEntries(names.map((name) => [name, DECOYS[origin][name]?.(mark(name))])) as IDataObject;
	const { fields, [origin]: toRecord } = KINDS[type] as Kind;
	const record = { ...(choice.decoysIn === 'record' ? decoys : {}), ...toRecord(facts) };
	const listed = [{ value: mark('email without the mark').email }, { value: facts.email, primary: true }];
	const emails: IDataObject = { text: facts.email, wrapped: { value: facts.email }, listed };
	const person = {
		[choice.emailName]: emails[choice.email],
		...(choice.decoysIn === 'person' ? decoys : {}),
		...{ [choice.phoneName]: facts.phone, [origin === 'sheet' ? 'Name' : 'name']: facts.name, birthday: BORN },
		// An object shows that an app chose the columns.
		...(origin === 'app' ? { settings: { news: true } } : {}),
	};
	const item = make({ record, person, facts, idName: choice.idName, mark });
	const title = `item ${index}: ${[choice.shape, ...names].join(', ')}:`;
	return { title, item, fate, marks, id: String(facts.id), fields: fields(facts) };
}
type Sample = ReturnType<typeof makeSample>;

/** Describes the decoys that were sent. */
function findSent(samples: readonly Sample[], entries: readonly IDataObject[]): string[] {
	const sent = JSON.stringify(entries);
	const numbers = [...sent.replaceAll('.', '').matchAll(MARKS)].map(([, number]) => Number(number));
	const decoys = [...new Set(numbers)].map((number) => {
		const { title = '', marks = [] } = samples[Math.floor(number / 10) - 100] ?? {};
		return `${title} sent the decoy ${marks[(number % 10) - 1]}`;
	});
	return [...decoys, ...(sent.match(ERRORS) ?? []).map((error) => `sent ${error}`)];
}

/** Takes the metadata of events away, which holds columns that are no fields. */
const toFields = ({ events, ...fields }: IDataObject): IDataObject =>
	events === undefined ? fields : { ...fields, events: Object.keys(events as IDataObject) };

/** The JSON of the output items, by the number of the input item that each is paired with. */
const pair = (items: readonly INodeExecutionData[]) =>
	new Map(items.map(({ json, pairedItem }) => [(pairedItem as IPairedItemData | undefined)?.item, json]));

/** Describes the items that did not become what they must. */
function findWrong(samples: readonly Sample[], entries: readonly IDataObject[], { output, errors, task }: NodeResult) {
	const [ended, failed] = [pair(output), pair(errors)];
	const byId = new Map(entries.map((entry) => [entry.customerId, toFields(entry)]));
	const wrong = samples.flatMap(({ title, id, fate, fields }, index) => {
		const sent = byId.get(id);
		const outcome = failed.has(index) ? 'rejected' : (ended.get(index)?.status ?? 'passedOver');
		const actual = sent === undefined ? outcome : 'arrives';
		const others = { open: ['arrives', 'rejected'], passedOver: ['leftOut'] }[String(fate)] ?? [];
		if (actual !== fate && !others.includes(String(actual)))
			return [`${title} ${String(actual)}, not ${fate}. ${String(failed.get(index)?.message ?? '')}`];
		const expected = fate === 'arrives' ? { ...sent, ...fields } : sent;
		return isDeepStrictEqual(sent, expected) ? [] : [`${title} ${JSON.stringify({ sent, expected })}`];
	});
	const silent = samples.filter((_, index) => !ended.has(index) && !failed.has(index));
	const hints = (task?.hints ?? [])
		.flatMap(({ message }) => message.split('<br>'))
		.filter((message) => /blank|header/i.test(message));
	const counted = hints.reduce((sum, message) => sum + Number(/\d+/.exec(message)), 0);
	if (silent.length > counted) wrong.push(`${silent.length} items in no output, ${counted} in hints`);
	const strangers = [...byId.keys()].filter((id) => samples.every((sample) => sample.id !== id));
	return [...wrong, ...strangers.map((id) => `sent a customer ${String(id)}`)];
}

const CASES = Object.keys(KINDS).flatMap((type) => [[type, 'sheet'] as const, [type, 'app'] as const]);
test.each(CASES)('should send no decoy and lose no item of the type %s from the %s', async (recordType, origin) => {
	const choices = fc.array(makeChoice(recordType, origin), { minLength: 1, maxLength: 79, size: 'max' });
	const property = fc.asyncProperty(fc.noBias(choices), async (chosen) => {
		const samples = chosen.map((choice, index) => makeSample(recordType, origin, choice, index));
		const items = samples.map(({ item }) => item);
		const parameters = { recordType, waitForCompletion: true, output: 'records' };
		const simulator = await startSimulator({ queuedFor: 50, recordsPerSecond: 50_000 });
		const run = runNode({ simulator, items, parameters, onError: 'continueErrorOutput' });
		const result = await run.finally(simulator.close);
		const entries = listEntries(simulator);
		expect([...findSent(samples, entries), ...findWrong(samples, entries, result)]).toEqual([]);
	});
	await fc.assert(property, { numRuns: 6, seed: 1_234, interruptAfterTimeLimit: 20_000 });
});
