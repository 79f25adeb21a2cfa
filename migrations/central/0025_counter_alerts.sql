-- Made by `npm run central:migration -- counter_alerts` from the modules' tables.ts and sync.ts and migrations/local.
ALTER TABLE alert DROP CONSTRAINT alert_source_enum;
ALTER TABLE alert ADD CONSTRAINT alert_source_enum CHECK (source IN ('jobLate', 'jobUnassigned', 'bayOverfull', 'clockDrift', 'partsHere', 'stockCritical', 'returnedTwice', 'cardsLate')) NOT VALID;
