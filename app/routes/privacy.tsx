import { PageTitle, ReadingPage } from "~/components/frame.tsx";
import { titled } from "~/components/title.tsx";

export default function Privacy() {
  return (
    <ReadingPage>
      <PageTitle>Privacy</PageTitle>
      <p className="lead">Plans are checked under a reference, not under a child’s name.</p>
      <h2 className="section">What is kept of a child</h2>
      <p>
        A reference, the birth month, year group, kind of need and setting, the dates of the plan and its review, and
        what auditors found, with short quotes. Names, postcodes, pupil and learner numbers and days of birth are
        dropped while a file is read and are never stored. A code made with a secret key lets a later import recognise
        the same child without knowing who it is.
      </p>
      <h2 className="section">What is kept of you</h2>
      <p>
        Your name, work email address and role; what you scored and wrote; and a trail of what was changed, seen and
        downloaded, with your name and the time. The trail cannot be rewritten.
      </p>
      <h2 className="section">Who sees what</h2>
      <p>
        Auditors see their own audits. The quality lead and the panel see all audits of a plan once all are in. Board
        members and inspectors see published figures: numbers of fewer than 5 plans are hidden, and so is everything
        they could be worked out from.
      </p>
      <p>
        One cookie keeps you signed in, and ends with the browser. Another marks a browser in which you signed in
        before, so that a stranger who guesses at your password does not slow you down; it opens nothing and tells
        nobody who you are. For your sessions we keep when they began, when they were used last and which browser it
        was, no network address. Nothing is sent to anybody outside your local area.
      </p>
    </ReadingPage>
  );
}

export const handle = titled(() => "Privacy");
