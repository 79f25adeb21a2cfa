-- The report of tills asks when they were closed, however long they stood open.
CREATE INDEX till_closed ON till (closed_at) WHERE closed_at IS NOT NULL;
