import type { Column, ColumnFactory, Place } from './columns';
import { normalizeName } from './names';
import type { Product } from '../products';
import type { Subject } from './subject';

/** The role of an object in items, by its name and its parent object. */
export interface Role {
	/** The name after `normalizeName`. */
	readonly normalName: string;
	/** The place of its contents, if they are columns. */
	readonly place: Place | undefined;
	/** The rank among the addresses; undefined if the object is not an address. */
	readonly addressRank: number | undefined;
	/** True if fields name paths in it, such as `billing.email`. */
	readonly hasPaths: boolean;
}

/** Gameball's own objects of attributes. Both can be in the item, and `custom` can be in `customerAttributes`. */
const OWN_OBJECTS: ReadonlyMap<string, Place> = new Map([
	['customerAttributes', 'item'],
	['custom', 'custom'],
]);

/** What is known of a name in an object of items. */
export interface Member {
	/** True if the product says that the name is misleading. */
	readonly isIgnored: boolean;
	/** The place of the contents of Gameball's own objects. */
	readonly ownPlace: Place | undefined;
	readonly column: Column;
	/** The column of an object that is not opened. */
	readonly opaque: Column;
	/** Its role if it is an object; undefined until one was seen. */
	role: Role | undefined;
}

/** What is known about items besides their columns. */
export interface ItemKind {
	readonly product: Product | undefined;
	readonly subject: Subject;
}

/** The columns of one object of items and the objects in it. They are made once and kept for all items. */
export class ObjectColumns {
	private readonly columns = new Map<string, Column>();
	private readonly members = new Map<string, Member>();
	private readonly scopes = new Map<string, ObjectColumns>();

	/**
	 * @param path the names on the way to the object
	 * @param prefix precedes the column names in an object that is opened by path, such as `customer.`
	 */
	constructor(
		private readonly factory: ColumnFactory,
		private readonly kind: ItemKind,
		readonly place: Place,
		private readonly path: readonly string[] = [],
		private readonly prefix = '',
		/** The number of names in the path that belong to envelopes. */
		private readonly rootLength = path.length,
	) {}

	get product(): Product | undefined {
		return this.kind.product;
	}

	/** Gets what is known of a name in the object. */
	getMember(name: string): Member {
		const known = this.members.get(name);
		if (known !== undefined) return known;
		const member: Member = {
			isIgnored: this.isIgnored(name),
			ownPlace: this.place === 'item' ? OWN_OBJECTS.get(name) : undefined,
			column: this.getColumn(name),
			opaque: this.factory.makeColumn(name, 'opaque', [...this.path, name]),
			role: undefined,
		};
		this.members.set(name, member);
		return member;
	}

	/** Tells whether the product says that the name of a column is misleading. The user can choose it all the same. */
	private isIgnored(name: string): boolean {
		const ignored = this.product?.ignored;
		if (ignored === undefined || !ignored.includes([...this.path.slice(this.rootLength), name].join('.'))) return false;
		return !this.factory.isChosen([...this.path, name]);
	}

	/** Gets the column with a name; the product's prefix does not count. */
	getColumn(name: string): Column {
		const known = this.columns.get(name);
		if (known !== undefined) return known;
		const { prefix = '' } = this.product ?? {};
		const meaning = name.startsWith(prefix) ? name.slice(prefix.length) : name;
		const column = this.makeColumn(meaning, name);
		this.columns.set(name, column);
		return column;
	}

	/** Makes a column. In what is no person, some columns are not the person's; in an app's object, `customer` is. */
	private makeColumn(meaning: string, name: string): Column {
		const { factory, kind, place, path, rootLength, prefix } = this;
		const subject = path.length === rootLength ? kind.subject : undefined;
		const isForeign = subject !== undefined && factory.isForeign(meaning, subject);
		const given = subject === 'object' && normalizeName(meaning) === 'customer' ? 'customerId' : meaning;
		return factory.makeColumn(`${prefix}${given}`, isForeign ? 'opaque' : place, [...path, name], kind.product);
	}

	/** Gets the column at a path that the product defines. */
	getProductColumn(path: string, meaning: string): Column {
		const scope = this.getScope(path, 'product');
		const known = scope.columns.get(meaning);
		if (known !== undefined) return known;
		const fullPath = [...this.path, ...path.split('.')];
		const column = this.factory.makeColumn(meaning, 'product', fullPath, this.product);
		scope.columns.set(meaning, column);
		return column;
	}

	/** Gets the columns of an object in this one. */
	getScope(name: string, place: Place): ObjectColumns {
		const key = `${place} ${name}`;
		const known = this.scopes.get(key);
		if (known !== undefined) return known;
		const prefix = place === 'path' ? `${this.prefix}${name}.` : '';
		const scope = new ObjectColumns(this.factory, this.kind, place, [...this.path, name], prefix, this.rootLength);
		this.scopes.set(key, scope);
		return scope;
	}
}
