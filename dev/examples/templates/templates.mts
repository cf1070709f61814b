import { CRM_TEMPLATES } from './crm.mts';
import { INBOUND_TEMPLATES } from './inbound.mts';
import { SHOP_TEMPLATES } from './shops.mts';
import { TABLE_TEMPLATES } from './tables.mts';
import type { Template } from './Template.mts';

/** The templates, but for those with branches of their own. */
export const TEMPLATES: readonly Template[] = [
	...CRM_TEMPLATES,
	...SHOP_TEMPLATES,
	...TABLE_TEMPLATES,
	...INBOUND_TEMPLATES,
];
