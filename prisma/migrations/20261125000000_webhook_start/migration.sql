-- What a webhook must not be told: what had happened when it was made or switched on again. Its place in the log alone
-- cannot say so while a long transaction holds the settled end of the log back. Null: made before this was kept.
ALTER TABLE "webhook_endpoint" ADD COLUMN "start_snapshot" pg_snapshot;
