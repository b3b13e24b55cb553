/** The id of a field of the editor, for its label, and for the links that lead to it. */
export const fieldIdOf = (name: string) => `field-${name.replace(/\./g, "-")}`;
