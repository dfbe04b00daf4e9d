-- What was heard waits for the worker. A statement of its own:
-- whether a page may do this is asked of the row that was heard, which has to be there by then.
INSERT INTO heard_waiting (heard_id) VALUES (%(heard_id)s)
