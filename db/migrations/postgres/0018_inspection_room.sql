CREATE TABLE "rooms" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"title" text COLLATE "C" NOT NULL,
	"released_by" text COLLATE "C" NOT NULL,
	"opens_on" text COLLATE "C",
	"closes_on" text COLLATE "C",
	"previewed_hash" text COLLATE "C",
	"previewed_at" timestamp (3) with time zone,
	"opened_at" timestamp (3) with time zone,
	"opened_by" text COLLATE "C",
	"closed_at" timestamp (3) with time zone,
	"closed_by" text COLLATE "C",
	"closed_reason" text COLLATE "C",
	"made_by" text COLLATE "C" NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "room_entries" (
	"room_id" text COLLATE "C" NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"standing" text COLLATE "C" NOT NULL,
	"reason" text COLLATE "C" NOT NULL,
	"words" text COLLATE "C" NOT NULL,
	"sampled_id" text COLLATE "C",
	"changed_by" text COLLATE "C" NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "room_entries_room_id_key_pk" PRIMARY KEY("room_id","key")
);
--> statement-breakpoint
CREATE TABLE "room_contents" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"room_id" text COLLATE "C" NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"number" bigint NOT NULL,
	"content" json,
	"sha256" text COLLATE "C" NOT NULL,
	"sampled_id" text COLLATE "C",
	"added_by" text COLLATE "C" NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "room_guests" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"room_id" text COLLATE "C" NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"invitation_id" text COLLATE "C",
	"invited_by" text COLLATE "C" NOT NULL,
	"invited_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "room_questions" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"room_id" text COLLATE "C" NOT NULL,
	"key" text COLLATE "C",
	"words" text COLLATE "C" NOT NULL,
	"asked_by" text COLLATE "C" NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"answer" text COLLATE "C",
	"answered_by" text COLLATE "C",
	"answered_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "room_copies" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"room_id" text COLLATE "C" NOT NULL,
	"content_id" text COLLATE "C" NOT NULL,
	"number" bigint NOT NULL,
	"format" text COLLATE "C" NOT NULL,
	"part" text COLLATE "C",
	"made_for" text COLLATE "C" NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"sha256" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_opened_by_people_id_fk" FOREIGN KEY ("opened_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_closed_by_people_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_made_by_people_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_entries" ADD CONSTRAINT "room_entries_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_entries" ADD CONSTRAINT "room_entries_changed_by_people_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_contents" ADD CONSTRAINT "room_contents_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_contents" ADD CONSTRAINT "room_contents_added_by_people_id_fk" FOREIGN KEY ("added_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_guests" ADD CONSTRAINT "room_guests_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_guests" ADD CONSTRAINT "room_guests_invited_by_people_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_questions" ADD CONSTRAINT "room_questions_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_questions" ADD CONSTRAINT "room_questions_asked_by_people_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_questions" ADD CONSTRAINT "room_questions_answered_by_people_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_copies" ADD CONSTRAINT "room_copies_room_id_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."rooms"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_copies" ADD CONSTRAINT "room_copies_content_id_room_contents_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."room_contents"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_copies" ADD CONSTRAINT "room_copies_made_for_people_id_fk" FOREIGN KEY ("made_for") REFERENCES "public"."people"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "room_contents_once" ON "room_contents" USING btree ("room_id","key","number");--> statement-breakpoint
CREATE INDEX "room_contents_by_plan" ON "room_contents" USING btree ("sampled_id");--> statement-breakpoint
CREATE UNIQUE INDEX "room_guests_once" ON "room_guests" USING btree ("room_id","person_id");--> statement-breakpoint
CREATE INDEX "room_guests_by_person" ON "room_guests" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "room_questions_by_room" ON "room_questions" USING btree ("room_id");--> statement-breakpoint
CREATE UNIQUE INDEX "room_copies_number" ON "room_copies" USING btree ("room_id","number");--> statement-breakpoint
CREATE INDEX "room_copies_by_file" ON "room_copies" USING btree ("sha256");