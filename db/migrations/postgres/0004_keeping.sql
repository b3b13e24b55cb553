CREATE TABLE "frozen_figures" (
	"cycle_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"figures" json NOT NULL,
	"frozen_at" timestamp (3) with time zone NOT NULL,
	"evidence_removed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "legal_holds" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"scope" text COLLATE "C" NOT NULL,
	"subject_id" text COLLATE "C",
	"reason" text COLLATE "C" NOT NULL,
	"placed_by" text COLLATE "C" NOT NULL,
	"placed_at" timestamp (3) with time zone NOT NULL,
	"ended_by" text COLLATE "C",
	"ended_at" timestamp (3) with time zone,
	"ended_reason" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "disposals" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"run_by" text COLLATE "C" NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"periods" json NOT NULL,
	"counts" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "disposal_items" (
	"disposal_id" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" NOT NULL,
	"subject_id" text COLLATE "C" NOT NULL,
	CONSTRAINT "disposal_items_disposal_id_kind_subject_id_pk" PRIMARY KEY("disposal_id","kind","subject_id")
);
--> statement-breakpoint
CREATE TABLE "trail_names" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"number" bigint NOT NULL,
	"name" text COLLATE "C",
	"salt" text COLLATE "C",
	"commitment" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "anchors" (
	"day" text COLLATE "C" NOT NULL,
	"position" bigint NOT NULL,
	"hash" text COLLATE "C" NOT NULL,
	CONSTRAINT "anchors_day_pk" PRIMARY KEY("day")
);
--> statement-breakpoint
ALTER TABLE "trail" ADD COLUMN "format" bigint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "frozen_figures" ADD CONSTRAINT "frozen_figures_cycle_id_cycles_id_fk" FOREIGN KEY ("cycle_id") REFERENCES "public"."cycles"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_holds" ADD CONSTRAINT "legal_holds_placed_by_people_id_fk" FOREIGN KEY ("placed_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_holds" ADD CONSTRAINT "legal_holds_ended_by_people_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disposals" ADD CONSTRAINT "disposals_run_by_people_id_fk" FOREIGN KEY ("run_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disposal_items" ADD CONSTRAINT "disposal_items_disposal_id_disposals_id_fk" FOREIGN KEY ("disposal_id") REFERENCES "public"."disposals"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "legal_holds_by_subject" ON "legal_holds" USING btree ("scope","subject_id");--> statement-breakpoint
CREATE INDEX "disposal_items_by_subject" ON "disposal_items" USING btree ("subject_id");--> statement-breakpoint
CREATE INDEX "trail_names_by_person" ON "trail_names" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "trail_by_actor" ON "trail" USING btree ("actor_id","at");