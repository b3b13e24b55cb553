import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { titled } from "~/components/title.tsx";

export default function Accessibility() {
  return (
    <ReadingPage>
      <PageTitle>Accessibility statement</PageTitle>
      <p className="lead">
        We want everybody who checks plans to be able to use this service. It is built to WCAG 2.2, level AA.
      </p>
      <p>
        You can use it by keyboard alone, with a screen reader, at 400% zoom, on a phone, and with JavaScript switched
        off.
      </p>
      <h2 className="section">How it was checked</h2>
      <ul className="govuk-list govuk-list--bullet">
        <li>Automatic checks with axe run on every page with each change.</li>
        <li>The main job runs in tests by keyboard alone and without JavaScript.</li>
        <li>Reports are tagged PDFs. Each is built to PDF/UA-1 and PDF/A and checked with veraPDF in the tests.</li>
      </ul>
      <h2 className="section">What is known to fall short</h2>
      <ul className="govuk-list govuk-list--bullet">
        <li>No person has yet tested the pages and the PDF with NVDA, JAWS and VoiceOver.</li>
        <li>
          Letters that the embedded typeface lacks, such as Arabic, print as a question mark in the PDF. The page that
          makes the report warns of it.
        </li>
      </ul>
      <p>If something does not work for you, tell your quality lead. They can give you the content in another form.</p>
    </ReadingPage>
  );
}

export const handle = titled(() => "Accessibility statement");
