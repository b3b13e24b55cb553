import { createHmac } from "node:crypto";
import { MODULES, type Module } from "#audits/cases/blade.ts";
import type { CaseRecord } from "#audits/cases/case.ts";
import type { ImportReading, ImportRefusal, UploadedFile } from "#audits/cases/reading.ts";
import { readImport } from "#audits/cases/read-import.ts";

/** A return of a few children, written by hand: rows by table, each column as the export writes it. */
export type SmallReturn = Record<Module, Record<string, string>[]>;

/** Columns of version 1.3, in the order of the export. */
const COLUMNS: Record<Module, string> = {
  sen2: "sen2tableid,NativeId,sen2orderseqcolumn,sourceid,collection,year,referencedate,sourcelevel,softwarecode,release,serialno,datetime,lea,dmo,dco,dsco",
  person:
    "persontableid,NativeId,personorderseqcolumn,sourceid,sen2tableid,surname,forename,personbirthdate,sex,ethnicity,postcode,upn,uniquelearnernumber,upnunknown",
  requests:
    "requeststableid,NativeId,requestsorderseqcolumn,sourceid,persontableid,receiveddate,requestsource,rya,requestoutcomedate,requestoutcome,requestmediation,requesttribunal,exported",
  assessment:
    "assessmenttableid,NativeId,assessmentorderseqcolumn,sourceid,requeststableid,assessmentoutcome,assessmentoutcomedate,assessmentmediation,assessmenttribunal,othermediation,othertribunal,week20",
  namedplan:
    "namedplantableid,NativeId,namedplanorderseqcolumn,sourceid,assessmenttableid,startdate,planres,planwbp,pb,oa,dp,ceasedate,ceasereason",
  plandetail:
    "plandetailtableid,NativeId,plandetailorderseqcolumn,sourceid,namedplantableid,urn,ukprn,sensetting,sensettingother,placementrank,senunitindicator,resourcedprovisionindicator",
  activeplans:
    "activeplanstableid,NativeId,activeplansorderseqcolumn,sourceid,requeststableid,transferla,reviewmeeting,reviewoutcome,lastreview,reviewdraft,phasetransferduedate,phasetransferfinaldate",
  placementdetail:
    "placementdetailtableid,NativeId,placementdetailorderseqcolumn,sourceid,activeplanstableid,urn,ukprn,sensetting,sensettingother,placementrank,entrydate,leavingdate,senunitindicator,resourcedprovisionindicator,res,wbp",
  senneed: "senneedtableid,NativeId,senneedorderseqcolumn,sourceid,activeplanstableid,sentype,sentyperank",
};

export const NAMES = { surname: "Płoński-Rhŷs", forename: "Gwenllïan" };

/** One child with a plan of 2023 under a historical request, a review and a school. Row 2 of every table. */
export function oneChild(): SmallReturn {
  return {
    sen2: [{ sen2tableid: "1", year: "2026", referencedate: "2026-Jan-15 00:00:00", dmo: "Dr Ada Quill" }],
    person: [
      {
        persontableid: "11",
        sen2tableid: "1",
        ...NAMES,
        personbirthdate: "2015-May-12 00:00:00",
        sex: "F",
        postcode: "NS4 7QX",
        upn: "H801200112345",
        NativeId: "99001",
        sourceid: "CMS-5",
      },
    ],
    requests: [
      {
        requeststableid: "21",
        persontableid: "11",
        receiveddate: "2022-Nov-01 00:00:00",
        requestsource: "2",
        requestoutcome: "H",
        requestoutcomedate: "2022-Dec-05 00:00:00",
      },
    ],
    assessment: [
      {
        assessmenttableid: "31",
        requeststableid: "21",
        assessmentoutcome: "Y",
        assessmentoutcomedate: "2023-Mar-01 00:00:00",
        week20: "0",
      },
    ],
    namedplan: [{ namedplantableid: "41", assessmenttableid: "31", startdate: "2023-Mar-20 00:00:00", pb: "1" }],
    plandetail: [{ plandetailtableid: "51", namedplantableid: "41", urn: "100001", placementrank: "1" }],
    activeplans: [
      {
        activeplanstableid: "61",
        requeststableid: "21",
        reviewmeeting: "2025-Mar-01 00:00:00",
        reviewoutcome: "A",
        lastreview: "2025-Mar-20 00:00:00",
      },
    ],
    placementdetail: [
      {
        placementdetailtableid: "71",
        activeplanstableid: "61",
        urn: "100001",
        placementrank: "1",
        entrydate: "2021-Sep-01 00:00:00",
      },
    ],
    senneed: [{ senneedtableid: "81", activeplanstableid: "61", sentype: "ASD", sentyperank: "1" }],
  };
}

/** A new plan of the collection year for another child, every id ending in the given digit. */
export function addNewPlan(to: SmallReturn, digit: string, received: string, issued: string): SmallReturn {
  to.person.push({
    persontableid: `1${digit}`,
    sen2tableid: "1",
    surname: "Abernathy",
    forename: "Jo",
    personbirthdate: "2018-Sep-01 00:00:00",
    sex: "M",
    upn: `H80120011234${digit}`.padEnd(13, "9"),
  });
  to.requests.push({
    requeststableid: `2${digit}`,
    persontableid: `1${digit}`,
    receiveddate: received,
    requestoutcome: "Y",
    requestoutcomedate: "2025-05-20",
  });
  to.assessment.push({
    assessmenttableid: `3${digit}`,
    requeststableid: `2${digit}`,
    assessmentoutcome: "Y",
    assessmentoutcomedate: "2025-08-01",
  });
  to.namedplan.push({ namedplantableid: `4${digit}`, assessmenttableid: `3${digit}`, startdate: issued });
  to.activeplans.push({ activeplanstableid: `6${digit}`, requeststableid: `2${digit}` });
  to.senneed.push({ senneedtableid: `8${digit}`, activeplanstableid: `6${digit}`, sentype: "SLCN", sentyperank: "1" });
  return to;
}

export const bytesOf = (text: string) => new TextEncoder().encode(text);

export function csvFile(name: string, text: string): UploadedFile {
  return { name, bytes: bytesOf(text) };
}

/** The nine files of the export. `without` leaves columns out, as older versions of the format do. */
export function filesOf(tables: SmallReturn, without: string[] = []): UploadedFile[] {
  return MODULES.map((module) => {
    const columns = COLUMNS[module].split(",").filter((column) => !without.includes(`${module}.${column}`));
    const extra = [...new Set(tables[module].flatMap((row) => Object.keys(row)))].filter(
      (column) => !COLUMNS[module].split(",").includes(column),
    );
    const all = [...columns, ...extra];
    const lines = tables[module].map((row) => all.map((column) => quoted(row[column] ?? "")).join(","));
    return csvFile(`Blade-Export_20-01-2026_${module}.csv`, `${[all.join(","), ...lines].join("\r\n")}\r\n`);
  });
}

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const pseudonymOf = (identity: string) =>
  createHmac("sha256", "a key for tests").update(identity).digest("hex").slice(0, 32);

const OPTIONS = { referenceDate: "2026-11-22", pseudonymOf };

export function read(files: UploadedFile[]): ImportReading {
  const verdict = readImport(files, OPTIONS);
  if (!verdict.ok) throw new Error(verdict.refusals.map(({ sentence }) => sentence).join(" "));
  return verdict.reading;
}

export function refusalsOf(files: UploadedFile[]): ImportRefusal[] {
  const verdict = readImport(files, OPTIONS);
  return verdict.ok ? [] : verdict.refusals;
}

/** The one problem with this code; fails when there is none or more than one. */
export function theProblem(reading: ImportReading, code: string) {
  const found = reading.problems.filter((problem) => problem.code === code);
  if (found.length !== 1 || !found[0]) {
    throw new Error(`${found.length} problems ${code} among ${JSON.stringify(reading.problems, null, 1)}`);
  }
  return found[0];
}

export const flatFile = (...lines: string[]) => csvFile("cases.csv", `${lines.join("\n")}\n`);

export const readTables = (tables: SmallReturn) => read(filesOf(tables));

/** The record of the one case that the tables make. */
export function theCase(tables: SmallReturn): CaseRecord {
  const { cases } = readTables(tables);
  if (cases.length !== 1 || !cases[0]) throw new Error(`${cases.length} cases`);
  return cases[0].record;
}

/** A row of the tables, to be changed in place. */
export const row = (tables: SmallReturn, module: Module, index = 0) => tables[module][index] as Record<string, string>;
