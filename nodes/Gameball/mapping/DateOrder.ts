/** The order of day, month and year in dates like `03/04/1990`; dates that start with the year are clear anyway. */
export type DateOrder = 'ymd' | 'dmy' | 'mdy';
