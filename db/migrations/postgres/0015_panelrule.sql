ALTER TABLE "cycles" ADD COLUMN "panel" json;--> statement-breakpoint
ALTER TABLE "concerns" ADD COLUMN "taken_up_by" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "concerns" ADD COLUMN "taken_up_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "concerns" ADD CONSTRAINT "concerns_taken_up_by_people_id_fk" FOREIGN KEY ("taken_up_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;