import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { Failure } from '../errors';

/** Reads options by the rules of the properties that declare them: default, range and choices. */
export interface OptionReader {
	/** @throws Failure if the option is not a number, is out of range, or has decimals where none are allowed */
	number(name: string): number;
	/**
	 * @typeParam Choice the values of the property's choices
	 * @throws Failure if the option is not one of them
	 */
	choice<Choice extends string>(name: string): Choice;
	boolean(name: string): boolean;
}

const quote = (given: unknown): string => JSON.stringify(given) ?? 'nothing';

/**
 * Creates a reader of options. n8n does not check them: an expression can give an option any value.
 *
 * @param properties the declarations of the options
 * @param given the options that the user set, by name
 * @example createOptionReader(waitProperties, { pollInterval: 10 }).number('pollInterval') // 10
 */
export function createOptionReader(properties: readonly INodeProperties[], given: IDataObject): OptionReader {
	const find = (name: string): { property: INodeProperties; value: unknown } => {
		const property = properties.find((known) => known.name === name);
		if (property === undefined) throw new Error(`There is no option ${name}`);
		return { property, value: given[name] ?? property.default };
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
		choice<Choice extends string>(name: string): Choice {
			const { property, value } = find(name);
			const choices = (property.options as INodePropertyOptions[]).map((option) => option.value);
			if (choices.includes(value as string)) return value as Choice;
			throw new Failure(
				`'${property.displayName}' has an unknown value`,
				`Use one of these values: ${choices.join(', ')}. The current value is ${quote(value)}.`,
			);
		},
		boolean(name) {
			const { value } = find(name);
			return value === true || value === 'true';
		},
	};
}
