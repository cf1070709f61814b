import type { GenericValue, IDataObject } from 'n8n-workflow';

/** Sets a property of the object's own, whatever its name: `__proto__` too is only a name. */
export function setOwn(object: IDataObject, name: string, value: GenericValue): void {
	if (name !== '__proto__') object[name] = value;
	else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}
