import type { Column, ColumnFactory, Place } from './columns';
import type { Product } from '../products';

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

/** The columns of one object of items and the objects in it. They are made once and kept for all items. */
export class ObjectColumns {
	private readonly columns = new Map<string, Column>();
	private readonly opaque = new Map<string, Column>();
	private readonly scopes = new Map<string, ObjectColumns>();
	private readonly roles = new Map<string, Role>();

	/**
	 * @param path the names on the way to the object
	 * @param prefix precedes the column names in an object that is opened by path, such as `customer.`
	 */
	constructor(
		private readonly factory: ColumnFactory,
		readonly product: Product | undefined,
		readonly place: Place,
		private readonly path: readonly string[] = [],
		private readonly prefix = '',
		/** The number of names in the path that belong to envelopes. */
		private readonly rootLength = path.length,
	) {}

	/** Tells whether the product says that the name of a column is misleading. */
	isIgnored(name: string): boolean {
		const ignored = this.product?.ignored;
		return ignored !== undefined && ignored.includes([...this.path.slice(this.rootLength), name].join('.'));
	}

	/** Gets the column with a name; the product's prefix does not count. */
	getColumn(name: string): Column {
		const known = this.columns.get(name);
		if (known !== undefined) return known;
		const { prefix = '', dateOrder } = this.product ?? {};
		const meaning = name.startsWith(prefix) ? name.slice(prefix.length) : name;
		const column = this.factory.makeColumn(`${this.prefix}${meaning}`, this.place, [...this.path, name], dateOrder);
		this.columns.set(name, column);
		return column;
	}

	/** Gets the column of an object that is not opened. */
	getOpaqueColumn(name: string): Column {
		const known = this.opaque.get(name);
		if (known !== undefined) return known;
		const column = this.factory.makeColumn(name, 'opaque', [...this.path, name]);
		this.opaque.set(name, column);
		return column;
	}

	/** Gets the column at a path that the product defines. */
	getProductColumn(path: string, meaning: string): Column {
		const scope = this.getScope(path, 'product');
		const known = scope.columns.get(meaning);
		if (known !== undefined) return known;
		const column = this.factory.makeColumn(
			meaning,
			'product',
			[...this.path, ...path.split('.')],
			this.product?.dateOrder,
		);
		scope.columns.set(meaning, column);
		return column;
	}

	/** Gets the role of an object in this one. */
	getRole(name: string, findRole: (name: string) => Role): Role {
		const known = this.roles.get(name);
		if (known !== undefined) return known;
		const role = findRole(name);
		this.roles.set(name, role);
		return role;
	}

	/** Gets the columns of an object in this one. */
	getScope(name: string, place: Place): ObjectColumns {
		const key = `${place} ${name}`;
		const known = this.scopes.get(key);
		if (known !== undefined) return known;
		const prefix = place === 'path' ? `${this.prefix}${name}.` : '';
		const scope = new ObjectColumns(this.factory, this.product, place, [...this.path, name], prefix, this.rootLength);
		this.scopes.set(key, scope);
		return scope;
	}
}
