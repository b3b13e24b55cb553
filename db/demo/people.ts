import { type Actor, roleWords } from "#audits/people/permissions.ts";
import type { Agency, Role } from "#audits/vocabulary.ts";
import type { NewArea, NewOrganisation } from "../set-up.ts";
import { DEMO_PERSON } from "./ids.ts";

export const DEMO_AREA: NewArea = {
  name: "Northshire",
  partners:
    "Northshire Council, NHS Northshire Integrated Care Board, Northshire schools and the Northshire Parent Carer Forum",
  concernContacts: [
    {
      name: "Children’s social care front door",
      role: "any worry about a child’s safety, day and night",
      telephone: "01632 960117",
    },
    { name: "Ngozi Barrett", role: "designated clinical officer, health", telephone: "01632 960142" },
    { name: "Deborah Lane", role: "quality lead, anything else in a plan", telephone: "01632 960155" },
  ],
  demonstration: true,
};

export const DEMO_ORGANISATIONS = [
  { id: "org_demo_council", name: "Northshire Council", agency: "education" },
  { id: "org_demo_icb", name: "NHS Northshire Integrated Care Board", agency: "health" },
  { id: "org_demo_schools", name: "Northshire Schools Partnership", agency: "setting" },
  { id: "org_demo_forum", name: "Northshire Parent Carer Forum", agency: "forum" },
  { id: "org_demo_inspectorate", name: "Inspectorate", agency: null },
] as const satisfies NewOrganisation[];

/** As the case files name the demonstration's plan writer. */
const DEMO_WRITER_REF = "W05";

/** Inspectors read until a day; the demonstration's is far off. */
const INSPECTION_ENDS = new Date("2036-12-31T23:59:59Z");

type Organisation = (typeof DEMO_ORGANISATIONS)[number]["id"];

/** The one password of everybody in the demonstration area. It protects nothing. */
const PASSWORD = "copper-meadow-lantern";

const person = (
  who: keyof typeof DEMO_PERSON,
  name: string,
  address: string,
  role: Role,
  organisationId: Organisation = "org_demo_council",
  agency: Agency | null = null,
) => ({
  id: DEMO_PERSON[who],
  name,
  email: `${address}@northshire.example`,
  password: PASSWORD,
  memberships: [
    {
      organisationId,
      role,
      agency,
      writerRef: role === "plan_writer" ? DEMO_WRITER_REF : null,
      endsAt: role === "inspector" ? INSPECTION_ENDS : null,
    },
  ],
});

/** Everybody in the demonstration area, in the order of the sign-in list. */
export const EVERYBODY = [
  person("qualityLead", "Deborah Lane", "deborah.lane", "quality_lead"),
  person("panelChair", "Margaret Osei", "margaret.osei", "panel_chair"),
  person("educationAuditor", "Tom Hargreaves", "tom.hargreaves", "auditor", "org_demo_council", "education"),
  person("healthAuditor", "Amina Yusuf", "amina.yusuf", "auditor", "org_demo_icb", "health"),
  person("careAuditor", "Ruth Adeyemi", "ruth.adeyemi", "auditor", "org_demo_council", "social_care"),
  person("settingAuditor", "Joanne Firth", "joanne.firth", "auditor", "org_demo_schools", "setting"),
  person("forumAuditor", "Carol Whitfield", "carol.whitfield", "auditor", "org_demo_forum", "forum"),
  person("secondEducationAuditor", "Siân Gruffŷdd", "sian.gruffydd", "auditor", "org_demo_council", "education"),
  person("secondHealthAuditor", "Małgorzata Żak", "malgorzata.zak", "auditor", "org_demo_icb", "health"),
  person("secondCareAuditor", "Callum Brodie", "callum.brodie", "auditor", "org_demo_council", "social_care"),
  person("secondForumAuditor", "Imran Sheikh", "imran.sheikh", "auditor", "org_demo_forum", "forum"),
  person("planWriter", "Laura Pickering", "laura.pickering", "plan_writer"),
  person("serviceManager", "Farida Anand", "farida.anand", "service_manager", "org_demo_icb", "health"),
  person("boardMember", "Helen Castleton", "helen.castleton", "board_member"),
  person("dataOfficer", "Sam Okafor", "sam.okafor", "data_officer"),
  person("inspector", "David Renshaw", "david.renshaw", "inspector", "org_demo_inspectorate"),
  person("administrator", "Nadia Rahman", "nadia.rahman", "administrator"),
];

/** A person of the demonstration area as whoever acts. @throws for an id that is not one of DEMO_PERSON */
export function demoActor(id: string): Actor {
  const found = EVERYBODY.find((p) => p.id === id);
  if (!found) throw new Error(`${id} is nobody in the demonstration area`);
  const organisationName = (of: string) => DEMO_ORGANISATIONS.find((o) => o.id === of)?.name ?? "";
  return {
    id: found.id,
    name: found.name,
    email: found.email,
    memberships: found.memberships.map((m) => ({ ...m, organisationName: organisationName(m.organisationId) })),
  };
}

/** One sign-in a role (of auditors, one an agency): what the demonstration prints and the tests sign in with. */
export const DEMO_PEOPLE: { role: string; name: string; email: string; password: string }[] = EVERYBODY.map(
  ({ id, name, email, password }) => ({ role: roleWords(demoActor(id)), name, email, password }),
).filter((one, index, all) => all.findIndex((other) => other.role === one.role) === index);
