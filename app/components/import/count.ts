/** "1,741" */
export const number = (value: number): string => value.toLocaleString("en-GB");

/** "1 row", "1,741 rows" */
export const counted = (value: number, noun: string): string => `${number(value)} ${noun}${value === 1 ? "" : "s"}`;
