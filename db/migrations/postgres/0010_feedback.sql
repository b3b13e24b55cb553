CREATE TABLE "feedback_packs" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"sampled_case_id" text COLLATE "C" NOT NULL,
	"receiver" text COLLATE "C" NOT NULL,
	"content" json NOT NULL,
	"writer_ref" text COLLATE "C",
	"person_id" text COLLATE "C",
	"organisation_id" text COLLATE "C",
	"drafted_by" text COLLATE "C" NOT NULL,
	"drafted_at" timestamp (3) with time zone NOT NULL,
	"sent_by" text COLLATE "C",
	"sent_at" timestamp (3) with time zone,
	"reply_by" text COLLATE "C",
	"read_by" text COLLATE "C",
	"read_at" timestamp (3) with time zone,
	"resolved_by" text COLLATE "C",
	"resolved_at" timestamp (3) with time zone,
	"resolution" text COLLATE "C",
	"not_needed" text COLLATE "C",
	"not_needed_at" timestamp (3) with time zone,
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feedback_replies" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"pack_id" text COLLATE "C" NOT NULL,
	"words" text COLLATE "C" NOT NULL,
	"amended" text COLLATE "C" NOT NULL,
	"amended_on" text COLLATE "C",
	"replied_by" text COLLATE "C" NOT NULL,
	"replied_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feedback_disputes" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"pack_id" text COLLATE "C" NOT NULL,
	"criterion" text COLLATE "C" NOT NULL,
	"reason" text COLLATE "C" NOT NULL,
	"raised_by" text COLLATE "C" NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"outcome" text COLLATE "C",
	"answer" text COLLATE "C",
	"answered_by" text COLLATE "C",
	"answered_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "corrections" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"sampled_case_id" text COLLATE "C" NOT NULL,
	"criterion" text COLLATE "C" NOT NULL,
	"before" text COLLATE "C" NOT NULL,
	"after" text COLLATE "C",
	"words" text COLLATE "C" NOT NULL,
	"dispute_id" text COLLATE "C" NOT NULL,
	"made_by" text COLLATE "C" NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "forum_clearances" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"sampled_case_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"how" text COLLATE "C" NOT NULL,
	"marked_by" text COLLATE "C" NOT NULL,
	"marked_at" timestamp (3) with time zone NOT NULL,
	"ended_by" text COLLATE "C",
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "family_experiences" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"sampled_case_id" text COLLATE "C" NOT NULL,
	"way" text COLLATE "C" NOT NULL,
	"questionnaire" json NOT NULL,
	"asked_by" text COLLATE "C" NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"caller_id" text COLLATE "C",
	"token_hash" text COLLATE "C",
	"open_until" text COLLATE "C" NOT NULL,
	"withdrawn_at" timestamp (3) with time zone,
	"answered_at" timestamp (3) with time zone,
	"declined_at" timestamp (3) with time zone,
	"consent" json,
	"answers" json,
	"words" text COLLATE "C",
	"consent_ended_at" timestamp (3) with time zone,
	"version" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "feedback_packs" ADD CONSTRAINT "feedback_packs_sampled_case_id_sampled_cases_id_fk" FOREIGN KEY ("sampled_case_id") REFERENCES "public"."sampled_cases"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_packs" ADD CONSTRAINT "feedback_packs_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_packs" ADD CONSTRAINT "feedback_packs_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_packs" ADD CONSTRAINT "feedback_packs_drafted_by_people_id_fk" FOREIGN KEY ("drafted_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_packs" ADD CONSTRAINT "feedback_packs_sent_by_people_id_fk" FOREIGN KEY ("sent_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_packs" ADD CONSTRAINT "feedback_packs_read_by_people_id_fk" FOREIGN KEY ("read_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_packs" ADD CONSTRAINT "feedback_packs_resolved_by_people_id_fk" FOREIGN KEY ("resolved_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_replies" ADD CONSTRAINT "feedback_replies_pack_id_feedback_packs_id_fk" FOREIGN KEY ("pack_id") REFERENCES "public"."feedback_packs"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_replies" ADD CONSTRAINT "feedback_replies_replied_by_people_id_fk" FOREIGN KEY ("replied_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_disputes" ADD CONSTRAINT "feedback_disputes_pack_id_feedback_packs_id_fk" FOREIGN KEY ("pack_id") REFERENCES "public"."feedback_packs"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_disputes" ADD CONSTRAINT "feedback_disputes_raised_by_people_id_fk" FOREIGN KEY ("raised_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_disputes" ADD CONSTRAINT "feedback_disputes_answered_by_people_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_sampled_case_id_sampled_cases_id_fk" FOREIGN KEY ("sampled_case_id") REFERENCES "public"."sampled_cases"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_dispute_id_feedback_disputes_id_fk" FOREIGN KEY ("dispute_id") REFERENCES "public"."feedback_disputes"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_made_by_people_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "forum_clearances" ADD CONSTRAINT "forum_clearances_sampled_case_id_sampled_cases_id_fk" FOREIGN KEY ("sampled_case_id") REFERENCES "public"."sampled_cases"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "forum_clearances" ADD CONSTRAINT "forum_clearances_marked_by_people_id_fk" FOREIGN KEY ("marked_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "forum_clearances" ADD CONSTRAINT "forum_clearances_ended_by_people_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "family_experiences" ADD CONSTRAINT "family_experiences_sampled_case_id_sampled_cases_id_fk" FOREIGN KEY ("sampled_case_id") REFERENCES "public"."sampled_cases"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "family_experiences" ADD CONSTRAINT "family_experiences_asked_by_people_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "family_experiences" ADD CONSTRAINT "family_experiences_caller_id_people_id_fk" FOREIGN KEY ("caller_id") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "feedback_packs_once" ON "feedback_packs" USING btree ("sampled_case_id","receiver");--> statement-breakpoint
CREATE INDEX "feedback_packs_by_writer" ON "feedback_packs" USING btree ("writer_ref");--> statement-breakpoint
CREATE INDEX "feedback_packs_by_organisation" ON "feedback_packs" USING btree ("organisation_id");--> statement-breakpoint
CREATE INDEX "feedback_replies_by_pack" ON "feedback_replies" USING btree ("pack_id");--> statement-breakpoint
CREATE UNIQUE INDEX "feedback_disputes_once" ON "feedback_disputes" USING btree ("pack_id","criterion");--> statement-breakpoint
CREATE UNIQUE INDEX "corrections_by_dispute" ON "corrections" USING btree ("dispute_id");--> statement-breakpoint
CREATE INDEX "corrections_by_plan" ON "corrections" USING btree ("sampled_case_id");--> statement-breakpoint
CREATE INDEX "forum_clearances_by_plan" ON "forum_clearances" USING btree ("sampled_case_id");--> statement-breakpoint
CREATE UNIQUE INDEX "family_experiences_token" ON "family_experiences" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "family_experiences_by_plan" ON "family_experiences" USING btree ("sampled_case_id");--> statement-breakpoint
CREATE INDEX "family_experiences_by_caller" ON "family_experiences" USING btree ("caller_id");