-- After an older state was put back (centre.epoch rose), devices offer again what the centre lost, each its own and whenever it comes.
-- The last epoch of which a device has heard, and until when (epoch ms) what it lost is waited for.
ALTER TABLE centre ADD COLUMN mended_epoch integer NOT NULL DEFAULT 1;
ALTER TABLE centre ADD COLUMN mending_until bigint NOT NULL DEFAULT 0;
-- What this identity did before this clock was offered to the centre as of this epoch; `~` is above all clocks: all that it ever did.
ALTER TABLE device_identity ADD COLUMN offered_epoch integer NOT NULL DEFAULT 0;
ALTER TABLE device_identity ADD COLUMN offered text COLLATE "C" NOT NULL DEFAULT '';
