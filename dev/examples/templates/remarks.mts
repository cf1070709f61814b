/** What holds for every trigger that sends one record at a time. */
export const EACH =
	'**Then publish the workflow.** It does not wait for Gameball: *Refused* shows only what cannot be sent. To see what Gameball refuses too, turn on *Wait for Completion*.';

/** What holds for every workflow that sends all rows of a table. */
export const ALL =
	'**Run it once manually, then publish it.** *Refused* shows each row that did not arrive, with the reason: correct it in your table, and the next run sends it. Existing customers are updated.';

/** What holds for every workflow that sends what changed in an app. */
export const CHANGED =
	'**Run it once manually, then publish it.** *Refused* shows each record that did not arrive, with the reason: correct it in the app, and the next run sends it. Existing customers are updated.';

/** What holds wherever the customer ID is an app's own. */
export const ownId = (app: string): string =>
	`**Which customer ID?** This workflow sends the customer ID of ${app}. If your shop or mobile app already sends these customers to Gameball with another ID, they would get a second profile: set *Customer ID* in *Send to Gameball* to the column with that ID, or to *Email* or *Mobile* if that is your ID.`;
