ALTER TABLE "area" ADD COLUMN "version" bigint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "version" bigint DEFAULT 1 NOT NULL;