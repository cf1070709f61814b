import type { Field, RecordType } from '../records/RecordType';

/**
 * An object of attributes in Gameball's own shape. What stands in it is read as columns of the item:
 * `customerAttributes` like any other column, `custom` as further attributes.
 */
export type Group = 'customerAttributes' | 'custom';

/** A column of an item. */
export interface Column {
	readonly name: string;
	/** The group it stands in, if it does not stand in the item itself. */
	readonly group?: Group;
}

/** The prefixes of column names that stand for the contents of a group, the longest first. */
const DOTTED: ReadonlyArray<readonly [prefix: string, group: Group]> = [
	['customerattributes.custom.', 'custom'],
	['customerattributes.', 'customerAttributes'],
	['custom.', 'custom'],
];

/**
 * Makes the column of a name. Spreadsheets write the contents of groups as `custom.color` and `customerAttributes.city`.
 *
 * @example toColumn('custom.color') // { name: 'color', group: 'custom' }
 */
export function toColumn(name: string, group?: Group): Column {
	const small = name.toLowerCase();
	const dotted = DOTTED.find(([prefix]) => small.startsWith(prefix) && small.length > prefix.length);
	if (dotted !== undefined && group !== 'custom') return { name: name.slice(dotted[0].length), group: dotted[1] };
	return group === undefined ? { name } : { name, group };
}

/**
 * The destination of a column's value.
 *
 * - `field`: into that field
 * - `repeat`: nowhere, as another column feeds the field of the same name; the two must agree
 * - `custom`: into the further attributes, because it stands in `custom`
 * - `unknown`: as the option `unknownFields` says
 */
export type Target =
	| { readonly kind: 'field' | 'repeat'; readonly field: Field }
	| { readonly kind: 'custom' | 'unknown' };

/** Removes what does not count in a column name: case, spaces, dashes, underscores, a byte order mark. */
export function normalizeName(name: string): string {
	return name.replace(/[\s\-_\uFEFF]/g, '').toLowerCase();
}

/** A field that a name stands for. */
interface Claim {
	readonly field: Field;
	/** True for Gameball's own names, which are reserved: they must not stand in `custom`. */
	readonly reserved: boolean;
	/** Of several columns that claim one field, the lowest rank gets it. */
	readonly rank: number;
}

function indexNames(recordType: RecordType): ReadonlyMap<string, Claim> {
	const claims = new Map<string, Claim>();
	for (const field of recordType.fields) {
		const own = field.nestedName === undefined ? [field.name] : [field.name, field.nestedName];
		[...own, ...(field.otherNames ?? [])].forEach((name, rank) => {
			claims.set(normalizeName(name), { field, reserved: rank < own.length, rank });
		});
	}
	return claims;
}

/** Decides which columns feed which fields of one record type. */
export interface ColumnMatcher {
	/**
	 * The target of each column, in the order of the columns. A field is fed by one column only: the one named like it
	 * before one with another of its names (in the order they are listed), the first column before later ones, and
	 * what stands in `custom` last. A column that comes away empty-handed is unknown, or a repeat if its name is
	 * Gameball's own.
	 */
	match(columns: readonly Column[]): readonly Target[];
}

/** Creates the matcher of a record type. */
export function createColumnMatcher(recordType: RecordType): ColumnMatcher {
	const claims = indexNames(recordType);

	const findClaim = ({ name, group }: Column): Claim | undefined => {
		const claim = claims.get(normalizeName(name));
		if (claim === undefined) return undefined;
		if (group === 'custom') return claim.reserved ? { ...claim, rank: Infinity } : undefined;
		return name === claim.field.name ? { ...claim, rank: -1 } : claim;
	};

	return {
		match(columns) {
			const wanted = columns.map(findClaim);
			const winners = new Map<Field, { readonly column: number; readonly rank: number }>();
			wanted.forEach((claim, column) => {
				if (claim === undefined) return;
				const { field, rank } = claim;
				const winner = winners.get(field);
				if (winner === undefined || rank < winner.rank) winners.set(field, { column, rank });
			});
			return columns.map(({ group }, column): Target => {
				const claim = wanted[column];
				if (claim !== undefined && winners.get(claim.field)?.column === column) {
					return { kind: 'field', field: claim.field };
				}
				if (claim?.reserved) return { kind: 'repeat', field: claim.field };
				return { kind: group === 'custom' ? 'custom' : 'unknown' };
			});
		},
	};
}
