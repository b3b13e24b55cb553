import { Link } from "@remix-run/react";
import type { RoomBandData } from "~/server/room/visit.server.ts";

/** On every page of a room: that it is read only, until when, and that visits are recorded; on a preview, that it is one. */
export function RoomBand({ band }: { band: RoomBandData }) {
  return (
    <section className="room-band" aria-label="About this room">
      {band.preview ? (
        <p>
          <strong>Preview.</strong> This is what the inspector sees
          {band.preview === "draft" ? ", made from the data of this moment" : ""}. {band.open}{" "}
          <Link className="govuk-link" to={`/rooms/${band.id}`}>
            Back to putting it together
          </Link>
        </p>
      ) : (
        <p>
          <strong>Read only.</strong> {band.open} What you open is recorded, as it is for everyone.
        </p>
      )}
    </section>
  );
}
