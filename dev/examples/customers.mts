import { Faker, en } from '@faker-js/faker';
import { stringify } from 'csv-stringify/sync';

/** A row of a CRM's contact export. */
type ContactRow = Readonly<Record<string, string>>;

/** The file of the example's rows, from the root of the project. */
export const EXAMPLE_CSV = 'examples/customers.csv';
/** The ID of the first customer; the others count up from it. */
export const FIRST_ID = 51_000_001;
const EXAMPLE_COUNT = 2_600;
const SEED = 2_600;
/** The day of the export, fixed so that the dates are always the same. */
const EXPORTED = new Date('2026-11-01T00:00:00Z');

const day = (date: Date): string => date.toISOString().slice(0, 10);

/** The mistakes that real exports have, each in every n-th row. */
const MISTAKES: ReadonlyArray<{ readonly every: number; readonly of: ContactRow }> = [
	{ every: 131, of: { Email: 'typo@example' } },
	{ every: 197, of: { 'Phone Number': '12345' } },
	{ every: 881, of: { 'Record ID': '' } },
	{ every: 1_013, of: { 'Date of birth': '1990-02-30' } },
];

/** Makes contacts as a CRM exports them, a few with mistakes; the same seed makes the same ones. */
export function makeContacts(count: number, seed: number): ContactRow[] {
	const faker = new Faker({ locale: en, seed });
	faker.setDefaultRefDate(EXPORTED);
	return Array.from({ length: count }, (_, index) => {
		const sex = faker.person.sexType();
		const firstName = faker.person.firstName(sex);
		const lastName = faker.person.lastName();
		const created = faker.date.past({ years: 6 });
		const contact: ContactRow = {
			'Record ID': String(FIRST_ID + index),
			'First Name': firstName,
			'Last Name': lastName,
			Email: faker.internet.email({ firstName, lastName, provider: 'example.com' }).toLowerCase(),
			'Phone Number':
				faker.helpers.maybe(() => faker.phone.number({ style: 'international' }), { probability: 0.8 }) ?? '',
			Gender: sex === 'female' ? 'Female' : 'Male',
			'Date of birth': day(faker.date.birthdate()),
			'Create Date': `${day(created)} ${created.toISOString().slice(11, 16)}`,
			City: faker.location.city(),
			'Postal Code': faker.location.zipCode('#####'),
			'Customer Tags': faker.helpers
				.arrayElements(['newsletter', 'vip', 'wholesale', 'app'], { min: 0, max: 2 })
				.join(', '),
			'Total Spent': faker.commerce.price({ min: 0, max: 2_000 }),
			'Favorite Store': faker.helpers.arrayElement(['Downtown', 'Airport', 'Online']),
		};
		const mistakes = MISTAKES.filter(({ every }) => (index + 1) % every === 0).map(({ of }) => of);
		return Object.assign({}, contact, ...mistakes) as ContactRow;
	});
}

/** Makes the rows of the example as CSV. */
export const makeExampleCsv = (): string => stringify(makeContacts(EXAMPLE_COUNT, SEED), { header: true });
