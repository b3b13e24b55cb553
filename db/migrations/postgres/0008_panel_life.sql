CREATE TABLE "meetings" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"cycle_id" text COLLATE "C" NOT NULL,
	"day" text COLLATE "C" NOT NULL,
	"starts_at" text COLLATE "C" NOT NULL,
	"ends_at" text COLLATE "C" NOT NULL,
	"place" text COLLATE "C" NOT NULL,
	"planned_by" text COLLATE "C" NOT NULL,
	"planned_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"cancelled_at" timestamp (3) with time zone,
	"cancelled_reason" text COLLATE "C",
	"sequence" bigint NOT NULL,
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "meeting_people" (
	"meeting_id" text COLLATE "C" NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"dropped_at" timestamp (3) with time zone,
	CONSTRAINT "meeting_people_meeting_id_person_id_pk" PRIMARY KEY("meeting_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "meeting_plans" (
	"meeting_id" text COLLATE "C" NOT NULL,
	"sampled_case_id" text COLLATE "C" NOT NULL,
	CONSTRAINT "meeting_plans_meeting_id_sampled_case_id_pk" PRIMARY KEY("meeting_id","sampled_case_id")
);
--> statement-breakpoint
CREATE TABLE "cycle_reopenings" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"cycle_id" text COLLATE "C" NOT NULL,
	"reason" text COLLATE "C" NOT NULL,
	"reopened_by" text COLLATE "C" NOT NULL,
	"reopened_at" timestamp (3) with time zone NOT NULL,
	"figures" json NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "earlier_sign_offs" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"sampled_case_id" text COLLATE "C" NOT NULL,
	"present" json NOT NULL,
	"signed_off_by" text COLLATE "C" NOT NULL,
	"signed_off_at" timestamp (3) with time zone NOT NULL,
	"result" json NOT NULL,
	"reason" text COLLATE "C" NOT NULL,
	"taken_back_by" text COLLATE "C" NOT NULL,
	"taken_back_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reminders" (
	"person_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"about" text COLLATE "C" NOT NULL,
	"day" text COLLATE "C" NOT NULL,
	"keys" json NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"tries" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"sent_by" text COLLATE "C",
	CONSTRAINT "reminders_person_id_kind_about_day_pk" PRIMARY KEY("person_id","kind","about","day")
);
--> statement-breakpoint
CREATE TABLE "reminder_refusals" (
	"person_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"since" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sampled_cases" ADD COLUMN "replaced_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sampled_cases" ADD COLUMN "replaced_by_id" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "audits" ADD COLUMN "withdrawn_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "audits" ADD COLUMN "withdrawn_because" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_cycle_id_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."cycles"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meetings" ADD CONSTRAINT "meetings_planned_by_people_id_fk" FOREIGN KEY ("planned_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_people" ADD CONSTRAINT "meeting_people_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_people" ADD CONSTRAINT "meeting_people_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_plans" ADD CONSTRAINT "meeting_plans_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_plans" ADD CONSTRAINT "meeting_plans_sampled_case_id_sampled_cases_id_fk" FOREIGN KEY ("sampled_case_id") REFERENCES "public"."sampled_cases"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cycle_reopenings" ADD CONSTRAINT "cycle_reopenings_cycle_id_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."cycles"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cycle_reopenings" ADD CONSTRAINT "cycle_reopenings_reopened_by_people_id_fk" FOREIGN KEY ("reopened_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "earlier_sign_offs" ADD CONSTRAINT "earlier_sign_offs_sampled_case_id_sampled_cases_id_fk" FOREIGN KEY ("sampled_case_id") REFERENCES "public"."sampled_cases"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "earlier_sign_offs" ADD CONSTRAINT "earlier_sign_offs_signed_off_by_people_id_fk" FOREIGN KEY ("signed_off_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "earlier_sign_offs" ADD CONSTRAINT "earlier_sign_offs_taken_back_by_people_id_fk" FOREIGN KEY ("taken_back_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_sent_by_people_id_fk" FOREIGN KEY ("sent_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminder_refusals" ADD CONSTRAINT "reminder_refusals_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "meetings_by_cycle" ON "meetings" USING btree ("cycle_id");--> statement-breakpoint
CREATE INDEX "meeting_people_by_person" ON "meeting_people" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "meeting_plans_by_plan" ON "meeting_plans" USING btree ("sampled_case_id");--> statement-breakpoint
CREATE INDEX "cycle_reopenings_by_cycle" ON "cycle_reopenings" USING btree ("cycle_id");--> statement-breakpoint
CREATE INDEX "earlier_sign_offs_by_plan" ON "earlier_sign_offs" USING btree ("sampled_case_id");--> statement-breakpoint
CREATE INDEX "reminders_by_time" ON "reminders" USING btree ("at");