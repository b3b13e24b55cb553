import type { Phase, SettingType } from "#audits/vocabulary.ts";

/** Invented people and places of Northshire. Some names have letters that plain ASCII lacks, as a real caseload does. */

export const FORENAMES = `
  Aaliyah Adam Aisha Alfie Amelia Angharad Archie Bartłomiej Ben Bronwen Callum Carys Charlie Chloë Daisy Daniel
  Dylan Efan Elliot Ewa Faith Finley Freya George Grace Gwenllïan Hamza Harriet Heledd Holly Ibrahim Isla Iwan
  Jack Jakub Jasmine Józef Joshua Kacper Kai Keira Leah Leo Lily Llŷr Logan Łucja Maisie Małgorzata Mason Maya
  Mohammed Nathan Niamh Noah Olivia Oscar Phoebe Poppy Rafał Reece Rhŷs Riley Ruby Sam Seren Sophie Stanisław
  Summer Theo Thomas Toby Wiktoria William Yusuf Zofia`
  .trim()
  .split(/\s+/);

export const SURNAMES = `
  Abbott Achebe Ahmed Ashworth Bąk Barlow Beckett Błaszczyk Bowen Brennan Carter Chaudhry Clarke Cooper
  Dąbrowski Davies Dixon Edwards Evans Fisher Fletcher Gallagher Gibson Gołębiowska Griffith Gwŷn Harris Hassan
  Hughes Hussain Iqbal Jabłońska Jackson Jenkins Jones Kamińska Kelly Khan Kowalczyk Lewis Llŵyd Lloyd Malik
  Marsh Mitchell Morgan Murphy Nowak O’Brien Okafor Owen Parry Patel Pearce Piątek Pritchard Rees Reid Rhŷs
  Roberts Sadowska Shaw Singh Smith Szymański Taylor Thomas Turner Vaughan Walker Walsh Ward White Wiśniewska
  Woźniak Wright Yates Young-Pugh Żak Zieliński`
  .trim()
  .split(/\s+/);

export const LOCALITIES = ["Ashmere", "Coast", "Moorland", "Northport", "Riverside"] as const;

/** A place that children attend. URNs from 900000 on belong to no school in England. */
export type Setting = { urn: string; type: SettingType; phases: Phase[] };

const schools = (first: number, count: number, type: SettingType, phases: Phase[]): Setting[] =>
  Array.from({ length: count }, (_, index) => ({ urn: String(first + index), type, phases }));

export const SETTINGS: Setting[] = [
  ...schools(900101, 3, "early_years_provider", ["early_years"]),
  ...schools(900201, 18, "mainstream", ["primary"]),
  ...schools(900301, 8, "mainstream", ["secondary"]),
  ...schools(900401, 3, "unit", ["primary", "secondary"]),
  ...schools(900501, 4, "special", ["early_years", "primary", "secondary", "post_16"]),
  ...schools(900601, 2, "independent", ["primary", "secondary", "post_16"]),
  ...schools(900701, 4, "college", ["post_16"]),
  ...schools(900801, 1, "alternative_provision", ["secondary"]),
];
