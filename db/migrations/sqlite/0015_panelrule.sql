ALTER TABLE `cycles` ADD `panel` text;--> statement-breakpoint
ALTER TABLE `concerns` ADD `taken_up_by` text REFERENCES people(id);--> statement-breakpoint
ALTER TABLE `concerns` ADD `taken_up_at` integer;