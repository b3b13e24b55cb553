import { Link, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { PageTitle } from "~/components/frame.tsx";
import { Names } from "./outcome.tsx";

const ASK_AGAIN_MS = 1500;

/**
 * The files are being read. The page asks again by itself; without JavaScript it reloads. It may be left: the import is on the
 * list of imports.
 */
export function Waiting({ files, startedAt }: { files: string[]; startedAt: string }) {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (state !== "idle") return;
    const timer = setTimeout(revalidate, ASK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [state, revalidate]);
  return (
    <>
      <noscript>
        <meta httpEquiv="refresh" content="3" />
      </noscript>
      <PageTitle over="Step 1 of 3. Nothing is kept yet">Reading your files</PageTitle>
      <p className="lead">
        This takes seconds for most returns. Names and numbers of children are dropped as they are read.
      </p>
      <p>
        You can leave this page. The import waits for you under{" "}
        <Link className="govuk-link" to="/imports">
          Imports
        </Link>
        .
      </p>
      <h2 className="part">Sent {startedAt}</h2>
      <Names names={files} />
      <p>
        <Link className="govuk-link" to="" reloadDocument>
          Check now
        </Link>
      </p>
    </>
  );
}
