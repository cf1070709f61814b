import type { IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { Failure } from '../errors';
import { isPlainObject } from '../mapping/columns/wrappings';
import { readYesNo } from '../mapping/values/yesNo';

/** Reads parameters by the rules of the properties that declare them: default, range and choices. */
export interface OptionReader {
	/** @throws Failure if the value is not a number, is out of range, or has decimals where none are allowed */
	number(name: string): number;
	/**
	 * @typeParam Choice the values of the property's choices
	 * @throws Failure if the value is not one of them
	 */
	choice<Choice extends string>(name: string): Choice;
	/**
	 * Reads a list of choices, or choices separated by commas.
	 *
	 * @throws Failure if a value is not one of them
	 */
	choices<Choice extends string>(name: string): ReadonlySet<Choice>;
	/** @throws Failure if the value is neither on nor off: an expression can give a switch any value */
	switch(name: string): boolean;
	/** Reads a text without spaces at its ends. */
	text(name: string): string;
	/** Reads a list of texts, or texts separated by commas. */
	names(name: string): readonly string[];
	/**
	 * Reads the options in a collection.
	 *
	 * @throws Failure if the value is not an object
	 */
	collection(name: string): OptionReader;
	/** Tells whether the user added an option. */
	has(name: string): boolean;
}

const quote = (given: unknown): string => JSON.stringify(given) ?? 'nothing';

/** Stands for the value of a parameter that n8n hides: an expression can have no value, too. */
const HIDDEN = '\u0000hidden';

/** Lists texts, or texts separated by commas. */
const listNames = (given: unknown): string[] =>
	(Array.isArray(given) ? given : String(given ?? '').split(',')).map((name) => String(name).trim()).filter(Boolean);

/**
 * Creates a reader of parameters. n8n does not check them: an expression can give a parameter any value.
 *
 * @param properties the declarations of the parameters
 * @param get gets the value that the user set; undefined if there is none
 */
function createReader(properties: readonly INodeProperties[], get: (name: string) => unknown): OptionReader {
	const getProperty = (name: string): INodeProperties => {
		const property = properties.find((known) => known.name === name);
		if (property === undefined) throw new Error(`There is no parameter ${name}`);
		return property;
	};
	const find = (name: string): { property: INodeProperties; value: unknown } => {
		const property = getProperty(name);
		const value = get(name);
		return { property, value: value === HIDDEN ? property.default : (value ?? property.default) };
	};
	const check = <Choice extends string>({ displayName, options }: INodeProperties, value: unknown): Choice => {
		const choices = (options as INodePropertyOptions[]).map((option) => option.value);
		if (choices.includes(value as string)) return value as Choice;
		throw new Failure(
			`'${displayName}' has an unknown value`,
			`Use one of these values: ${choices.join(', ')}. The current value is ${quote(value)}.`,
		);
	};
	return {
		number(name) {
			const { property, value } = find(name);
			const { minValue: min = -Infinity, maxValue: max = Infinity, numberPrecision } = property.typeOptions ?? {};
			const isWhole = numberPrecision === 0;
			const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
			if (typeof number === 'number' && number >= min && number <= max && (!isWhole || Number.isInteger(number))) {
				return number;
			}
			const range = max === Infinity ? `of at least ${min}` : `from ${min} to ${max}`;
			throw new Failure(
				`'${property.displayName}' is out of range`,
				`Enter a ${isWhole ? 'whole ' : ''}number ${range}. The current value is ${quote(value)}.`,
			);
		},
		choice(name) {
			const { property, value } = find(name);
			return check(property, value);
		},
		choices<Choice extends string>(name: string) {
			const { property, value } = find(name);
			return new Set(listNames(value).map((entry) => check<Choice>(property, entry)));
		},
		switch(name) {
			const property = getProperty(name);
			const given = get(name);
			const value = given === HIDDEN ? property.default : given;
			const isOn = readYesNo(value);
			if (isOn !== undefined) return isOn;
			throw new Failure(
				`'${property.displayName}' is neither on nor off`,
				`Use true or false. The current value is ${quote(value)}.`,
			);
		},
		text: (name) => String(find(name).value ?? '').trim(),
		names: (name) => listNames(find(name).value),
		collection(name) {
			const { property, value } = find(name);
			if (!isPlainObject(value)) {
				throw new Failure(
					`'${property.displayName}' has an unknown value`,
					`It must be an object with options. The current value is ${quote(value)}.`,
				);
			}
			return createReader((property.options ?? []) as INodeProperties[], (option) => value[option]);
		},
		has: (name) => (get(name) ?? undefined) !== undefined,
	};
}

/** Creates a reader of the node's own parameters, as they are for all items together. A hidden one has its default. */
export const createParameterReader = (
	context: IExecuteFunctions,
	properties: readonly INodeProperties[],
): OptionReader => createReader(properties, (name) => context.getNodeParameter(name, 0, HIDDEN));
