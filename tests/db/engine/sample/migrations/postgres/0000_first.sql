CREATE TABLE "shelves" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"kind" text COLLATE "C" DEFAULT 'open' NOT NULL,
	"opened_on" text COLLATE "C",
	"is_public" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone,
	CONSTRAINT "shelf_has_a_name" CHECK (length("shelves"."name") > 0)
);
--> statement-breakpoint
CREATE TABLE "books" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"shelf_id" text COLLATE "C" NOT NULL,
	"title" text COLLATE "C" NOT NULL,
	"pages" bigint,
	"weight" double precision,
	"notes" json,
	"cover" "bytea",
	"bought_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "loans" (
	"book_id" text COLLATE "C" NOT NULL,
	"reader_name" text COLLATE "C" NOT NULL,
	"due_on" text COLLATE "C",
	CONSTRAINT "loans_book_id_reader_name_pk" PRIMARY KEY("book_id","reader_name")
);
--> statement-breakpoint
CREATE TABLE "entries" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"text" text COLLATE "C" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "books" ADD CONSTRAINT "books_shelf_id_shelves_id_fk" FOREIGN KEY ("shelf_id") REFERENCES "public"."shelves"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "loans" ADD CONSTRAINT "loans_book_id_books_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."books"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_open_shelf_per_name" ON "shelves" USING btree ("name") WHERE "shelves"."kind" = 'open';--> statement-breakpoint
CREATE INDEX "books_by_shelf" ON "books" USING btree ("shelf_id","bought_at");